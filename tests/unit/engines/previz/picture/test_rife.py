"""The way between two pictures, from a motion that is known."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from support import film
from support.pictures import landscape
from vitascope.engines.previz.picture.plate import Plate
from vitascope.engines.previz.picture.rife import RifeShot, progress
from vitascope.engines.previz.picture.rife_net import MOMENTS, Moment

FRAMES = 33
SHIFT = 48
SIZE = 480, 272


def moved(shift: float) -> tuple[Moment, ...]:
    """A picture that goes to the left as a whole, in pixels of half its size."""
    shape = SIZE[1] // 2, SIZE[0] // 2
    way = np.zeros((*shape, 2), np.float32)
    way[..., 0] = shift / 2
    seen = np.ones(shape, np.float32)
    return tuple(Moment(way * np.float32(t), way * np.float32(t - 1), seen, seen, 0.0) for t in MOMENTS)


def crop(left: int) -> NDArray[np.uint8]:
    return landscape(SIZE[0] + SHIFT, SIZE[1])[:, left : left + SIZE[0]].copy()


def dotted(left: int) -> NDArray[np.uint8]:
    """The same with seven white discs."""
    picture = landscape(SIZE[0] + SHIFT, SIZE[1])
    for x, y in ((110, 80), (200, 60), (300, 90), (390, 70), (150, 200), (260, 170), (350, 210)):
        cv2.circle(picture, (x, y), 7, (255, 255, 255), -1)
    return picture[:, left : left + SIZE[0]].copy()


def test_the_ends_are_the_pictures_and_everything_between_moves() -> None:
    plates = Plate.of_picture(crop(0)), Plate.of_picture(crop(SHIFT))
    made = RifeShot(*plates, moved(SHIFT), FRAMES, 1)
    for at, plate in zip((0, FRAMES - 1), plates, strict=True):
        for got, given in zip(made.frame(at), plate.planes, strict=True):
            np.testing.assert_array_equal(got, given)
    film.assert_moves(np.stack([made.frame(i)[0] for i in range(FRAMES)]).astype(np.float32))


def test_one_picture_at_both_ends_is_left_and_returned_to() -> None:
    plate = Plate.of_picture(crop(0))
    made = RifeShot(plate, plate, moved(0), FRAMES, 1)
    film.assert_moves(np.stack([made.frame(i)[0] for i in range(FRAMES)]).astype(np.float32))


def test_each_thing_is_seen_once_all_along() -> None:
    made = RifeShot(Plate.of_picture(dotted(0)), Plate.of_picture(dotted(SHIFT)), moved(SHIFT), FRAMES, 1)
    for index in (4, 12, 16, 20, 28):
        light = (made.frame(index)[0] > 190).astype(np.uint8)
        count, _, stats, _ = cv2.connectedComponentsWithStats(light)
        assert sum(int(stats[i, cv2.CC_STAT_AREA]) > 30 for i in range(1, count)) == 7


def test_the_way_is_even_and_rests_at_its_ends() -> None:
    way = np.array([progress(i, 121) for i in range(121)])
    assert (way[0], way[-1]) == (0.0, 1.0)
    speed = np.diff(way)
    assert speed.min() > 0
    assert max(speed[0], speed[-1]) < 0.1 * speed[60]
    np.testing.assert_allclose(way + way[::-1], 1.0, atol=1e-9)
