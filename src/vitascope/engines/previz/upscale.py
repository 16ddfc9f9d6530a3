"""Enlarging finished planes: a cubic and a mild unsharp mask in one filter, plane by plane."""

from __future__ import annotations

from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from vitascope.engines.previz.canvas import Array
from vitascope.engines.previz.compiled import f4, kernel, leaf
from vitascope.engines.previz.scratch import frames

Plane = NDArray[np.uint8]
Planes = tuple[Plane, Plane, Plane]

SHARPEN = 0.35
"""How much luma gains of what it has beyond a blur."""

_CUBIC = np.array([-0.0234375, 0.2265625, 0.8671875, -0.0703125], np.float32)
_BLUR = np.array([0.0625, 0.3125, 0.4375, 0.1875], np.float32)
"""Catmull-Rom, and a tent after a blur of 1-2-1, at a quarter of a step before the third sample."""


def double(y: Plane, u: Plane, v: Plane, width: int, height: int) -> Planes:
    """Planes ``(height, width)`` and ``(height / 2, width / 2)`` twice from smaller ones, all ``uint8``.

    Twice the size, the usual case, has a kernel of its own; other sizes go through OpenCV's cubic.
    """
    half = width // 2, height // 2
    return _grown(y, width, height, SHARPEN), _grown(u, *half, 0.0), _grown(v, *half, 0.0)


def _grown(plane: Plane, width: int, height: int, sharpen: float) -> Plane:
    if (height, width) != (plane.shape[0] * 2, plane.shape[1] * 2):
        return np.asarray(cv2.resize(plane, (width, height), interpolation=cv2.INTER_CUBIC), np.uint8)
    out = frames.take(height, width)
    taps = (_CUBIC + sharpen * (_CUBIC - _BLUR)).astype(np.float32)
    _double(np.ascontiguousarray(plane), taps, out)
    return out


@leaf
def _down(a: Plane, b: Plane, c: Plane, d: Plane, taps: Array, out: Array) -> None:
    """One row between four, into ``out`` with two samples of margin on either side."""
    w0, w1, w2, w3 = taps[0], taps[1], taps[2], taps[3]
    inner = out[2:]
    for x in range(a.shape[0]):
        inner[x] = f4(a[x]) * w0 + f4(b[x]) * w1 + f4(c[x]) * w2 + f4(d[x]) * w3


@leaf
def _byte(value: Any) -> Any:
    return np.uint8(min(max(value + f4(0.5), f4(0)), f4(255)))


@leaf
def _across(row: Array, taps: Array, out: Plane) -> None:
    """Two samples for each one of a row that has two of margin on either side."""
    w0, w1, w2, w3 = taps[0], taps[1], taps[2], taps[3]
    before = row[1:]
    here = row[2:]
    after = row[3:]
    later = row[4:]
    for x in range(out.shape[0] // 2):
        out[2 * x] = _byte(row[x] * w0 + before[x] * w1 + here[x] * w2 + after[x] * w3)
        out[2 * x + 1] = _byte(later[x] * w0 + after[x] * w1 + here[x] * w2 + before[x] * w3)


@kernel
def _double(plane: Plane, taps: Array, out: Plane) -> None:
    """Every sample becomes four, a quarter of a step around it; edges repeat."""
    height, width = plane.shape
    row = np.empty(width + 4, np.float32)
    for y in range(height):
        for side in range(2):
            turn = 1 if side == 0 else -1
            rows = [min(max(y + turn * k, 0), height - 1) for k in (-2, -1, 0, 1)]
            _down(plane[rows[0]], plane[rows[1]], plane[rows[2]], plane[rows[3]], taps, row)
            row[0] = row[1] = row[2]
            row[width + 2] = row[width + 3] = row[width + 1]
            _across(row, taps, out[2 * y + side])
