"""Which triangle is seen at each pixel, and at sixteen points of each pixel on an outline.

Screen vertices are ``(n, 3) float32``: column, row (in pixels of the tile) and 1 / depth. Pixel ``i``
spans ``i`` to ``i + 1``. Front faces turn clockwise on the screen. ``owner`` holds, for each pixel of
the tile, the triangle seen there, ``-1`` for none, or ``-2 - slot`` where ``slot`` numbers a pixel that
is sampled sixteen times because an outline runs through it.
"""

from __future__ import annotations

import math

import numpy as np

from vitascope.engines.previz.rigs.compiled import Bytes, F, Floats, Ints, kernel

SAMPLES = 16
_COLUMNS = np.array([8, 3, 13, 1, 10, 6, 15, 4, 12, 0, 9, 5, 14, 2, 11, 7], np.float32)
OFFSETS = np.stack([(_COLUMNS + 0.5) / 16, (np.arange(16, dtype=np.float32) + 0.5) / 16], axis=1)
"""Where in a pixel the samples lie: one in each of sixteen rows and sixteen columns."""

_SLACK = F(1e-3)
_MARGIN = F(0.97)


@kernel
def _span(c: Floats, x: float) -> tuple[float, float]:
    """The rows between which a column crosses a triangle; ``c`` is its corners sorted by column."""
    long = c[1] + (x - c[0]) * (c[5] - c[1]) / (c[4] - c[0])
    if x < c[2]:
        short = c[1] + (x - c[0]) * (c[3] - c[1]) / (c[2] - c[0])
    elif c[4] > c[2]:
        short = c[3] + (x - c[2]) * (c[5] - c[3]) / (c[4] - c[2])
    else:
        short = c[3]
    return min(long, short), max(long, short)


@kernel
def _sorted(screen: Floats, a: int, b: int, c: int, out: Floats) -> None:
    """Write three corners to ``out`` in order of their columns."""
    if screen[b, 0] < screen[a, 0]:
        a, b = b, a
    if screen[c, 0] < screen[b, 0]:
        b, c = c, b
        if screen[b, 0] < screen[a, 0]:
            a, b = b, a
    out[0], out[1] = screen[a, 0], screen[a, 1]
    out[2], out[3] = screen[b, 0], screen[b, 1]
    out[4], out[5] = screen[c, 0], screen[c, 1]


@kernel
def area(screen: Floats, a: int, b: int, c: int) -> float:
    """Twice the signed area on the screen; positive for front faces."""
    return (screen[b, 0] - screen[a, 0]) * (screen[c, 1] - screen[a, 1]) - (
        screen[c, 0] - screen[a, 0]
    ) * (screen[b, 1] - screen[a, 1])


@kernel
def _slopes(screen: Floats, a: int, b: int, c: int, size: float) -> tuple[float, float]:
    """How 1 / depth changes per column and per row."""
    u, v = screen[b, 2] - screen[a, 2], screen[c, 2] - screen[a, 2]
    across = u * (screen[c, 1] - screen[a, 1]) - v * (screen[b, 1] - screen[a, 1])
    down = v * (screen[b, 0] - screen[a, 0]) - u * (screen[c, 0] - screen[a, 0])
    return across / size, down / size


@kernel
def cover(screen: Floats, triangles: Ints, both: bool, nearest: Floats, owner: Ints) -> None:
    """Draw triangle numbers into ``owner`` and 1 / depth into ``nearest`` at pixel centres."""
    width, height = owner.shape
    corners = np.empty(6, np.float32)
    for t in range(triangles.shape[0]):
        a, b, c = triangles[t, 0], triangles[t, 1], triangles[t, 2]
        size = area(screen, a, b, c)
        if size == 0 or (size < 0 and not both):
            continue
        _sorted(screen, a, b, c, corners)
        left = max(math.ceil(max(corners[0], F(-1)) - F(0.5)), 0)
        right = min(math.ceil(min(corners[4], F(width + 1)) - F(0.5)), width)
        if left >= right:
            continue
        across, down = _slopes(screen, a, b, c, size)
        for x in range(left, right):
            low, high = _span(corners, F(x) + F(0.5))
            top = math.ceil(min(max(low - _SLACK - F(0.5), F(0)), F(height)))
            end = math.ceil(min(max(high + _SLACK - F(0.5), F(0)), F(height)))
            base = screen[a, 2] + across * (F(x) + F(0.5) - screen[a, 0])
            base += down * (F(0.5) - screen[a, 1])
            for y in range(top, end):
                near = base + down * F(y)
                if near > nearest[x, y]:
                    nearest[x, y] = near
                    owner[x, y] = t


