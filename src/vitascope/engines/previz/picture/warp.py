"""The warp: where each output pixel comes from on a coarse grid, and the resampling between its nodes."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from vitascope.engines.base import Plane
from vitascope.engines.previz.picture.compiled import i4, kernel, leaf, u4
from vitascope.engines.previz.picture.plate import BEFORE, FINER, Planes, Plate, Texels
from vitascope.engines.previz.scratch import frames

CELL = 16
"""Pixels between nodes."""

Nodes = NDArray[np.float32]
"""Source positions in pixels of luma, ``(rows, columns, 2) float32``, x then y, node 0 at pixel 0."""


def node_shape(width: int, height: int) -> tuple[int, int]:
    """Rows and columns of nodes that cover a frame, with every second one covering its chroma."""
    return 2 * (-(-height // (2 * CELL)) + 1) + 1, 2 * (-(-width // (2 * CELL)) + 1) + 1


def resting_nodes(width: int, height: int) -> Nodes:
    """The nodes of a warp that moves nothing."""
    rows, columns = node_shape(width, height)
    y, x = np.mgrid[0:rows, 0:columns].astype(np.float32) * np.float32(CELL)
    return np.stack([x, y], -1)


def warp(plate: Plate, nodes: Nodes) -> Planes:
    """The plate seen through the nodes, at the plate's own size; a resting warp gives the same bytes."""
    y = frames.take(plate.height, plate.width)
    _linear(plate.luma.words, *_extent(plate.luma), _fixed(nodes * np.float32(FINER)), y)
    u, v = (frames.take(plate.chroma.height, plate.chroma.width) for _ in range(2))
    half = _fixed(nodes[::2, ::2] * np.float32(0.5))
    _both(plate.chroma.words, *_extent(plate.chroma), half, u, v)
    return y, u, v


def _extent(texels: Texels) -> tuple[Any, Any, Any]:
    """Stride and the last column and row, as the kernels take them."""
    return i4(texels.stride), i4(texels.width - 1), i4(texels.height - 1)


def _fixed(nodes: Nodes) -> NDArray[np.int64]:
    """Positions with 16 fractional bits."""
    return np.round(nodes.astype(np.float64) * 65536).astype(np.int64)


@leaf
def _positions(
    nodes: NDArray[np.int64],
    row: Any,
    stride: Any,
    right: Any,
    bottom: Any,
    index: NDArray[np.int32],
    across: NDArray[np.int32],
    down: NDArray[np.int32],
) -> None:
    """For one output row: the source pixel of each, and the 16-bit fractions beyond it."""
    last_x, last_y = i4(right << i4(16)), i4(bottom << i4(16))
    j = row >> 4
    f = row - (j << 4)
    for cell in range(index.size >> 4):
        ax = (nodes[j, cell, 0] * (16 - f) + nodes[j + 1, cell, 0] * f) >> 4
        bx = (nodes[j, cell + 1, 0] * (16 - f) + nodes[j + 1, cell + 1, 0] * f) >> 4
        ay = (nodes[j, cell, 1] * (16 - f) + nodes[j + 1, cell, 1] * f) >> 4
        by = (nodes[j, cell + 1, 1] * (16 - f) + nodes[j + 1, cell + 1, 1] * f) >> 4
        x0, y0, dx, dy = i4(ax), i4(ay), i4((bx - ax) >> 4), i4((by - ay) >> 4)
        first = cell << 4
        for i in range(16):
            x = min(max(i4(x0 + i4(dx * i4(i))), i4(0)), last_x)
            y = min(max(i4(y0 + i4(dy * i4(i))), i4(0)), last_y)
            index[first + i] = i4(i4(i4(y >> i4(16)) + i4(BEFORE)) * stride) + i4(x >> i4(16)) + i4(BEFORE)
            across[first + i] = i4(x & i4(65535))
            down[first + i] = i4(y & i4(65535))


@leaf
def _mean(a: Any, b: Any, c: Any, d: Any, f: Any, g: Any) -> Any:
    """Between four pixels, ``f`` and ``g`` 256ths of the way across and down."""
    top = i4(i4(a << i4(8)) + i4(i4(b - a) * f))
    base = i4(i4(c << i4(8)) + i4(i4(d - c) * f))
    return np.uint8(i4(i4(i4(top << i4(8)) + i4(i4(base - top) * g)) + i4(32768)) >> i4(16))


@kernel
def _linear(
    words: NDArray[np.uint16], stride: Any, right: Any, bottom: Any, nodes: NDArray[np.int64], out: Plane
) -> None:
    """Bilinear: enough for chroma, and for luma that is kept finer than the picture."""
    height, width = out.shape
    span = ((width + 15) >> 4) << 4
    index, across, down = np.empty(span, np.int32), np.empty(span, np.int32), np.empty(span, np.int32)
    above, below, line = np.empty(span, np.uint16), np.empty(span, np.uint16), np.empty(span, np.uint8)
    low = i4(255)
    for row in range(height):
        _positions(nodes, row, stride, right, bottom, index, across, down)
        for i in range(span):
            at = u4(index[i])
            above[i], below[i] = words[at], words[u4(at + stride)]
        for i in range(span):
            p, q = i4(above[i]), i4(below[i])
            f, g = i4(across[i] >> i4(8)), i4(down[i] >> i4(8))
            line[i] = _mean(i4(p & low), i4(p >> i4(8)), i4(q & low), i4(q >> i4(8)), f, g)
        for i in range(width):
            out[row, i] = line[i]


@kernel
def _both(
    words: NDArray[np.uint32],
    stride: Any,
    right: Any,
    bottom: Any,
    nodes: NDArray[np.int64],
    first: Plane,
    second: Plane,
) -> None:
    """The same for two planes at once, whose pixels take turns."""
    height, width = first.shape
    span = ((width + 15) >> 4) << 4
    index, across, down = np.empty(span, np.int32), np.empty(span, np.int32), np.empty(span, np.int32)
    above, below = np.empty(span, np.uint32), np.empty(span, np.uint32)
    one, other = np.empty(span, np.uint8), np.empty(span, np.uint8)
    low = u4(255)
    for row in range(height):
        _positions(nodes, row, stride, right, bottom, index, across, down)
        for i in range(span):
            at = u4(index[i])
            above[i], below[i] = words[at], words[u4(at + stride)]
        for i in range(span):
            p, q = above[i], below[i]
            f, g = i4(across[i] >> i4(8)), i4(down[i] >> i4(8))
            a, b, c, d = i4(p & low), i4(p >> u4(16) & low), i4(q & low), i4(q >> u4(16) & low)
            one[i] = _mean(a, b, c, d, f, g)
            a, b, c, d = i4(p >> u4(8) & low), i4(p >> u4(24)), i4(q >> u4(8) & low), i4(q >> u4(24))
            other[i] = _mean(a, b, c, d, f, g)
        for i in range(width):
            first[row, i], second[row, i] = one[i], other[i]
