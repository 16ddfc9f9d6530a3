from __future__ import annotations

import pytest

from vitascope.engines.diffusers.families import FAMILIES
from vitascope.engines.diffusers.timeline import Ends, Reach, timeline

VACE = Reach(4, 5, 5, anywhere=True)
LTX = Reach(8, 9, 9, anywhere=True)
ON_GRID = Reach(8, 9, 1, anywhere=False)
PICTURE = Reach(4, 1, 1, anywhere=False)
TEXT = Reach(4, 0, 0, anywhere=False)
CLIPS = [2, 10, 24, 119, 120, 216, 480]
MODELS = [(16, 81, VACE), (24, 257, LTX), (24, 241, ON_GRID), (16, 81, PICTURE), (24, 121, PICTURE)]
ENDS = [
    Ends(),
    Ends(start="picture"),
    Ends(start="picture", end="picture"),
    Ends(start="clip", start_frames=1),
    Ends(start="clip", end="clip"),
    Ends(loop=True),
    Ends(loop=True, end_frames=5),
    Ends(start="clip", start_frames=5, loop=True, end_frames=5),
    Ends(start="clip", end="clip", start_frames=5, end_frames=5),
]


@pytest.mark.parametrize("frames", CLIPS)
@pytest.mark.parametrize(("fps", "longest", "reach"), MODELS)
@pytest.mark.parametrize("ends", ENDS)
def test_every_clip_lies_within_what_is_made(
    frames: int, fps: int, longest: int, reach: Reach, ends: Ends
) -> None:
    line = timeline(frames, fps, longest, reach, ends)
    assert (line.length - 1) % reach.grid == 0
    assert line.length <= longest
    assert line.place(0) >= line.body - 1
    assert line.place(frames - 1) <= line.frames - 1 + 1e-9
    if line.tail_at is not None:
        assert line.tail_at >= (line.overlap if line.windows > 1 else 1)
        assert line.tail_at + ends.end_frames <= line.length
    if frames >= 119:
        assert line.step == pytest.approx(fps / 24, rel=0.13), "shorter clips may be played faster"
    if ends.loop:
        assert line.windows >= 2
        assert line.tail_at is not None


@pytest.mark.parametrize("frames", CLIPS)
@pytest.mark.parametrize(("fps", "longest", "reach"), MODELS)
def test_a_last_picture_is_the_last_frame(frames: int, fps: int, longest: int, reach: Reach) -> None:
    line = timeline(frames, fps, longest, reach, Ends(start="picture", end="picture"))
    assert line.tail_at is not None
    joint = line.frames - line.length + line.tail_at
    assert line.place(frames - 1) == pytest.approx(joint, abs=1)


@pytest.mark.parametrize(("fps", "longest", "reach"), [MODELS[0], MODELS[1]])
def test_a_clip_that_is_led_into_begins_one_step_after_the_last_frame(
    fps: int, longest: int, reach: Reach
) -> None:
    line = timeline(120, fps, longest, reach, Ends(end="clip", end_frames=reach.tail))
    assert line.tail_at is not None
    joint = line.frames - line.length + line.tail_at
    assert line.place(120) == pytest.approx(joint, abs=1)
    assert line.length >= line.tail_at + reach.tail


def test_the_lengths_of_ray_2_need_one_window_where_a_model_makes_them() -> None:
    assert timeline(120, 24, 121, PICTURE, Ends()).length == 121
    assert timeline(216, 24, 257, LTX, Ends()).length == 217
    assert timeline(120, 16, 81, VACE, Ends()).length == 81
    assert timeline(216, 16, 81, VACE, Ends()).windows == 2


def test_a_model_that_cannot_go_on_makes_it_at_once() -> None:
    line = timeline(216, 16, 81, TEXT, Ends())
    assert (line.windows, line.length) == (1, 145)


def test_trained_lengths_off_the_grid_are_taken_down_to_it() -> None:
    assert timeline(480, 24, 100, LTX, Ends(loop=True)).length <= 97


def test_every_family_has_a_grid_on_which_five_and_nine_seconds_lie() -> None:
    assert {name: family.multiple for name, family in FAMILIES.items()} == dict.fromkeys(FAMILIES, 32)
