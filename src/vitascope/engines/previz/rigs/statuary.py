"""What is put up in gardens and along roads: statues, fences, walls."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from vitascope.engines.previz.compiled import Floats
from vitascope.engines.previz.rigs import biped
from vitascope.engines.previz.rigs.kit import Kit, box, moved, tone_of
from vitascope.engines.previz.rigs.mesh import Look, Part
from vitascope.engines.previz.rigs.people import PEOPLE
from vitascope.engines.previz.rigs.stuff import Stuff

PLINTH = 0.22
"""The height of what a statue stands on, in its own."""
MODEL = replace(PEOPLE["woman"], extras=("long_hair", "gown", "cape"))
PICKETS, POSTS = 17, 5


def statue(kit: Kit, colours: list[Floats]) -> None:
    """Somebody of stone in a robe on a plinth."""
    tone = colours[0]
    for low, high, half in ((0.0, 0.05, 0.20), (0.05, 0.18, 0.155), (0.18, PLINTH, 0.185)):
        block = box(
            (-half, low, -half), (half, high, half), Look(Stuff.PLASTER), tone_of(colours[1]), cells=2
        )
        kit.add(block)
    for made in biped.shape(MODEL, [tone, tone], None, 1.7, kit.fine).parts:
        kit.add(moved(_stone(made, tone), (0.0, PLINTH, 0.0), scale=1.0 - PLINTH))


def _stone(made: Part, tone: Floats) -> Part:
    """A part of a figure as it is hewn: all of one colour, darker in its folds."""
    deep = 0.6 + 0.4 * made.openness[:, None]
    colour = np.broadcast_to(tone, made.rest.shape) * deep
    still = replace(made, look=Look(Stuff.PLASTER), group=None)
    none = np.zeros(len(made.rest), np.float32)
    return still.with_(colour=colour.astype(np.float32), glow=none, flex=none)


def fence(kit: Kit, colours: list[Floats]) -> None:
    """Pickets on two rails, a length wide."""
    wood, tone = Look(Stuff.PAINT), tone_of(colours[0])
    for y in (0.075, 0.185):
        kit.add(box((-0.5, y, -0.012), (0.5, y + 0.022, 0.0), wood, tone))
    for k in range(PICKETS):
        x = -0.5 + (k + 0.5) / PICKETS
        kit.add(box((x - 0.018, 0.015, 0.0), (x + 0.018, 0.235, 0.012), wood, tone))
        kit.add(box((x - 0.018, 0.235, 0.0), (x + 0.018, 0.265, 0.012), wood, tone, 0.08))
    for k in range(POSTS):
        x = -0.48 + 0.24 * k
        kit.add(box((x - 0.020, 0.0, -0.05), (x + 0.020, 0.255, -0.012), wood, tone))


def wall(kit: Kit, colours: list[Floats]) -> None:
    """Bricks between two pillars under a coping, a length wide."""
    brick, stone = tone_of(colours[0]), tone_of(colours[1])
    kit.add(box((-0.5, 0.0, -0.04), (0.5, 0.36, 0.04), Look(Stuff.BRICK), brick, cells=4))
    kit.add(box((-0.5, 0.36, -0.055), (0.5, 0.385, 0.055), Look(Stuff.STONE), stone, cells=2))
    for x in (-0.46, 0.46):
        kit.add(box((x - 0.05, 0.0, -0.055), (x + 0.05, 0.42, 0.055), Look(Stuff.BRICK), brick, cells=2))
        kit.add(box((x - 0.065, 0.42, -0.07), (x + 0.065, 0.45, 0.07), Look(Stuff.STONE), stone))
