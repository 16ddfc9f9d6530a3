"""Two frames put together, by one weight or by a front that sweeps over the picture."""

from __future__ import annotations

from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from vitascope.engines.base import Plane
from vitascope.engines.previz.picture.compiled import f4, kernel
from vitascope.engines.previz.picture.depth import Map
from vitascope.engines.previz.picture.plate import Planes

EDGE = 0.07
"""Width of a front's soft edge, as a share of the picture's area."""


def weighted(first: Planes, second: Planes, weight: Map) -> Planes:
    """``weight`` (any size, 0 to 1) of the second picture over the first."""
    full = _grown(weight, first[0])
    half = _grown(weight, first[1])
    return _each(first, second, full, half, (0.0, 1.0))


class Front:
    """The order in which the pixels of a picture are replaced, made once for a clip.

    ``order`` (any size) says when each place turns: low values first. Only its ranks count, so that equal
    steps of progress replace equal areas.
    """

    def __init__(self, order: Map, width: int, height: int) -> None:
        rank = np.empty(order.size, np.float32)
        rank[np.argsort(order, axis=None, kind="stable")] = np.linspace(0, 1, order.size, dtype=np.float32)
        grown = cv2.resize(rank.reshape(order.shape), (width, height), interpolation=cv2.INTER_LINEAR)
        self._full = _coded(np.asarray(grown, np.float32))
        self._half = np.ascontiguousarray(self._full[::2, ::2])

    def __call__(self, first: Planes, second: Planes, progress: float) -> Planes:
        """The frame at which ``progress`` of the area, 0 to 1, is the second picture's."""
        if progress <= 0.0:
            return first
        if progress >= 1.0:
            return second
        low = progress * (1.0 + EDGE) - EDGE
        return _each(first, second, self._full, self._half, (low + EDGE, -1.0 / EDGE))


def _grown(weight: Map, plane: Plane) -> NDArray[np.uint16]:
    height, width = plane.shape
    return _coded(np.asarray(cv2.resize(weight, (width, height), interpolation=cv2.INTER_LINEAR), np.float32))


def _coded(values: Map) -> NDArray[np.uint16]:
    """0 to 1 in 16 bits: half the memory of a float and no visible steps."""
    return np.asarray(np.clip(values * np.float32(65535) + np.float32(0.5), 0, 65535), np.uint16)


def _each(
    first: Planes,
    second: Planes,
    full: NDArray[np.uint16],
    half: NDArray[np.uint16],
    curve: tuple[float, float],
) -> Planes:
    origin, gain = np.float32(curve[0]), np.float32(curve[1])
    y, u, v = (np.empty_like(plane) for plane in first)
    for a, b, weight, out in zip(first, second, (full, half, half), (y, u, v), strict=True):
        _blend(a, b, weight, origin, gain, out)
    return y, u, v


@kernel
def _blend(a: Plane, b: Plane, weight: NDArray[np.uint16], origin: Any, gain: Any, out: Plane) -> None:
    """``a`` to ``b`` by a smooth step of ``(weight - origin) * gain``."""
    height, width = out.shape
    for j in range(height):
        for i in range(width):
            t = (f4(weight[j, i]) * f4(1 / 65535) - origin) * gain
            t = min(max(t, f4(0)), f4(1))
            t = t * t * (f4(3) - t - t)
            p, q = f4(a[j, i]), f4(b[j, i])
            out[j, i] = np.uint8(p + (q - p) * t + f4(0.5))
