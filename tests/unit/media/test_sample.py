from __future__ import annotations

from pathlib import Path

import pytest

from support import film
from unit.media.clips import clip
from vitascope.errors import MediaError
from vitascope.media.join import check_joinable, join
from vitascope.media.sample import sample


@pytest.mark.parametrize("size", [(256, 256), (320, 180), (2562, 1442)])
def test_a_sample_fits_what_is_made_here(tmp_path: Path, size: tuple[int, int]) -> None:
    made = clip(tmp_path / "made.mp4", *size, frames=3).path
    grey = sample(tmp_path / "grey.mp4", *size, 24)
    found = film.stream(grey.path)
    assert (found.width, found.height, found.frames) == (*size, 2)
    check_joinable([made, grey.path])
    assert join([made, grey.path], tmp_path / "whole.mp4").frames == 5


def test_another_size_or_rate_does_not_fit(tmp_path: Path) -> None:
    made = clip(tmp_path / "made.mp4", 256, 256, frames=3).path
    for number, (width, height, fps) in enumerate([(256, 258, 24), (256, 256, 30)]):
        other = sample(tmp_path / f"{number}.mp4", width, height, fps).path
        with pytest.raises(MediaError, match="without encoding it again"):
            check_joinable([made, other])
