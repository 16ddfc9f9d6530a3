"""Opening MP4 files: from bytes on disk, in one named format, with a few named codecs.

FFmpeg guesses formats and follows references (playlists, ``ffconcat``, URLs). It is given an open
file instead of a name, so that there is nothing that it could follow.
"""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import BinaryIO, TypeAlias

import av
import numpy as np
from av import VideoFrame
from av.container import InputContainer
from av.video.stream import VideoStream

from vitascope.errors import MediaError
from vitascope.media import limits
from vitascope.media.arrays import Plane
from vitascope.media.faults import reading

Packet: TypeAlias = "av.Packet[VideoStream]"
Source: TypeAlias = Path | BinaryIO
"""A file by its path, or open for reading where the reader may open none."""

FORMAT = "mp4"
_ONLY = {
    "format_whitelist": "mov,mp4,m4a,3gp,3g2,mj2",
    "codec_whitelist": "h264,hevc,vp9,av1,libdav1d",
    "protocol_whitelist": "none",
}
_UNSEEN = {"skip_frame": "all"}
"""Without it FFmpeg decodes the first frame, which is the largest, of every file it opens."""
_BRANDS = {"major_brand", "minor_version", "compatible_brands"}
_THREADS = 2
"""Decoder threads; each holds one frame more."""


@dataclass(frozen=True)
class Clip:
    """An open video: its container, its one picture stream, and what its header says."""

    container: InputContainer
    stream: VideoStream
    width: int
    height: int
    fps: Fraction
    frames: int

    @property
    def metadata(self) -> dict[str, str]:
        """The container's tags, without those that only describe the container."""
        return {key: value for key, value in self.container.metadata.items() if key not in _BRANDS}

    def index(self, pts: int | None) -> int:
        """The number of the frame shown at ``pts``, a time in the stream's time base."""
        if pts is None or self.stream.time_base is None:
            raise MediaError("The video has a frame without a time. Encode it again at a constant rate.")
        return round((pts - (self.stream.start_time or 0)) * self.stream.time_base * self.fps)


@contextmanager
def opened(source: Source, *, header: bool = False) -> Generator[Clip]:
    """Open a video in MP4: ours, or one that was brought in (H.264, HEVC, VP9, AV1).

    ``header`` is for who reads nothing else: how pixels are laid out and frames reordered is not known then.
    Raises ``MediaError`` for anything else, damaged or over the limits.
    """
    with (
        reading("The video"),
        source.open("rb") if isinstance(source, Path) else nullcontext(source) as file,
        av.open(file, "r", format=FORMAT, options=_ONLY | _UNSEEN if header else _ONLY) as container,
    ):
        if not container.streams.video:
            raise MediaError("The file has no picture track; expected an MP4 with video.")
        stream = container.streams.video[0]
        fps = stream.average_rate
        limits.check_video(stream.width, stream.height, stream.frames)
        if fps is None or fps <= 0:
            raise MediaError("The video does not say its frame rate. Encode it again at a constant rate.")
        stream.codec_context.thread_count = _THREADS
        stream.codec_context.thread_type = "AUTO"
        yield Clip(container, stream, stream.width, stream.height, Fraction(fps), stream.frames)


def view(frame: VideoFrame, number: int) -> Plane:
    """Plane 0, 1 or 2 of a frame, not copied: what is written into it is written into the frame."""
    plane = frame.planes[number]
    rows = np.frombuffer(memoryview(plane), np.uint8).reshape(plane.height, plane.line_size)
    return rows[:, : plane.width]
