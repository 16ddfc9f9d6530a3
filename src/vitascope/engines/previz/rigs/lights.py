"""Small things that burn or shine: a candle, a torch, a paper lantern, an oil lamp."""

from __future__ import annotations

import math
from typing import Final

import numpy as np

from vitascope.engines.previz.compiled import Floats
from vitascope.engines.previz.rigs.aura import fire
from vitascope.engines.previz.rigs.kit import Build, Kit, box, lathe, tone_of
from vitascope.engines.previz.rigs.mesh import Look, Part, ball, tube
from vitascope.engines.previz.rigs.stuff import Stuff

WICK = (0.01, 0.008, 0.006)
IRON = (0.05, 0.048, 0.045)


def candle(kit: Kit, colours: list[Floats]) -> list[Part]:
    """A candle with runs of wax on a small dish, its top glowing with its flame."""
    wax = (
        (0.0, 0.05), (0.16, 0.05), (0.155, 0.30), (0.15, 0.66), (0.155, 0.70), (0.13, 0.705), (0.10, 0.68),
        (0.0, 0.67),
    )  # fmt: skip
    body = lathe(wax, Look(Stuff.SKIN), kit.sides(10), tone_of(colours[0]), crisp=False)
    glow = 0.16 * np.clip((body.rest[:, 1] - 0.40) / 0.30, 0, 1) ** 2
    body = body.with_(glow=glow.astype(np.float32))
    dish = ((0.0, 0.0), (0.22, 0.0), (0.34, 0.05), (0.35, 0.07), (0.22, 0.03), (0.0, 0.03))
    made = [
        body.with_(glow=np.asarray(0.4 * glow, np.float32)),
        lathe(dish, Look(Stuff.METAL), kit.sides(12), IRON, crisp=False),
        _rod((0.0, 0.66, 0.0), (0.012, 0.745, 0.0), 0.008, WICK),
        fire((0.010, 0.715, 0.0), 0.25, 0.042, 0.10),
    ]
    for k in range(7):
        a, low = 2.4 * k + 0.4, 0.30 + 0.32 * ((0.618 * k) % 1.0)
        at = (0.155 * math.cos(a), 0.0, 0.155 * math.sin(a))
        run = tube(
            np.array([(at[0], low, at[2]), (at[0], 0.69, at[2])], np.float32),
            np.array([0.026, 0.012], np.float32), Look(Stuff.SKIN), 7, tone_of(colours[0]), (0, 0, 1),
        )  # fmt: skip
        made.append(run)
        made.append(ball((at[0], low, at[2]), 0.027, Look(Stuff.SKIN), 7, tone_of(colours[0])))
    return made


def torch(kit: Kit, colours: list[Floats]) -> list[Part]:
    """A stake with a burning head, stuck in the ground."""
    del colours
    head = ((0.0, 0.55), (0.05, 0.55), (0.085, 0.68), (0.08, 0.70), (0.0, 0.69))
    return [
        _rod((0.0, 0.0, 0.0), (0.0, 0.60, 0.0), 0.03, (0.12, 0.06, 0.03)),
        lathe(head, Look(Stuff.METAL), kit.sides(8), IRON),
        fire((0.0, 0.64, 0.0), 0.50, 0.12),
        fire((0.02, 0.66, 0.02), 0.36, 0.09),
    ]


def paper_lantern(kit: Kit, colours: list[Floats]) -> list[Part]:
    """A ribbed balloon of paper, lit from within, brightest where its light is."""
    high = np.linspace(0.06, 0.94, kit.count(13, 21, 33))
    bulge = np.sin(np.pi * np.clip((high - 0.06) / 0.88 * 0.86 + 0.07, 0, 1)) ** 0.7
    ribs = 1.0 - 0.03 * np.abs(np.sin(9.0 * np.pi * high))
    profile = [(float(0.40 * b * r), float(h)) for h, b, r in zip(high, bulge, ribs, strict=True)]
    paper = lathe(profile, Look(Stuff.FLAME), kit.sides(12), tone_of(0.5 * colours[0]), crisp=False)
    heart = 0.035 + 0.11 * np.exp(-(((paper.rest[:, 1] - 0.36) / 0.28) ** 2))
    made = [paper.with_(glow=heart.astype(np.float32))]
    for low, wide in ((0.03, 0.17), (0.92, 0.17)):
        ring = ((wide - 0.02, low), (wide + 0.01, low), (wide + 0.01, low + 0.05), (wide - 0.02, low + 0.05))
        made.append(lathe(ring, Look(Stuff.WOOD), kit.sides(8), (0.05, 0.02, 0.012)))
    return made


