from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from support import film
from support.pictures import landscape, portrait
from vitascope.engines.previz.picture.plan import PicturePlan, Pin
from vitascope.engines.previz.picture.plate import Plate
from vitascope.engines.previz.plan import CameraMove
from vitascope.engines.previz.shots import PictureShot

SIZE = 480, 270
PLATES = {"landscape": Plate.of_picture(landscape(*SIZE)), "portrait": Plate.of_picture(portrait(*SIZE))}


def shot(picture: str, kind: str = "", frames: int = 72, **fields: Any) -> PictureShot:
    moves = (CameraMove(kind=kind, start=0, end=frames / 24),) if kind else ()
    return PictureShot(PLATES[picture], PicturePlan(seed=2, frames=frames, moves=moves, **fields))


def lumas(made: PictureShot, frames: int = 72) -> NDArray[np.float32]:
    return np.stack([made.frame(i)[0] for i in range(frames)]).astype(np.float32)


@pytest.mark.parametrize("picture", PLATES)
@pytest.mark.parametrize(
    "kind", ["", "pull_out", "pan_right", "orbit_left", "static", "handheld", "overhead"]
)
def test_the_first_frame_is_the_picture_and_the_clip_moves(picture: str, kind: str) -> None:
    made = shot(picture, kind)
    for got, given in zip(made.frame(0), PLATES[picture].planes, strict=True):
        np.testing.assert_array_equal(got, given)
    film.assert_moves(lumas(made))


@pytest.mark.parametrize("kind", ["", "push_in", "tilt_up", "roll_left"])
def test_the_last_frame_is_the_picture_and_the_clip_moves(kind: str) -> None:
    made = shot("landscape", kind, pin=Pin.LAST)
    for got, given in zip(made.frame(71), PLATES["landscape"].planes, strict=True):
        np.testing.assert_array_equal(got, given)
    film.assert_moves(lumas(made))


@pytest.mark.parametrize("kind", ["", "pan_left", "pull_out", "static", "crane_up"])
def test_a_loop_has_no_seam(kind: str) -> None:
    seen = lumas(shot("landscape", kind, loop=True))
    steps = film.steps(seen)
    film.assert_moves(seen)
    assert film.difference(seen[-1], seen[0]) <= max(1.5 * max(*steps[:3], *steps[-3:]), 0.5)


def test_two_moves_follow_each_other_without_a_jerk() -> None:
    moves = (CameraMove(kind="pan_right", start=0, end=1.5), CameraMove(kind="push_in", start=1.5, end=3))
    made = PictureShot(PLATES["landscape"], PicturePlan(seed=2, frames=72, moves=moves))
    film.assert_moves(lumas(made))


def test_a_frame_is_the_same_each_time_it_is_asked_for() -> None:
    made, again = shot("portrait"), shot("portrait")
    for index in (40, 3, 40):
        for left, right in zip(made.frame(index), again.frame(index), strict=True):
            np.testing.assert_array_equal(left, right)


@pytest.mark.parametrize("size", [(256, 256), (270, 480), (1152, 270)])
def test_any_shape_of_picture_moves(size: tuple[int, int]) -> None:
    plate = Plate.of_picture(landscape(*size))
    made = PictureShot(plate, PicturePlan(seed=2, frames=30))
    y, u, v = made.frame(29)
    assert y.shape == size[::-1]
    assert u.shape == v.shape == (size[1] // 2, size[0] // 2)
    assert film.difference(y.astype(np.float32), plate.planes[0].astype(np.float32)) > 0.25
