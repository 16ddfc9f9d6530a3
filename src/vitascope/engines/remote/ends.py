"""The ends of a clip: what is sent of them, and how the remote video is held to them."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import cv2
import numpy as np
from numpy.typing import NDArray

from vitascope.engines.base import Condition
from vitascope.engines.remote.wish import ClipEnd, End, PictureEnd, Shape
from vitascope.errors import RemoteMismatch
from vitascope.media import cage
from vitascope.media.arrays import Plane, Planes
from vitascope.media.colour import rgb_to_yuv
from vitascope.media.image import encode_jpeg, encode_png

LOSSLESS_PIXELS = 1920 * 1080
"""Larger pictures are sent as JPEG."""
JPEG_QUALITY = 97
FADE = 12
"""Frames over which the difference to a given picture fades."""
UNLIKE = 24.0
"""Grey levels on small luma by which a frame that should be a given picture is another one."""
_SMALL = (64, 36)

Fit = Callable[[Planes], Planes]


def picture_of(end: Condition) -> NDArray[np.uint8]:
    """The picture next to the clip, ``(height, width, 3)``: what plays last before it, or first after it."""
    nearest: NDArray[np.uint8] = end.pictures[-1 if end.position == "start" else 0]
    return nearest


def sent(end: Condition, shape: Shape, size: tuple[int, int] | None, remote_id: str | None) -> End:
    """What the remote server is given: its own generation's id where it has one, else a picture.

    ``size`` is what it will make; the picture is widened to that shape, so that cropping the video back
    gives the picture again.
    """
    if remote_id is not None:
        return ClipEnd(remote_id)
    picture = widened(picture_of(end), *(size or (shape.width, shape.height)))
    if picture.shape[0] * picture.shape[1] <= LOSSLESS_PIXELS:
        return PictureEnd(encode_png(picture), "image/png")
    return PictureEnd(encode_jpeg(picture, JPEG_QUALITY), "image/jpeg")


def widened(picture: NDArray[np.uint8], width: int, height: int) -> NDArray[np.uint8]:
    """The picture in the middle of a frame of another shape, mirrored at its edges, never scaled."""
    rows, columns = picture.shape[:2]
    across = max(columns, round(rows * width / height))
    down = max(rows, round(columns * height / width))
    left, top = (across - columns) // 2, (down - rows) // 2
    sides = ((top, down - rows - top), (left, across - columns - left), (0, 0))
    if not any(map(any, sides)):
        return picture
    return np.pad(picture, sides, mode="symmetric")


@dataclass(frozen=True)
class Pin:
    """An end that must be a picture, ``(height, width, 3) uint8``."""

    position: Literal["start", "end"]
    picture: NDArray[np.uint8]

    def measured(self, path: Path, fit: Fit, name: str) -> Correction:
        """What is to be added to the frames of the video at ``path``.

        Raises ``RemoteMismatch`` where it shows another picture.
        """
        if self.position == "start":
            with closing(cage.frames(path)) as source:
                shown = fit(next(source))
        else:
            height, width = self.picture.shape[:2]
            shown = rgb_to_yuv(cage.neighbours(path, "last", 1, (width, height))[-1])
        given = rgb_to_yuv(self.picture)
        unlike = float(cv2.absdiff(_small(given[0]), _small(shown[0])).mean())
        if unlike > UNLIKE:
            where = "begin" if self.position == "start" else "end"
            raise RemoteMismatch(
                f"The video from {name} does not {where} with the picture that was given: they differ by "
                f"{unlike:.0f} grey levels on average, expected at most {UNLIKE:.0f}. Correct the "
                "capabilities of its entry in VITASCOPE_REMOTES."
            )
        return Correction(self.position, _difference(given, shown))


@dataclass(frozen=True)
class Correction:
    """The difference between a given picture and the frame that should be it, fading away from that end."""

    position: Literal["start", "end"]
    difference: tuple[NDArray[np.int16], ...]

    def applied(self, planes: Planes, index: int, count: int) -> Planes:
        """The frame with its share of the difference."""
        away = index if self.position == "start" else count - 1 - index
        share = 1 - away / min(FADE, count)
        if share <= 0:
            return planes
        y, u, v = (_moved(plane, by, share) for plane, by in zip(planes, self.difference, strict=True))
        return y, u, v


def _difference(given: Planes, shown: Planes) -> tuple[NDArray[np.int16], ...]:
    return tuple(a.astype(np.int16) - b.astype(np.int16) for a, b in zip(given, shown, strict=True))


def _moved(plane: Plane, by: NDArray[np.int16], share: float) -> Plane:
    moved = plane.astype(np.float32) + np.float32(share) * by
    return np.clip(np.rint(moved), 0, 255).astype(np.uint8)


def _small(luma: Plane) -> Plane:
    return np.asarray(cv2.resize(luma, _SMALL, interpolation=cv2.INTER_AREA), np.uint8)
