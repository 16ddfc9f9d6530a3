from __future__ import annotations

import numpy as np
import pytest

from vitascope.engines.previz.picture.lens import View, nodes_of, uncovered
from vitascope.engines.previz.picture.warp import resting_nodes

RAMP = np.linspace(0, 1, 90, dtype=np.float32)[:, None] + np.zeros((1, 160), np.float32)
STRONG = [
    View(ahead=0.2),
    View(ahead=-0.2),
    View(right=0.2, down=-0.1),
    View(pan=0.15, tilt=-0.1),
    View(roll=0.2),
    View(zoom=-0.2),
]


def test_no_displacement_is_the_picture() -> None:
    np.testing.assert_array_equal(nodes_of(View(), RAMP, 640, 360), resting_nodes(640, 360))


@pytest.mark.parametrize("view", STRONG)
@pytest.mark.parametrize("size", [(640, 360), (360, 640), (256, 256)])
def test_no_view_looks_outside_the_picture(view: View, size: tuple[int, int]) -> None:
    width, height = size
    nodes = nodes_of(view, RAMP, width, height)[: height // 16 + 1, : width // 16 + 1]
    assert nodes.min() >= -0.6
    assert nodes[..., 0].max() <= width - 0.2
    assert nodes[..., 1].max() <= height - 0.2


@pytest.mark.parametrize("view", STRONG)
def test_no_view_folds_the_picture(view: View) -> None:
    nodes = nodes_of(view, RAMP, 640, 360)[:23, :41]
    assert np.diff(nodes[..., 0], axis=1).min() > 4
    assert np.diff(nodes[..., 1], axis=0).min() > 4


def test_travel_moves_near_parts_more_than_far_ones() -> None:
    moved = nodes_of(View(right=0.05), RAMP, 640, 360) - resting_nodes(640, 360)
    far, near = moved[1, 15:25, 0].mean(), moved[20, 15:25, 0].mean()
    assert near == pytest.approx(0.05 * 360, rel=0.15)
    assert 0.2 * near < far < 0.5 * near


def test_a_pan_moves_all_parts_alike() -> None:
    moved = (nodes_of(View(pan=0.03), RAMP, 640, 360) - resting_nodes(640, 360))[:23, 14:26, 0]
    np.testing.assert_allclose(moved, 0.03 * 360, atol=0.01)


def test_going_ahead_magnifies_from_the_middle() -> None:
    nodes = nodes_of(View(ahead=0.1), RAMP, 640, 360)
    assert nodes[22, 0, 0] > 10
    assert nodes[22, 40, 0] < 630
    assert uncovered(View(ahead=0.1), RAMP, 640, 360) == 0


def test_rolling_turns_the_picture_clockwise() -> None:
    """What lies right of the middle comes from above: it has moved down."""
    moved = nodes_of(View(roll=0.05, zoom=0.2), RAMP, 640, 360) - resting_nodes(640, 360)
    assert moved[11, 36, 1] < -5
    assert moved[11, 4, 1] > 5


def test_backing_off_uncovers_as_much_as_it_shrinks() -> None:
    assert uncovered(View(zoom=float(np.log(0.9))), RAMP, 640, 360) == pytest.approx(0.0556, abs=0.004)
