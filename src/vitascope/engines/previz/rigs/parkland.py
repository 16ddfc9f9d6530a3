"""Things of parks and gardens that somebody is upon: a flight of stairs, a swing."""

from __future__ import annotations

from typing import Final

import numpy as np

from vitascope.engines.previz.compiled import Floats
from vitascope.engines.previz.rigs.figure import Gesture, Limbs
from vitascope.engines.previz.rigs.kit import Build, Kit, box, tone_of
from vitascope.engines.previz.rigs.mesh import Look, Part, tube
from vitascope.engines.previz.rigs.stuff import Stuff
from vitascope.engines.previz.swinging import ROPES, SWUNG, angle_of

STEPS = 14
HIGH, DEEP, WIDE = 0.48, 0.74, 0.62
"""Of a flight of stairs: its height, its depth and half its width, in lengths."""
TOP = 0.97
"""How high the bar of a swing is, in lengths."""
HEMP = (0.30, 0.22, 0.12)


def stairs(kit: Kit, colours: list[Floats]) -> list[Part]:
    """Steps of stone that come down toward where it looks, between two low walls with a ball on each end."""
    del kit
    stone, tone, pale = Look(Stuff.STONE), tone_of(colours[0]), tone_of(colours[1])
    made: list[Part] = []
    for k in range(STEPS):
        front, top = DEEP * (0.5 - k / STEPS), HIGH * (k + 1) / STEPS
        made.append(box((-WIDE, 0.0, -0.5 * DEEP), (WIDE, top, front), stone, tone, cells=2))
        edge = (-WIDE, top - 0.006, front - 0.03), (WIDE, top + 0.003, front + 0.008)
        made.append(box(*edge, stone, pale, cells=2))
    for side in (-1.0, 1.0):
        low, high = sorted((side * WIDE, side * (WIDE + 0.06)))
        for k in range(0, STEPS, 2):
            front, top = DEEP * (0.5 - k / STEPS) + 0.02, HIGH * (k + 2) / STEPS + 0.06
            back = DEEP * (0.5 - (k + 2) / STEPS)
            made.append(box((low, 0.0, back), (high, top, front), stone, pale, cells=2))
    return made


def swing(kit: Kit, colours: list[Floats]) -> list[Part]:
    """A bar on two pairs of legs, and a board on two ropes that swings."""
    metal, tone = Look(Stuff.PAINT), tone_of(colours[0])
    made = [_pole((-0.46, TOP, 0.0), (0.46, TOP, 0.0), 0.022, metal, tone)]
    for x in (-0.43, 0.43):
        made += [_pole((x, TOP, 0.0), (1.08 * x, 0.0, z), 0.019, metal, tone) for z in (-0.30, 0.30)]
    kit.bone("swing", (0.0, TOP, 0.0))
    seat = TOP - ROPES
    low, high = (-0.12, seat - 0.012, -0.05), (0.12, seat + 0.008, 0.05)
    board = box(low, high, Look(Stuff.WOOD), tone_of(colours[1]))
    kit.add(board, "swing")
    for x in (-0.105, 0.105):
        kit.add(_pole((x, TOP, 0.0), (x, seat, 0.0), 0.005, Look(Stuff.CLOTH), HEMP), "swing")
    return made


def sway(limbs: Limbs, g: Gesture) -> None:
    """The board of a swing goes to and fro."""
    limbs.turn("swing", x=-angle_of(g.phase))


def _pole(
    low: tuple[float, float, float], high: tuple[float, float, float], wide: float, look: Look,
    tone: tuple[float, float, float],
) -> Part:  # fmt: skip
    line = np.array([low, high], np.float32)
    up = (0, 0, 1) if abs(high[0] - low[0]) > abs(high[2] - low[2]) or high[1] != low[1] else (0, 1, 0)
    return tube(line, np.full(2, wide, np.float32), look, 8, tone, up)


PARKLAND: Final[dict[str, Build]] = {"stairs": stairs, SWUNG: swing}
"""What is built, by its form."""
