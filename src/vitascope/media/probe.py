"""What a video file says of itself; nothing is decoded."""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction

from vitascope.media.container import Clip, Source, opened


@dataclass(frozen=True)
class VideoInfo:
    """A video's header.

    ``duration`` is in seconds; ``colour`` is matrix, primaries and transfer as numbers of ITU-T H.273
    (BT.709 is 1) and range, 1 for limited and 2 for full.
    """

    width: int
    height: int
    fps: Fraction
    frames: int
    duration: float
    codec: str
    sample_aspect: Fraction
    colour: tuple[int, int, int, int]
    metadata: dict[str, str] = field(default_factory=dict[str, str])


def probe(path: Source) -> VideoInfo:
    """Read the header of an MP4. Raises ``MediaError`` for anything that is not one we can decode."""
    with opened(path, header=True) as clip:
        return _info(clip)


def _info(clip: Clip) -> VideoInfo:
    stream, context = clip.stream, clip.stream.codec_context
    microseconds = clip.container.duration
    return VideoInfo(
        width=clip.width,
        height=clip.height,
        fps=clip.fps,
        frames=clip.frames,
        duration=microseconds / 1e6 if microseconds else float(clip.frames / clip.fps),
        codec=context.name,
        sample_aspect=stream.sample_aspect_ratio or Fraction(1),
        colour=(context.colorspace, context.color_primaries, context.color_trc, context.color_range),
        metadata=clip.metadata,
    )
