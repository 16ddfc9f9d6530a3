from __future__ import annotations

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from support.pictures import landscape
from vitascope.engines.previz.picture.depth import nearness
from vitascope.engines.previz.picture.plan import PicturePlan, Pin
from vitascope.engines.previz.picture.stir import Stir, stirs
from vitascope.engines.previz.picture.warp import resting_nodes

WIDTH, HEIGHT = 480, 270
LAND = landscape(WIDTH, HEIGHT)
REST = resting_nodes(WIDTH, HEIGHT)


def moved(words: tuple[str, ...], index: int, **fields: object) -> NDArray[np.float32]:
    """How far each node inside the frame has moved, in pixels."""
    plan = PicturePlan.model_validate({"seed": 1, "frames": 120, "ambient": words} | fields)
    nodes = Stir(plan, LAND, nearness(LAND)).add(REST, index, WIDTH, HEIGHT)
    return np.asarray(np.linalg.norm(nodes - REST, axis=-1)[:17, :31], np.float32)


def test_words_for_what_stirs_are_known() -> None:
    assert stirs(("robot", "water", "sun", "leaf")) == ("water", "leaf")


def test_without_a_word_what_the_picture_plainly_shows_stirs_half_as_far() -> None:
    asked, unasked = moved(("cloud", "leaf"), 25), moved((), 25)
    np.testing.assert_allclose(unasked, asked / 2, atol=0.02)
    assert unasked.max() > 0.1


@pytest.mark.parametrize(
    "colour", [(250, 250, 250), (90, 90, 95), (40, 90, 200), (60, 120, 60), (200, 160, 140)]
)
def test_walls_and_backdrops_stir_nowhere(colour: tuple[int, int, int]) -> None:
    wall = np.clip(np.random.default_rng(2).normal(colour, 2, (HEIGHT, WIDTH, 3)), 0, 255).astype(np.uint8)
    nodes = Stir(PicturePlan(seed=1, frames=120), wall, nearness(wall)).add(REST, 25, WIDTH, HEIGHT)
    assert np.abs(nodes - REST).max() == 0.0


def test_blue_waves_stir_without_a_word() -> None:
    rows = np.arange(HEIGHT)[:, None]
    ripple = 25 * np.sin(rows / 2.0 + 0.6 * np.sin(np.arange(WIDTH) / 40.0))
    shore = np.full((HEIGHT, WIDTH, 3), (200, 190, 170), np.float32)
    shore[HEIGHT // 2 :] = ((30, 90, 170) + ripple[..., None])[HEIGHT // 2 :]
    picture = np.clip(shore, 0, 255).astype(np.uint8)
    nodes = Stir(PicturePlan(seed=1, frames=120), picture, nearness(picture)).add(REST, 25, WIDTH, HEIGHT)
    moving = np.linalg.norm(nodes - REST, axis=-1)
    assert moving[12:16].max() > 0.1
    assert moving[:7].max() < 0.02


@pytest.mark.parametrize(("pin", "index"), [(Pin.FIRST, 0), (Pin.LAST, 119)])
@pytest.mark.parametrize("word", ["cloud", "water", "leaf"])
def test_the_pinned_frame_is_left_alone(pin: Pin, index: int, word: str) -> None:
    assert moved((word,), index, pin=pin).max() == 0
    assert moved((word,), 60, pin=pin).max() > 0.2


def test_clouds_stir_in_the_sky_and_leaves_in_the_green() -> None:
    clouds, leaves = moved(("cloud",), 25), moved(("leaf",), 25)
    assert clouds[:5].mean() > 5 * clouds[10:].mean()
    assert leaves[11:].mean() > 5 * leaves[:5].mean()


def test_walls_do_not_stir() -> None:
    picture = LAND.copy()
    cv2.rectangle(picture, (150, 60), (330, 240), (150, 60, 40), -1)
    picture[60:240:8, 150:330] = (90, 30, 25)
    plan = PicturePlan(seed=1, frames=120, ambient=("leaf", "water", "cloud"))
    nodes = Stir(plan, picture, nearness(picture)).add(REST, 25, WIDTH, HEIGHT)
    wall = np.linalg.norm(nodes - REST, axis=-1)[6:14, 12:19]
    assert wall.max() < 0.15


def test_it_is_never_more_than_a_hundredth_of_the_height_or_so_and_rests_at_the_border() -> None:
    for index in range(0, 120, 7):
        found = moved(("cloud", "water", "leaf"), index)
        assert found.max() < 0.035 * HEIGHT
        assert found[0].max() == found[:, 0].max() == 0


@pytest.mark.parametrize("word", ["cloud", "water", "leaf"])
def test_a_loop_comes_back(word: str) -> None:
    plan = PicturePlan(seed=1, frames=50, loop=True, ambient=(word,))
    stir = Stir(plan, LAND, nearness(LAND))
    np.testing.assert_allclose(stir.add(REST, 50, WIDTH, HEIGHT), REST, atol=1e-3)


def test_time_runs_from_the_picture() -> None:
    plans = [PicturePlan(seed=1, frames=48, pin=pin) for pin in (Pin.FIRST, Pin.BEFORE, Pin.LAST, Pin.AFTER)]
    assert [plan.since(0) * 24 for plan in plans] == [0, 1, -47, -48]
