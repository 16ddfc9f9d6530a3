"""RIFE with its own weights, where they are installed."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from support import film
from support.pictures import landscape
from vitascope.engines.previz.picture.plate import Plate
from vitascope.engines.previz.picture.rife import RifeShot
from vitascope.engines.previz.picture.rife_net import MOMENTS, passage
from vitascope.engines.previz.picture.rife_weights import missing

pytestmark = pytest.mark.skipif(bool(missing()), reason=f"RIFE is not installed: {missing()}")

FRAMES = 25
SIZE = 512, 288
DISC = (255, 240, 90)


def ball(x: int) -> NDArray[np.uint8]:
    """A disc before a landscape that stays."""
    picture = landscape(*SIZE)
    cv2.circle(picture, (x, 160), 24, DISC, -1)
    return picture


def balls(luma: NDArray[np.uint8]) -> list[tuple[int, int]]:
    """Where each light thing begins and ends, x in pixels."""
    count, _, stats, _ = cv2.connectedComponentsWithStats((luma > 190).astype(np.uint8))
    found = [stats[i] for i in range(1, count) if stats[i, cv2.CC_STAT_AREA] > 60]
    left, width = cv2.CC_STAT_LEFT, cv2.CC_STAT_WIDTH
    return [(int(stat[left]), int(stat[left] + stat[width])) for stat in found]


def test_a_ball_goes_from_one_place_to_the_other_and_is_one_ball() -> None:
    """Flow from one frame to the other finds no way for it: it would fade here and come up there."""
    first, second = Plate.of_picture(ball(200)), Plate.of_picture(ball(270))
    moments = passage(first, second)
    moment = moments[len(MOMENTS) // 2]
    rows, columns = moment.trust_first.shape
    at, wide = (160 * rows // 288, 235 * columns // 512), 512 / columns
    assert (moment.to_first[at][0] * wide, moment.to_second[at][0] * wide) == pytest.approx((-35, 35), abs=7)
    shot = RifeShot(first, second, moments, FRAMES, 1)
    middle = FRAMES // 2
    assert balls(shot.frame(middle)[0]) == [pytest.approx((211, 259), abs=9)]
    again = RifeShot(first, second, passage(first, second), FRAMES, 1)
    for one, other in zip(shot.frame(middle), again.frame(middle), strict=True):
        np.testing.assert_array_equal(one, other)
    film.assert_no_cut(film.steps(np.stack([shot.frame(i)[0] for i in range(FRAMES)]).astype(np.float32)))
