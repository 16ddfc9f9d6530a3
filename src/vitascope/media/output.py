"""MP4 files being written."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path
from typing import Protocol, cast

import av
from av import VideoFrame
from av.video.codeccontext import VideoCodecContext
from av.video.stream import VideoStream

from vitascope.media.container import FORMAT, Packet

_OPTIONS = {
    "movflags": "+faststart",  # the index first, so that playing starts before the file is there
    "fflags": "+bitexact",  # no version and no date, so that equal videos are equal files
}


class OutputStream(Protocol):
    """The parts of PyAV's output stream that are used, with their types."""

    codec_context: VideoCodecContext

    def encode(self, frame: VideoFrame | None) -> Sequence[Packet]:
        """Give the encoder a frame, or None at the end; take the packets that are ready."""
        ...


class Output(Protocol):
    """The parts of PyAV's output container that are used, with their types."""

    metadata: dict[str, str]

    def add_stream(self, codec_name: str, rate: Fraction, options: dict[str, str]) -> OutputStream:
        """Add an encoder."""
        ...

    def add_stream_from_template(self, template: VideoStream) -> VideoStream:
        """Add a stream for packets that are encoded already."""
        ...

    def mux(self, packets: Sequence[Packet]) -> None:
        """Write packets."""
        ...

    def close(self) -> None:
        """Write the index and close the file."""
        ...


def create(path: Path, metadata: dict[str, str]) -> Output:
    """Start an MP4 at ``path`` with these tags. The codec libraries' own exceptions come out."""
    container = cast("Output", av.open(f"file:{path.absolute()}", "w", format=FORMAT, options=_OPTIONS))
    container.metadata.update(metadata)
    return container
