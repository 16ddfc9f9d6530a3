"""Small pictures of a video."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np

from vitascope.media.arrays import Picture, Plane, Planes
from vitascope.media.colour import yuv_to_rgb
from vitascope.media.decode import sampled, spread
from vitascope.media.faults import writing
from vitascope.media.file import replacing
from vitascope.media.image import encode_jpeg, encode_webp

_CANDIDATES = 5
_ENOUGH = 40.0
"""Standard deviation of luma above which more contrast does not make a better picture."""
_CELL = 320
"""Width of one picture of a contact sheet."""


class Stills:
    """Small copies of a few frames, taken while a clip passes by, so that nothing is decoded afterwards."""

    def __init__(self, frames: int, width: int, columns: int = 4, rows: int = 3) -> None:
        """``frames`` of the clip, ``width`` of the thumbnail in pixels, cells of the contact sheet."""
        self._width, self._columns = width, columns
        self._candidates = spread(frames, _CANDIDATES)
        self._cells = spread(frames, columns * rows)
        self._large: dict[int, Planes] = {}
        self._tiny: dict[int, Planes] = {}

    def see(self, index: int, frame: Planes) -> None:
        """Take what is wanted of one frame; the planes are not kept."""
        if index in self._candidates:
            self._large[index] = small(frame, self._width)
        if index in self._cells:
            self._tiny[index] = small(frame, _CELL)

    def thumbnail(self, out: Path) -> None:
        """A WebP of the most telling of a few frames. Raises ``StorageFull`` for a full disk."""
        save_still(out, self.webp())

    def webp(self) -> bytes:
        """The thumbnail's bytes."""
        shown = [self._large[index] for index in self._candidates]
        middle = len(shown) // 2
        best = max(range(len(shown)), key=lambda i: (_telling(shown[i][0]), -abs(i - middle)))
        return encode_webp(yuv_to_rgb(*shown[best]))

    def contact_sheet(self, out: Path) -> None:
        """A JPEG of frames spread over the clip, in reading order; raises as ``thumbnail``."""
        save_still(out, self.jpeg())

    def jpeg(self) -> bytes:
        """The contact sheet's bytes."""
        cells = [yuv_to_rgb(*self._tiny[index]) for index in self._cells]
        lines = [np.hstack(cells[at : at + self._columns]) for at in range(0, len(cells), self._columns)]
        sheet: Picture = np.vstack(lines)
        return encode_jpeg(sheet)


def preview(frame: Planes, out: Path, width: int) -> None:
    """A quickly made WebP of one frame at most ``width`` pixels wide. Raises ``StorageFull``."""
    save_still(out, encode_webp(yuv_to_rgb(*small(frame, width)), effort=2))


def thumbnail(video: Path, out: Path, width: int) -> None:
    """The thumbnail of a file. Raises ``MediaError`` where it cannot be decoded, and as ``Stills``."""
    shown = Stills(_CANDIDATES, width)
    for index, frame in enumerate(sampled(video, _CANDIDATES)):
        shown.see(index, frame)
    shown.thumbnail(out)


def _telling(luma: Plane) -> int:
    """How much there is to see, in steps of 4 grey levels: black, white and fog have little contrast."""
    return round(min(float(luma.std()), _ENOUGH) / 4)


def small(frame: Planes, width: int) -> Planes:
    """A copy at most ``width`` pixels wide, with even sides."""
    height, full = frame[0].shape
    width = max(2, min(width, full) // 2 * 2)
    down = max(2, round(height * width / full / 2) * 2)
    y, u, v = frame
    half = width // 2, down // 2
    return _scaled(y, (width, down)), _scaled(u, half), _scaled(v, half)


def _scaled(plane: Plane, size: tuple[int, int]) -> Plane:
    return np.asarray(cv2.resize(plane, size, interpolation=cv2.INTER_AREA), np.uint8)


def save_still(out: Path, data: bytes) -> None:
    """Write one of the two, whole or not at all. Raises ``StorageFull`` for a full disk."""
    with writing("The thumbnail"), replacing(out) as unfinished:
        unfinished.write_bytes(data)
