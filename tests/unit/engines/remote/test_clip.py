"""Bringing a remote video to the asked size, rate and length."""

from __future__ import annotations

from pathlib import Path

import pytest

from support.far import Far
from unit.engines.remote.orders import engine, made, pan, psnr, spec, video
from vitascope.errors import RemoteMismatch
from vitascope.media.colour import rgb_to_yuv


@pytest.mark.parametrize(("fps", "sent"), [(16, 17), (30, 31), (24, 25), (25, 26)])
def test_any_rate_becomes_24_frames_a_second_at_the_same_speed(
    far: Far, tmp_path: Path, fps: int, sent: int
) -> None:
    speed = 48 / fps
    far.completes(video(tmp_path, pan(sent, speed=speed), fps))
    frames = made(engine(far), spec(24))
    wanted = pan(24, speed=2.0)
    assert len(frames) == 24
    for index in (0, 7, 12, 20):
        assert psnr(frames[index][0], rgb_to_yuv(wanted[index])[0]) > 28, index


def test_frames_between_frames_do_not_ghost(far: Far, tmp_path: Path) -> None:
    sent = pan(13, speed=8.0)
    far.completes(video(tmp_path, sent, 12))
    frames = made(engine(far), spec(24))
    wanted = rgb_to_yuv(pan(24, speed=4.0)[5])[0]
    blend = (rgb_to_yuv(sent[2])[0].astype(float) + rgb_to_yuv(sent[3])[0]) / 2
    assert psnr(frames[5][0], wanted) > psnr(blend.astype("uint8"), wanted) + 3


@pytest.mark.parametrize("size", [(640, 360), (160, 90), (320, 240), (200, 200)])
def test_another_size_is_filled_and_cropped(far: Far, tmp_path: Path, size: tuple[int, int]) -> None:
    far.completes(video(tmp_path, pan(24, size)))
    frames = made(engine(far), spec(24))
    assert {plane[0].shape for plane in frames} == {(180, 320)}


def test_a_picture_that_is_much_too_small_is_refused(far: Far, tmp_path: Path) -> None:
    far.completes(video(tmp_path, pan(24, (64, 36))))
    with pytest.raises(RemoteMismatch, match="is 64x36 and 320x180 was asked for"):
        made(engine(far), spec(24))


def test_a_longer_video_is_cut(far: Far, tmp_path: Path) -> None:
    pictures = pan(40)
    far.completes(video(tmp_path, pictures))
    frames = made(engine(far), spec(24))
    assert psnr(frames[23][0], rgb_to_yuv(pictures[23])[0]) > 35


def test_a_little_too_short_a_video_is_played_slower(far: Far, tmp_path: Path) -> None:
    far.completes(video(tmp_path, pan(21)))
    assert len(made(engine(far), spec(24))) == 24


@pytest.mark.parametrize(
    ("frames", "fps", "words"), [(16, 24, "lasts 0.667 s and 1 s"), (6, 6, "6 frames a second")]
)
def test_too_few_frames_are_refused(far: Far, tmp_path: Path, frames: int, fps: int, words: str) -> None:
    far.completes(video(tmp_path, pan(frames), fps))
    with pytest.raises(RemoteMismatch, match=words):
        made(engine(far), spec(24))


def test_a_clip_whose_end_is_given_is_not_cut(far: Far, tmp_path: Path) -> None:
    far.completes(video(tmp_path, pan(40)))
    with pytest.raises(RemoteMismatch, match=r"lasts 1\.67 s"):
        made(engine(far), spec(24, loop=True))
