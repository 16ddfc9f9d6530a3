"""Waves: their slopes belong to their heights, and a loop of them closes."""

from __future__ import annotations

import numpy as np
import pytest

from vitascope.engines.previz.clock import Moment
from vitascope.engines.previz.plan import Environment, ShotPlan, Take
from vitascope.engines.previz.scene.waves import SIDE, TILE, Waves


def a_moment(seconds: float, length: float = 5.0) -> Moment:
    """In a loop."""
    take = Take(start=0.0, seconds=length, loop=True)
    return Moment(ShotPlan(seed=1, environment=Environment.OCEAN, takes=(take,)), seconds)


def test_slopes_are_the_heights_slopes() -> None:
    surface = Waves.of(3, 0.15, 0.4, 27.0).at(a_moment(1.3))
    wave = np.fft.fft2(surface[..., 2])
    k = np.fft.fftfreq(SIDE, 1 / SIDE) * 2j * np.pi / TILE
    along_x = np.fft.ifft2(wave * k[None, :]).real
    along_z = np.fft.ifft2(wave * k[:, None]).real
    assert np.abs(along_x - surface[..., 0]).max() < 2e-3
    assert np.abs(along_z - surface[..., 1]).max() < 2e-3


@pytest.mark.parametrize("length", [5.0, 3.7])
def test_waves_move_and_close(length: float) -> None:
    waves = Waves.of(3, 0.15, 0.4, 27.0)
    first, middle, last = (waves.at(a_moment(s, length)) for s in (0.0, 0.4 * length, length))
    assert np.abs(first - last).max() < 1e-4
    assert np.abs(first - middle).mean() > 0.02


def test_steepness_is_what_was_asked_for() -> None:
    for steepness in (0.05, 0.2):
        surface = Waves.of(8, steepness, 1.0, 27.0).at(a_moment(0.0))
        assert float(np.sqrt((surface[..., :2] ** 2).sum(-1).mean())) == pytest.approx(steepness, rel=0.25)
