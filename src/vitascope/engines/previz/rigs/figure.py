"""Figures: shapes that hang on bones, moved by a gesture."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import numpy as np

from vitascope.engines.previz.canvas import Light, Placement
from vitascope.engines.previz.compiled import Floats, Ints
from vitascope.engines.previz.rigs import posing
from vitascope.engines.previz.rigs.aura import anchored, solid_only
from vitascope.engines.previz.rigs.kit import Kit
from vitascope.engines.previz.rigs.mesh import Mesh, join
from vitascope.engines.previz.rigs.puppet import Level, Puppet
from vitascope.engines.previz.rigs.shade import EMIT_BLUE, EMIT_RED
from vitascope.engines.previz.rigs.stuff import MATERIALS, Stuff, textures

FINENESS = ((110.0, 1), (640.0, 2), (1e9, 3))
"""Up to how many pixels of length a shape of which fineness will do."""
FLAMES_BY_DAY = np.array([0.6, 0.0, -0.4], np.float32)
"""By how much more of each colour flames give by day: they look redder beside its light."""
SCATTERED = np.float32(0.04)
"""How much of every colour even coloured light has."""
CALM = (0.0, 0.0, 0.0, 0.0)


@dataclass(frozen=True)
class Gesture:
    """What a figure does at a moment, within limits.

    ``phase`` is the gait's in radians; ``pace`` is 0 standing to 1 on its way; ``haste`` 0 walking to 1
    running; ``dark`` is 0 in daylight to 1 at night. ``side`` is 1 or -1: individuals stand mirrored.
    ``tether`` is where the hand is that holds it by a string, in its own axes and lengths.
    """

    phase: float
    pace: float
    haste: float
    effort: float
    bend: float
    jaw: float
    dance: float
    wave: float
    lie: float
    sit: float
    ride: float
    work: float
    fight: float
    leap: float
    aloft: float
    dark: float
    side: float
    stance: str
    tether: tuple[float, float, float] | None
    bloom: float = 1.0

    @classmethod
    def of(cls, placement: Placement, light: Light) -> Gesture:
        """The gesture of a placement in a light."""
        bright = sum(light.key_colour) / 3 + sum(light.ambient) / 3
        effort = min(max(placement.effort, 0.0), 2.0)
        return cls(
            phase=math.tau * math.fmod(placement.gait, 1.0),
            pace=min(max(placement.pace, 0.0), 1.0),
            haste=min(max(placement.pace - 0.8, 0.0), 1.0),
            effort=effort,
            bend=min(max(placement.bend, -1.0), 1.0),
            jaw=min(max(placement.jaw, 0.0), 1.0),
            dance=min(max(placement.dance, 0.0), 1.0),
            wave=min(max(placement.wave, 0.0), 1.0),
            lie=placement.lie,
            sit=placement.sit,
            ride=placement.ride,
            work=min(max(placement.work, 0.0), 1.0),
            fight=placement.fight,
            leap=placement.leap,
            aloft=placement.aloft,
            dark=min(max(1.25 - 1.1 * bright, 0.0), 1.0),
            side=-1.0 if placement.who % 2 else 1.0,
            stance=placement.stance,
            tether=_local(placement),
            bloom=min(max(placement.bloom, 0.0), 1.0),
        )


def _local(placement: Placement) -> tuple[float, float, float] | None:
    """The tether's end in the placement's own axes and lengths."""
    if placement.tether is None:
        return None
    x, y, z = (each / placement.length for each in placement.tether)
    sine, cosine = math.sin(placement.heading), math.cos(placement.heading)
    return x * cosine - z * sine, y, x * sine + z * cosine


class Limbs:
    """How far every bone is turned and moved; radians and lengths."""

    def __init__(self, names: tuple[str, ...]) -> None:
        self._names = {name: number for number, name in enumerate(names)}
        self.turns: Floats = np.zeros((len(names), 3), np.float32)
        self.shifts: Floats = np.zeros((len(names), 3), np.float32)
        self.wind: tuple[float, float, float, float] = CALM

    def turn(self, name: str, x: float = 0.0, y: float = 0.0, z: float = 0.0) -> None:
        """Turn a bone, if the figure has it: x tips forward, y turns right, z lifts the right side."""
        number = self._names.get(name)
        if number is not None:
            self.turns[number] += (x, y, z)

    def still(self, name: str, share: float) -> None:
        """Take back ``share`` of what a bone is turned by, if the figure has it."""
        number = self._names.get(name)
        if number is not None:
            self.turns[number] *= 1.0 - share

    def shift(self, name: str, x: float = 0.0, y: float = 0.0, z: float = 0.0) -> None:
        """Move a bone, if the figure has it."""
        number = self._names.get(name)
        if number is not None:
            self.shifts[number] += (x, y, z)


@dataclass(frozen=True)
class Bones:
    """A posture of a figure: where its bones are."""

    matrices: Floats
    wind: Floats
    materials: Floats

    def write(self, mesh: Mesh, frame: Floats, points: Floats) -> None:
        """Hang the mesh on the bones."""
        posing.skin(mesh.rest, mesh.group, mesh.motion, self.matrices, self.wind, frame, points)


Make = Callable[[int], Kit]
Animate = Callable[[Limbs, Gesture], None]


@dataclass(frozen=True)
class Skeleton:
    """Bones by name, ``parents (bones,)`` and ``pivots (bones, 3)``; ``feet`` are ``(feet, 4)``: bone, point.

    ``scale`` and ``shift`` turn the kit's units into lengths: its greatest extent is one, its middle 0. Bones
    from ``fixed`` on stay on the ground whatever the feet do: what stands before somebody.
    """

    names: tuple[str, ...]
    parents: Ints
    pivots: Floats
    feet: Floats
    scale: float
    shift: Floats
    fixed: int

    @classmethod
    def of(cls, kit: Kit, stand: float, bare: Kit | None = None) -> Skeleton:
        """The kit's bones, with the ground ``stand`` below the origin; ``bare`` is measured if not all."""
        points = np.concatenate([part.rest for part in solid_only((bare or kit).parts)])
        low, high = points.min(0), points.max(0)
        scale = 1.0 / float(((high - low) * (0.75, 1.0, 1.0)).max())
        shift = np.array([0, -stand, -scale * (low[2] + high[2]) / 2], np.float32)
        feet = np.array([[bone, *at] for bone, at in kit.feet], np.float32).reshape(-1, 4)
        feet[:, 1:] = feet[:, 1:] * scale + shift
        pivots = (np.array(kit.pivots) * scale + shift).astype(np.float32)
        return cls(tuple(kit.names), np.array(kit.parents, np.int32), pivots, feet, scale, shift, _fixed(kit))

    def mesh(self, make: Make, fine: int) -> Mesh:
        """The shape in lengths."""
        made = join(make(fine).parts)
        made.rest[:] = made.rest * np.float32(self.scale) + self.shift
        return made

    def posed(self, limbs: Limbs) -> Floats:
        """Where the bones are; the lowest foot stands where the lowest one does at rest."""
        matrices = np.empty((len(self.names), 12), np.float32)
        posing.chain(self.parents, self.pivots, limbs.turns, limbs.shifts, matrices)
        if len(self.feet):
            m = matrices[self.feet[:, 0].astype(int)]
            heights = (
                m[:, 1] + m[:, 4] * self.feet[:, 1] + m[:, 7] * self.feet[:, 2] + m[:, 10] * self.feet[:, 3]
            )
            matrices[: self.fixed, 1] += self.feet[:, 2].min() - heights.min()
        return matrices


