"""The look of the points that a march has found: paint, detail, light on a bed, haze."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from vitascope.engines.previz.canvas import FAR, Array
from vitascope.engines.previz.compiled import f4, i8, leaf, part
from vitascope.engines.previz.lanes import decoded
from vitascope.engines.previz.scene.fields import (
    AT,
    BLUE,
    CELL,
    FINE,
    FOOT,
    GREEN,
    LEVEL,
    LEVELS,
    OVER,
    RED,
    TONE,
    VEIL,
)
from vitascope.engines.previz.scene.lens import X, Z
from vitascope.engines.previz.scene.lookup import sample

Coded = NDArray[np.uint32]


@part
def colour(
    points: Array,
    start: int,
    stop: int,
    view: Array,
    way: Array,
    side: int,
    paint: Coded,
    settings: Array,
) -> None:
    """The map's paint at each point, bilinear, into rows ``RED`` to ``BLUE``."""
    bases = np.empty(LEVELS, np.int64)
    scales = np.empty(LEVELS, np.float32)
    bases[0] = 0
    scales[0] = f4(1) / settings[CELL]
    for k in range(1, LEVELS):
        bases[k] = bases[k - 1] + (side >> (k - 1)) * (side >> (k - 1))
        scales[k] = scales[k - 1] * f4(0.5)
    for y in range(start, stop):
        t = points[AT, y]
        level = i8(points[LEVEL, y])
        base = bases[level]
        n = i8(side) >> level
        scale = scales[level]
        u = (view[X] + way[0] * t) * scale
        v = (view[Z] + way[1] * t) * scale
        fu = np.floor(u)
        fv = np.floor(v)
        i = i8(fu) & (n - 1)
        j = base + (i8(fv) & (n - 1)) * n
        i1 = (i + 1) & (n - 1)
        j1 = base + ((i8(fv) + 1) & (n - 1)) * n
        p = paint[np.uint64(j + i)]
        q = paint[np.uint64(j + i1)]
        r = paint[np.uint64(j1 + i)]
        s = paint[np.uint64(j1 + i1)]
        points[RED, y], points[GREEN, y], points[BLUE, y] = decoded(p, q, r, s, u - fu, v - fv)


@leaf
def roughen(points: Array, start: int, stop: int, view: Array, way: Array, grain: Array, rough: Any) -> None:
    """Roughen the tone of each point by noise at the two scales that its pixel can show."""
    for y in range(start, stop):
        x = view[X] + way[0] * points[AT, y]
        z = view[Z] + way[1] * points[AT, y]
        fine = points[FINE, y]
        share = min(max(f4(2) - f4(2) * fine * points[FOOT, y], f4(0)), f4(1))
        first = sample(grain, x * fine, z * fine)
        second = sample(grain, x * fine * f4(0.5), z * fine * f4(0.5))
        points[TONE, y] *= max(f4(1) + rough * (second + (first - second) * share), f4(0.2))


@leaf
def ripple(
    points: Array,
    start: int,
    stop: int,
    view: Array,
    way: Array,
    veins: Array,
    strength: Any,
    drift: Array,
) -> None:
    """Light gathered by waves on a bed, where two nets of it meet, into the tone."""
    for y in range(start, stop):
        x = view[X] + way[0] * points[AT, y]
        z = view[Z] + way[1] * points[AT, y]
        first = sample(veins, x * f4(44) + drift[6], z * f4(44) + drift[7])
        second = sample(veins, x * f4(44) + drift[8] + f4(91), z * f4(44) + drift[9] + f4(37))
        light = max(min(first, second) - f4(0.40), f4(0)) * f4(2.6)
        points[TONE, y] *= f4(1) + strength * (light * light - f4(0.10))


@leaf
def mix(points: Array, start: int, stop: int, scale: Any, gust: Array, ends: Array) -> None:
    """Paint, gusts and haze together."""
    for y in range(start, stop):
        clear = f4(1) - points[VEIL, y]
        keep = clear * (f4(1) - points[OVER, y]) * points[TONE, y] * scale
        over = clear * points[OVER, y]
        fog = points[VEIL, y]
        points[RED, y] = points[RED, y] * keep + gust[0] * over + ends[0] * fog
        points[GREEN, y] = points[GREEN, y] * keep + gust[1] * over + ends[1] * fog
        points[BLUE, y] = points[BLUE, y] * keep + gust[2] * over + ends[2] * fog


@leaf
def write(rgb: Array, depth: Array, points: Array, crests: Array, count: int, bottom: int) -> Any:
    """Put one column on the canvas; returns the land's share of the row above its first."""
    height = depth.shape[0]
    for y in range(bottom):
        depth[y] = f4(FAR)
    for y in range(bottom, height):
        depth[y] = points[AT, y]
        rgb[y, 0] = points[RED, y]
        rgb[y, 1] = points[GREEN, y]
        rgb[y, 2] = points[BLUE, y]
    cover = f4(0)
    if bottom > 0:
        rgb[bottom - 1, 0] = rgb[bottom - 1, 1] = rgb[bottom - 1, 2] = f4(0)
    k = 0
    while k < count:
        y = i8(crests[k, 0])
        last = k
        total = f4(0)
        while last < count and i8(crests[last, 0]) == y:
            total += crests[last, 1]
            last += 1
        for c in range(3):
            value = rgb[y, c] * (f4(1) - total)
            for m in range(k, last):
                value += points[RED + c, height + m] * crests[m, 1]
            rgb[y, c] = value
        if total > f4(0.5):
            depth[y] = points[AT, height + k]
        if y < bottom:
            cover = total
        k = last
    return cover
