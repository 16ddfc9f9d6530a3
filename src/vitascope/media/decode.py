"""Frames out of video files."""

from __future__ import annotations

from collections import deque
from collections.abc import Generator, Iterator
from contextlib import closing
from itertools import islice

import numpy as np
from av import VideoFrame
from numpy.typing import NDArray

from vitascope.errors import MediaError
from vitascope.media.arrays import Planes
from vitascope.media.colour import yuv_to_rgb
from vitascope.media.container import Clip, Source, opened, view

_FULL = 2
"""FFmpeg's number for full range."""
_BT601 = {5, 6}
"""ITU-T H.273: the matrices of standard definition."""
_MARGIN = 8
"""Frames that are decoded too many, for videos brought in whose rate is not quite constant."""


def frames(path: Source) -> Generator[Planes]:
    """Every frame in order as (Y, U, V), one at a time. Raises ``MediaError`` for damaged video."""
    with opened(path) as clip:
        for _, frame in decoded(clip):
            yield planes(frame)


def first_frames(path: Source, n: int) -> NDArray[np.uint8]:
    """The first ``n`` frames, ``(n, height, width, 3) uint8`` RGB; all of them if there are fewer."""
    with closing(frames(path)) as source:
        return _pictures(list(islice(source, n)))


def last_frames(path: Source, n: int) -> NDArray[np.uint8]:
    """The last ``n`` frames, ``(n, height, width, 3) uint8`` RGB; all of them if there are fewer.

    Decoding starts at the last keyframe before them and skips the frames that no other needs.
    """
    kept: deque[Planes] = deque(maxlen=n)
    with opened(path) as clip:
        first = max(0, clip.frames - n - _MARGIN)
        for _, frame in decoded(clip, since=first):
            kept.append(planes(frame))
    return _pictures(list(kept))


def spread(frames: int, count: int) -> list[int]:
    """``count`` frame numbers spread evenly over a clip, in order; some twice where it has fewer."""
    return [(2 * i + 1) * frames // (2 * count) for i in range(count)]


def sampled(path: Source, count: int) -> Iterator[Planes]:
    """``count`` frames spread evenly over the clip; near enough, decoding as little as possible."""
    with opened(path) as clip:
        wanted = deque(spread(clip.frames, count))
        clip.stream.codec_context.skip_frame = "NONREF"
        latest: VideoFrame | None = None
        for index, latest in decoded(clip):
            while wanted and index >= wanted[0]:
                wanted.popleft()
                yield planes(latest)
            if not wanted:
                return
        for _ in wanted:
            yield planes(_decodable(latest))


def decoded(clip: Clip, since: int = 0) -> Iterator[tuple[int, VideoFrame]]:
    """Frames and their numbers, from number ``since`` to the end."""
    if since:
        _seek(clip, since)
    found = False
    for packet in clip.container.demux(clip.stream):
        if since and packet.pts is not None:
            clip.stream.codec_context.skip_frame = "NONREF" if clip.index(packet.pts) < since else "DEFAULT"
        for frame in packet.decode():
            index = clip.index(frame.pts)
            if index >= since:
                _check_size(clip, frame)
                found = True
                yield index, frame
    if not found:
        raise MediaError("The video has no frame that can be decoded. It is damaged; send it again.")


def _check_size(clip: Clip, frame: VideoFrame) -> None:
    if (frame.width, frame.height) != (clip.width, clip.height):
        raise MediaError(
            f"The video changes from {clip.width}x{clip.height} to {frame.width}x{frame.height}; "
            "expected one size throughout. Encode it again."
        )


def _seek(clip: Clip, index: int) -> None:
    base = clip.stream.time_base
    if base is not None:
        offset = round(index / clip.fps / base) + (clip.stream.start_time or 0)
        clip.container.seek(offset, stream=clip.stream, backward=True)


def planes(frame: VideoFrame) -> Planes:
    """A decoded frame's planes, copied; cropped to even sides and converted to BT.709 where need be."""
    if frame.format.name != "yuv420p" or frame.color_range == _FULL or frame.colorspace in _BT601:
        frame = frame.reformat(format="yuv420p", dst_colorspace="ITU709", dst_color_range="MPEG")
    high, wide = frame.height // 2, frame.width // 2
    y, u, v = (view(frame, number) for number in range(3))
    return y[: 2 * high, : 2 * wide].copy(), u[:high, :wide].copy(), v[:high, :wide].copy()


def _decodable(frame: VideoFrame | None) -> VideoFrame:
    if frame is None:
        raise MediaError("The video has no frame that can be decoded. It is damaged; send it again.")
    return frame


def _pictures(shown: list[Planes]) -> NDArray[np.uint8]:
    height, width = shown[0][0].shape
    out = np.empty((len(shown), height, width, 3), np.uint8)
    for number, (y, u, v) in enumerate(shown):
        out[number] = yuv_to_rgb(y, u, v)
    return out
