"""The generic rig: a smooth, glossy balloon that floats, for whatever has no shape of its own."""

from __future__ import annotations

import math
from functools import partial

import numpy as np

from vitascope.engines.previz.canvas import Light, Placement
from vitascope.engines.previz.compiled import Floats
from vitascope.engines.previz.plan import Subject
from vitascope.engines.previz.rigs.colours import mix, palette, step
from vitascope.engines.previz.rigs.materials import Material, table
from vitascope.engines.previz.rigs.mesh import Look, Mesh, ball, join
from vitascope.engines.previz.rigs.noise import cloud
from vitascope.engines.previz.rigs.posing import HINGE
from vitascope.engines.previz.rigs.puppet import Level, Puppet, Stance
from vitascope.engines.previz.rigs.texels import pack

DEFAULT_COLOURS = ("#c9ced6",)
MATERIALS = table(Material(texture=0, gloss=0.85, sharpness=6, wrap=0.30, sheen=0.80, rim=0.7))
FINENESS = ((60.0, 10), (300.0, 20), (1e9, 40))
_REACH = np.array([0.5, -0.5, 0.0, 1.0], np.float32)
_ROCKING = 1


def _mesh(rings: int) -> Mesh:
    made = ball((0, 0, 0), 0.5, Look(0, _ROCKING), rings)
    shade = 0.65 + 0.35 * step(made.rest[:, 1], -0.5, 0.1)
    x, y, z = made.rest.T
    place = np.stack([0.42 * x + 0.23 * z, 0.42 * y - 0.19 * z, 0 * x], -1)
    return join([made.with_(openness=shade, place=place.astype(np.float32))])


def _skin(colours: list[Floats], seed: int) -> Floats:
    """Broad, soft swirls of the subject's colours, ``(256, 256, 6)``."""
    swirl = cloud((256, 256), (2, 3), 4, seed)
    second = colours[1] if len(colours) > 1 else colours[0] * 0.55
    colour = mix(np.broadcast_to(colours[0], (256, 256, 3)), second, step(swirl, 0.38, 0.66))
    rest = np.zeros((256, 256, 3), np.float32)
    rest[..., 0] = 1
    return np.concatenate([colour, rest], -1)


def build(subject: Subject, seed: int) -> Puppet:
    """A balloon in the subject's colours."""
    levels = tuple(Level(pixels, partial(_mesh, rings)) for pixels, rings in FINENESS)
    textures = pack([_skin(palette(subject.colours, DEFAULT_COLOURS), seed)])

    def stance(placement: Placement, _: Light) -> Stance:
        phase = 2 * math.pi * math.fmod(placement.gait, 1.0)
        effort = min(max(placement.effort, 0.0), 2.0)
        hinges = np.zeros((2, HINGE), np.float32)
        hinges[_ROCKING] = (0, 0, 0, 0, 0, 1, 0.25 * placement.bend, 0.10 * effort, phase, 0, 1, 0)
        spine = np.zeros((2, 12), np.float32)
        for row, z in zip(spine, (0.5, -0.5), strict=True):
            row[:] = (0, 0.02 * effort * math.sin(phase), z, 1, 0, 0, 0, 1, 0, 0, 0, 1)
        return Stance(hinges, spine, spine, _REACH, MATERIALS)

    return Puppet(levels, textures, stance, radius=0.62)
