"""A still picture made ready to be sampled anywhere inside it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from vitascope.engines.base import Plane
from vitascope.media.colour import rgb_to_yuv, yuv_to_rgb

BEFORE, AFTER = 1, 3
"""Rows and columns repeated outside each edge, for taps beyond the last pixel."""

Planes = tuple[Plane, Plane, Plane]
"""Y, U and V of one frame; ``(height, width)``, and half of it for the other two."""


@dataclass(frozen=True)
class Texels:
    """One plane with its edges repeated.

    ``words`` reads ``size`` neighbouring pixels of a row as one little-endian integer at any byte: one
    load in place of several. It overlaps itself; nothing writes to it.
    """

    words: NDArray[Any]
    stride: int
    width: int
    height: int

    @classmethod
    def of(cls, plane: Plane, size: int) -> Texels:
        """Read ``size`` (2 or 4) pixels at a time."""
        height, width = plane.shape
        grown = cv2.copyMakeBorder(plane, BEFORE, AFTER, BEFORE, AFTER, cv2.BORDER_REPLICATE)
        stride = width + BEFORE + AFTER
        buffer = np.append(grown.ravel(), np.zeros(size, np.uint8))
        kind = np.dtype("<u4") if size == 4 else np.dtype("<u2")
        words = np.ndarray((grown.size,), kind, buffer.data, strides=(1,))
        return cls(words, stride, width, height)


@dataclass(frozen=True)
class Plate:
    """A picture in Y, U and V: as it is, and ready to be sampled. Luma is read in fours, for cubics."""

    planes: Planes
    luma: Texels
    chroma: tuple[Texels, Texels]

    @classmethod
    def of(cls, planes: Planes) -> Plate:
        """From the planes of one frame."""
        y, u, v = planes
        return cls(planes, Texels.of(y, 4), (Texels.of(u, 2), Texels.of(v, 2)))

    @classmethod
    def of_picture(cls, picture: NDArray[np.uint8]) -> Plate:
        """From ``(height, width, 3) uint8`` RGB."""
        return cls.of(rgb_to_yuv(picture))

    @property
    def width(self) -> int:
        """In pixels."""
        return self.luma.width

    @property
    def height(self) -> int:
        """In pixels."""
        return self.luma.height

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
