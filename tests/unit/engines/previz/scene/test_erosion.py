"""Rain on a height map."""

from __future__ import annotations

import numpy as np
import pytest

from vitascope.engines.previz import threads
from vitascope.engines.previz.canvas import Array
from vitascope.engines.previz.scene.erosion import BAND, STEPS, rain
from vitascope.engines.previz.scene.noise import fbm

SIDE = 512


def land() -> Array:
    """Heights in cells."""
    return fbm(SIDE, 4) * np.float32(60)


def starts(count: int) -> Array:
    return np.random.default_rng(2).random((count, 2), dtype=np.float32) * SIDE


def test_the_same_land_for_any_number_of_threads(monkeypatch: pytest.MonkeyPatch) -> None:
    alone, together = land(), land()
    rain(together, starts(4000))
    monkeypatch.setattr(threads, "cores", lambda: 1)
    rain(alone, starts(4000))
    assert np.array_equal(alone, together)
    assert not np.array_equal(alone, land())


@pytest.mark.parametrize("row", [0.5, STEPS + 1.5, 0.5 * BAND, BAND - 0.5, SIDE - 0.5])
def test_a_drop_runs_wherever_it_falls(row: float) -> None:
    height = land()
    rain(height, np.array([[100.0, row]], np.float32))
    assert not np.array_equal(height, land())


def test_a_drop_goes_no_farther_than_its_steps() -> None:
    height = land()
    rain(height, np.array([[100.0, 0.5 * BAND]], np.float32))
    rows = np.flatnonzero((height != land()).any(1))
    assert np.abs(rows - 0.5 * BAND).max() <= STEPS + 1


def test_rain_carves_valleys_and_carries_little_off() -> None:
    height = land()
    rain(height, starts(20_000))
    assert 0 <= land().mean() - height.mean() < 0.01 * land().mean()
    assert (height - land()).min() < -1
