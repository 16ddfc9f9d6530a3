"""What is found out at single points of a map, and what that says of the rows between."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from vitascope.engines.previz.canvas import Array
from vitascope.engines.previz.compiled import f4, leaf
from vitascope.engines.previz.scene.fields import (
    AT,
    DENSITY,
    END,
    FALLOFF,
    FINE,
    FLOOR,
    FOOT,
    GUST,
    LEVEL,
    LEVELS,
    MIST,
    OVER,
    SHADOW,
    TONE,
    VEIL,
)
from vitascope.engines.previz.scene.lens import FOCAL, HORIZON, X, Y, Z
from vitascope.engines.previz.scene.lookup import fade, sample, whole


@leaf
def height_of(heights: Array, base: int, side: int, u: Any, v: Any) -> Any:
    """Bilinear height in the level that starts at ``base``; ``u, v`` in its cells."""
    fu = np.floor(u)
    fv = np.floor(v)
    a = u - fu
    b = v - fv
    mask, one = np.uint32(side - 1), np.uint32(1)
    i = np.uint64(whole(fu) & mask)
    i1 = np.uint64((whole(fu) + one) & mask)
    j = np.uint64(base) + np.uint64(whole(fv) & mask) * np.uint64(side)
    j1 = np.uint64(base) + np.uint64((whole(fv) + one) & mask) * np.uint64(side)
    top = heights[j + i] + (heights[j + i1] - heights[j + i]) * a
    low = heights[j1 + i] + (heights[j1 + i1] - heights[j1 + i]) * a
    return top + (low - top) * b


@leaf
def veil_at(settings: Array, eye: Any, height: Any, t: Any) -> Any:
    """How much of the light is lost between the eye and a point at height and distance."""
    rise = (height - eye) * settings[FALLOFF]
    here = math.exp(-max((eye - settings[FLOOR]) * settings[FALLOFF], f4(-2)))
    mean = here * ((f4(1) - math.exp(-max(rise, f4(-8)))) / rise if abs(rise) > f4(1e-3) else f4(1))
    late = max(t / settings[END] - f4(0.72), f4(0)) * f4(3.6)
    return f4(1) - (f4(1) - min(late, f4(1))) * fade(t * settings[DENSITY] * mean)


@leaf
def local(
    node: Array, view: Array, way: Array, t: Any, h: Any, soft: Array, settings: Array, drift: Array
) -> None:
    """What haze, cloud shadow and gusts do at one point of a column, into ``node``."""
    dx, dz = way[0], way[1]
    x = view[X] + dx * t
    z = view[Z] + dz * t
    veil = veil_at(settings, view[Y], h + view[Y], t * math.sqrt(dx * dx + dz * dz))
    mist = sample(soft, x * drift[10] + drift[4], z * drift[10] + drift[5]) - f4(0.5)
    veil += mist * settings[MIST] * veil * (f4(1) - veil) * f4(4)
    shadow = sample(soft, x * drift[11] + drift[2], z * drift[11] + drift[3])
    node[AT] = t
    node[VEIL] = min(max(veil, f4(0)), f4(1))
    node[TONE] = f4(1) - settings[SHADOW] * min(max((shadow - f4(0.45)) * f4(4), f4(0)), f4(1))
    node[OVER] = f4(0)
    if settings[GUST] > f4(0):
        blown = sample(soft, x * drift[12] + drift[0], z * drift[13] + drift[1])
        far = t * f4(1 / 180)
        node[OVER] = min(max(blown - f4(0.45), f4(0)) * settings[GUST] / (f4(1) + far * far), f4(0.95))
    drop = max(abs(h), t * f4(0.12))
    sharp = t / view[FOCAL]
    foot = max(sharp, min(sharp * t / drop * f4(0.4), sharp * f4(6))) * f4(1.2)
    fine = f4(1)
    while fine * foot > f4(1):
        fine *= f4(0.5)
    while fine * foot < f4(0.5):
        fine *= f4(2)
    node[FOOT] = foot
    node[FINE] = fine


@leaf
def spread(points: Array, start: int, stop: int, near: Array, far: Array) -> None:
    """Spread what two nodes hold over the points between them, by distance."""
    span = far[AT] - near[AT]
    scale = f4(1) / span if span > f4(1e-6) else f4(0)
    for y in range(start, stop):
        a = min(max((points[AT, y] - near[AT]) * scale, f4(0)), f4(1))
        points[VEIL, y] = near[VEIL] + (far[VEIL] - near[VEIL]) * a
        points[TONE, y] = near[TONE] + (far[TONE] - near[TONE]) * a
        points[OVER, y] = near[OVER] + (far[OVER] - near[OVER]) * a
        points[FOOT, y] = near[FOOT] + (far[FOOT] - near[FOOT]) * a
        points[FINE, y] = near[FINE]


@leaf
def fill(
    points: Array,
    top: int,
    bottom: int,
    view: Array,
    t0: Any,
    h0: Any,
    t1: Any,
    h1: Any,
    level: int,
    size: Any,
) -> None:
    """Distances for the rows between two steps of the march: where each row's ray meets the slope.

    The ray through the middle of the lowest row may meet it a little before the first step. Where a row
    covers many cells of ``size``, as along an edge, it takes its paint from the next reduction.
    """
    per_row = f4(1) / view[FOCAL]
    span_t = t1 - t0
    span_h = h1 - h0
    least = f4(-6) if span_t > f4(0) else f4(0)
    rows = (h1 / t1 - h0 / t0) * view[FOCAL]
    shown = f4(level + 1 if level < LEVELS - 1 and span_t * f4(0.3) > size * rows else level)
    for y in range(top, bottom):
        s = (view[HORIZON] - f4(y) - f4(0.5)) * per_row
        below = span_h - s * span_t
        a = (s * t0 - h0) / (below if abs(below) > f4(1e-6) else f4(1e-6))
        points[AT, y] = max(t0 + span_t * min(max(a, least), f4(1)), t0 * f4(0.8))
        points[LEVEL, y] = shown
