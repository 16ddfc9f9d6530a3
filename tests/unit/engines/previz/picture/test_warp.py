from __future__ import annotations

import numpy as np
import pytest

from support.pictures import landscape
from vitascope.engines.previz.picture.plate import Plate, doubled
from vitascope.engines.previz.picture.warp import node_shape, resting_nodes, warp


@pytest.mark.parametrize("size", [(256, 256), (320, 180), (962, 542), (270, 480), (1440, 616)])
def test_a_resting_warp_gives_back_every_byte(size: tuple[int, int]) -> None:
    plate = Plate.of_picture(landscape(*size))
    for got, given in zip(warp(plate, resting_nodes(*size)), plate.planes, strict=True):
        np.testing.assert_array_equal(got, given)


def test_a_shift_by_whole_pixels_moves_them_unchanged_and_repeats_the_edge() -> None:
    plate = Plate.of_picture(landscape(320, 180))
    nodes = resting_nodes(320, 180) + np.array([6, 4], np.float32)
    y, u, v = warp(plate, nodes)
    for got, given, dx, dy in zip((y, u, v), plate.planes, (6, 3, 3), (4, 2, 2), strict=True):
        np.testing.assert_array_equal(got[:-dy, :-dx], given[dy:, dx:])
        assert (got[-dy:, :-dx] == given[-1, dx:]).all()


def test_a_cubic_keeps_what_a_bilinear_blurs() -> None:
    """Half a pixel of shift there and back leaves fine texture as it was, within a few levels."""
    plate = Plate.of_picture(landscape(480, 270))
    there = warp(plate, resting_nodes(480, 270) + np.float32(0.5))
    back = warp(Plate.of(there), resting_nodes(480, 270) - np.float32(0.5))[0]
    given = plate.planes[0].astype(np.float32)
    mean = (given[:-1, :-1] + given[1:, :-1] + given[:-1, 1:] + given[1:, 1:]) / 4
    inner = np.s_[8:-8, 8:-8]
    lost = np.abs(back[inner] - given[inner]).mean()
    assert lost < 0.6 * np.abs(mean[inner] - given[:-1, :-1][inner]).mean()


def test_positions_outside_are_held_at_the_edge() -> None:
    plate = Plate.of_picture(landscape(64, 64))
    y, _, _ = warp(plate, resting_nodes(64, 64) - np.float32(500))
    assert (y == plate.planes[0][0, 0]).all()


def test_nodes_cover_the_frame_and_every_second_one_its_chroma() -> None:
    for width, height in ((256, 256), (3840, 2160), (962, 542)):
        rows, columns = node_shape(width, height)
        assert (rows - 1) * 16 >= height
        assert (columns - 1) * 16 >= width
        assert ((rows + 1) // 2 - 1) * 16 >= height // 2
        assert ((columns + 1) // 2 - 1) * 16 >= width // 2


def test_a_doubled_plane_keeps_its_samples_and_puts_a_cubic_between() -> None:
    plane = landscape(96, 64)[..., 0]
    fine = doubled(plane)
    assert fine.shape == (127, 191)
    np.testing.assert_array_equal(fine[::2, ::2], plane)
    row = plane[10].astype(np.float64)
    half = (9 * (row[1:-2] + row[2:-1]) - row[:-3] - row[3:]) / 16
    assert np.abs(fine[20, 3:-3:2] - np.clip(half, 0, 255)).max() <= 0.5
