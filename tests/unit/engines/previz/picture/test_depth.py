from __future__ import annotations

import numpy as np
import pytest

from support.pictures import landscape, portrait
from vitascope.engines.previz.picture.depth import SLOPE, nearness


@pytest.mark.parametrize("picture", [landscape(480, 270), portrait(480, 270), portrait(270, 480)])
def test_depth_covers_the_range_and_never_rises_faster_than_a_warp_can_follow(
    picture: np.ndarray[tuple[int, int, int], np.dtype[np.uint8]],
) -> None:
    near = nearness(picture)
    assert near.shape == picture.shape[:2]
    assert near.dtype == np.float32
    assert 0 <= near.min() < 0.15
    assert 0.85 < near.max() <= 1
    slope = np.hypot(*np.gradient(near)) * near.shape[0]
    assert slope.max() <= SLOPE * 1.1


def test_sky_is_far_and_the_ground_comes_nearer() -> None:
    near = nearness(landscape(480, 270))
    assert near[:60].mean() < 0.15
    assert near[-30:].mean() > 0.8
    assert near[110:130].mean() < near[170:190].mean() < near[230:250].mean()


def test_what_stands_out_is_nearer_than_what_is_beside_it() -> None:
    near = nearness(portrait(480, 270))
    assert near[110:160, 200:280].mean() > near[110:160, :60].mean() + 0.1


def test_a_mast_has_one_depth_from_foot_to_top() -> None:
    picture = np.full((270, 480, 3), 150, np.uint8)
    picture[200:] = np.random.default_rng(0).integers(40, 120, (70, 480, 1), dtype=np.uint8)
    stripes = np.where(np.arange(40) // 4 % 2, 30, 220).astype(np.uint8)
    picture[60:220, 200:240] = stripes[None, :, None]
    near = nearness(picture)
    mast = near[90:200, 215:225]
    assert mast.max() - mast.min() < 0.25


def test_a_picture_without_any_texture_has_a_depth() -> None:
    near = nearness(np.full((270, 480, 3), 128, np.uint8))
    assert np.isfinite(near).all()


def test_the_same_picture_has_the_same_depth() -> None:
    np.testing.assert_array_equal(nearness(landscape(480, 270)), nearness(landscape(480, 270)))


def test_what_is_drawn_on_a_page_lies_in_one_plane() -> None:
    page = np.full((270, 480, 3), (244, 239, 230), np.uint8)
    page[40:230, 40:200] = (34, 50, 74)
    page[60:90, 240:420:3] = 20
    near = nearness(page)
    assert near.max() - near.min() < 0.01


def test_a_wall_between_two_uprights_stands() -> None:
    picture = np.random.default_rng(0).integers(90, 130, (270, 480, 1), dtype=np.uint8).repeat(3, 2)
    picture[40:230, 210:262] = 120
    for edge in (206, 262):
        picture[40:230, edge : edge + 4] = 20
    near = nearness(picture)
    wall = near[80:200, 220:252]
    beside = near[80:200, 20:80]
    assert np.ptp(wall.mean(1)) < 0.6 * np.ptp(beside.mean(1))
