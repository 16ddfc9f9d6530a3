"""A glass bowl in which a fish swims round."""

from __future__ import annotations

import math

import numpy as np

from vitascope.engines.previz.compiled import Floats
from vitascope.engines.previz.rigs.figure import Gesture, Limbs
from vitascope.engines.previz.rigs.kit import Kit, fan, lathe, tone_of
from vitascope.engines.previz.rigs.mesh import Look, Part, ball
from vitascope.engines.previz.rigs.stuff import Stuff

FILL, ROUND = 0.62, 0.20
"""How high the water stands, and how far from the middle the fish swims, in lengths."""
SAND, WATER, GLASS = (0.36, 0.26, 0.14), (0.30, 0.52, 0.62), (0.75, 0.85, 0.9)


def fishbowl(kit: Kit, colours: list[Floats]) -> list[Part]:
    """Sand, a fish, water and glass."""
    kit.bone("fish", (0.0, 0.36, 0.0))
    kit.bone("tail", (ROUND, 0.36, -0.11), "fish")
    tone = tone_of(colours[0])
    kit.add(ball((ROUND, 0.36, 0.0), (0.042, 0.062, 0.115), Look(Stuff.HIDE), 10, tone), "fish")
    kit.add(
        fan(
            [(-0.10, 0.36), (-0.21, 0.44), (-0.18, 0.36), (-0.21, 0.28)],
            Look(Stuff.MEMBRANE),
            tone,
            at=(ROUND, 0, 0),
        ),
        "tail",
    )
    kit.add(
        fan([(0.05, 0.41), (-0.02, 0.47), (-0.06, 0.41)], Look(Stuff.MEMBRANE), tone, at=(ROUND, 0, 0)),
        "fish",
    )
    for side in (-1.0, 1.0):
        eye = ball((ROUND + 0.034 * side, 0.375, 0.075), 0.014, Look(Stuff.PAINT), 6, (0.01, 0.01, 0.01))
        kit.add(eye, "fish")
    turn = np.linspace(-1.35, 0.95, 16)
    outside = [(0.5 * math.cos(a), 0.5 + 0.5 * math.sin(a)) for a in turn]
    inside = [(0.95 * r, y) for r, y in outside if y <= FILL]
    sides = kit.sides(16)
    sand = lathe(((0.0, 0.03), (0.26, 0.05), (0.24, 0.10), (0.0, 0.12)), Look(Stuff.SOIL), sides, SAND)
    water = lathe([(0.0, 0.02), *inside, (0.0, FILL)], Look(Stuff.BUBBLE, 0, 1), sides, WATER, crisp=False)
    glass = lathe([*outside, (0.31, 0.94)], Look(Stuff.BUBBLE, 0, 2), sides, GLASS, crisp=False)
    return [sand, water, glass]


def swim(limbs: Limbs, g: Gesture) -> None:
    """Round and round, with a beating tail."""
    limbs.turn("fish", y=g.phase)
    limbs.turn("tail", y=0.5 * math.sin(6.0 * g.phase))
    limbs.shift("fish", y=0.05 * math.sin(2.0 * g.phase))
