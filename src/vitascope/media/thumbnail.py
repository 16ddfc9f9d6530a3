"""Small pictures of a video."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np

from vitascope.media.arrays import Picture, Plane, Planes
from vitascope.media.colour import yuv_to_rgb
from vitascope.media.decode import sampled
from vitascope.media.faults import writing
from vitascope.media.file import replacing
from vitascope.media.image import encode_jpeg, encode_webp

_CANDIDATES = 5
_ENOUGH = 40.0
"""Standard deviation of luma above which more contrast does not make a better picture."""
_CELL = 320
"""Width of one picture of a contact sheet."""


def thumbnail(video: Path, out: Path, width: int) -> None:
    """A WebP at most ``width`` pixels wide of the most telling of a few frames.

    Raises ``MediaError`` for a video that cannot be decoded, ``StorageFull`` for a full disk.
    """
    shown = [_small(frame, width) for frame in sampled(video, _CANDIDATES)]
    middle = len(shown) // 2
    best = max(range(len(shown)), key=lambda i: (_telling(shown[i][0]), -abs(i - middle)))
    _save(out, encode_webp(yuv_to_rgb(*shown[best])))


def contact_sheet(video: Path, out: Path, columns: int = 4, rows: int = 3) -> None:
    """A JPEG of ``columns x rows`` frames spread over the clip, in reading order; raises as ``thumbnail``."""
    cells = [yuv_to_rgb(*_small(frame, _CELL)) for frame in sampled(video, columns * rows)]
    lines = [np.hstack(cells[start : start + columns]) for start in range(0, len(cells), columns)]
    sheet: Picture = np.vstack(lines)
    _save(out, encode_jpeg(sheet))


def _telling(luma: Plane) -> int:
    """How much there is to see, in steps of 4 grey levels: black, white and fog have little contrast."""
    return round(min(float(luma.std()), _ENOUGH) / 4)


def _small(frame: Planes, width: int) -> Planes:
    height, full = frame[0].shape
    width = max(2, min(width, full) // 2 * 2)
    down = max(2, round(height * width / full / 2) * 2)
    y, u, v = frame
    half = width // 2, down // 2
    return _scaled(y, (width, down)), _scaled(u, half), _scaled(v, half)


def _scaled(plane: Plane, size: tuple[int, int]) -> Plane:
    return np.asarray(cv2.resize(plane, size, interpolation=cv2.INTER_AREA), np.uint8)


def _save(out: Path, data: bytes) -> None:
    with writing("The thumbnail"), replacing(out) as unfinished:
        unfinished.write_bytes(data)
