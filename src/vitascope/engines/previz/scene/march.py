"""The march over a map along one column of the picture: what each row shows, and where edges stand."""

from __future__ import annotations

import math
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from vitascope.engines.previz.canvas import Array
from vitascope.engines.previz.scene.fields import (
    AT,
    CELL,
    CRESTS,
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
    SLOPE,
    TONE,
    TOP,
    VEIL,
)
from vitascope.engines.previz.scene.kernel import f4, fade, i8, kernel, sample
from vitascope.engines.previz.scene.lens import FOCAL, HORIZON, X, Y, Z

Counts = NDArray[np.int64]

T: Final = 0
LAST: Final = 1
RISE: Final = 2
ROW: Final = 3
TAKEN: Final = 4
SIZE: Final = 5
PER_CELL: Final = 6
BEFORE: Final = 7
BEFORE_ROW: Final = 8
HERE_ROW: Final = 9
REAL: Final = 10
"""The march's numbers: distance, distance and height (over the eye) of the step before, the highest row yet,
the share of that row that nearer crests have, metres a cell and cells a metre of the reduction in use, the distance and row
of the step before the last, and the row of the last."""

BOTTOM: Final = 0
PENDING: Final = 1
COUNT: Final = 2
HALVED: Final = 3
DEPTH: Final = 4
BASE: Final = 5
SIDE: Final = 6
SEEN: Final = 7
NEAR: Final = 8
WHOLE: Final = 9
"""The march's counts: the first row drawn, the rows from which the light is not known yet, crests, times the
last step was halved, the reduction in use, where it starts and its side, whether the step before was seen,
and which of two nodes is the nearer."""


@kernel
def _height(heights: Array, base: int, side: int, u: Any, v: Any) -> Any:
    """Bilinear height in the level that starts at ``base``; ``u, v`` in its cells."""
    fu = np.floor(u)
    fv = np.floor(v)
    a = u - fu
    b = v - fv
    mask = side - 1
    i = i8(fu) & mask
    i1 = (i + 1) & mask
    j = base + (i8(fv) & mask) * side
    j1 = base + ((i8(fv) + 1) & mask) * side
    top = heights[j + i] + (heights[j + i1] - heights[j + i]) * a
    low = heights[j1 + i] + (heights[j1 + i1] - heights[j1 + i]) * a
    return top + (low - top) * b


@kernel
def _veil(settings: Array, eye: Any, height: Any, t: Any) -> Any:
    """How much of the light is lost between the eye and a point at height and distance."""
    rise = (height - eye) * settings[FALLOFF]
    here = math.exp(-max((eye - settings[FLOOR]) * settings[FALLOFF], f4(-2)))
    mean = here * ((f4(1) - math.exp(-max(rise, f4(-8)))) / rise if abs(rise) > f4(1e-3) else f4(1))
    late = max(t / settings[END] - f4(0.72), f4(0)) * f4(3.6)
    return f4(1) - (f4(1) - min(late, f4(1))) * fade(t * settings[DENSITY] * mean)


@kernel
def _local(
    node: Array, view: Array, way: Array, t: Any, h: Any, soft: Array, settings: Array, drift: Array
) -> None:
    """What haze, cloud shadow and gusts do at one point of a column, into ``node``."""
    dx, dz = way[0], way[1]
    x = view[X] + dx * t
    z = view[Z] + dz * t
    veil = _veil(settings, view[Y], h + view[Y], t * math.sqrt(dx * dx + dz * dz))
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


@kernel
def _run(points: Array, start: int, stop: int, near: Array, far: Array) -> None:
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


@kernel
def _fill(
    points: Array, top: int, bottom: int, view: Array, t0: Any, h0: Any, t1: Any, h1: Any, level: int
) -> None:
    """Distances for the rows between two steps of the march: where each row's ray meets the slope.

    The ray through the middle of the lowest row may meet it a little before the first step.
    """
    per_row = f4(1) / view[FOCAL]
    span_t = t1 - t0
    span_h = h1 - h0
    for y in range(top, bottom):
        s = (view[HORIZON] - f4(y) - f4(0.5)) * per_row
        below = span_h - s * span_t
        a = (s * t0 - h0) / (below if abs(below) > f4(1e-6) else f4(1e-6))
        points[AT, y] = max(t0 + span_t * min(max(a, f4(-6)), f4(1)), t0 * f4(0.8))
        points[LEVEL, y] = f4(level)


