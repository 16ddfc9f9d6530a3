"""How large media may be. Everything is checked in headers, before a pixel is decoded."""

from __future__ import annotations

from vitascope.errors import MediaError

MAX_BYTES = 32 * 1024 * 1024
"""Of an encoded picture."""
MAX_PIXELS = 64_000_000
"""Of a picture."""
MIN_SIDE = 16
"""Of a picture, in pixels."""
MAX_SIDE = 16_384
"""Of a picture, in pixels."""
MAX_FRAME_PIXELS = 16_777_216
"""Of one frame of a video."""
MAX_FRAMES = 14_400
"""Of a video: ten minutes."""


def check_bytes(size: int) -> None:
    """Refuse an encoded picture that is empty or over ``MAX_BYTES``; raises ``MediaError``."""
    if size == 0:
        raise MediaError("The picture is empty: 0 bytes. Send the bytes of an image file.")
    if size > MAX_BYTES:
        raise MediaError(
            f"The picture has {size:,} bytes, at most {MAX_BYTES:,} are read. Send a smaller one."
        )


def check_size(width: int, height: int) -> None:
    """Refuse a picture whose sides or pixels are out of bounds; raises ``MediaError``."""
    small, large = min(width, height), max(width, height)
    if small < MIN_SIDE or large > MAX_SIDE:
        raise MediaError(
            f"The picture is {width}x{height}; sides must have {MIN_SIDE} to {MAX_SIDE:,} pixels. Scale it."
        )
    if width * height > MAX_PIXELS:
        raise MediaError(
            f"The picture is {width}x{height}, {width * height:,} pixels; at most {MAX_PIXELS:,} are read. "
            "Scale it down."
        )


def check_video(width: int, height: int, frames: int) -> None:
    """Refuse a video whose frames are too large or too many; raises ``MediaError``."""
    if width < 1 or height < 1 or width * height > MAX_FRAME_PIXELS:
        raise MediaError(
            f"The video is {width}x{height}; a frame has 1 to {MAX_FRAME_PIXELS:,} pixels. Scale it down."
        )
    if not 1 <= frames <= MAX_FRAMES:
        raise MediaError(f"The video says it has {frames:,} frames; 1 to {MAX_FRAMES:,} are read. Cut it.")
