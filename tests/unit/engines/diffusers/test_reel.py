from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest
from numpy.typing import NDArray

from vitascope.engines.diffusers.reel import Reel


def greys(count: int, asked: list[int]) -> Iterator[NDArray[np.uint8]]:
    """Frames of one grey level each, ten apart; ``asked`` fills as they are wanted."""
    for number in range(count):
        asked.append(number)
        yield np.full((16, 16, 3), 10 * number, np.uint8)


def levels(reel: Reel) -> list[int]:
    return [int(frame[0, 0, 0]) for frame in reel]


def test_frames_come_in_order_when_they_are_wanted() -> None:
    asked: list[int] = []
    frames = iter(Reel(greys(5, asked)))
    assert int(next(frames)[0, 0, 0]) == 0
    assert asked == [0]
    assert [int(frame[0, 0, 0]) for frame in frames] == [10, 20, 30, 40]


@pytest.mark.parametrize(("place", "level"), [(0, 0), (2.0, 20), (2.5, 25), (4, 40), (9.5, 40)])
def test_a_look_ahead_takes_nothing_away(place: float, level: int) -> None:
    reel = Reel(greys(5, []))
    assert abs(int(reel.at(place)[0, 0, 0]) - level) <= 1
    assert levels(reel) == [0, 10, 20, 30, 40]


def test_the_two_that_were_taken_last_can_still_be_looked_at() -> None:
    reel = Reel(greys(6, []))
    frames = iter(reel)
    for _ in range(4):
        next(frames)
    assert [int(reel.at(place)[0, 0, 0]) for place in (2, 3, 5)] == [20, 30, 50]
