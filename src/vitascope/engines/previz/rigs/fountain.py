"""A fountain: two bowls over a basin, all a length across, with water that rises and falls into them."""

from __future__ import annotations

import math
from typing import Final

import numpy as np

from vitascope.engines.previz.compiled import Floats
from vitascope.engines.previz.rigs.figure import Gesture, Limbs
from vitascope.engines.previz.rigs.kit import Build, Kit, lathe, moved, tone_of
from vitascope.engines.previz.rigs.mesh import Look, Part, ball, tube
from vitascope.engines.previz.rigs.stuff import Stuff

BASIN = (0.38, 0.0), (0.50, 0.02), (0.50, 0.15), (0.46, 0.15), (0.44, 0.05), (0.0, 0.05)
STEM = (0.10, 0.05), (0.06, 0.12), (0.05, 0.34), (0.08, 0.40), (0.05, 0.44), (0.035, 0.60), (0.03, 0.64)
BOWLS: Final = (0.27, 0.40), (0.14, 0.62)
"""Half the width of each bowl and the height of its foot, in lengths."""
LEVEL = 0.12
"""The height of the basin's water."""
FALLS: Final = (0.275, 0.47, LEVEL, 0.09), (0.145, 0.67, 0.46, 0.05)
"""Where water leaves a rim, at what height, where it ends, and how far it goes outward."""
JET, SHOT = 0.67, 0.24
"""Where the jet leaves the stem, and how high it shoots."""
STRANDS = 22
"""Jets over each rim."""
DROPS, RUN = 18, 3.0
"""Thrown up, and how often each is in a cycle."""
WATER: Final = (0.72, 0.86, 0.95)


def fountain(kit: Kit, colours: list[Floats]) -> list[Part]:
    """Basin, stem and bowls of stone, the water in them, its jets and its drops."""
    stone, water, sides = tone_of(colours[0]), tone_of(0.35 * colours[1]), kit.sides(20)
    made = [
        lathe(profile, Look(Stuff.STONE), sides, stone, crisp=False)
        for profile in (BASIN, STEM, *map(_bowl, BOWLS))
    ]
    pools = [(0.455, LEVEL)] + [(wide - 0.02, high + 0.062) for wide, high in BOWLS]
    made += [lathe(((0.0, high), (wide, high)), Look(Stuff.GLASS), sides, water) for wide, high in pools]
    made += [strand for fall in FALLS for strand in _strands(fall)]
    rise = np.linspace(0.0, 1.0, 8)
    path = np.stack([0.0 * rise, JET + SHOT * rise, 0.0 * rise], -1).astype(np.float32)
    made.append(tube(path, (0.012 * (1.15 - rise)).astype(np.float32), Look(Stuff.JELLY, 0, 1), 6, WATER))
    for k in range(DROPS):
        kit.bone(f"drop_{k}", (0.0, 0.0, 0.0))
        size = 0.007 + 0.003 * (k % 3)
        drop = moved(ball((0, 0, 0), size, Look(Stuff.JELLY, 0, 1), 5, WATER), turn=(0.0, 2.4 * k, 0.0))
        kit.add(drop, f"drop_{k}")
    return made


def _bowl(bowl: tuple[float, float]) -> tuple[tuple[float, float], ...]:
    wide, foot = bowl
    return (
        (0.05, foot),
        (0.6 * wide, foot + 0.015),
        (wide, foot + 0.07),
        (0.93 * wide, foot + 0.07),
        (0.0, foot + 0.03),
    )


def _strands(fall: tuple[float, float, float, float]) -> list[Part]:
    """Thin jets over a rim, as far from one another all around."""
    rim, top, end, out = fall
    down = np.linspace(0.0, 1.0, 9)
    away, high = rim - 0.01 + out * np.sqrt(down), top + (end - top) * down
    thick = (0.0035 + 0.0045 * down).astype(np.float32)
    made: list[Part] = []
    for turn in np.linspace(0.0, math.tau, STRANDS, endpoint=False):
        path = np.stack([away * math.cos(turn), high, away * math.sin(turn)], -1).astype(np.float32)
        made.append(tube(path, thick, Look(Stuff.JELLY, 0, 1), 5, WATER))
    return made


def play(limbs: Limbs, g: Gesture) -> None:
    """Drops are thrown up from the stem, part, and fall back into the bowls and the basin."""
    share = RUN * g.phase / math.tau
    for k in range(DROPS):
        age = (share + 0.618 * k) % 1.0
        turn, reach = 2.4 * k, (0.10, 0.20, 0.34)[k % 3]
        peak = SHOT * (0.8 + 0.12 * (k % 3))
        high = JET + 4.0 * peak * age * (1.0 - age) - (JET - LEVEL) * (k % 3) / 2.0 * age * age
        away = reach * age
        limbs.shift(f"drop_{k}", x=away * math.cos(turn), y=high, z=away * math.sin(turn))


FOUNTAINS: Final[dict[str, Build]] = {"fountain": fountain}
"""By its form."""
