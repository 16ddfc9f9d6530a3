"""What things and animals are in: an open box, a basket, a suitcase, a tent; each a length across, on 0."""

from __future__ import annotations

import math
from typing import Final

import numpy as np

from vitascope.engines.previz.compiled import Floats
from vitascope.engines.previz.rigs.kit import Build, Kit, box, fan, lathe, moved, shaded, tone_of
from vitascope.engines.previz.rigs.mesh import Look, Part, ball, grid, tube
from vitascope.engines.previz.rigs.stuff import Stuff

WIDE, DEEP, HIGH = 0.76, 0.62, 0.54
"""A box, between its flaps."""
WALL = 0.02
WEAVES = 9
"""Rows of a basket's weave."""


def carton(kit: Kit, colours: list[Floats]) -> list[Part]:
    """A cardboard box with open flaps."""
    del kit
    x, z, look, tone = WIDE / 2, DEEP / 2, Look(Stuff.PLAIN), tone_of(colours[0])
    sides = [
        box((-x, 0.0, s * z - WALL / 2), (x, HIGH, s * z + WALL / 2), look, tone, cells=2) for s in (-1, 1)
    ] + [box((s * x - WALL / 2, 0.0, -z), (s * x + WALL / 2, HIGH, z), look, tone, cells=2) for s in (-1, 1)]
    bottom = box((-x, 0.0, -z), (x, WALL, z), look, tone)
    tape = box((-0.05, 0.0, z + 0.011), (0.05, HIGH, z + 0.014), look, tone_of(colours[1]))
    long = box((-x, 0.0, 0.0), (x, 0.20, WALL / 2), look, tone_of(1.08 * colours[0]))
    short = box((-z, 0.0, 0.0), (z, 0.20, WALL / 2), look, tone_of(1.08 * colours[0]))
    flaps = [
        moved(long, (0.0, HIGH, z), (2.15, 0.0, 0.0)), moved(long, (0.0, HIGH, -z), (-2.3, 0.0, 0.0)),
        moved(moved(short, turn=(2.25, 0.0, 0.0)), (x, HIGH, 0.0), (0.0, 0.5 * math.pi, 0.0)),
        moved(moved(short, turn=(2.1, 0.0, 0.0)), (-x, HIGH, 0.0), (0.0, -0.5 * math.pi, 0.0)),
    ]  # fmt: skip
    inside = shaded(bottom, -0.2, 0.5)
    return [inside, *(shaded(each, -0.3, 0.5) for each in sides), tape, *flaps]


def basket(kit: Kit, colours: list[Floats]) -> list[Part]:
    """A round basket of plaited willow."""
    tone, dark = tone_of(colours[0]), tone_of(colours[1])
    rows: list[Part] = []
    turn = np.linspace(0.0, math.tau, kit.sides(16) + 1)
    for k in range(WEAVES):
        height, wide = (
            0.03 + 0.44 * k / (WEAVES - 1),
            0.36 + 0.11 * math.sin(0.5 * math.pi * k / (WEAVES - 1)),
        )
        wave = wide + 0.012 * np.sin(12 * turn + math.pi * k)
        path = np.stack([wave * np.cos(turn), height + 0.0 * turn, wave * np.sin(turn)], -1).astype(
            np.float32
        )
        rows.append(
            tube(path, np.full(len(turn), 0.034, np.float32), Look(Stuff.WOOD), 6, tone if k % 2 else dark)
        )
    rim = np.stack([0.47 * np.cos(turn), 0.48 + 0.0 * turn, 0.47 * np.sin(turn)], -1).astype(np.float32)
    floor = lathe(((0.0, 0.03), (0.36, 0.03), (0.36, 0.0), (0.0, 0.0)), Look(Stuff.WOOD), kit.sides(12), dark)
    return [*rows, tube(rim, np.full(len(turn), 0.030, np.float32), Look(Stuff.WOOD), 6, tone), floor]


