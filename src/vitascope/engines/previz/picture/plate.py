"""A still picture made ready to be sampled anywhere inside it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, cast

import cv2
import numpy as np
from numpy.typing import NDArray

from vitascope.engines.base import Plane
from vitascope.engines.previz.picture.compiled import i4, kernel, leaf
from vitascope.media.colour import rgb_to_yuv, yuv_to_rgb

BEFORE, AFTER = 1, 2
"""Rows and columns repeated outside each edge, for taps beyond the last pixel."""

FINER = 2
"""How much finer than the picture luma is kept, so that a straight line between two samples is enough."""

Planes = tuple[Plane, Plane, Plane]
"""Y, U and V of one frame; ``(height, width)``, and half of it for the other two."""


@dataclass(frozen=True)
class Texels:
    """One plane with its edges repeated, or two whose pixels take turns.

    ``words`` reads two neighbouring pixels of a row as one little-endian integer at any pixel: one load in
    place of two, or of four. It overlaps itself; nothing writes to it.
    """

    words: NDArray[Any]
    stride: int
    width: int
    height: int

    @classmethod
    def of(cls, *planes: Plane) -> Texels:
        """Of one plane, or of two of one size."""
        count, (height, width) = len(planes), planes[0].shape
        rows, stride = height + BEFORE + AFTER, width + BEFORE + AFTER
        buffer = np.zeros((rows * stride + 1) * count, np.uint8)
        grown = buffer[:-count].reshape(rows, stride, count)
        joined = cv2.merge(planes)
        cv2.copyMakeBorder(joined, BEFORE, AFTER, BEFORE, AFTER, cv2.BORDER_REPLICATE, grown)
        words = np.ndarray((rows * stride,), np.dtype(f"<u{2 * count}"), buffer.data, strides=(count,))
        return cls(words, stride, width, height)


@dataclass(frozen=True)
class Plate:
    """A picture in Y, U and V: as it is, and ready to be sampled, luma ``FINER`` times as fine."""

    planes: Planes
    luma: Texels
    chroma: Texels

    @classmethod
    def of(cls, planes: Planes) -> Plate:
        """From the planes of one frame."""
        y, u, v = planes
        return cls(planes, Texels.of(doubled(y)), Texels.of(u, v))

    @classmethod
    def of_picture(cls, picture: NDArray[np.uint8]) -> Plate:
        """From ``(height, width, 3) uint8`` RGB."""
        return cls.of(rgb_to_yuv(picture))

    @property
    def width(self) -> int:
        """In pixels."""
        return int(self.planes[0].shape[1])

    @property
    def height(self) -> int:
        """In pixels."""
        return int(self.planes[0].shape[0])

    def small(self, width: int = 480) -> NDArray[np.uint8]:
        """A reduced copy in RGB for analysis, ``(height, width, 3) uint8``; the height is even."""
        height = max(16, round(width * self.height / self.width / 2) * 2)
        y, u, v = self.planes
        return yuv_to_rgb(
            _shrunk(y, width, height),
            _shrunk(u, width // 2, height // 2),
            _shrunk(v, width // 2, height // 2),
        )


def _shrunk(plane: Plane, width: int, height: int) -> Plane:
    return np.asarray(cv2.resize(plane, (width, height), interpolation=cv2.INTER_AREA), np.uint8)


def doubled(plane: Plane) -> Plane:
    """A plane with a sample between every two, ``(2 height - 1, 2 width - 1)``; its own stay as they are.

    Those between are a little sharper than Catmull-Rom's half-way points, because the straight lines between
    soften: a clip that continues another is sampled from samples.
    """
    height, width = plane.shape
    out = np.empty((2 * height, width), np.dtype("<u2"))
    framed = cast("Plane", cv2.copyMakeBorder(plane, 1, 2, 1, 2, cv2.BORDER_REPLICATE))
    middle: NDArray[np.int32] = np.empty((width + 3,), np.int32)
    _double(framed, middle, out)
    return out.view(np.uint8)[:-1, :-1]


@leaf
def _between(a: Any, b: Any, c: Any, d: Any) -> Any:
    """32 times what is half way between the middle two."""
    return i4(i4(i4(19) * i4(i4(b) + i4(c))) - i4(i4(3) * i4(i4(a) + i4(d))))


@leaf
def _pair(first: Any, second: Any, bits: Any) -> Any:
    """Two pixels in a word: the first as it is, the second from ``2**bits`` times itself."""
    whole = min(max(i4(i4(second + i4(i4(1) << i4(bits - i4(1)))) >> bits), i4(0)), i4(255))
    return np.uint16(i4(i4(first) | i4(whole << i4(8))))


@kernel
def _double(plane: Plane, middle: NDArray[np.int32], out: NDArray[np.uint16]) -> None:
    """``plane`` has one row and column more before, and two after; ``out`` holds two pixels in a word."""
    width = out.shape[1]
    for row in range(out.shape[0] // 2):
        p, q, r, s = plane[row], plane[row + 1], plane[row + 2], plane[row + 3]
        top, low = out[2 * row], out[2 * row + 1]
        for x in range(middle.size):
            middle[x] = _between(p[x], q[x], r[x], s[x])
        for x in range(width):
            top[x] = _pair(q[x + 1], _between(q[x], q[x + 1], q[x + 2], q[x + 3]), i4(5))
        for x in range(width):
            first = min(max(i4(i4(middle[x + 1] + i4(16)) >> i4(5)), i4(0)), i4(255))
            low[x] = _pair(first, _between(middle[x], middle[x + 1], middle[x + 2], middle[x + 3]), i4(10))
