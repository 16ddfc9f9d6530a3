from __future__ import annotations

import numpy as np
import pytest

from vitascope.engines.previz.picture.blend import EDGE, Front, weighted
from vitascope.engines.previz.picture.plate import Planes


def flat(level: int, width: int = 320, height: int = 180) -> Planes:
    luma = np.full((height, width), level, np.uint8)
    chroma = np.full((height // 2, width // 2), level, np.uint8)
    return luma, chroma, chroma.copy()


RAMP = np.tile(np.linspace(0, 1, 64, dtype=np.float32), (36, 1))


def test_weights_mix_every_plane() -> None:
    first, second = flat(40), flat(200)
    for weight, level in ((0.0, 40), (0.5, 120), (1.0, 200)):
        for plane in weighted(first, second, np.full((9, 16), weight, np.float32)):
            assert (plane == level).all()


def test_a_front_is_nothing_at_first_and_all_at_last() -> None:
    front = Front(RAMP, 320, 180)
    first, second = flat(40), flat(200)
    assert front(first, second, 0.0) is first
    assert front(first, second, 1.0) is second


@pytest.mark.parametrize("progress", [0.1, 0.35, 0.5, 0.8])
def test_a_front_replaces_that_share_in_that_order_and_mixes_hardly_anything(progress: float) -> None:
    luma = Front(np.square(RAMP), 320, 180)(flat(40), flat(200), progress)[0]
    share = (luma.astype(np.float32) - 40).mean() / 160
    assert share == pytest.approx(progress, abs=EDGE)
    assert (np.diff(luma.astype(int), axis=1) <= 0).all()
    assert ((luma > 42) & (luma < 198)).mean() < 1.2 * EDGE


def test_steps_of_progress_are_steps_of_area() -> None:
    front = Front(RAMP**4, 320, 180)
    shares = [front(flat(0), flat(200), p)[0].mean() / 200 for p in np.linspace(0, 1, 21)]
    steps = np.diff(shares)
    assert steps.min() > 0.015
    assert steps.max() < 0.09
