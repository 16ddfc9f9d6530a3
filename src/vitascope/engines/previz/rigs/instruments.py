"""Instruments that are no silhouette: a drum kit to stand at, an accordion before the breast."""

from __future__ import annotations

from typing import Final

import numpy as np

from vitascope.engines.previz.compiled import Floats
from vitascope.engines.previz.rigs.kit import Kit, Point, box, lathe, moved, tone_of
from vitascope.engines.previz.rigs.mesh import Colour, Look, Part, tube
from vitascope.engines.previz.rigs.stuff import Stuff

STEEL: Final[Colour] = (0.42, 0.44, 0.47)
BRASS: Final[Colour] = (0.62, 0.42, 0.10)
SKIN: Final[Colour] = (0.75, 0.72, 0.66)
STICK: Final[Colour] = (0.50, 0.32, 0.14)
DRUMS: Final[tuple[tuple[Point, float, float], ...]] = (
    ((0.0, 0.40, 0.27), 0.11, 0.09), ((-0.20, 0.42, 0.33), 0.10, 0.13), ((0.20, 0.42, 0.33), 0.10, 0.13),
)  # fmt: skip
"""The middles of a snare drum and of two toms, their radii and heights, in the person's lengths."""
FOLDS = 9
"""Folds of a bellows."""


def drums(kit: Kit, colours: list[Floats]) -> None:
    """A bass drum, a snare, two toms and two cymbals, and a stick in either hand."""
    kit.bone("bench", (0.0, 0.0, 0.0), "")
    shell = tone_of(colours[0])
    for at, wide, high in DRUMS:
        for one in _drum(kit, shell, wide, high):
            kit.add(moved(one, at), "bench")
        kit.add(_post((at[0], 0.0, at[2]), at[1] - 0.5 * high), "bench")
    for one in _drum(kit, shell, 0.17, 0.20):
        kit.add(moved(one, (0.0, 0.17, 0.46), (0.5 * np.pi, 0.0, 0.0)), "bench")
    disc = ((0.0, 0.016), (0.03, 0.012), (0.15, 0.0), (0.0, -0.002))
    for x in (-0.40, 0.40):
        cymbal = lathe(disc, Look(Stuff.METAL), kit.sides(10), BRASS)
        kit.add(moved(cymbal, (x, 0.58, 0.34), (0.22, 0.0, 0.0)), "bench")
        kit.add(_post((x, 0.0, 0.34), 0.58), "bench")
    for side in "rl":
        x, y, z = kit.pivots[kit.number(f"hand_{side}")]
        stick = np.array([(x, y - 0.02, z - 0.04), (x, y - 0.04, z + 0.17)], np.float32)
        wood = tube(stick, np.full(2, 0.006, np.float32), Look(Stuff.WOOD), 6, STICK)
        kit.add(wood, f"hand_{side}")


def _drum(kit: Kit, shell: Colour, wide: float, high: float) -> list[Part]:
    """A drum whose middle is the origin, with a rim and a head at either end."""
    half = 0.5 * high
    body = lathe(((wide, half), (wide, -half)), Look(Stuff.PAINT), kit.sides(10), shell)
    heads = lathe(((0.0, half), (wide, half)), Look(Stuff.PLAIN), kit.sides(10), SKIN)
    low = lathe(((wide, -half), (0.0, -half)), Look(Stuff.PLAIN), kit.sides(10), SKIN)
    rims = [
        lathe(((1.03 * wide, y + 0.008), (1.05 * wide, y), (1.03 * wide, y - 0.008)), Look(Stuff.METAL),
              kit.sides(10), STEEL)
        for y in (half, -half)
    ]  # fmt: skip
    return [body, heads, low, *rims]


def _post(foot: Point, top: float) -> Part:
    x, y, z = foot
    path = np.array([(x, y, z), (x, top, z)], np.float32)
    return tube(path, np.full(2, 0.008, np.float32), Look(Stuff.METAL), 6, STEEL, (0, 0, 1))


def accordion(kit: Kit, colours: list[Floats]) -> list[Part]:
    """An accordion that stands on the origin, a length high: two cases, keys, and bellows between them."""
    del kit
    case, folds = tone_of(colours[0]), tone_of(colours[1])
    parts = [
        box((x - 0.13, 0.0, -0.22), (x + 0.13, 1.0, 0.22), Look(Stuff.PAINT), case) for x in (-0.34, 0.34)
    ]
    for k in range(FOLDS):
        x = -0.21 + 0.42 * (k + 0.5) / FOLDS
        deep = 0.20 if k % 2 else 0.17
        parts.append(box((x - 0.026, 0.04, -deep), (x + 0.026, 0.96, deep), Look(Stuff.CLOTH), folds))
    parts.append(box((-0.52, 0.08, 0.10), (-0.46, 0.92, 0.24), Look(Stuff.PAINT), SKIN))
    return parts
