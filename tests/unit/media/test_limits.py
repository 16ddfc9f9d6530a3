from __future__ import annotations

import pytest

from vitascope.errors import MediaError
from vitascope.media import limits


@pytest.mark.parametrize("size", [(16, 16), (8000, 8000), (16_384, 3906), (16, 16_384)])
def test_sizes_at_the_bounds_are_read(size: tuple[int, int]) -> None:
    limits.check_size(*size)


@pytest.mark.parametrize("size", [(15, 16), (16_385, 16), (8001, 8000), (0, 0), (13_000, 13_000)])
def test_sizes_beyond_them_are_refused_by_name(size: tuple[int, int]) -> None:
    with pytest.raises(MediaError, match=f"{size[0]}x{size[1]}"):
        limits.check_size(*size)


def test_bytes() -> None:
    limits.check_bytes(limits.MAX_BYTES)
    with pytest.raises(MediaError, match=r"33,554,433 bytes.*33,554,432"):
        limits.check_bytes(limits.MAX_BYTES + 1)
    with pytest.raises(MediaError, match="empty"):
        limits.check_bytes(0)


@pytest.mark.parametrize("video", [(1, 1, 1), (3840, 2160, 216), (4096, 4096, limits.MAX_FRAMES)])
def test_videos_at_the_bounds_are_read(video: tuple[int, int, int]) -> None:
    limits.check_video(*video)


@pytest.mark.parametrize("video", [(0, 10, 5), (8192, 8192, 5), (640, 360, 0), (640, 360, 10**7)])
def test_videos_beyond_them_are_refused(video: tuple[int, int, int]) -> None:
    with pytest.raises(MediaError, match="video"):
        limits.check_video(*video)
