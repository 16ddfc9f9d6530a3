"""From a remote video's file to exactly the frames that were asked for."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from vitascope.domain.render import FPS, RenderSpec
from vitascope.engines.base import FrameBlock
from vitascope.engines.remote.ends import Pin
from vitascope.engines.remote.seam import Seam
from vitascope.engines.remote.wish import LONGEST_STRETCH, Length
from vitascope.errors import RemoteMismatch
from vitascope.media import cage
from vitascope.media.arrays import Planes
from vitascope.media.colour import rgb_to_yuv, yuv_to_rgb
from vitascope.media.image import cover_fit
from vitascope.media.inbetween import resampled
from vitascope.media.probe import VideoInfo

LARGEST_SCALE = 2.0
"""How far a remote picture may be enlarged: beyond that, the size would be an empty promise."""
SLOWEST_RATE = 7.5
"""Frames a second that a remote video must have at least."""
SAME_RATE = 0.005
"""Rates this close to 24 are 24: 23.976 is played a thousandth faster."""
_HALF = 0.5


@dataclass(frozen=True)
class Window:
    """Which of a file's frames are used: from ``first`` on in steps of ``step`` frames."""

    first: float
    step: float

    def places(self, count: int) -> Iterator[float]:
        """The position of each frame of the clip in the file."""
        return (self.first + number * self.step for number in range(count))


class RemoteClip:
    """One downloaded video, read as the clip of a spec.

    Raises ``RemoteMismatch`` for a video that no retiming and no cropping makes what was asked for.
    """

    def __init__(self, path: Path, name: str, spec: RenderSpec, length: Length, *, tail: bool) -> None:
        self._path = path
        self._name = name
        self._spec = spec
        self._length = length
        self._info = cage.probe(path)
        _check_size(name, self._info, spec)
        self.window = window(name, self._info, spec, length, tail=tail)

    def blocks(self, pins: tuple[Pin, ...]) -> Iterator[FrameBlock]:
        """The clip, one frame in a block; ``pins`` hold its ends to the pictures that were given."""
        spec = self._spec
        seam = Seam(self._name) if spec.loop else None
        corrections = [pin.measured(self._path, self._fitted, self._name) for pin in pins]
        with closing(cage.frames(self._path)) as source:
            places = self.window.places(spec.frames)
            for index, frame in enumerate(resampled(source, places, wraps=spec.loop)):
                planes = self._fitted(frame)
                for correction in corrections:
                    planes = correction.applied(planes, index, spec.frames)
                if seam is not None:
                    seam.see(planes[0])
                yield FrameBlock(index, planes[0][None], planes[1][None], planes[2][None])
        if seam is not None:
            seam.check()

    def _fitted(self, frame: Planes) -> Planes:
        height, width = frame[0].shape
        if (width, height) == (self._spec.width, self._spec.height):
            return frame
        picture: NDArray[np.uint8] = yuv_to_rgb(*frame)
        return rgb_to_yuv(cover_fit(picture, self._spec.width, self._spec.height))


def window(name: str, info: VideoInfo, spec: RenderSpec, length: Length, *, tail: bool) -> Window:
    """Which frames of a video make the clip.

    ``tail``: the video begins with what it continues, and only its end is new.
    """
    rate, needed = float(info.fps), spec.frames / FPS
    rate = FPS if abs(rate / FPS - 1) < SAME_RATE else rate
    if rate < SLOWEST_RATE:
        raise _wrong(name, f"has {rate:.3g} frames a second, expected at least {SLOWEST_RATE}")
    start = _joint(name, info.frames, rate, length) if tail else 0
    left = info.frames - start
    if left - length.beyond >= spec.frames * rate / FPS - _HALF:
        start, left = start + length.skip, left - length.beyond
    seconds = left / rate
    if length.whole:
        _check_stretch(name, seconds, needed, least=1 / LONGEST_STRETCH)
        step = left / spec.frames if spec.loop else (left - 1) / max(spec.frames - 1, 1)
        return Window(start, step)
    if left >= spec.frames * rate / FPS - _HALF:
        return Window(start, rate / FPS)
    _check_stretch(name, seconds, needed, least=0.0)
    return Window(start, (left - 1) / max(spec.frames - 1, 1))


def _joint(name: str, frames: int, rate: float, length: Length) -> int:
    """The first frame of what is new in a video that begins with what it continues."""
    new = round((length.frames / FPS if length.frames else length.seconds) * rate)
    if frames < new:
        raise _wrong(name, f"has {frames} frames; expected at least {new}, the new part alone")
    return frames - new


def _check_stretch(name: str, seconds: float, needed: float, least: float) -> None:
    stretch = needed / seconds
    if not least <= stretch <= LONGEST_STRETCH:
        raise _wrong(
            name,
            f"lasts {seconds:.3g} s and {needed:.3g} s were asked for; expected a length that playing it at "
            f"most {LONGEST_STRETCH - 1:.0%} slower or faster makes right",
        )


def _check_size(name: str, info: VideoInfo, spec: RenderSpec) -> None:
    scale = max(spec.width / info.width, spec.height / info.height)
    if scale > LARGEST_SCALE:
        raise _wrong(
            name,
            f"is {info.width}x{info.height} and {spec.width}x{spec.height} was asked for; expected at least "
            f"1/{LARGEST_SCALE:g} of that",
        )


def _wrong(name: str, what: str) -> RemoteMismatch:
    return RemoteMismatch(
        f"The video from {name} {what}. Ask for what that server makes, "
        "or correct its entry in VITASCOPE_REMOTES."
    )
