"""What of a face is behind others: depths of rows that faces cover whole, and the greatest of every few."""

from __future__ import annotations

from typing import Any, Final

import numpy as np

from vitascope.engines.previz.canvas import FAR, Array
from vitascope.engines.previz.compiled import f4, i8, kernel, leaf
from vitascope.engines.previz.scene.lens import COS, FOCAL, MIDDLE, SIN
from vitascope.engines.previz.scene.sky import haze_tone

_SEAM: Final = 2
"""Rows of a gap between faces that shows no sky."""

KNOT: Final = 16
"""Rows from one point to the next at which the light of lamps is worked out, and that are hidden together."""


@leaf
def screen(solid: Array, whole: Any, work: Array) -> None:
    """Keep in ``solid`` the depth of rows of one column that a face covers whole: what hides the rest."""
    edges, base, rise = work[6], work[7], work[8]
    for j in range(i8(np.ceil(edges[0])), min(i8(np.floor(edges[1])), solid.shape[0])):
        z = whole / max(base[2] + rise[2] * (f4(j) + f4(0.5)), f4(1e-9))
        solid[j] = min(solid[j], z)


@leaf
def deepest(solid: Array, deep: Array) -> None:
    """The greatest depth in ``solid`` of every ``KNOT`` rows, so that what is behind is left out at once."""
    for i in range(deep.shape[0]):
        for b in range(deep.shape[1]):
            most = f4(0)
            for j in range(KNOT * b, min(KNOT * b + KNOT, solid.shape[1])):
                most = max(most, solid[i, j])
            deep[i, b] = most


@leaf
def nearest(knot: int, stop: int, whole: Any, work: Array) -> Any:
    """The least depth of a face in rows ``knot`` to ``stop``, less what rounding may be."""
    edges, base, rise = work[6], work[7], work[8]
    first = base[2] + rise[2] * max(f4(knot), edges[0])
    last = base[2] + rise[2] * min(f4(stop), edges[1])
    return whole / max(first, last, f4(1e-9)) * f4(0.9998)


@kernel
def skyline(solid: Array, rgb: Array, view: Array, tones: Array, sun: Array, dim: Any, first: Array) -> None:
    """Above which row of each column the sky is seen, into ``first (width,)``; black in the row above it.

    A gap of a row or two lower down is a seam between faces. From ``first`` on, the haze's colour, ``dim`` of
    it, is behind them.
    """
    ends = np.empty(3, np.float32)
    for i in range(solid.shape[0]):
        k = (f4(i) + f4(0.5) - view[MIDDLE]) / view[FOCAL]
        haze_tone(tones, sun, view[SIN] + view[COS] * k, view[COS] - view[SIN] * k, ends)
        top, gap = solid.shape[1], i8(0)
        while top > 0 and gap <= _SEAM:
            top -= 1
            gap = gap + 1 if solid[i, top] >= f4(FAR) else i8(0)
        top = top + gap if gap > _SEAM else i8(0)
        first[i] = f4(top)
        if top > 0:
            for c in range(3):
                rgb[i, top - 1, c] = f4(0)
        for y in range(top, solid.shape[1]):
            for c in range(3):
                rgb[i, y, c] = ends[c] * dim
