from __future__ import annotations

import gc
import math
import tracemalloc

import numpy as np
import pytest

from support.pictures import landscape
from vitascope.domain.render import RenderSpec
from vitascope.engines.previz.plan import CameraMove, Environment, Medium, ShotPlan, Subject, Take
from vitascope.engines.previz.scene_shot import LARGEST, SceneShot, cover, drawn_size, turned
from vitascope.media.colour import rgb_to_yuv


def plan(kind: str = "push_in") -> ShotPlan:
    move = CameraMove(kind=kind, start=0, end=2)
    return ShotPlan(seed=3, environment=Environment.HILLS, takes=(Take(start=0, seconds=2, camera=(move,)),))


def spec(width: int, height: int) -> RenderSpec:
    return RenderSpec(prompt="hills", width=width, height=height, frames=48, seed=3)


@pytest.mark.parametrize("size", [(1920, 1080), (2520, 1080), (1080, 2520), (256, 256)])
def test_up_to_1080p_a_scene_is_drawn_at_its_own_size(size: tuple[int, int]) -> None:
    assert drawn_size(*size) == size


@pytest.mark.parametrize("size", [(3840, 2160), (5040, 2160), (3002, 1502), (2160, 2160), (2162, 2000)])
def test_larger_ones_are_drawn_at_half_with_even_sides_that_still_cover(size: tuple[int, int]) -> None:
    width, height = drawn_size(*size)
    assert width % 2 == height % 2 == 0
    assert 0 <= 2 * width - size[0] <= 3
    assert 0 <= 2 * height - size[1] <= 3
    assert width * height <= LARGEST


def test_a_large_scene_looks_like_the_small_one() -> None:
    """3002x1502 is no multiple of four: doubled, then cropped."""
    y, u, v = SceneShot(plan(), spec(3002, 1502)).frame(5)
    assert y.shape == (1502, 3002)
    assert u.shape == v.shape == (751, 1501)
    small = SceneShot(plan(), spec(750, 376)).frame(5)[0].astype(np.float32)
    reduced = y[:1500, :3000].reshape(375, 4, 750, 4).mean((1, 3), dtype=np.float32)
    assert np.abs(reduced - small[:375]).mean() < 6


def test_a_frame_is_the_same_each_time() -> None:
    shot, again = SceneShot(plan(), spec(256, 144)), SceneShot(plan(), spec(256, 144))
    for index in (7, 40, 7):
        for left, right in zip(shot.frame(index), again.frame(index), strict=True):
            np.testing.assert_array_equal(left, right)


def test_a_level_picture_needs_no_cover_and_a_turned_one_what_its_corners_need() -> None:
    assert cover(0.0, 16 / 9) == 1.0
    for ratio in (16 / 9, 9 / 16, 1.0):
        needed = math.cos(0.3) + max(ratio, 1 / ratio) * math.sin(0.3)
        assert cover(0.3, ratio) == pytest.approx(needed, abs=0.01)
        assert cover(-0.3, ratio) == cover(0.3, ratio)


def test_a_rolled_camera_turns_the_picture_clockwise() -> None:
    planes = rgb_to_yuv(landscape(480, 270))
    y, _, _ = turned(planes, 0.2, cover(0.2, 16 / 9))
    sky = y > 150
    left, right = sky[:, :60].sum(0).mean(), sky[:, -60:].sum(0).mean()
    assert right - left > 30


def test_a_scene_that_rolls_fills_the_frame() -> None:
    shot = SceneShot(plan("roll_right"), spec(320, 180))
    level, rolled = shot.frame(0)[0], shot.frame(47)[0]
    assert np.abs(level.astype(int) - rolled).mean() > 2
    assert rolled.min() > 0


def test_a_shot_that_is_over_holds_no_memory() -> None:
    """Each world is megabytes; a process that makes thousands keeps none of them."""
    held: list[int] = []
    tracemalloc.start()
    try:
        for seed in range(4):
            dragon = Subject(noun="dragon", rig="dragon", length=8, medium=Medium.AIR)
            planned = plan().model_copy(update={"seed": seed, "subjects": (dragon,)})
            SceneShot(planned, spec(256, 144)).frame(5)
            gc.collect()
            held.append(tracemalloc.get_traced_memory()[0])
    finally:
        tracemalloc.stop()
    assert held[3] - held[1] < 2_000_000
