from __future__ import annotations

import numpy as np
import pytest

from vitascope.engines.previz.picture.lens import View
from vitascope.engines.previz.picture.move import REACH, default_move, reach, speeds
from vitascope.engines.previz.plan import CameraMove


def move(kind: str, start: float = 0.0, end: float = 5.0, amount: float = 1.0) -> CameraMove:
    return CameraMove(kind=kind, start=start, end=end, amount=amount)


@pytest.mark.parametrize("kind", sorted(REACH))
def test_a_move_over_the_whole_clip_arrives_where_it_says(kind: str) -> None:
    np.testing.assert_allclose(speeds([move(kind)], 120, 1).sum(0), REACH[kind], atol=0.005)


def test_a_move_never_stops_before_the_clip_does() -> None:
    ahead = speeds([move("push_in")], 120, 1)[:, 2]
    assert ahead.min() > 0.5 * ahead.mean()
    assert ahead.max() < 1.6 * ahead.mean()


def test_moves_one_after_the_other_take_turns_without_a_rest() -> None:
    track = speeds([move("pan_left", 0, 2.5), move("push_in", 2.5, 5)], 120, 1)
    assert (track[:48, 3] < 0).all()
    assert abs(track[80:, 3]).max() == 0
    assert track[80:, 2].min() > 5 * track[:40, 2].max()
    speed = np.abs(track).sum(1)
    assert speed.min() > 0.15 * speed.max()


def test_twice_the_amount_goes_twice_as_far_and_a_longer_move_farther() -> None:
    usual = reach([move("pan_right")])
    np.testing.assert_allclose(reach([move("pan_right", amount=2.0)]), 2 * usual)
    assert usual[3] < reach([move("pan_right", end=9.0)])[3] < 1.8 * usual[3]
    np.testing.assert_allclose(reach([move("pan_right", end=2.5)]), usual / 2)


@pytest.mark.parametrize("kind", ["static", "handheld", "overhead"])
def test_a_camera_that_goes_nowhere_still_lives(kind: str) -> None:
    track = speeds([move(kind)], 120, 1)
    assert np.abs(track).sum(1).min() > 0
    assert np.abs(track.sum(0)).max() < 0.08


def test_a_hand_is_unsteady_by_the_seed() -> None:
    first, same, other = (speeds([move("handheld")], 48, seed) for seed in (1, 1, 2))
    np.testing.assert_array_equal(first, same)
    assert np.abs(first - other).max() > 1e-4


def test_the_default_goes_in_and_away_from_what_comes_last() -> None:
    assert View(*reach([default_move(5.0)])).ahead > 0
    assert View(*reach([default_move(5.0, away=True)])).ahead < 0
