"""Where a flat face lies on the screen: its columns, and the rows of each, found from planes."""

from __future__ import annotations

from typing import Any, Final

from vitascope.engines.previz.canvas import Array
from vitascope.engines.previz.compiled import f4, i8, leaf
from vitascope.engines.previz.scene.lens import COS, FOCAL, HORIZON, MIDDLE, SIN

NEAR: Final = 0.05
"""Metres before the camera within which nothing is drawn."""

GABLE: Final = 20
"""Where a face's numbers say whether it is one."""


@leaf
def bounds(near: Any, row: Array, view: Array, width: int) -> tuple[int, int]:
    """The columns a face may touch; none where all of it is behind ``near``."""
    left, right, ahead = f4(1e9), f4(-1e9), f4(-1e9)
    for k in range(4):
        a, b = f4(k & 1), f4(k >> 1)
        x = row[0] + a * row[3] + b * row[6]
        z = row[2] + a * row[5] + b * row[8]
        side = x * view[COS] - z * view[SIN]
        deep = x * view[SIN] + z * view[COS]
        ahead = max(ahead, deep)
        if deep < near:
            left, right = f4(-1e9), f4(1e9)
        else:
            px = view[MIDDLE] + side / deep * view[FOCAL]
            left, right = min(left, px), max(right, px)
    if ahead < near:
        return 0, 0
    return max(i8(max(left, f4(-1)) - f4(0.5)), 0), min(i8(min(right, f4(width)) + f4(0.5)) + 1, width)


@leaf
def _cross(a: Array, b: Array, out: Array) -> None:
    out[0] = a[1] * b[2] - a[2] * b[1]
    out[1] = a[2] * b[0] - a[0] * b[2]
    out[2] = a[0] * b[1] - a[1] * b[0]


@leaf
def _narrow(edges: Array, slope: Any, value: Any) -> None:
    """Keep of the rows ``edges`` those where ``value + slope * y`` is not below 0."""
    if abs(slope) < f4(1e-12):
        if value < f4(0):
            edges[1] = edges[0] - f4(1)
        return
    at = -value / slope
    if slope > f4(0):
        edges[0] = max(edges[0], at)
    else:
        edges[1] = min(edges[1], at)


@leaf
def solve(row: Array, view: Array, work: Array) -> Any:
    """Turn a face into the camera's axes; its share of depth, which is above 0 where it is seen.

    A ray ``r`` meets the plane of corner ``o`` and edges ``u, v`` at depth ``d / (r . u x v)``, and there
    at ``(r . v x o) / (r . u x v)`` along ``u``, where ``d = o . u x v``. Rows 3 to 5 of ``work`` get
    the three products.
    """
    for k in range(3):
        at, edge = work[k], row[3 * k : 3 * k + 3]
        at[0] = edge[0] * view[COS] - edge[2] * view[SIN]
        at[1] = edge[1]
        at[2] = edge[0] * view[SIN] + edge[2] * view[COS]
    _cross(work[2], work[0], work[3])
    _cross(work[0], work[1], work[4])
    _cross(work[1], work[2], work[5])
    return work[0, 0] * work[5, 0] + work[0, 1] * work[5, 1] + work[0, 2] * work[5, 2]


@leaf
def span(row: Array, view: Array, k: Any, whole: Any, height: int, work: Array) -> None:
    """The rows of a column that a face covers, into ``work[6]``; what gives its points, into rows 7 and 8.

    ``k`` is how far to the right the column looks for each metre ahead.
    """
    per, edges, base, rise = f4(1) / view[FOCAL], work[6], work[7], work[8]
    for n in range(3):
        product = work[3 + n]
        base[n] = product[0] * k + product[2] + product[1] * view[HORIZON] * per
        rise[n] = -product[1] * per
    edges[0], edges[1] = f4(0), f4(height)
    _narrow(edges, rise[2], base[2] - whole * f4(1e-5))
    _narrow(edges, -rise[2], whole / f4(NEAR) - base[2])
    for n in range(2):
        _narrow(edges, rise[n], base[n])
        _narrow(edges, rise[2] - rise[n], base[2] - base[n])
    if row[GABLE] > f4(0):
        _narrow(edges, f4(2) * rise[0] - rise[1], f4(2) * base[0] - base[1])
        _narrow(edges, f4(2) * (rise[2] - rise[0]) - rise[1], f4(2) * (base[2] - base[0]) - base[1])
