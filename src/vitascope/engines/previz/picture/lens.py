"""A picture with depth as a moved camera sees it."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from vitascope.engines.previz.picture.compiled import f4, kernel
from vitascope.engines.previz.picture.depth import Map
from vitascope.engines.previz.picture.warp import CELL, Nodes, node_shape

HORIZON = 0.28
"""Inverse depth of the farthest parts, where that of the nearest is 1."""
RIM = 0.3
"""Share of the picture's side over which it is stretched to cover what a move uncovers."""
STEPS = 4
"""Fixed-point iterations that find a pixel's source; the depth's bounded slope makes each gain a digit."""


class View(NamedTuple):
    """The camera's displacement from where the picture was taken; all zeros is the picture itself.

    ``right``, ``down`` and ``ahead`` are travel, in picture heights of movement (for ``ahead``: of
    magnification) of the nearest parts; far parts move by ``HORIZON`` of it. ``pan`` and ``tilt`` move
    the whole picture, in heights (camera to the right, camera downwards), ``roll`` turns the picture
    clockwise in radians, and ``zoom`` is the logarithm of a magnification.
    """

    right: float = 0.0
    down: float = 0.0
    ahead: float = 0.0
    pan: float = 0.0
    tilt: float = 0.0
    roll: float = 0.0
    zoom: float = 0.0


def nodes_of(view: View, near: Map, width: int, height: int) -> Nodes:
    """Where each node of the frame lies in the picture, never outside it."""
    rows, columns = node_shape(width, height)
    nodes = np.empty((rows, columns, 2), np.float32)
    if any(view):
        _project(np.array(view, np.float64), near, width, height, nodes)
        left, right, top, bottom = _beyond(nodes, width, height)
        _cover(nodes[..., 0], left, right, float(width - 1))
        _cover(nodes[..., 1], top, bottom, float(height - 1))
    else:
        nodes[..., 0] = np.arange(columns, dtype=np.float32) * CELL
        nodes[..., 1] = np.arange(rows, dtype=np.float32)[:, None] * CELL
    return nodes


def uncovered(view: View, near: Map, width: int, height: int) -> float:
    """How far the view looks beyond the picture's worst edge, in shares of that side."""
    rows, columns = node_shape(width, height)
    nodes = np.empty((rows, columns, 2), np.float32)
    _project(np.array(view, np.float64), near, width, height, nodes)
    left, right, top, bottom = _beyond(nodes, width, height)
    return max(max(left, right) / width, max(top, bottom) / height)


@kernel
def _project(view: NDArray[np.float64], near: Map, width: Any, height: Any, nodes: Nodes) -> None:
    """Undo pan, zoom and roll, then find the source whose own depth brings it here."""
    right, down, ahead = view[0], view[1], view[2]
    shrink = np.exp(-view[6])
    cos, sin = np.cos(view[5]) * shrink, np.sin(view[5]) * shrink
    rows, columns = near.shape
    kx, ky = columns / width, rows / height
    for j in range(nodes.shape[0]):
        for i in range(nodes.shape[1]):
            px = (i * 16 + 0.5) / height - 0.5 * width / height + view[3]
            py = (j * 16 + 0.5) / height - 0.5 + view[4]
            rx, ry = px * cos + py * sin, py * cos - px * sin
            x, y = rx, ry
            for _ in range(STEPS):
                u = min(max((x * height + 0.5 * width) * kx - 0.5, 0.0), columns - 1.001)
                v = min(max((y + 0.5) * height * ky - 0.5, 0.0), rows - 1.001)
                a, b = int(u), int(v)
                f, g = u - a, v - b
                top = near[b, a] * (1 - f) + near[b, a + 1] * f
                low = near[b + 1, a] * (1 - f) + near[b + 1, a + 1] * f
                k = HORIZON + (1 - HORIZON) * (top * (1 - g) + low * g)
                x = rx * (1 - k * ahead) + k * right
                y = ry * (1 - k * ahead) + k * down
            nodes[j, i, 0] = f4(x * height + 0.5 * width - 0.5)
            nodes[j, i, 1] = f4((y + 0.5) * height - 0.5)


def _beyond(nodes: Nodes, width: int, height: int) -> tuple[float, float, float, float]:
    """Overflow at the left, right, top and bottom of the visible frame."""
    rows, columns = -(-(height - 1) // CELL) + 1, -(-(width - 1) // CELL) + 1
    across = _overflow(nodes[:rows, :, 0], width, axis=1)
    return *across, *_overflow(nodes[:, :columns, 1], height, axis=0)


def _overflow(positions: NDArray[np.float32], side: int, axis: int) -> tuple[float, float]:
    """Pixels by which the frame's two edges across ``axis`` look before the first and past the last one."""
    last = (side - 1) / CELL
    whole = int(last)
    beyond = np.float32(last - whole)
    far = np.take(positions, whole, axis) * (1 - beyond) + np.take(positions, whole + 1, axis) * beyond
    return max(0.0, -float(np.take(positions, 0, axis).min())), max(0.0, float(far.max()) - (side - 1))


def _cover(positions: NDArray[np.float32], before: float, after: float, last: float) -> None:
    """Stretch the rims, in place, so that what looked beyond an edge looks just inside it.

    Over a rim of width ``b`` and an overflow ``m`` the distance ``s`` from the rim's inner end becomes
    ``s - m / (b + m)^2 s^2``: slope 1 where the rim begins, and ``b + m`` lands on ``b``.
    """
    rim = RIM * last
    for overflow, sign, origin in ((before, -1.0, rim), (after, 1.0, last - rim)):
        if overflow > 0:
            depth = np.maximum(sign * (positions - np.float32(origin)), 0)
            bend = np.float32(overflow / (rim + overflow) ** 2)
            positions -= np.float32(sign) * bend * depth * depth
