"""A column of land between two that are cast: their mean, and edges half way between theirs."""

from __future__ import annotations

from typing import Any

import numpy as np

from vitascope.engines.previz.canvas import FAR, Array
from vitascope.engines.previz.compiled import f4, i8, leaf

_APART = 0.06
"""Depths that differ by more than this part of the nearer one are of two things, with an edge between."""

_STEEP = 2
"""An edge that climbs by more rows than this over both columns is set; a flatter one is in their mean."""


@leaf
def _skyline(first: Array, cover: Array, i: int) -> int:
    """The first row of column ``i`` and its cover, half way between its neighbours'; returns the row."""
    line = f4(0.5) * (first[i - 1] - cover[i - 1] + first[i + 1] - cover[i + 1])
    first[i] = np.ceil(line)
    cover[i] = first[i] - line
    row: int = i8(first[i])
    return row


@leaf
def _copy(rgb: Array, depth: Array, i: int, source: int, top: int, low: int) -> None:
    """Take rows from another column."""
    for y in range(top, low):
        depth[i, y] = depth[source, y]
        for c in range(3):
            rgb[i, y, c] = rgb[source, y, c]


@leaf
def _mean(left: Array, right: Array, out: Array) -> None:
    for k in range(out.shape[0]):
        out[k] = f4(0.5) * (left[k] + right[k])


@leaf
def _apart(left: Any, right: Any) -> bool:
    return bool(abs(left - right) > f4(_APART) * min(left, right))


@leaf
def _edges(rgb: Array, depth: Array, i: int, top: int) -> None:
    """Where one neighbour shows something nearer: its rows below the middle, the other's above."""
    left, right, height = depth[i - 1], depth[i + 1], depth.shape[1]
    y = top
    while y < height:
        if not _apart(left[y], right[y]):
            y += 1
            continue
        ahead = left[y] < right[y]
        stop = y + 1
        while stop < height and _apart(left[stop], right[stop]) and (left[stop] < right[stop]) == ahead:
            stop += 1
        near, far = (i - 1, i + 1) if ahead else (i + 1, i - 1)
        middle = (y + stop) // 2
        if stop - y > _STEEP:
            _copy(rgb, depth, i, far, y, middle)
            _copy(rgb, depth, i, near, middle + (stop - y) % 2, stop)
        y = stop


@leaf
def fill(rgb: Array, depth: Array, first: Array, cover: Array, i: int) -> None:
    """Column ``i`` of the canvas and of the skyline from the columns on both sides of it."""
    height = depth.shape[1]
    top = _skyline(first, cover, i)
    both = max(i8(first[i - 1]), i8(first[i + 1]), top)
    for y in range(top):
        depth[i, y] = f4(FAR)
    _copy(rgb, depth, i, i - 1 if first[i - 1] < first[i + 1] else i + 1, top, both)
    _mean(depth[i - 1, both:], depth[i + 1, both:], depth[i, both:])
    for y in range(both, height):
        for c in range(3):
            rgb[i, y, c] = f4(0.5) * (rgb[i - 1, y, c] + rgb[i + 1, y, c])
    _edges(rgb, depth, i, both)
    if top == height:
        cover[i] = f4(0)
    for c in range(3):
        if top > 0:
            rgb[i, top - 1, c] = rgb[i, top, c] * cover[i] if top < height else f4(0)
