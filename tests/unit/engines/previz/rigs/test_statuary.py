"""Statues, fences, walls and boats of paper."""

from __future__ import annotations

import numpy as np

from vitascope.engines.previz.rigs.building import shape
from vitascope.engines.previz.rigs.colours import linear
from vitascope.engines.previz.rigs.ship import shape as vessel
from vitascope.engines.previz.rigs.stuff import Stuff

PALE, DARK = linear("#d8d4c8"), linear("#b0aca2")


def test_a_statue_is_all_of_one_stone_on_a_plinth() -> None:
    parts = shape("statue", [PALE, DARK], 1).parts
    assert {one.look.material for one in parts} == {Stuff.PLASTER}
    assert {one.look.group for one in parts} == {0}
    points = np.concatenate([one.rest for one in parts])
    assert points[:, 1].min() == 0.0
    assert 0.95 < points[:, 1].max() < 1.1


def test_a_fence_and_a_wall_are_long_and_low() -> None:
    for form in ("fence", "wall"):
        points = np.concatenate([one.rest for one in shape(form, [PALE, DARK], 1).parts])
        wide, high, deep = points.max(0) - points.min(0)
        assert wide > 2.0 * high > 2.0 * deep


def test_a_paper_boat_floats_in_the_surface() -> None:
    points = np.concatenate([one.rest for one in vessel("paper_boat", [PALE, DARK], 1).parts])
    assert points[:, 1].min() < 0.0 < points[:, 1].max()
    assert points[:, 2].max() - points[:, 2].min() == 1.0
