"""Which triangle is seen at each pixel, and at sixteen points of each pixel on an outline.

Screen vertices are ``(n, 3) float32``: column, row (in pixels of the tile) and 1 / depth. Pixel ``i``
spans ``i`` to ``i + 1``. Front faces turn clockwise on the screen. ``owner`` holds, for each pixel of
the tile, the triangle seen there, ``-1`` for none, or ``-2 - slot`` where ``slot`` numbers a pixel that
is sampled sixteen times because an outline runs through it.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from vitascope.engines.previz.compiled import Bytes, F, Floats, Ints, inlined, leaf, part
from vitascope.engines.previz.lanes import hits, lowest

SAMPLES = 16
_COLUMNS = np.array([8, 3, 13, 1, 10, 6, 15, 4, 12, 0, 9, 5, 14, 2, 11, 7], np.float32)
OFFSETS = np.stack([(_COLUMNS + 0.5) / 16, (np.arange(16, dtype=np.float32) + 0.5) / 16])
"""Where in a pixel the samples lie: one in each of sixteen rows and sixteen columns."""

_SLACK = F(1e-3)
_MARGIN = F(0.97)

ROWS = 64
"""Rows whose marks are kept in one word."""
TALL = 8
"""Rows of a triangle from which on it pays to find those of each column."""

Words = NDArray[Any]
"""``uint64``."""


SLIVER = F(1e-3)
"""Twice the area, in pixels, below which a triangle is not drawn: its planes would divide by nearly nothing.

A product that is fused into a sum leaves a rounding error where the area is none at all, so nothing less
than a bound will do.
"""


@leaf
def area(screen: Floats, a: int, b: int, c: int) -> float:
    """Twice the signed area on the screen; positive for front faces."""
    bx: float = screen[b, 0] - screen[a, 0]
    by: float = screen[b, 1] - screen[a, 1]
    cx: float = screen[c, 0] - screen[a, 0]
    cy: float = screen[c, 1] - screen[a, 1]
    return bx * cy - by * cx


@leaf
def facing(screen: Floats, triangles: Ints, both: bool, width: int, height: int, chosen: Ints) -> int:
    """List the triangles that face the camera, or all of them, and may touch the tile; returns how many."""
    count = 0
    right, bottom = F(width), F(height)
    for t in range(triangles.shape[0]):
        a, b, c = triangles[t, 0], triangles[t, 1], triangles[t, 2]
        size = area(screen, a, b, c)
        if abs(size) < SLIVER or (size < 0 and not both):
            continue
        ax, bx, cx = screen[a, 0], screen[b, 0], screen[c, 0]
        ay, by, cy = screen[a, 1], screen[b, 1], screen[c, 1]
        if max(ax, bx, cx) < F(0) or min(ax, bx, cx) > right:
            continue
        if max(ay, by, cy) < F(0) or min(ay, by, cy) > bottom:
            continue
        chosen[count] = t
        count += 1
    return count


@leaf
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


@leaf
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


@leaf
def _slopes(screen: Floats, a: int, b: int, c: int, size: float) -> tuple[float, float]:
    """How 1 / depth changes per column and per row."""
    u, v = screen[b, 2] - screen[a, 2], screen[c, 2] - screen[a, 2]
    across = u * (screen[c, 1] - screen[a, 1]) - v * (screen[b, 1] - screen[a, 1])
    down = v * (screen[b, 0] - screen[a, 0]) - u * (screen[c, 0] - screen[a, 0])
    return across / size, down / size


@part
def cover(screen: Floats, triangles: Ints, chosen: Ints, nearest: Floats, owner: Ints) -> None:
    """Draw triangle numbers into ``owner`` and 1 / depth into ``nearest`` at pixel centres."""
    width, height = owner.shape
    corners = np.empty(6, np.float32)
    for n in range(chosen.shape[0]):
        t = chosen[n]
        a, b, c = triangles[t, 0], triangles[t, 1], triangles[t, 2]
        _sorted(screen, a, b, c, corners)
        left = max(int(np.ceil(max(corners[0], F(-1)) - F(0.5))), 0)
        right = min(int(np.ceil(min(corners[4], F(width + 1)) - F(0.5))), width)
        if left >= right:
            continue
        across, down = _slopes(screen, a, b, c, area(screen, a, b, c))
        for x in range(left, right):
            low, high = _span(corners, F(x) + F(0.5))
            top = int(np.ceil(min(max(low - _SLACK - F(0.5), F(0)), F(height))))
            end = int(np.ceil(min(max(high + _SLACK - F(0.5), F(0)), F(height))))
            base = screen[a, 2] + across * (F(x) + F(0.5) - screen[a, 0])
            base += down * (F(0.5) - screen[a, 1])
            for y in range(top, end):
                near = base + down * F(y)
                if near > nearest[x, y]:
                    nearest[x, y] = near
                    owner[x, y] = t


@leaf
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
            i, j = int(np.floor(x + sign * across)), int(np.floor(y + sign * down))
            if 0 <= i < width and 0 <= j < height and near > nearest[i, j] * _MARGIN:
                marks[i, j] = 1


@leaf
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


@leaf
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


@leaf
def number_marks(marks: Bytes, owner: Ints, bits: Words) -> int:
    """Give every marked pixel a slot and a bit of its column's words; returns how many there are."""
    count = 0
    for x in range(marks.shape[0]):
        for word in range(bits.shape[1]):
            found = np.uint64(0)
            for y in range(ROWS * word, min(ROWS * word + ROWS, marks.shape[1])):
                if marks[x, y] != 0:
                    owner[x, y] = -2 - count
                    found |= np.uint64(1) << np.uint64(y & (ROWS - 1))
                    count += 1
            bits[x, word] = found
    return count


