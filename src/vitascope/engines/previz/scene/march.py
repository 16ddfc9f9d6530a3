"""The march over a map along one column of the picture: what each row shows, and where edges stand."""

from __future__ import annotations

from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from vitascope.engines.previz.canvas import Array
from vitascope.engines.previz.compiled import f4, i8, leaf
from vitascope.engines.previz.scene.fields import AT, CELL, CRESTS, END, LEVEL, LEVELS, SLOPE, TOP
from vitascope.engines.previz.scene.lens import FOCAL, HORIZON, X, Y, Z
from vitascope.engines.previz.scene.probe import fill, height_of, local, spread

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
"""The march's numbers: distance; distance and height (over the eye) of the step before; the highest row
yet, and the share of it that nearer crests have; metres a cell and cells a metre of the reduction in use;
distance and row of the step before the last, and the row of the last."""

_NODE = 1.1
"""Light, haze and wind are worked out anew where the distance has grown by this."""

_PRINT = 1.1
"""The map is reduced where a pixel covers more than this part of a cell."""

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


@leaf
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
    clearance = view[Y] - height_of(heights, i8(0), side, view[X] * per_cell, view[Z] * per_cell)
    t = min(max(f4(0.3) * clearance, f4(0.08)), f4(20))
    u = (view[X] + way[0] * t) * per_cell
    v = (view[Z] + way[1] * t) * per_cell
    real[T] = t
    real[LAST] = t * f4(0.5)
    real[RISE] = height_of(heights, i8(0), side, u, v) - view[Y]
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


@leaf
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
        local(nodes[whole[NEAR]], view, way, t, h, soft, settings, drift)
        whole[PENDING] = whole[BOTTOM]
    high = i8(np.ceil(max(row, f4(0))))
    if high < whole[BOTTOM]:
        fill(points, high, whole[BOTTOM], view, real[LAST], real[RISE], t, h, whole[DEPTH], real[SIZE])
        real[TAKEN] = f4(0)
    whole[BOTTOM] = high
    near = nodes[whole[NEAR]]
    if t >= near[AT] * f4(_NODE) and high < whole[PENDING]:
        far = nodes[1 - whole[NEAR]]
        local(far, view, way, t, h, soft, settings, drift)
        spread(points, high, whole[PENDING], near, far)
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


@leaf
def _glide(
    points: Array,
    nodes: Array,
    real: Array,
    whole: Counts,
    view: Array,
    way: Array,
    heights: Array,
    settings: Array,
) -> None:
    """The plain steps that follow a visible one, in registers: until the land hides, or something is due.

    How far a step goes depends on the height before it, so that one lookup need not wait for another.
    """
    t, last, rise, best = real[T], real[LAST], real[RISE], real[ROW]
    before, before_row, size, per_cell = real[BEFORE], real[BEFORE_ROW], real[SIZE], real[PER_CELL]
    base, side, bottom, depth = whole[BASE], whole[SIDE], whole[BOTTOM], whole[DEPTH]
    horizon, focal, eye = view[HORIZON], view[FOCAL], view[Y]
    x, z, dx, dz = view[X] * per_cell, view[Z] * per_cell, way[0] * per_cell, way[1] * per_cell
    due = min(nodes[whole[NEAR], AT] * f4(_NODE), settings[END])
    if depth < LEVELS - 1:
        due = min(due, size * focal * f4(_PRINT))
    while t < due and bottom > 0:
        h = height_of(heights, base, side, x + dx * t, z + dz * t) - eye
        pace = f4(2.5) * t * t / (focal * max(abs(rise), f4(0.3)))
        row = horizon - h * focal / t
        if row >= best:
            break
        high = i8(np.ceil(max(row, f4(0))))
        if high < bottom:
            fill(points, high, bottom, view, last, rise, t, h, depth, size)
            real[TAKEN] = f4(0)
            bottom = high
        before, before_row = last, best
        last, rise, best = t, h, row
        t += max(min(pace, size * f4(1.5)), size * f4(0.6))
    real[T], real[LAST], real[RISE], real[ROW] = t, last, rise, best
    real[BEFORE], real[BEFORE_ROW], real[HERE_ROW] = before, before_row, best
    whole[BOTTOM] = bottom


@leaf
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
    local(far, view, way, real[LAST], real[RISE], soft, settings, drift)
    spread(points, bottom, whole[PENDING], near, far)
    share = f4(bottom) - real[ROW] - real[TAKEN]
    if share < f4(0.02) or bottom <= 0 or whole[COUNT] >= CRESTS:
        return
    at = height + whole[COUNT]
    crests[whole[COUNT], 0] = f4(bottom - 1)
    crests[whole[COUNT], 1] = share
    below = points[AT, bottom] if bottom < height else f4(0)
    points[AT, at] = below if below > real[LAST] * f4(0.9) else real[LAST]
    points[LEVEL, at] = points[LEVEL, bottom] if bottom < height else f4(whole[DEPTH])
    spread(points, at, at + 1, near, far)
    real[TAKEN] += share
    whole[COUNT] += 1


@leaf
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


@leaf
def _coarsen(real: Array, whole: Counts, view: Array) -> None:
    """Take the reduction of the map whose cells are about a pixel wide."""
    while real[T] >= real[SIZE] * view[FOCAL] * f4(_PRINT) and whole[DEPTH] < LEVELS - 1:
        real[SIZE] *= f4(2)
        real[PER_CELL] *= f4(0.5)
        whole[BASE] += whole[SIDE] * whole[SIDE]
        whole[SIDE] >>= 1
        whole[DEPTH] += 1


@leaf
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


@leaf
def _height_at(real: Array, whole: Counts, view: Array, way: Array, heights: Array, t: Any) -> Any:
    """Height over the eye of the land at a distance, in the reduction in use."""
    u = (view[X] + way[0] * t) * real[PER_CELL]
    v = (view[Z] + way[1] * t) * real[PER_CELL]
    return height_of(heights, whole[BASE], whole[SIDE], u, v) - view[Y]


@leaf
def _over(real: Array, whole: Counts, view: Array, settings: Array) -> bool:
    """Whether not even the highest land could still be seen."""
    if whole[BOTTOM] <= 0 or real[T] >= settings[END]:
        return True
    above = settings[TOP] - view[Y]
    return bool(above > f4(0) and view[HORIZON] - above * view[FOCAL] / real[T] > real[ROW])


@leaf
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


@leaf
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
    local(nodes[0], view, way, real[LAST], real[RISE], soft, settings, drift)
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
            _glide(points, nodes, real, whole, view, way, heights, settings)
        elif whole[SEEN] == 1 and whole[HALVED] < 3:
            real[T] = _summit(real, whole, t, row)
        else:
            if whole[SEEN] == 1:
                _crest(points, crests, nodes, real, whole, height, view, way, soft, settings, drift)
            _skip(real, whole, h, view, settings)
    if whole[SEEN] == 1:
        _crest(points, crests, nodes, real, whole, height, view, way, soft, settings, drift)
