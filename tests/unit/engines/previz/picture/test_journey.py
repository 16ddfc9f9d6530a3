from __future__ import annotations

import numpy as np
import pytest

from vitascope.engines.previz.picture.journey import covered, excursion, final_speed, journey
from vitascope.engines.previz.picture.lens import View, uncovered
from vitascope.engines.previz.picture.plan import PicturePlan, Pin
from vitascope.engines.previz.plan import CameraMove

PAN = (CameraMove(kind="pan_right", start=0, end=5),)
RAMP = np.linspace(0, 1, 90, dtype=np.float32)[:, None] + np.zeros((1, 160), np.float32)


def plan(pin: Pin = Pin.FIRST, frames: int = 120, **fields: object) -> PicturePlan:
    return PicturePlan.model_validate({"seed": 1, "frames": frames, "pin": pin, "moves": PAN} | fields)


@pytest.mark.parametrize(("pin", "frame"), [(Pin.FIRST, 0), (Pin.LAST, -1)])
@pytest.mark.parametrize("loop", [False, True])
def test_the_pinned_frame_is_exactly_the_picture(pin: Pin, frame: int, loop: bool) -> None:
    track = journey(plan(pin, loop=loop))
    assert not track[frame].any()
    assert track[1:-1].any(axis=1).all()


@pytest.mark.parametrize("pin", list(Pin))
def test_the_camera_goes_the_same_way_wherever_the_picture_stands(pin: Pin) -> None:
    track = journey(plan(pin))
    assert (np.diff(track[:, 3]) > 0).all()


def test_a_clip_beside_a_video_is_one_step_away_from_it() -> None:
    after, before = journey(plan(Pin.BEFORE)), journey(plan(Pin.AFTER))
    assert 0 < after[0, 3] < 2 * (after[1, 3] - after[0, 3])
    assert 0 < -before[-1, 3] < 2 * (before[-1, 3] - before[-2, 3])


@pytest.mark.parametrize("pin", list(Pin))
def test_a_loop_goes_on_from_its_end(pin: Pin) -> None:
    track = journey(plan(pin, loop=True))
    step = np.diff(np.vstack([track, track[:1]]), axis=0)
    size = np.abs(step).sum(1)
    assert size[-1] <= 1.5 * max(size[:3].max(), size[-4:-1].max())
    assert size.min() > 0.2 * size.max()


@pytest.mark.parametrize("pin", [Pin.BEFORE, Pin.AFTER])
def test_an_inherited_velocity_holds_at_the_joint_and_fades(pin: Pin) -> None:
    inherited = tuple(View(down=0.004))
    track = journey(plan(pin, inherited=inherited))
    steps = np.diff(track, axis=0)
    joint, far = (steps[0], steps[-1]) if pin is Pin.BEFORE else (steps[-1], steps[0])
    assert joint[1] > 0.003
    assert abs(far[1]) < 1e-5
    assert far[3] > 3 * joint[3]


def test_a_launch_scales_only_the_speed_next_to_the_joint() -> None:
    usual, slow = (np.diff(journey(plan(Pin.BEFORE, launch=x)), axis=0)[:, 3] for x in (1.0, 0.2))
    assert slow[0] < 0.3 * usual[0]
    assert slow[-1] == pytest.approx(usual[-1], rel=0.01)


def test_final_speed_is_what_a_continuation_inherits() -> None:
    track = journey(plan())
    np.testing.assert_allclose(final_speed(plan()), track[-1] - track[-2])
    np.testing.assert_allclose(final_speed(plan(), at_start=True), track[1] - track[0])
    assert final_speed(plan(frames=1)) == View()


def test_an_excursion_comes_back() -> None:
    track = excursion(49, 1)
    np.testing.assert_allclose(track[[0, -1]], 0, atol=1e-12)
    assert np.abs(np.diff(track, axis=0)).sum(1).min() > 0


def test_covering_keeps_the_camera_off_the_edges_and_the_picture_in_its_place() -> None:
    bare = journey(plan(moves=(CameraMove(kind="pan_right", start=0, end=5, amount=2.0),)))
    safe = covered(bare, RAMP, 640, 360)
    assert uncovered(View(*bare[-1]), RAMP, 640, 360) > 0.1
    assert uncovered(View(*safe[-1]), RAMP, 640, 360) < 0.08
    assert not safe[0].any()


def test_covering_leaves_alone_what_stays_inside() -> None:
    track = journey(plan(moves=(CameraMove(kind="push_in", start=0, end=5),)))
    np.testing.assert_array_equal(covered(track, RAMP, 640, 360), track)