def _fixed(kit: Kit) -> int:
    """The first bone after the root that hangs on none, or how many there are."""
    return next((k for k, parent in enumerate(kit.parents) if k and parent < 0), len(kit.parents))


def figure(
    make: Make, animate: Animate, *, stand: float, solid: str = "fur", radius: float = 0.9,
    bare: Make | None = None, spark: Floats | None = None,
) -> Puppet:  # fmt: skip
    """A figure that ``make`` shapes above a ground at y = 0; ``stand`` is its middle's height there.

    ``bare`` shapes the figure without what it holds, which its length leaves out; ``spark`` is the colour in
    which its sparks shine, linear.
    """
    kit = make(1)
    skeleton = Skeleton.of(kit, stand, bare(1) if bare else None)
    levels = tuple(Level(pixels, partial(skeleton.mesh, make, fine)) for pixels, fine in FINENESS)
    posture = partial(_posture, (skeleton, animate, spark))
    return Puppet(levels, textures(solid), posture, radius, shines=anchored(kit.parts))


def _posture(of: tuple[Skeleton, Animate, Floats | None], placement: Placement, light: Light) -> Bones:
    skeleton, animate, spark = of
    gesture = Gesture.of(placement, light)
    limbs = Limbs(skeleton.names)
    animate(limbs, gesture)
    materials = MATERIALS.copy()
    lit = [Stuff.LAMP, Stuff.WINDOW]
    day = np.float32(1.0 - gesture.dark)
    materials[Stuff.FLAME, EMIT_RED : EMIT_BLUE + 1] *= 1.0 + day * FLAMES_BY_DAY
    if spark is not None:
        materials[Stuff.SPARK, EMIT_RED : EMIT_BLUE + 1] *= spark + SCATTERED
    materials[lit, EMIT_RED : EMIT_BLUE + 1] *= np.float32(0.12 + 0.88 * gesture.dark)
    return Bones(skeleton.posed(limbs), np.array(limbs.wind, np.float32), materials)
