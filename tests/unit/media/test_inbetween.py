from __future__ import annotations

import numpy as np
import pytest

from unit.media.clips import panned
from vitascope.media.arrays import Plane, Planes
from vitascope.media.inbetween import Pair, resampled


def test_a_frame_between_is_where_things_are_by_then() -> None:
    first, _, middle, _, last = panned(320, 180, 5, speed=3)
    found = Pair(first, last).at(0.5)
    blend = ((first[0].astype(int) + last[0]) // 2).astype(np.uint8)
    assert _off(found[0], middle[0]) < 0.6 * _off(blend, middle[0])
    assert [plane.shape for plane in found] == [plane.shape for plane in middle]


def test_the_ends_are_the_frames_themselves() -> None:
    first, last = panned(64, 36, 2)
    assert Pair(first, last).at(0.0) is first
    assert Pair(first, last).at(1.0) is last


def test_nothing_lies_between_two_shots() -> None:
    one, other = _flat(20), _flat(220)
    assert Pair(one, other).at(0.4) is one
    assert Pair(one, other).at(0.6) is other


@pytest.mark.parametrize(("wraps", "last"), [(False, 3), (True, 0)])
def test_beyond_the_last_frame(wraps: bool, last: int) -> None:
    frames = list(panned(64, 36, 4))
    found = list(resampled(iter(frames), iter([0.0, 1.0, 3.0, 4.0]), wraps=wraps))
    assert [found[0] is frames[0], found[1] is frames[1], found[2] is frames[3]] == [True, True, True]
    assert found[3] is frames[last]


def _off(one: Plane, other: Plane) -> float:
    return float(np.abs(one.astype(int) - other).mean())


def _flat(level: int) -> Planes:
    return (
        np.full((36, 64), level, np.uint8),
        np.full((18, 32), 128, np.uint8),
        np.full((18, 32), 128, np.uint8),
    )
