"""A short video of what is made so far: how fast it plays, what is in it, how much is kept."""

from __future__ import annotations

from pathlib import Path

import pytest

from unit.media.clips import panned
from vitascope.media.arrays import Planes
from vitascope.media.decode import frames as decoded
from vitascope.media.probe import probe
from vitascope.media.rushes import Rushes


def seen(rushes: Rushes, frames: list[Planes]) -> Rushes:
    for index, frame in enumerate(frames):
        rushes.see(index, frame)
    return rushes


@pytest.mark.parametrize(("whole", "fps", "pictures"), [(120, 6, 6), (216, 4, 4), (480, 2, 2), (2, 6, 6)])
def test_it_plays_at_the_clip_s_speed_and_keeps_forty_pictures_at_most(
    tmp_path: Path, whole: int, fps: int, pictures: int
) -> None:
    assert whole * fps / 24 <= 40
    shown = seen(Rushes(whole, 24, 160), list(panned(320, 180, 24))).write(tmp_path / "so-far.mp4")
    found = probe(shown.path)
    assert (found.width, found.height, int(found.fps), found.frames) == (160, 90, fps, pictures)


def test_each_is_longer_than_the_one_before(tmp_path: Path) -> None:
    frames, rushes = list(panned(320, 180, 12)), Rushes(120, 24, 160)
    lengths: list[int] = []
    for index, frame in enumerate(frames):
        rushes.see(index, frame)
        if index % 4 == 3:
            lengths.append(rushes.write(tmp_path / "so-far.mp4").frames)
    assert lengths == [1, 2, 3]


def test_what_is_shown_is_what_was_seen(tmp_path: Path) -> None:
    frames = list(panned(160, 90, 9))
    shown = seen(Rushes(9, 24, 160), frames).write(tmp_path / "so-far.mp4")
    for found, drawn in zip(decoded(shown.path), (frames[0], frames[4], frames[8]), strict=True):
        assert abs(found[0].astype(int) - drawn[0]).mean() < 4
