from __future__ import annotations

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from support.pictures import landscape, portrait
from vitascope.engines.previz.picture.flow import correspond

Picture = NDArray[np.uint8]


def crop(picture: Picture, left: int, top: int, share: float) -> Picture:
    height, width = picture.shape[:2]
    part = picture[top : top + round(height * share), left : left + round(width * share)]
    return np.asarray(cv2.resize(part, (width, height), interpolation=cv2.INTER_CUBIC), np.uint8)


def test_a_shifted_picture_is_related_by_its_shift() -> None:
    wide = landscape(520, 290)
    first, second = wide[4:274, 4:484].copy(), wide[10:280, 20:500].copy()
    match = correspond(first, second)
    assert match is not None
    inner = np.s_[60:-60, 60:-60]
    np.testing.assert_allclose(match.there[inner].mean((0, 1)), (-16, -6), atol=0.5)
    np.testing.assert_allclose(match.back[inner].mean((0, 1)), (16, 6), atol=0.5)
    assert match.trust_first[inner].mean() > 0.9


def test_a_closer_look_is_related_and_its_motion_goes_on_past_the_edge() -> None:
    picture = landscape(480, 270)
    match = correspond(picture, crop(picture, 48, 27, 0.8))
    assert match is not None
    assert match.there[1, 240, 1] == pytest.approx(-34, abs=12)
    assert match.there[268, 240, 1] == pytest.approx(34, abs=12)


def test_a_picture_is_related_to_itself_by_rest() -> None:
    picture = portrait(480, 270)
    match = correspond(picture, picture)
    assert match is not None
    assert np.abs(match.there).max() < 0.5


def test_the_same_place_with_another_subject_is_not_related() -> None:
    place = landscape(480, 270)
    other = place.copy()
    cv2.ellipse(other, (240, 150), (90, 60), 0, 0, 360, (250, 240, 230), -1)
    assert correspond(place, other) is None


@pytest.mark.parametrize("seed", range(4))
def test_pictures_of_different_things_are_not_related(seed: int) -> None:
    assert correspond(landscape(480, 270, seed), portrait(480, 270, seed)) is None
    assert correspond(landscape(480, 270, seed), landscape(480, 270, seed + 50)) is None