@kernel
def _mark_line(screen: Floats, a: int, b: int, nearest: Floats, marks: Bytes) -> None:
    """Mark the pixels an edge runs through, where nothing nearer hides it."""
    if screen[a, 2] <= F(0) or screen[b, 2] <= F(0):
        return
    width, height = marks.shape
    dx, dy = screen[b, 0] - screen[a, 0], screen[b, 1] - screen[a, 1]
    steep = abs(dy) > abs(dx)
    length = abs(dy) if steep else abs(dx)
    limit = F(width + height)
    steps = int(min(length, F(1e5))) + 1
    for k in range(steps + 1):
        w = F(k) / F(steps)
        x, y = screen[a, 0] + dx * w, screen[a, 1] + dy * w
        if x < F(-2) or y < F(-2) or x > limit or y > limit:
            continue
        near = screen[a, 2] + (screen[b, 2] - screen[a, 2]) * w
        across, down = (F(0.5), F(0)) if steep else (F(0), F(0.5))
        for sign in (F(-1), F(1)):
            i, j = math.floor(x + sign * across), math.floor(y + sign * down)
            if 0 <= i < width and 0 <= j < height and near > nearest[i, j] * _MARGIN:
                marks[i, j] = 1


@kernel
def mark_outlines(screen: Floats, triangles: Ints, edges: Ints, nearest: Floats, marks: Bytes) -> None:
    """Mark pixels along edges that have no second face, or one that faces the other way."""
    for k in range(edges.shape[0]):
        a, b, s, t = edges[k, 0], edges[k, 1], edges[k, 2], edges[k, 3]
        first = area(screen, triangles[s, 0], triangles[s, 1], triangles[s, 2]) > 0
        if t >= 0:
            second = area(screen, triangles[t, 0], triangles[t, 1], triangles[t, 2]) > 0
            if first == second:
                continue
        _mark_line(screen, a, b, nearest, marks)


@kernel
def mark_seams(owner: Ints, material: Ints, marks: Bytes) -> None:
    """Mark neighbours where something meets nothing, or one material another."""
    width, height = owner.shape
    for x in range(width):
        for y in range(height):
            here = owner[x, y]
            for q in range(2):
                i, j = (x + 1, y) if q == 0 else (x, y + 1)
                if i >= width or j >= height:
                    continue
                there = owner[i, j]
                if here == there:
                    continue
                if here < 0 or there < 0 or material[here] != material[there]:
                    marks[x, y] = 1
                    marks[i, j] = 1


@kernel
def number_marks(marks: Bytes, owner: Ints) -> int:
    """Give every marked pixel a slot; returns how many there are."""
    count = 0
    for x in range(marks.shape[0]):
        for y in range(marks.shape[1]):
            if marks[x, y] != 0:
                owner[x, y] = -2 - count
                count += 1
    return count


@kernel
def _sample(
    slot: int, t: int, e: Floats, x: float, y: float, near: Floats, seen: Ints, offsets: Floats
) -> None:
    """Test one triangle, as edge functions ``e``, against the sixteen points of one pixel."""
    for k in range(SAMPLES):
        u, v = x + offsets[k, 0], y + offsets[k, 1]
        inside = (
            e[0] * u + e[1] * v + e[2] >= F(0)
            and e[3] * u + e[4] * v + e[5] >= F(0)
            and e[6] * u + e[7] * v + e[8] >= F(0)
        )
        depth = e[9] * u + e[10] * v + e[11]
        if inside and depth > near[slot, k]:
            near[slot, k] = depth
            seen[slot, k] = t


@kernel
def _edge_functions(screen: Floats, a: int, b: int, c: int, size: float, e: Floats) -> None:
    """Three half planes, positive inside, each loosened by a hair, and the plane of 1 / depth."""
    sign = F(1) if size > 0 else F(-1)
    p, q = a, b
    for k in range(3):
        dx, dy = screen[q, 0] - screen[p, 0], screen[q, 1] - screen[p, 1]
        e[3 * k], e[3 * k + 1] = -dy * sign, dx * sign
        e[3 * k + 2] = (dy * screen[p, 0] - dx * screen[p, 1]) * sign + _SLACK * (abs(dx) + abs(dy))
        p, q = q, (c if k == 0 else a)
    e[9], e[10] = _slopes(screen, a, b, c, size)
    e[11] = screen[a, 2] - e[9] * screen[a, 0] - e[10] * screen[a, 1]


@kernel
def sample(
    screen: Floats, triangles: Ints, both: bool, owner: Ints, near: Floats, seen: Ints, offsets: Floats
) -> None:
    """Find the triangle at each of the sixteen points of every pixel that has a slot."""
    width, height = owner.shape
    e = np.empty(12, np.float32)
    corners = np.empty(6, np.float32)
    for t in range(triangles.shape[0]):
        a, b, c = triangles[t, 0], triangles[t, 1], triangles[t, 2]
        size = area(screen, a, b, c)
        if size == 0 or (size < 0 and not both):
            continue
        _sorted(screen, a, b, c, corners)
        if corners[4] < F(0) or corners[0] > F(width):
            continue
        low = min(corners[1], corners[3], corners[5])
        high = max(corners[1], corners[3], corners[5])
        if high < F(0) or low > F(height):
            continue
        left, right = max(math.floor(max(corners[0], F(0))), 0), min(corners[4], F(width - 1))
        top, end = max(math.floor(max(low, F(0))), 0), min(high, F(height - 1))
        ready = False
        for x in range(left, math.floor(right) + 1):
            for y in range(top, math.floor(end) + 1):
                if owner[x, y] > -2:
                    continue
                if not ready:
                    _edge_functions(screen, a, b, c, size, e)
                    ready = True
                _sample(-2 - owner[x, y], t, e, F(x), F(y), near, seen, offsets)
