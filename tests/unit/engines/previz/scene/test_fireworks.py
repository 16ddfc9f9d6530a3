"""Fireworks light up the open sky, come again, and close with a loop."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from vitascope.engines.previz.canvas import FAR, Canvas, Pose
from vitascope.engines.previz.clock import Moment
from vitascope.engines.previz.plan import Environment, ShotPlan, Take
from vitascope.engines.previz.planner import plan_shot
from vitascope.engines.previz.scene.fireworks import Fireworks

AHEAD = Pose(0.0, 0.0, 0.0)


def lit(second: float, *, loop: bool = False, pose: Pose = AHEAD, wall: bool = False) -> Canvas:
    """A dark picture of 192x108 under fireworks; with a wall on its left half."""
    take = Take(start=0, seconds=5, loop=loop)
    plan = ShotPlan(seed=3, environment=Environment.OCEAN, takes=(take,), sights=("fireworks",))
    canvas = Canvas.blank(192, 108)
    canvas.rgb[:] = 0.0
    canvas.depth[:] = FAR
    if wall:
        canvas.depth[:96] = 50.0
    Fireworks(0.0, 3).burst(canvas, pose, Moment(plan, second))
    return canvas


@pytest.mark.parametrize("second", [0.0, 1.7, 3.1, 4.9])
def test_something_bursts_at_every_moment_in_the_upper_half(second: float) -> None:
    light = lit(second).rgb.sum(-1)
    assert light.max() > 1.0
    assert light[:, :60].sum() > 20 * light[:, 75:].sum()


def test_what_stands_before_the_sky_hides_them() -> None:
    hidden = lit(1.7, wall=True).rgb
    assert hidden[:96].max() == 0.0
    np.testing.assert_array_equal(hidden[96:], lit(1.7).rgb[96:])


def test_they_stay_where_they_are_when_the_camera_turns() -> None:
    assert lit(1.7, pose=replace(AHEAD, yaw=3.0)).rgb.max() == 0.0


def test_a_loop_closes() -> None:
    np.testing.assert_allclose(lit(5.0, loop=True).rgb, lit(0.0, loop=True).rgb, atol=1e-3)


def test_a_prompt_names_them() -> None:
    plan = plan_shot("Fireworks over a harbor", 3, 5.0)
    assert (plan.sights, plan.time_of_day.value, plan.subjects) == (("fireworks",), "night", ())
