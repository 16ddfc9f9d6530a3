"""Sound laid under a finished video; not one bit of its pictures changes."""

from __future__ import annotations

import heapq
from collections.abc import Iterator, Sequence
from contextlib import closing
from fractions import Fraction
from pathlib import Path
from typing import Protocol, cast

import numpy as np
from av import AudioFrame, AudioResampler
from numpy.typing import NDArray

from vitascope.errors import MediaError
from vitascope.media.container import Clip, Packet, opened
from vitascope.media.faults import writing
from vitascope.media.file import replacing
from vitascope.media.output import Output, create

RATE = 48_000
"""Samples a second in the file."""
BITS = 192_000
"""Of sound in a second: AAC at which two channels are not told from the original."""
_BLOCK = 1024
"""Samples in a frame of AAC (ISO/IEC 14496-3)."""

Samples = NDArray[np.float32]


class _Encoder(Protocol):
    """The parts of PyAV's stream of sound that are used, with their types."""

    bit_rate: int

    def encode(self, frame: AudioFrame | None) -> Sequence[Packet]:
        """Give the encoder samples, or None at the end; take the packets that are ready."""
        ...


class _Container(Protocol):
    def add_stream(self, codec_name: str, rate: int, *, layout: str) -> _Encoder:
        """Add an encoder of sound."""
        ...


def add_sound(video: Path, samples: Samples, rate: int) -> None:
    """Write ``samples``, ``(n, channels)`` in -1 to 1 at ``rate`` a second, into an MP4 as its sound.

    One channel or two; sound longer than the pictures is cut off, and silence follows where it is shorter.
    Raises ``MediaError`` for any other shape, and as the encoder does.
    """
    if samples.ndim != 2 or samples.shape[1] not in (1, 2) or rate <= 0:
        raise MediaError(
            f"The sound is {samples.shape} at {rate} a second; expected (n, 1) or (n, 2) samples. "
            "This is a fault of the engine."
        )
    with (
        replacing(video) as unfinished,
        opened(video) as clip,
        writing("The video's sound"),
        closing(create(unfinished, clip.metadata)) as container,
    ):
        _copy(clip, _fitted(samples, rate, clip), rate, container)


def _copy(clip: Clip, samples: Samples, rate: int, container: Output) -> None:
    pictures = container.add_stream_from_template(clip.stream)
    encoder = cast("_Container", container).add_stream("aac", RATE, layout="stereo")
    encoder.bit_rate = BITS
    packets = heapq.merge(_pictures(clip), _sound(encoder, samples, rate), key=_time)
    for packet in packets:
        if packet.stream is clip.stream:
            packet.stream = pictures
        container.mux([packet])


def _pictures(clip: Clip) -> Iterator[Packet]:
    return (packet for packet in clip.container.demux(clip.stream) if packet.size)


def _sound(encoder: _Encoder, samples: Samples, rate: int) -> Iterator[Packet]:
    resampler = AudioResampler(format="fltp", layout="stereo", rate=RATE, frame_size=_BLOCK)
    frame = AudioFrame.from_ndarray(samples.T.copy(), format="fltp", layout=_layout(samples))
    frame.sample_rate, frame.pts, frame.time_base = rate, 0, Fraction(1, rate)
    for given in (frame, None):
        for block in resampler.resample(given):
            yield from encoder.encode(block)
    yield from encoder.encode(None)


def _fitted(samples: Samples, rate: int, clip: Clip) -> Samples:
    """As long as the pictures are shown, and nowhere louder than full."""
    count = round(clip.frames / clip.fps * rate)
    made = np.zeros((count, samples.shape[1]), np.float32)
    heard = np.nan_to_num(samples[:count])
    made[: len(heard)] = heard
    return made.clip(-1, 1)


def _layout(samples: Samples) -> str:
    return "mono" if samples.shape[1] == 1 else "stereo"


def _time(packet: Packet) -> Fraction:
    if packet.dts is None:
        raise MediaError("The video has a packet without a time. This is a fault of the server.")
    return packet.dts * packet.time_base
