"""Something is poured: a jug is tilted over a vessel."""

from __future__ import annotations

import math

import numpy as np

from vitascope.engines.previz.compiled import Floats
from vitascope.engines.previz.rigs.colours import linear
from vitascope.engines.previz.rigs.figure import Gesture, Limbs
from vitascope.engines.previz.rigs.kit import Kit, lathe, moved, tone_of
from vitascope.engines.previz.rigs.mesh import Look, Part, ball, tube
from vitascope.engines.previz.rigs.stuff import Stuff

POURED = "poured"
"""The trait of what is being filled."""
FILLED = {
    "cup": (0.52, "#3a1a0a"),
    "beaker": (0.30, "#9ac8e0"),
    "wine_glass": (0.62, "#7a1024"),
    "beer_mug": (0.55, "#d8941c"),
    "noodles": (0.36, "#8a4f1c"),
    "soup": (0.34, "#c8641e"),
    "pancakes": (0.36, "#6a2c0c"),
    "rice": (0.50, "#f4efe2"),
    "bowl": (0.50, "#f4efe2"),
}
"""How high what may be filled is filled, in lengths, and the colour of what with."""
SIZE = 0.75
"""The jug's height, in what is filled's lengths over its own."""
SPOUT = (0.10, 0.42)
"""Where it leaves the jug: aside, and above what is filled, in lengths."""


def jug(kit: Kit, form: str, base: float) -> None:
    """A jug of metal above a vessel that stands at ``base``, and the stream from its lip."""
    level, tone = FILLED[form]
    top = level + SPOUT[1]
    profile = (
        (0.0, 0.0),
        (0.19, 0.0),
        (0.23, 0.06),
        (0.21, 0.30),
        (0.14, 0.44),
        (0.16, 0.52),
        (0.14, 0.50),
        (0.10, 0.40),
    )
    body = lathe(profile, Look(Stuff.METAL), kit.sides(10), tone_of(linear("#c4c9cf")), crisp=False)
    bow = np.linspace(-1.3, 1.3, 12)
    ear = np.stack([0.20 + 0.15 * np.cos(bow), 0.24 + 0.17 * np.sin(bow), 0.0 * bow], -1).astype(np.float32)
    handle = tube(ear, np.full(12, 0.022, np.float32), Look(Stuff.METAL), 7, tone_of(linear("#33363a")))
    kit.bone("jug", (SPOUT[0], base + top, 0.0))
    for made in (body, handle):
        tilted = moved(moved(made, (0.14, -0.52, 0.0)), (SPOUT[0], base + top, 0.0), (0.0, 0.0, 1.15), SIZE)
        kit.add(tilted, "jug")
    kit.bone("stream", (0.0, base + level, 0.0))
    kit.add(_stream(kit, base + level, base + top, linear(tone)), "stream")
    kit.add(
        ball((0.0, base + level, 0.0), (0.07, 0.015, 0.07), Look(Stuff.PAINT), 8, tone_of(linear(tone))),
        "stream",
    )


def _stream(kit: Kit, low: float, high: float, tone: Floats) -> Part:
    w = np.linspace(0.0, 1.0, kit.count(8, 14, 20))
    x = SPOUT[0] * (1.0 - np.sqrt(w))
    path = np.stack([x, high + (low - high) * w, 0.0 * w], -1).astype(np.float32)
    wide = (0.040 - 0.018 * w).astype(np.float32)
    return tube(path, wide, Look(Stuff.PAINT), kit.sides(5), tone_of(tone), (0, 0, 1))


def flow(limbs: Limbs, g: Gesture) -> None:
    """The jug is never quite still, nor the stream."""
    limbs.turn("jug", z=0.05 * math.sin(g.phase))
    limbs.turn("stream", y=2.0 * g.phase, z=0.008 * math.sin(5.0 * g.phase))
