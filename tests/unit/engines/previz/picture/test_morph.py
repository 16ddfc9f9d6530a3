from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from support import film
from support.pictures import landscape
from vitascope.engines.previz.picture.flow import correspond
from vitascope.engines.previz.picture.morph import MorphShot
from vitascope.engines.previz.picture.plate import Plate

FRAMES = 49


def shot(first: NDArray[np.uint8], second: NDArray[np.uint8]) -> tuple[MorphShot, Plate, Plate]:
    plates = Plate.of_picture(first), Plate.of_picture(second)
    match = correspond(plates[0].small(), plates[1].small())
    assert match is not None
    return MorphShot(*plates, match, FRAMES, 1), *plates


def closer(picture: NDArray[np.uint8]) -> NDArray[np.uint8]:
    height, width = picture.shape[:2]
    part = picture[height // 10 : -height // 10, width // 8 : -width // 16]
    return np.asarray(cv2.resize(part, (width, height), interpolation=cv2.INTER_CUBIC), np.uint8)


def lumas(made: MorphShot) -> NDArray[np.float32]:
    return np.stack([made.frame(i)[0] for i in range(FRAMES)]).astype(np.float32)


def test_the_ends_are_the_pictures_and_everything_between_moves() -> None:
    picture = landscape(480, 270)
    made, first, second = shot(picture, closer(picture))
    for at, plate in ((0, first), (FRAMES - 1, second)):
        for got, given in zip(made.frame(at), plate.planes, strict=True):
            np.testing.assert_array_equal(got, given)
    film.assert_moves(lumas(made))


def test_half_way_shows_each_thing_once() -> None:
    """Seven white discs from two distances: laid over each other they are up to fourteen."""
    picture = landscape(480, 270)
    for x, y in ((110, 80), (200, 60), (300, 90), (390, 70), (150, 200), (260, 170), (350, 210)):
        cv2.circle(picture, (x, y), 7, (255, 255, 255), -1)
    made, first, second = shot(picture, closer(picture))

    def discs(luma: NDArray[np.uint8]) -> int:
        count, _, stats, _ = cv2.connectedComponentsWithStats((luma > 190).astype(np.uint8))
        return sum(int(stats[i, cv2.CC_STAT_AREA]) > 30 for i in range(1, count))

    assert discs(np.maximum(first.planes[0], second.planes[0])) > 9
    assert [discs(made.frame(i)[0]) for i in (12, 24, 36)] == [7, 7, 7]


def test_one_picture_at_both_ends_is_left_and_returned_to() -> None:
    picture = landscape(480, 270)
    made, _, _ = shot(picture, picture)
    film.assert_moves(lumas(made))
