"""Tiles: in range, from a seed, without a seam."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from support.kernels import callable_from_python
from vitascope.engines.previz.canvas import Array
from vitascope.engines.previz.scene import lookup
from vitascope.engines.previz.scene.noise import band, fbm, ridged, ripples, veins

TILES: list[Callable[[int, int], Array]] = [fbm, ridged, veins, band, ripples]


@pytest.mark.parametrize("tile", TILES)
def test_a_tile_repeats_without_a_seam(tile: Callable[[int, int], Array]) -> None:
    made = tile(128, 3)
    for axis in (0, 1):
        steps = np.abs(made - np.roll(made, 1, axis)).mean(axis=1 - axis)
        assert steps[0] <= 1.1 * steps[1:].max()


@pytest.mark.parametrize("tile", TILES)
def test_a_tile_comes_from_its_seed(tile: Callable[[int, int], Array]) -> None:
    made = tile(64, 3)
    assert made.dtype == np.float32
    assert made.shape == (64, 64)
    assert np.array_equal(made, tile(64, 3))
    assert not np.array_equal(made, tile(64, 4))


def test_ranges() -> None:
    for tile in (fbm, ridged, veins):
        made = tile(64, 9)
        assert made.min() == 0.0
        assert made.max() == 1.0
    detail = band(64, 9)
    assert detail.mean() == pytest.approx(0.0, abs=0.01)
    assert detail.std() == pytest.approx(1.0, abs=0.01)


def test_sampling_is_bilinear_and_wraps() -> None:
    sample = callable_from_python(lookup.sample)
    tile = fbm(16, 1)
    f4 = np.float32
    assert sample(tile, f4(3), f4(5)) == tile[5, 3]
    assert sample(tile, f4(3 - 16), f4(5 + 32)) == tile[5, 3]
    assert sample(tile, f4(15.5), f4(2)) == pytest.approx((tile[2, 15] + tile[2, 0]) / 2, abs=1e-6)
