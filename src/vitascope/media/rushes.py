"""A short video of a clip that is still being made."""

from __future__ import annotations

from pathlib import Path

from vitascope.media.arrays import Planes
from vitascope.media.encode import Encoder
from vitascope.media.file import EncodedVideo
from vitascope.media.thumbnail import small

_FASTEST = 6
"""Pictures a second: as many as show how things move."""
_MOST = 40
"""Pictures that are kept, 86 KB each at 16:9."""


class Rushes:
    """Small copies of every few frames, in the order of the clip, and at its speed when they are played.

    ``frames`` and ``fps`` are the whole clip's, ``width`` is in pixels.
    """

    def __init__(self, frames: int, fps: int, width: int) -> None:
        self._width = width
        steps = [step for step in range(1, fps + 1) if fps % step == 0 and fps // step <= _FASTEST]
        self._step = next((step for step in steps if frames <= step * _MOST), steps[-1])
        self._fps = fps // self._step
        self._kept: list[Planes] = []

    def see(self, index: int, frame: Planes) -> None:
        """Take the frame if it is one of those wanted; the planes are not kept."""
        if index % self._step == 0:
            self._kept.append(small(frame, self._width))

    def write(self, out: Path) -> EncodedVideo:
        """An MP4 of what was seen so far, at least one frame; raises as ``Encoder`` does."""
        height, width = self._kept[0][0].shape
        with Encoder(out, width, height, self._fps, len(self._kept), pinned=frozenset()) as encoder:
            for frame in self._kept:
                encoder.write(*frame)
            return encoder.close()