@kernel
def _start(
    real: Array,
    whole: Counts,
    view: Array,
    way: Array,
    height: int,
    side: int,
    heights: Array,
    settings: Array,
) -> None:
    """The first step: a little before anything can be seen."""
    per_cell = f4(1) / settings[CELL]
    clearance = view[Y] - _height(heights, 0, side, view[X] * per_cell, view[Z] * per_cell)
    t = min(max(f4(0.3) * clearance, f4(0.08)), f4(20))
    u = (view[X] + way[0] * t) * per_cell
    v = (view[Z] + way[1] * t) * per_cell
    real[T] = t
    real[LAST] = t * f4(0.5)
    real[RISE] = _height(heights, 0, side, u, v) - view[Y]
    real[ROW] = f4(height)
    real[TAKEN] = f4(0)
    real[SIZE] = settings[CELL]
    real[BEFORE] = f4(0)
    real[BEFORE_ROW] = real[HERE_ROW] = f4(2 * height)
    real[PER_CELL] = per_cell
    whole[BOTTOM] = whole[PENDING] = height
    whole[COUNT] = whole[HALVED] = whole[DEPTH] = whole[BASE] = whole[NEAR] = 0
    whole[SIDE] = side
    whole[SEEN] = 1


@kernel
def _rise(
    points: Array,
    nodes: Array,
    real: Array,
    whole: Counts,
    h: Any,
    row: Any,
    view: Array,
    way: Array,
    soft: Array,
    settings: Array,
    drift: Array,
) -> None:
    """A step at which land rises above what is drawn: fill the rows between."""
    t = real[T]
    if whole[SEEN] == 0:
        _local(nodes[whole[NEAR]], view, way, t, h, soft, settings, drift)
        whole[PENDING] = whole[BOTTOM]
    high = i8(math.ceil(max(row, f4(0))))
    if high < whole[BOTTOM]:
        _fill(points, high, whole[BOTTOM], view, real[LAST], real[RISE], t, h, whole[DEPTH])
        real[TAKEN] = f4(0)
    whole[BOTTOM] = high
    near = nodes[whole[NEAR]]
    if t > near[AT] * f4(1.05) and high < whole[PENDING]:
        far = nodes[1 - whole[NEAR]]
        _local(far, view, way, t, h, soft, settings, drift)
        _run(points, high, whole[PENDING], near, far)
        whole[NEAR] = 1 - whole[NEAR]
        whole[PENDING] = high
    whole[SEEN] = 1
    whole[HALVED] = 0
    real[BEFORE] = real[LAST]
    real[BEFORE_ROW] = real[HERE_ROW]
    real[LAST] = t
    real[RISE] = h
    real[ROW] = real[HERE_ROW] = row
    pace = f4(2.5) * t * t / (view[FOCAL] * max(abs(h), f4(0.3)))
    real[T] = t + max(min(pace, real[SIZE] * f4(1.5)), real[SIZE] * f4(0.6))


@kernel
def _crest(
    points: Array,
    crests: Array,
    nodes: Array,
    real: Array,
    whole: Counts,
    height: int,
    view: Array,
    way: Array,
    soft: Array,
    settings: Array,
    drift: Array,
) -> None:
    """The land falls away behind the step before: settle its light, and keep its edge."""
    near = nodes[whole[NEAR]]
    far = nodes[1 - whole[NEAR]]
    bottom = whole[BOTTOM]
    _local(far, view, way, real[LAST], real[RISE], soft, settings, drift)
    _run(points, bottom, whole[PENDING], near, far)
    share = f4(bottom) - real[ROW] - real[TAKEN]
    if share < f4(0.02) or bottom <= 0 or whole[COUNT] >= CRESTS:
        return
    at = height + whole[COUNT]
    crests[whole[COUNT], 0] = f4(bottom - 1)
    crests[whole[COUNT], 1] = share
    below = points[AT, bottom] if bottom < height else f4(0)
    points[AT, at] = below if below > real[LAST] * f4(0.9) else real[LAST]
    points[LEVEL, at] = f4(whole[DEPTH])
    _run(points, at, at + 1, near, far)
    real[TAKEN] += share
    whole[COUNT] += 1


@kernel
def _skip(real: Array, whole: Counts, h: Any, view: Array, settings: Array) -> None:
    """A step that nothing is seen of: go on as far as no slope could reach up to the line of sight."""
    t = real[T]
    whole[SEEN] = 0
    whole[HALVED] = 0
    sight = (view[HORIZON] - real[ROW]) / view[FOCAL]
    gap = sight * t - h
    real[LAST] = t
    real[RISE] = h
    real[HERE_ROW] = view[HORIZON] - h * view[FOCAL] / t
    leap = gap / max(settings[SLOPE] - sight, f4(0.1)) * f4(0.8)
    real[T] = t + max(leap, t * f4(0.005), real[SIZE] * f4(0.6))


