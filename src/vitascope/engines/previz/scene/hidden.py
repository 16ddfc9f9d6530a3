"""What of a face is behind others: depths of rows that faces cover whole, and the greatest of every few."""

from __future__ import annotations

from typing import Any, Final

import numpy as np

from vitascope.engines.previz.canvas import Array
from vitascope.engines.previz.compiled import f4, i8, leaf

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
def hidden(deep: Array, knot: int, stop: int, whole: Any, work: Array) -> bool:
    """Whether rows ``knot`` to ``stop``, no more than ``KNOT``, of a face are behind what hides the rest."""
    edges, base, rise = work[6], work[7], work[8]
    first = base[2] + rise[2] * max(f4(knot), edges[0])
    last = base[2] + rise[2] * min(f4(stop), edges[1])
    nearest = whole / max(first, last, f4(1e-9))
    return bool(max(deep[knot // KNOT], deep[(stop - 1) // KNOT]) < nearest * f4(0.9998))
