"""Clips one after another, without encoding anything again."""

from __future__ import annotations

from collections.abc import Callable, Generator, Sequence
from contextlib import closing
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import NamedTuple, cast

import av
from av.video.stream import VideoStream

from vitascope.errors import MediaError
from vitascope.media import limits
from vitascope.media.container import Packet, Source, opened
from vitascope.media.faults import writing
from vitascope.media.file import EncodedVideo, described, replacing
from vitascope.media.output import Output, create


@dataclass(frozen=True)
class Part:
    """What must be alike in two clips that are to be played as one stream, and what is to be known of each.

    ``parameters`` are the encoder's, in hexadecimal; ``depth`` says how many frames are decoded ahead.
    """

    width: int
    height: int
    fps: Fraction
    codec: str
    parameters: str
    frames: int
    depth: int
    metadata: dict[str, str]


class Sample(NamedTuple):
    """An encoded frame: its number in the order of showing, whether decoding can begin there, its bytes."""

    number: int
    key: bool
    data: bytes


def part(source: Source) -> Part:
    """What a file's header says. Raises ``MediaError``."""
    with opened(source) as clip:
        context = clip.stream.codec_context
        return Part(
            clip.width,
            clip.height,
            clip.fps,
            context.name,
            (context.extradata or b"").hex(),
            clip.frames,
            context.reorder_depth,
            clip.metadata,
        )


def samples(source: Source) -> Generator[Sample]:
    """The encoded frames in the order of decoding. Raises ``MediaError``."""
    with opened(source) as clip:
        for packet in clip.container.demux(clip.stream):
            if packet.size:  # the demuxer ends with an empty one
                yield Sample(clip.index(packet.pts), packet.is_keyframe, bytes(packet))


@dataclass(frozen=True)
class Reader:
    """Who reads the parts: this process, or a child in the cage."""

    part: Callable[[Path], Part]
    samples: Callable[[Path], Generator[Sample]]


HERE = Reader(part, samples)


def join(
    parts: Sequence[Path],
    out: Path,
    *,
    metadata: dict[str, str] | None = None,
    own: Path | None = None,
    reader: Reader = HERE,
) -> EncodedVideo:
    """Concatenate videos of one size from one encoder; every packet is copied bit for bit.

    ``metadata`` is written into the container; without it, whatever all the parts say alike. ``own`` is the
    one part that this process opens itself, whose stream the whole is written as (else the first). Raises
    ``MediaError`` with the reason where the parts do not fit together.
    """
    found = [reader.part(path) for path in parts]
    _check(found)
    total = sum(one.frames for one in found)
    limits.check_video(found[0].width, found[0].height, total)
    if metadata is None:
        metadata = _common([one.metadata for one in found])
    with replacing(out) as unfinished:
        with (
            opened(own or parts[0]) as clip,
            writing("The joined video"),
            closing(create(unfinished, metadata)) as container,
        ):
            _copy(parts, found, reader, container, container.add_stream_from_template(clip.stream))
        video = described(unfinished, total, int(found[0].fps))
    return EncodedVideo(out, video.sha256, video.size, video.frames, video.duration)


def check_joinable(parts: Sequence[Source]) -> None:
    """Read the headers only. Raises ``MediaError`` where ``join`` would refuse the parts."""
    _check([part(path) for path in parts])


def _check(parts: Sequence[Part]) -> None:
    if not parts:
        raise MediaError("There is nothing to join: no video was given.")
    first = parts[0]
    for number, one in enumerate(parts[1:], 2):
        cannot = f"Part {number} cannot be joined to part 1 without encoding it again: "
        if (one.width, one.height) != (first.width, first.height):
            raise MediaError(
                f"{cannot}it is {one.width}x{one.height}, part 1 is {first.width}x{first.height}."
            )
        if one.fps != first.fps:
            raise MediaError(f"{cannot}it has {one.fps} frames a second, part 1 has {first.fps}.")
        if (one.codec, one.parameters) != (first.codec, first.parameters):
            raise MediaError(f"{cannot}their encoders' parameter sets differ.")


def _common(tags: Sequence[dict[str, str]]) -> dict[str, str]:
    first = tags[0]
    return {key: first[key] for key in first if all(other.get(key) == first[key] for other in tags)}


def _copy(
    paths: Sequence[Path], parts: Sequence[Part], reader: Reader, container: Output, target: VideoStream
) -> None:
    """Mux every part's packets, shown at their place in the whole.

    Frames are coded in an order of their own. Their decoding times are counted off anew, the codec's
    reordering depth ahead of the times at which they are shown, which gives one even row of both.
    """
    coded = shown = 0
    for path, one in zip(paths, parts, strict=True):
        room = path.stat().st_size
        with closing(reader.samples(path)) as found:
            for sample in found:
                room -= len(sample.data)
                if room < 0:  # a header can name the same bytes for every frame
                    raise MediaError("A video's frames have more bytes than its file. Send another.")
                packet = _packet(sample, target)
                packet.time_base = 1 / one.fps
                packet.pts, packet.dts, packet.duration = shown + sample.number, coded - one.depth, 1
                container.mux([packet])
                coded += 1
        shown += one.frames


def _packet(sample: Sample, target: VideoStream) -> Packet:
    packet = cast("Packet", av.Packet(sample.data))
    packet.is_keyframe = sample.key
    packet.stream = target
    return packet
