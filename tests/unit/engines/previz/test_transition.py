from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from support import film
from support.pictures import landscape, portrait
from vitascope.engines.previz.picture.blend import Front
from vitascope.engines.previz.picture.plan import PicturePlan, Pin
from vitascope.engines.previz.picture.plate import Plate
from vitascope.engines.previz.plan import CameraMove
from vitascope.engines.previz.shots import PictureShot
from vitascope.engines.previz.transition import TransitionShot, advance, order

SIZE = 480, 270
FRAMES = 72


def joined(
    first: NDArray[np.uint8], second: NDArray[np.uint8], kind: str
) -> tuple[TransitionShot, PictureShot, PictureShot]:
    moves = (CameraMove(kind=kind, start=0, end=3),)
    sides = [
        PictureShot(Plate.of_picture(p), PicturePlan(seed=1, frames=FRAMES, pin=pin, moves=moves))
        for p, pin in ((first, Pin.FIRST), (second, Pin.LAST))
    ]
    front = Front(order(moves, SIZE[::-1], 1), *SIZE)
    return TransitionShot(sides[0], sides[1], front, FRAMES), sides[0], sides[1]


@pytest.mark.parametrize("kind", ["push_in", "pan_left", "dive", "pull_out"])
def test_ends_are_exact_and_the_way_between_is_even(kind: str) -> None:
    pictures = landscape(*SIZE), portrait(*SIZE)
    shot, _, _ = joined(*pictures, kind)
    for at, picture in zip((0, FRAMES - 1), pictures, strict=True):
        np.testing.assert_array_equal(shot.frame(at)[0], Plate.of_picture(picture).planes[0])
    film.assert_moves(np.stack([shot.frame(i)[0] for i in range(FRAMES)]).astype(np.float32))


def test_no_frame_lays_one_picture_over_the_other() -> None:
    """Of a dark and a light picture, hardly a pixel may be between the two."""
    dark, light = landscape(*SIZE) // 4, 190 + portrait(*SIZE) // 4
    shot, _, _ = joined(dark, light, "push_in")
    gap = int(Plate.of_picture(dark).planes[0].max()), int(Plate.of_picture(light).planes[0].min())
    assert gap[1] - gap[0] > 60
    for index in range(0, FRAMES, 6):
        luma = shot.frame(index)[0]
        assert ((luma > gap[0] + 15) & (luma < gap[1] - 15)).mean() < 0.06


@pytest.mark.parametrize(
    ("kind", "early", "late"),
    [
        ("pan_right", np.s_[:, -60:], np.s_[:, :60]),
        ("truck_left", np.s_[:, :60], np.s_[:, -60:]),
        ("pedestal_down", np.s_[-40:, :], np.s_[:40, :]),
        ("tilt_up", np.s_[:40, :], np.s_[-40:, :]),
        ("push_in", np.s_[100:150, 190:290], np.s_[:30, :60]),
        ("pull_out", np.s_[:30, :60], np.s_[100:150, 190:290]),
    ],
)
def test_the_new_picture_comes_from_where_the_camera_goes(
    kind: str, early: tuple[slice, slice], late: tuple[slice, slice]
) -> None:
    turns = order((CameraMove(kind=kind, start=0, end=5),), SIZE[::-1], 5)
    assert turns[early].mean() < turns[late].mean() - 0.5


def test_each_shot_has_its_end_to_itself() -> None:
    assert [advance(i, 120) for i in (0, 5)] == [0.0, 0.0]
    assert [advance(i, 120) for i in (114, 119)] == [1.0, 1.0]
    between = [advance(i, 120) for i in range(12, 108)]
    assert np.diff(between).min() > 0
    assert np.ptp(np.diff(between)) < 1e-9
    assert advance(0, 1) == 0.0
