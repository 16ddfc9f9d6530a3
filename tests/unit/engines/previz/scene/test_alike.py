"""Pixels of faces that are filled from their neighbours."""

from __future__ import annotations

import numpy as np
import pytest

from support.kernels import callable_from_python
from vitascope.engines.previz.scene import alike

between_columns = callable_from_python(alike.between_columns)
between_rows = callable_from_python(alike.between_rows)

FOCAL = np.float32(1000.0)


@pytest.mark.parametrize(
    ("other", "owner", "depth", "done"),
    [(0.50, 7, 2.0, True), (0.70, 7, 2.0, False), (0.50, 8, 2.0, False), (0.50, 7, 200.0, False)],
)
def test_a_row_is_filled_where_nothing_can_happen_in_it(
    other: float, owner: int, depth: float, done: bool
) -> None:
    rgb = np.zeros((3, 3), np.float32)
    rgb[0], rgb[2] = 0.49, other
    far = np.array([depth, 1e5, depth], np.float32)
    owners = np.array([7, -1, owner], np.float32)
    assert between_rows(rgb, far, far.copy(), owners, 1, np.float32(7), FOCAL) is done
    assert bool((rgb[1] > 0).all()) is done
    assert bool(owners[1] == 7) is done


def test_a_row_behind_something_is_left_alone() -> None:
    rgb, owners = np.full((3, 3), 0.5, np.float32), np.full(3, 7, np.float32)
    depth = np.array([2.0, 1.0, 2.0], np.float32)
    assert not between_rows(rgb, depth, depth.copy(), owners, 1, np.float32(7), FOCAL)


def test_a_column_is_filled_and_counts_as_hidden() -> None:
    rgb, owner = np.zeros((3, 2, 3), np.float32), np.full((3, 2), 4, np.float32)
    rgb[0], rgb[2] = 0.5, 0.5
    rgb[2, 1] = 0.9
    depth, solid = np.full((3, 2), 3, np.float32), np.full((3, 2), 3, np.float32)
    between_columns(rgb, depth, solid, owner, 1, np.full(5, 100, np.float32))
    assert (rgb[1, 0] == 0.5).all()
    assert solid[1, 0] == 0.0
    assert (rgb[1, 1] == 0.0).all(), "a detail is not averaged away"