def suitcase(kit: Kit, colours: list[Floats]) -> list[Part]:
    """A suitcase that stands, with straps, corners and a handle."""
    hide, trim = tone_of(colours[0]), tone_of(colours[1])
    body = box((-0.5, 0.0, -0.15), (0.5, 0.64, 0.15), Look(Stuff.HIDE), hide, 0.985, cells=3)
    straps = [
        box((x - 0.04, -0.002, -0.157), (x + 0.04, 0.645, 0.157), Look(Stuff.HIDE), tone_of(0.5 * colours[0]))
        for x in (-0.27, 0.27)
    ]
    corners = [ball((x, y, z), 0.035, Look(Stuff.METAL), 6, trim)
               for x in (-0.485, 0.485) for y in (0.02, 0.62) for z in (-0.14, 0.14)]  # fmt: skip
    locks = [
        box((x - 0.03, 0.52, 0.155), (x + 0.03, 0.60, 0.17), Look(Stuff.METAL), trim) for x in (-0.27, 0.27)
    ]
    turn = np.linspace(0.0, math.pi, 12)
    arch = np.stack([0.12 * np.cos(turn), 0.63 + 0.09 * np.sin(turn), 0.0 * turn], -1).astype(np.float32)
    handle = tube(arch, np.full(12, 0.018, np.float32), Look(Stuff.HIDE), 6, hide, (0, 0, 1))
    del kit
    return [body, *straps, *corners, *locks, handle]


def tent(kit: Kit, colours: list[Floats]) -> list[Part]:
    """A ridge tent with an open flap, its poles and its ropes."""
    wide, high, deep = 0.46, 0.58, 0.40
    cloth, dark = tone_of(colours[0]), tone_of(colours[1])
    k = np.linspace(0.0, 1.0, kit.count(5, 7, 9))[:, None]
    ahead = np.linspace(-1.0, 1.0, kit.count(5, 7, 9))[None]
    sag = 0.03 * np.sin(math.pi * k) * (1 - 0.5 * ahead**2)
    slope = np.stack([wide * k - sag, high * (1 - k) - 0.6 * sag, deep * ahead + 0.0 * k], -1)
    side = grid(slope.astype(np.float32), Look(Stuff.CLOTH, 0, 1), cloth)
    back = fan(
        [(-wide, 0.0), (0.0, high), (wide, 0.0)], Look(Stuff.CLOTH, 0, 1), cloth, 0.0, "xy", (0, 0, -deep)
    )
    flaps = [
        _flap(near, far, (high, deep), 0.85 * colours[0]) for near, far in ((0.10, wide), (-0.22, -wide))
    ]
    floor = box((-wide, 0.0, -deep), (wide, 0.006, deep), Look(Stuff.CLOTH), dark)
    poles = [_line((0.0, 0.0, z), (0.0, high + 0.02, z), 0.010, dark) for z in (-deep, deep)]
    ropes = [
        _line((0.0, high, s * deep), (0.0, 0.0, s * (deep + 0.26)), 0.004, (0.6, 0.56, 0.46)) for s in (-1, 1)
    ]
    return [side, side.mirrored(), back, *flaps, floor, *poles, *ropes]


def _flap(near: float, far: float, at: tuple[float, float], tone: Floats) -> Part:
    """A triangle of cloth before the entrance, from the ridge down to two points on the ground."""
    (high, z) = at
    corners = [[(0.0, high, z), (0.0, high, z)], [(near, 0.0, z), (far, 0.0, z)]]
    return grid(np.array(corners, np.float32), Look(Stuff.CLOTH, 0, 1), tone_of(tone))


def _line(
    low: tuple[float, float, float],
    high: tuple[float, float, float],
    radius: float,
    tone: tuple[float, float, float],
) -> Part:
    path = np.array([low, high], np.float32)
    return tube(
        path,
        np.full(2, radius, np.float32),
        Look(Stuff.WOOD),
        6,
        tone,
        (0, 0, 1) if low[2] == high[2] else (1, 0, 0),
    )


VESSELS: Final[dict[str, Build]] = {"box": carton, "basket": basket, "suitcase": suitcase, "tent": tent}
"""What is built, by its form."""
