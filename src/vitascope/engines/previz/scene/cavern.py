"""A cave: walls of broken rock, stones that hang and stand, crystals that glow, light from its mouth."""

from __future__ import annotations

import math
from typing import Final

import numpy as np

from vitascope.engines.previz.canvas import Array
from vitascope.engines.previz.scene import masonry
from vitascope.engines.previz.scene.chamber import Chamber
from vitascope.engines.previz.scene.colour import linear
from vitascope.engines.previz.scene.facets import face
from vitascope.engines.previz.scene.indoors import Indoors

START, DEEP, WIDE, HIGH = -3.0, 17.0, 3.9, 4.2
"""Metres: where it begins behind the camera, where it ends, half its width and its height."""
FREE: Final = ((-2.6, 2.6), (0.35, 3.0), (0.3, 9.0))
RINGS, AROUND = 19, 13
LAP = 1.16
"""How much larger than its place a slab is, so that there are no gaps."""
BEHIND, FARTHER, SHADED = (10, 8), 1.3, 0.6
"""Rings, and points around each, of the rock behind the slabs; how much farther out and darker it is."""
ROCK, PALE = "#75695c", "#a3937f"
GLOWS: Final = ("#4ad8e8", "#7a6af0", "#4ae8a8")
"""Colours of crystals."""


def cavern(seed: int) -> Chamber:
    """A cave, the same for the same seed; it is as dark by day as by night."""
    random = np.random.default_rng(seed + 131)
    lamp = linear("#ffb878", 1.0)
    hue = linear(str(random.choice(GLOWS)), 1.0)
    ambient = (linear("#8a94b0") * np.float32(0.30) + hue * np.float32(0.05)).astype(np.float32)
    faces = [
        *_behind(),
        *_walls(random),
        *_floor(random),
        *_mouth(),
        *_spikes(random),
        *_crystals(random, hue),
    ]
    rows = np.stack(faces).astype(np.float32)
    rows[:, 22:25] = ambient
    rows[np.isin(rows[:, 9], (masonry.GLOWING,)), 22:25] = 1.0
    warm = (lamp * np.float32(2.2) / np.maximum(ambient, 1e-3)).astype(np.float32)
    cool = (hue * np.float32(1.5) / np.maximum(ambient, 1e-3)).astype(np.float32)
    beam = Indoors(
        at=99.0,
        z=(0.0, 0.01),
        y=(0.0, 0.01),
        toward=(1.0, 0.5, 0.3),
        colour=np.zeros(3, np.float32),
        lamps=(((-1.2, 2.1, 2.2), warm, 2.3), ((2.0, 0.9, 8.0), cool, 2.6)),
        low=(-WIDE - 2.0, 0.0, START),
        high=(WIDE + 2.0, HIGH + 2.0, DEEP),
        shades=(),
    )
    return Chamber(rows, beam, ambient, lamp * np.float32(0.9), (lamp * np.float32(0.03)).astype(np.float32))


def _vault(rough: Array) -> Array:
    """Points ``(rings, around, 3)`` around the way, ``rough`` times as far from it as the walls are."""
    rings, around = rough.shape
    turn = np.linspace(-0.12, math.pi + 0.12, around)
    z = np.linspace(START, DEEP, rings)
    narrow = np.clip((DEEP + 4.0 - z) / 11.0, 0.35, 1.0)[:, None]
    bend = 0.9 * np.sin(0.33 * z)[:, None]
    x = bend + WIDE * narrow * rough * np.cos(turn)
    y = HIGH * np.sqrt(narrow) * rough * np.sin(turn)
    return np.stack([x, y, np.broadcast_to(z[:, None], x.shape)], -1).astype(np.float32)


def _behind() -> list[Array]:
    """Even rock farther out, which is seen where slabs leave gaps."""
    points = _vault(np.full(BEHIND, FARTHER, np.float32))
    tone = linear(ROCK, SHADED)
    return [
        _slab(points[k, j], points[k, j + 1], points[k + 1, j], points[k + 1, j + 1], tone)
        for k in range(BEHIND[0] - 1)
        for j in range(BEHIND[1] - 1)
    ]


def _walls(random: np.random.Generator) -> list[Array]:
    """Slabs around the way, each a tone of its own."""
    points = _vault((1.0 + random.uniform(-0.15, 0.15, (RINGS, AROUND))).astype(np.float32))
    tones = linear(ROCK), linear(PALE)
    made: list[Array] = []
    for k in range(RINGS - 1):
        for j in range(AROUND - 1):
            share = np.float32(random.uniform(0.0, 1.0))
            tone = np.asarray(tones[0] + (tones[1] - tones[0]) * share, np.float32)
            made.append(_slab(points[k, j], points[k, j + 1], points[k + 1, j], points[k + 1, j + 1], tone))
    return made