def lamp(kit: Kit, colours: list[Floats]) -> list[Part]:
    """An oil lamp: a flame in a glass between a foot and a cap, under a handle."""
    metal, tone = Look(Stuff.METAL), tone_of(colours[0])
    foot = ((0.0, 0.0), (0.22, 0.0), (0.23, 0.10), (0.12, 0.17), (0.12, 0.22), (0.0, 0.22))
    cap = ((0.13, 0.62), (0.15, 0.66), (0.06, 0.74), (0.06, 0.80), (0.0, 0.80))
    glass = ((0.12, 0.22), (0.175, 0.34), (0.17, 0.48), (0.125, 0.63))
    turn = np.linspace(-0.25, math.pi + 0.25, 15)
    bow = np.stack([0.23 * np.cos(turn), 0.62 + 0.36 * np.sin(turn), 0 * turn], -1).astype(np.float32)
    made = [
        lathe(foot, metal, kit.sides(9), tone),
        lathe(cap, metal, kit.sides(9), tone),
        lathe(glass, Look(Stuff.BUBBLE, 0, 1), kit.sides(9), (0.9, 0.8, 0.6), crisp=False),
        tube(bow, np.full(len(bow), 0.010, np.float32), metal, 7, tone, (0, 0, 1)),
        fire((0.0, 0.24, 0.0), 0.26, 0.055, 0.12),
    ]
    return made + [_rod((x, 0.08, 0.0), (x, 0.66, 0.0), 0.012, tone) for x in (-0.20, 0.20)]


def fireplace(kit: Kit, colours: list[Floats]) -> list[Part]:
    """A chimney breast of stone with a mantel over an open fire on logs."""
    del kit
    stone, tone, wood = Look(Stuff.STONE), tone_of(colours[0]), Look(Stuff.WOOD)
    made = [
        box((-0.50, 0.0, -0.14), (-0.27, 0.66, 0.14), stone, tone, cells=3),
        box((0.27, 0.0, -0.14), (0.50, 0.66, 0.14), stone, tone, cells=3),
        box((-0.50, 0.50, -0.14), (0.50, 0.68, 0.14), stone, tone, cells=3),
        box((-0.36, 0.72, -0.14), (0.36, 1.0, 0.06), stone, tone, cells=3),
        box((-0.28, 0.0, -0.14), (0.28, 0.52, -0.11), Look(Stuff.BRICK), (0.03, 0.022, 0.02), cells=2),
        box((-0.55, 0.68, -0.16), (0.55, 0.73, 0.19), wood, tone_of(colours[1])),
        box((-0.52, -0.01, -0.14), (0.52, 0.03, 0.30), stone, tone_of(0.7 * colours[0])),
    ]
    for k in range(4):
        y, z = 0.06 + 0.05 * (k // 2), 0.05 * (k % 2) - 0.02
        made.append(
            _rod((-0.16 + 0.03 * k, y, z), (0.17 - 0.02 * k, y + 0.02, z), 0.032, (0.07, 0.035, 0.02))
        )
    spots = ((0.0, 0.34, 0.10), (-0.10, 0.24, 0.075), (0.10, 0.26, 0.08), (0.04, 0.20, 0.06))
    return [*made, *(fire((x, 0.07, 0.03), high, wide) for x, high, wide in spots)]


def _rod(
    low: tuple[float, float, float], high: tuple[float, float, float], wide: float,
    tone: tuple[float, float, float],
) -> Part:  # fmt: skip
    line = np.array([low, high], np.float32)
    return tube(line, np.full(2, wide, np.float32), Look(Stuff.WOOD), 7, tone, (0, 0, 1))


LIT: Final[dict[str, Build]] = {
    "candle": candle,
    "torch": torch,
    "paper_lantern": paper_lantern,
    "oil_lamp": lamp,
    "fireplace": fireplace,
}
"""What is built, by its form."""
