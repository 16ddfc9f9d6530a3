"""Neon on a city: lit edges, bands and large signs on towers and on the houses of a street."""

from __future__ import annotations

import numpy as np

from vitascope.engines.previz.canvas import Array
from vitascope.engines.previz.scene import masonry
from vitascope.engines.previz.scene.colour import linear
from vitascope.engines.previz.scene.facets import face

Point = tuple[float, float, float]

HUES = ("#ff2d8a", "#28d8ff", "#9a4dff", "#ff8a1e", "#2dffa8", "#3a6bff", "#ff3b3b")
BRIGHT = 1.5
HIGHER = 1.75
"""How much taller the towers of such a city are."""


def _hue(random: np.random.Generator, strength: float) -> Array:
    return linear(HUES[int(random.integers(len(HUES)))], BRIGHT * strength)


def _strip(low: Point, u: Point, v: Point, hue: Array) -> Array:
    return face(low, u, v, masonry.GLOWING, hue)


def on_tower(random: np.random.Generator, low: Point, size: Point, strength: float) -> list[Array]:
    """Edges, bands and a sign on the side of a tower that looks south; nothing on one in five."""
    if random.random() < 0.2:
        return []
    (x, y, z), (wide, high, _) = low, size
    hue, other = _hue(random, strength), _hue(random, strength)
    thin, before = max(0.028 * wide, 0.7), z - 0.4
    made: list[Array] = []
    kind = int(random.integers(4))
    if kind != 1:
        made += [_strip((at, y, before), (thin, 0, 0), (0, high, 0), hue) for at in (x, x + wide - thin)]
        made.append(_strip((x, y + high - thin, before), (wide, 0, 0), (0, thin, 0), hue))
    if kind == 0:
        middle = x + 0.5 * wide - thin
        made.append(_strip((middle, y + 0.1 * high, before), (2 * thin, 0, 0), (0, 0.85 * high, 0), other))
    if kind in {1, 2}:
        for k in range(int(random.integers(2, 6))):
            at = y + high * (0.97 - 0.10 * k)
            made.append(_strip((x, at, before), (wide, 0, 0), (0, thin, 0), other))
    if random.random() < 0.55:
        made.append(_board(random, (x, y, before - 0.3), wide, high, strength))
    return made


def _board(random: np.random.Generator, low: Point, wide: float, high: float, strength: float) -> Array:
    """A large sign, upright or across."""
    x, y, z = low
    across = random.random() < 0.4
    w = wide * (0.8 if across else 0.28)
    h = min(high * (0.14 if across else 0.45), 34.0)
    at = x + float(random.uniform(0.05, 0.95)) * (wide - w)
    up = y + float(random.uniform(0.35, 0.9)) * (high - h)
    hue = _hue(random, 0.9 * strength)
    cell = (w, h / 6.0) if not across else (w / 6.0, h)
    mark = int(random.integers(1 << 16))
    return face((at, up, z), (w, 0, 0), (0, h, 0), masonry.SIGN, hue, hue * np.float32(0.10), cell, 0.0, mark)


def on_house(
    random: np.random.Generator,
    side: int,
    half: float,
    span: tuple[float, float],
    high: float,
    strength: float,
) -> list[Array]:
    """Lines along a house's ledges and edges, and a board on its wall, toward the street."""
    start, long = span
    x = half - 0.5 if side > 0 else -half + 0.5
    hue, other = _hue(random, strength), _hue(random, strength)
    made = [
        _wall(side, x, (4.75, start), (0.22, long), hue),
        _wall(side, x, (high - 0.5, start), (0.30, long), other),
        _wall(side, x, (5.0, start + 0.1), (high - 5.5, 0.25), other),
    ]
    if random.random() < 0.8:
        tall, w = float(random.uniform(2.5, 7.0)), float(random.uniform(0.3, 0.6)) * long
        at = (float(random.uniform(5.6, max(high - tall - 1.0, 5.8))), start + 0.5 * (long - w))
        glow = _hue(random, strength)
        sign = _wall(side, x, at, (tall, w), glow)
        sign[9], sign[13:16], sign[16:18] = masonry.SIGN, glow * np.float32(0.12), (w / 3.0, tall / 2.0)
        sign[19] = int(random.integers(1 << 16))
        made.append(sign)
    return made


def _wall(side: int, x: float, at: tuple[float, float], size: tuple[float, float], hue: Array) -> Array:
    """A flat piece of light before a wall: height and place along the street, height and length."""
    (y, z), (tall, long) = at, size
    if side > 0:
        return _strip((x, y, z + long), (0, 0, -long), (0, tall, 0), hue)
    return _strip((x, y, z), (0, 0, long), (0, tall, 0), hue)
