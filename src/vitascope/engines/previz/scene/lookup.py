"""Lookups and curves that the scene's kernels share."""

from __future__ import annotations

from typing import Any

import numpy as np

from vitascope.engines.previz.canvas import Array
from vitascope.engines.previz.compiled import f4, inlined, leaf


@inlined
def whole(x: Any) -> Any:
    """A whole number, modulo 2**32: as an index it needs no test for being negative."""
    return np.uint32(np.int32(x))


@leaf
def sample(tile: Array, u: Any, v: Any) -> Any:
    """Bilinear value of a square tile that repeats; ``u, v`` count texels, the side is a power of two."""
    mask = np.uint32(tile.shape[0] - 1)
    fu = np.floor(u)
    fv = np.floor(v)
    a = u - fu
    b = v - fv
    i = whole(fu) & mask
    j = whole(fv) & mask
    i1 = (i + np.uint32(1)) & mask
    j1 = (j + np.uint32(1)) & mask
    top = tile[j, i] + (tile[j, i1] - tile[j, i]) * a
    low = tile[j1, i] + (tile[j1, i1] - tile[j1, i]) * a
    return top + (low - top) * b


@leaf
def step(low: Any, high: Any, x: Any) -> Any:
    """0 below ``low``, 1 above ``high``, smooth between."""
    t = min(max((x - low) / (high - low), f4(0)), f4(1))
    return t * t * (f4(3) - t - t)


@leaf
def fade(x: Any) -> Any:
    """``exp(-x)`` for ``x >= 0``, within 0.004, at a fifth of the cost."""
    return f4(1) / (f4(1) + x * (f4(1) + x * (f4(0.5) + x * (f4(1 / 6) + x * f4(1 / 24)))))


@leaf
def power8(x: Any) -> Any:
    """``x`` to the eighth."""
    x2 = x * x
    x4 = x2 * x2
    return x4 * x4


@leaf
def toward(azimuth_cos: Any) -> Any:
    """How far haze takes the sun's colour, by the cosine between a bearing and the sun's."""
    c = max(azimuth_cos * f4(0.5) + f4(0.5), f4(0))
    c2 = c * c
    return c2 * c2 * c


@leaf
def rest(x: Any) -> Any:
    """What is left of ``x`` above the next lower whole number."""
    return x - np.floor(x)