@inlined
def _sample(
    slot: int, t: int, e: Floats, x: float, y: float, near: Floats, seen: Ints, offsets: Floats
) -> None:
    """Test one triangle, as edge functions ``e``, against the sixteen points of one pixel."""
    p = e[0] * x + e[1] * y + e[2]
    q = e[3] * x + e[4] * y + e[5]
    r = e[6] * x + e[7] * y + e[8]
    if (
        p + max(e[0], F(0)) + max(e[1], F(0)) < F(0)
        or q + max(e[3], F(0)) + max(e[4], F(0)) < F(0)
        or r + max(e[6], F(0)) + max(e[7], F(0)) < F(0)
    ):
        return
    hits(e, (p, q, r, e[9] * x + e[10] * y + e[11]), t, slot, near, seen, offsets)


@leaf
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


@leaf
def _rows(c: Floats, x: int, top: int, end: int) -> tuple[int, int]:
    """The first and the last row of a column that a triangle touches; ``c`` as for ``_span``."""
    if c[4] - c[0] < F(1e-3):
        return top, end
    low, high = _span(c, min(max(F(x), c[0]), c[4]))
    first, last = _span(c, min(max(F(x + 1), c[0]), c[4]))
    low, high = min(low, first), max(high, last)
    if F(x) <= c[2] <= F(x + 1):
        low, high = min(low, c[3]), max(high, c[3])
    return max(int(np.floor(max(low - F(0.01), F(-1)))), top), min(int(min(high + F(0.01), F(end))), end)


@leaf
def _marked(bits: Words, x: int, word: int, top: int, end: int) -> Any:
    """The marks of one word of a column, from row ``top`` to ``end``."""
    found = bits[x, word]
    if word == top >> 6:
        found &= ~np.uint64(0) << np.uint64(top & 63)
    if word == end >> 6:
        found &= ~np.uint64(0) >> np.uint64(63 - (end & 63))
    return found


@part
def sample(
    screen: Floats, triangles: Ints, chosen: Ints, owner: Ints, bits: Words, near: Floats, seen: Ints,
    offsets: Floats,
) -> None:  # fmt: skip
    """Find the triangle at each of the sixteen points of every pixel that has a slot."""
    width, height = owner.shape
    e, corners = np.empty(12, np.float32), np.empty(6, np.float32)
    for n in range(chosen.shape[0]):
        t = chosen[n]
        a, b, c = triangles[t, 0], triangles[t, 1], triangles[t, 2]
        _sorted(screen, a, b, c, corners)
        ay, by, cy = screen[a, 1], screen[b, 1], screen[c, 1]
        left = int(np.floor(max(corners[0], F(0))))
        right = int(np.floor(min(corners[4], F(width - 1))))
        top = int(np.floor(max(min(ay, by, cy), F(0))))
        end = int(np.floor(min(max(ay, by, cy), F(height - 1))))
        ready = False
        for x in range(left, right + 1):
            first, last = _rows(corners, x, top, end) if end - top > TALL else (top, end)
            for word in range(first >> 6, (last >> 6) + 1):
                found = _marked(bits, x, word, first, last)
                while found != np.uint64(0):
                    y = ROWS * word + lowest(found)
                    found &= found - np.uint64(1)
                    if not ready:
                        _edge_functions(screen, a, b, c, area(screen, a, b, c), e)
                        ready = True
                    _sample(-2 - owner[x, y], t, e, F(x), F(y), near, seen, offsets)
