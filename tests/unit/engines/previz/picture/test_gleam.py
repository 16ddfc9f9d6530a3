from __future__ import annotations

import math

import numpy as np
import pytest

from support.pictures import landscape
from vitascope.engines.previz.picture.gleam import Gleam, turn_at, turn_between
from vitascope.engines.previz.picture.plan import PicturePlan, Pin

PLAIN = np.full((270, 480, 3), 128, np.uint8)
LUMA = np.full((270, 480), 126, np.uint8)


def test_light_passes_over_one_plain_colour_and_comes_back() -> None:
    gleam = Gleam(PLAIN, 3)
    assert gleam.over(LUMA, 0.0) is LUMA
    lit = gleam.over(LUMA, 1.0).astype(np.float32)
    assert 1.0 < np.abs(lit - 126).mean() < np.abs(lit - 126).max() <= 14
    np.testing.assert_array_equal(gleam.over(LUMA, math.tau), LUMA)


@pytest.mark.parametrize("level", [16, 235])
def test_black_and_white_stay_within_what_a_screen_shows(level: int) -> None:
    lit = Gleam(PLAIN, 3).over(np.full_like(LUMA, level), 2.0)
    assert 16 <= lit.min() < lit.max() <= 235


def test_a_picture_with_something_to_see_keeps_its_light() -> None:
    luma = landscape(480, 270)[..., 0]
    assert Gleam(landscape(480, 270), 3).over(luma, 1.0) is luma


def test_the_light_is_the_pictures_own_where_it_stands() -> None:
    assert turn_at(PicturePlan(seed=1, frames=48), 0) == 0
    assert turn_at(PicturePlan(seed=1, frames=48, pin=Pin.LAST), 47) == 0
    assert turn_between(48, 0) == 0
    for closed in (turn_between(48, 47), turn_at(PicturePlan(seed=1, frames=48, loop=True), 48)):
        assert closed == pytest.approx(round(closed / math.tau) * math.tau)
        assert closed > 1
