"""Animals and plants that give light themselves."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial

import numpy as np

from vitascope.engines.previz.canvas import Light, Placement
from vitascope.engines.previz.compiled import Floats
from vitascope.engines.previz.plan import Subject
from vitascope.engines.previz.rigs.colours import linear
from vitascope.engines.previz.rigs.mesh import Mesh
from vitascope.engines.previz.rigs.puppet import Level, Posture, Puppet
from vitascope.engines.previz.rigs.shade import EMIT_BLUE, EMIT_RED

GLOWING = frozenset({"glowing", "bioluminescent", "luminous", "luminescent", "phosphorescent"})
"""Traits of what does."""
LIVING = frozenset({"soft", "fish", "insect", "bird", "quadruped", "whale", "snake", "flower", "tree"})
"""Rigs that do as a whole."""
SEA = "#58c8f0"
"""The light of what lives in the sea and has no colour of its own."""
BRIGHT, DIM = 1.5, 0.35
"""How bright in the dark, and by day."""
LEAST = 0.35
"""How much of a glow every part has; what glows anyhow has its own."""
GLOW = 7
"""The glow's column in a mesh's paint."""


@dataclass(frozen=True)
class Lit:
    """A posture of which the materials give light."""

    posed: Posture
    materials: Floats

    def write(self, mesh: Mesh, frame: Floats, points: Floats) -> None:
        """Bend the mesh as the posture does."""
        self.posed.write(mesh, frame, points)


def glows(traits: Sequence[str], rig: str) -> bool:
    """Whether a subject gives light."""
    return rig in LIVING and not GLOWING.isdisjoint(traits)


def glowing(made: Puppet, subject: Subject) -> Puppet:
    """The puppet, giving light of its main colour."""
    tone = linear(next(iter(subject.colours), SEA))
    tone = tone / max(float(tone.max()), 0.05)
    levels = tuple(Level(level.pixels, partial(_aglow, level)) for level in made.levels)
    return replace(made, levels=levels, stance=partial(_lit, made.stance, tone**1.5))


def _aglow(level: Level) -> Mesh:
    mesh = level.shape()
    paint = mesh.paint.copy()
    paint[:, GLOW] = np.maximum(paint[:, GLOW], LEAST)
    return replace(mesh, paint=paint)


def _lit(
    stance: Callable[[Placement, Light], Posture], tone: Floats, placement: Placement, light: Light
) -> Lit:
    posed = stance(placement, light)
    materials = posed.materials.copy()
    day = min(max(sum(light.key_colour) / 3 + sum(light.ambient) / 3, 0.0), 1.0)
    strength = np.float32(BRIGHT + (DIM - BRIGHT) * day)
    materials[:, EMIT_RED : EMIT_BLUE + 1] += strength * tone
    return Lit(posed, materials)