@kernel
def _coarsen(real: Array, whole: Counts, view: Array) -> None:
    """Take the reduction of the map whose cells are about a pixel wide."""
    while real[SIZE] * view[FOCAL] < real[T] * f4(0.9) and whole[DEPTH] < LEVELS - 1:
        real[SIZE] *= f4(2)
        real[PER_CELL] *= f4(0.5)
        whole[BASE] += whole[SIDE] * whole[SIDE]
        whole[SIDE] >>= 1
        whole[DEPTH] += 1


@kernel
def _summit(real: Array, whole: Counts, t: Any, row: Any) -> Any:
    """Where between three steps the land's edge may stand: a parabola's top at first, then half way."""
    whole[HALVED] += 1
    if whole[HALVED] == 1 and real[BEFORE] > f4(0):
        a, b = real[BEFORE] - real[LAST], t - real[LAST]
        p, q = real[BEFORE_ROW] - real[ROW], row - real[ROW]
        bend = p * b - q * a
        if bend > f4(1e-6):
            at = real[LAST] + f4(0.5) * (p * b * b - q * a * a) / bend
            return min(max(at, real[BEFORE] + f4(0.2) * (real[LAST] - real[BEFORE])), t)
    return real[LAST] + (t - real[LAST]) * f4(0.5)


@kernel
def _height_at(real: Array, whole: Counts, view: Array, way: Array, heights: Array, t: Any) -> Any:
    """Height over the eye of the land at a distance, in the reduction in use."""
    u = (view[X] + way[0] * t) * real[PER_CELL]
    v = (view[Z] + way[1] * t) * real[PER_CELL]
    return _height(heights, whole[BASE], whole[SIDE], u, v) - view[Y]


@kernel
def _over(real: Array, whole: Counts, view: Array, settings: Array) -> bool:
    """Whether not even the highest land could still be seen."""
    if whole[BOTTOM] <= 0 or real[T] >= settings[END]:
        return True
    above = settings[TOP] - view[Y]
    return bool(above > f4(0) and view[HORIZON] - above * view[FOCAL] / real[T] > real[ROW])


@kernel
def _seek(real: Array, whole: Counts, view: Array, way: Array, heights: Array) -> None:
    """After a leap that ended in sight: go back to where the land came into it."""
    hidden, seen = real[LAST], real[T]
    for _ in range(5):
        t = f4(0.5) * (hidden + seen)
        h = _height_at(real, whole, view, way, heights, t)
        if view[HORIZON] - h * view[FOCAL] / t < real[ROW]:
            seen = t
        else:
            hidden = t
            real[LAST] = t
            real[RISE] = h
    real[T] = seen


@kernel
def walk(
    points: Array,
    crests: Array,
    nodes: Array,
    real: Array,
    whole: Counts,
    view: Array,
    way: Array,
    height: int,
    side: int,
    heights: Array,
    soft: Array,
    settings: Array,
    drift: Array,
) -> None:
    """March along one column, a ``way (2,)`` over the map for each metre of depth.

    ``points[:, :height]`` gets what each row shows, from row ``whole[BOTTOM]`` on; ``points[:, height:]``
    and ``crests`` (row, and share of it) get the ``whole[COUNT]`` edges in front of something farther.
    """
    _start(real, whole, view, way, height, side, heights, settings)
    _local(nodes[0], view, way, real[LAST], real[RISE], soft, settings, drift)
    while not _over(real, whole, view, settings):
        _coarsen(real, whole, view)
        t = real[T]
        h = _height_at(real, whole, view, way, heights, t)
        row = view[HORIZON] - h * view[FOCAL] / t
        if row < real[ROW]:
            if whole[SEEN] == 0 and t - real[LAST] > real[SIZE] * f4(0.3):
                _seek(real, whole, view, way, heights)
                h = _height_at(real, whole, view, way, heights, real[T])
                row = view[HORIZON] - h * view[FOCAL] / real[T]
            _rise(points, nodes, real, whole, h, row, view, way, soft, settings, drift)
        elif whole[SEEN] == 1 and whole[HALVED] < 3:
            real[T] = _summit(real, whole, t, row)
        else:
            if whole[SEEN] == 1:
                _crest(points, crests, nodes, real, whole, height, view, way, soft, settings, drift)
            _skip(real, whole, h, view, settings)
    if whole[SEEN] == 1:
        _crest(points, crests, nodes, real, whole, height, view, way, soft, settings, drift)