def _slab(a: Array, b: Array, c: Array, d: Array, tone: Array) -> Array:
    """A slab nearly between four points, seen from inside."""
    u, v = LAP * 0.5 * ((b - a) + (d - c)), LAP * 0.5 * ((c - a) + (d - b))
    middle = 0.25 * (a + b + c + d)
    inward = np.array([0.0, 1.4, middle[2]]) - middle
    if float(np.cross(v, u) @ inward) < 0.0:
        u, v = v, u
    return face(tuple(middle - 0.5 * (u + v)), tuple(u), tuple(v), masonry.PLAIN, tone.astype(np.float32))


def _floor(random: np.random.Generator) -> list[Array]:
    """Level ground in irregular fields, and stones beside the way."""
    made: list[Array] = []
    tone = linear("#6a5f52")
    for z in np.arange(START, DEEP, 1.0):
        for x in np.arange(-6.0, 6.0, 1.5):
            shade = np.float32(random.uniform(0.75, 1.2))
            made.append(face((x, 0.0, z), (1.5, 0, 0), (0, 0, 1.0), masonry.PLAIN, tone * shade))
    for k in range(26):
        side = -1.0 if k % 2 else 1.0
        at = (side * float(random.uniform(1.9, 3.6)), -0.05, float(random.uniform(2.0, 14.0)))
        made += spike(
            at, float(random.uniform(0.25, 0.6)), float(random.uniform(0.2, 0.5)), linear(ROCK), random
        )
    return made


def _mouth() -> list[Array]:
    """The sky at the far end."""
    sky, low = linear("#bcd4e8", 0.85), linear("#dfe8e8", 0.9)
    return [face((-4.0, -0.5, DEEP + 0.5), (8.0, 0, 0), (0, 6.0, 0), masonry.GLOWING, sky, low)]


def spike(
    at: tuple[float, float, float],
    wide: float,
    tall: float,
    tone: Array,
    random: np.random.Generator,
    kind: int = masonry.PLAIN,
) -> list[Array]:
    """A pyramid on a point; it hangs where it is less than nothing ``tall``."""
    middle = np.asarray(at)
    aside = random.uniform(-0.12, 0.12, 2) * tall
    tip = middle + np.array([aside[0], tall, aside[1]])
    start = float(random.uniform(0.0, math.tau))
    turns = start + np.arange(4) * math.tau / 4
    corners = middle + wide * np.stack([np.cos(turns), 0.0 * turns, np.sin(turns)], 1)
    made: list[Array] = []
    for k in range(4):
        a, b = corners[k], corners[(k + 1) % 4]
        out = 0.5 * (a + b) - middle
        up = tip - 0.5 * (a + b)
        u = b - a
        if float(np.cross(up, u) @ out) < 0.0:
            a, u = b, -u
        shade = tone * np.float32(0.8 + 0.13 * k)
        made.append(face(tuple(a), tuple(u), tuple(up), kind, shade, shade, gable=True))
    return made


def _spikes(random: np.random.Generator) -> list[Array]:
    """Stones that hang from above, and some that stand."""
    made: list[Array] = []
    for _ in range(30):
        x, z = float(random.uniform(-3.0, 3.0)), float(random.uniform(3.5, 14.0))
        top = HIGH * 1.05 * math.sqrt(max(1.0 - (x / (WIDE * 1.1)) ** 2, 0.05))
        made += spike(
            (x, top, z),
            float(random.uniform(0.10, 0.28)),
            -float(random.uniform(0.6, 1.7)),
            linear(PALE),
            random,
        )
    for k in range(12):
        x = (-1.0 if k % 2 else 1.0) * float(random.uniform(2.0, 3.4))
        at = (x, 0.0, float(random.uniform(3.0, 13.0)))
        made += spike(
            at, float(random.uniform(0.15, 0.35)), float(random.uniform(0.5, 1.5)), linear(PALE), random
        )
    return made


def _crystals(random: np.random.Generator, hue: Array) -> list[Array]:
    """Clusters that glow beside the way."""
    made: list[Array] = []
    for x, z in ((2.5, 7.2), (-2.7, 9.5), (2.2, 11.5)):
        for _ in range(6):
            at = (x + float(random.uniform(-0.4, 0.4)), 0.0, z + float(random.uniform(-0.4, 0.4)))
            tall = float(random.uniform(0.3, 0.95))
            made += spike(at, 0.10, tall, hue * np.float32(0.8), random, masonry.GLOWING)
    return made
