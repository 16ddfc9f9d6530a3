"""Clips one after another, without encoding anything again."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from av.video.stream import VideoStream

from vitascope.errors import MediaError
from vitascope.media import limits
from vitascope.media.container import Clip, Packet, Source, opened
from vitascope.media.faults import writing
from vitascope.media.file import EncodedVideo, described, replacing
from vitascope.media.output import Output, create


@dataclass(frozen=True)
class _Part:
    """What must be alike in two clips that are to be played as one stream."""

    width: int
    height: int
    fps: Fraction
    codec: str
    parameters: bytes | None
    frames: int
    metadata: dict[str, str]


def join(parts: Sequence[Path], out: Path, *, metadata: dict[str, str] | None = None) -> EncodedVideo:
    """Concatenate videos of one size from one encoder; every packet is copied bit for bit.

    ``metadata`` is written into the container; without it, whatever all the parts say alike. Raises
    ``MediaError`` with the reason where the parts do not fit together.
    """
    found = [_part(path) for path in parts]
    _check(found)
    total = sum(part.frames for part in found)
    limits.check_video(found[0].width, found[0].height, total)
    if metadata is None:
        metadata = _common([part.metadata for part in found])
    with replacing(out) as unfinished:
        with writing("The joined video"), closing(create(unfinished, metadata)) as container:
            _copy(parts, container)
        video = described(unfinished, total, int(found[0].fps))
    return EncodedVideo(out, video.sha256, video.size, video.frames, video.duration)


def check_joinable(parts: Sequence[Source]) -> None:
    """Read the headers only. Raises ``MediaError`` where ``join`` would refuse the parts."""
    _check([_part(path) for path in parts])


def _part(path: Source) -> _Part:
    with opened(path) as clip:
        context = clip.stream.codec_context
        return _Part(
            clip.width,
            clip.height,
            clip.fps,
            context.name,
            context.extradata,
            clip.frames,
            clip.metadata,
        )


def _check(parts: Sequence[_Part]) -> None:
    if not parts:
        raise MediaError("There is nothing to join: no video was given.")
    first = parts[0]
    for number, part in enumerate(parts[1:], 2):
        cannot = f"Part {number} cannot be joined to part 1 without encoding it again: "
        if (part.width, part.height) != (first.width, first.height):
            raise MediaError(
                f"{cannot}it is {part.width}x{part.height}, part 1 is {first.width}x{first.height}."
            )
        if part.fps != first.fps:
            raise MediaError(f"{cannot}it has {part.fps} frames a second, part 1 has {first.fps}.")
        if (part.codec, part.parameters) != (first.codec, first.parameters):
            raise MediaError(f"{cannot}their encoders' parameter sets differ.")


def _common(tags: Sequence[dict[str, str]]) -> dict[str, str]:
    first = tags[0]
    return {key: first[key] for key in first if all(other.get(key) == first[key] for other in tags)}


def _copy(parts: Sequence[Path], container: Output) -> None:
    """Mux every part's packets, shown at their place in the whole.

    Frames are coded in an order of their own. Their decoding times are counted off anew, the codec's
    reordering depth ahead of the times at which they are shown, which gives one even row of both.
    """
    target: VideoStream | None = None
    coded = shown = 0
    for path in parts:
        with opened(path) as clip:
            if target is None:
                target = container.add_stream_from_template(clip.stream)
            depth = clip.stream.codec_context.reorder_depth
            for packet in _packets(clip):
                index = shown + clip.index(packet.pts)
                packet.time_base = 1 / clip.fps
                packet.pts, packet.dts, packet.duration = index, coded - depth, 1
                packet.stream = target
                container.mux([packet])
                coded += 1
            shown += clip.frames


def _packets(clip: Clip) -> Iterator[Packet]:
    """The packets with content; the demuxer ends with an empty one."""
    return (packet for packet in clip.container.demux(clip.stream) if packet.size)
