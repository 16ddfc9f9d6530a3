"""Pixels of a face that are filled from their neighbours, because nothing happens between these."""

from __future__ import annotations

from typing import Any

from vitascope.engines.previz.canvas import Array
from vitascope.engines.previz.compiled import f4, i8, inlined, leaf

_ALIKE = 0.02
"""Pixels on both sides of one differ by less than this part of their sum if it is filled from them."""

_FINE = 0.02
"""Metres a pixel up to which no detail of a face is lost between two rows."""

FINER = 0.006
"""The same between two columns that are four apart, of faces without thin lines."""


@inlined
def _alike(a: Array, b: Array) -> bool:
    """Whether two pixels have nearly one colour."""
    apart = f4(0)
    for c in range(3):
        apart = max(apart, abs(a[c] - b[c]) - (a[c] + b[c]) * f4(_ALIKE) - f4(0.002))
    return bool(apart <= f4(0))


@inlined
def between_rows(
    rgb: Array, depth: Array, solid: Array, owner: Array, j: int, number: Any, focal: Any
) -> bool:
    """Fill a row of a column where the same near face has nearly one colour in the rows above and below."""
    if (
        owner[j - 1] != number
        or owner[j + 1] != number
        or depth[j - 1] + depth[j + 1] > f4(2 * _FINE) * focal
    ):
        return False
    if not _alike(rgb[j - 1], rgb[j + 1]):
        return False
    z = f4(0.5) * (depth[j - 1] + depth[j + 1])
    if depth[j] < z or solid[j] < z * f4(0.9998):
        return False
    for c in range(3):
        rgb[j, c] = f4(0.5) * (rgb[j - 1, c] + rgb[j + 1, c])
    depth[j] = z
    owner[j] = number
    return True


@leaf
def between_columns(rgb: Array, depth: Array, solid: Array, owner: Array, reach: int, most: Array) -> None:
    """Fill pixels where one face has nearly one colour ``reach`` columns to both sides; they count as hidden.

    Of the columns ``reach`` apart every second one is filled, up to each face's depth in ``most``.
    """
    for i in range(reach, depth.shape[0] - reach, 2 * reach):
        a, b = i - reach, i + reach
        for j in range(depth.shape[1]):
            if owner[a, j] < f4(0) or owner[a, j] != owner[b, j]:
                continue
            z = f4(0.5) * (depth[a, j] + depth[b, j])
            if z > most[i8(owner[a, j])] or not _alike(rgb[a, j], rgb[b, j]):
                continue
            for c in range(3):
                rgb[i, j, c] = f4(0.5) * (rgb[a, j, c] + rgb[b, j, c])
            depth[i, j] = z
            owner[i, j] = owner[a, j]
            solid[i, j] = f4(0)
