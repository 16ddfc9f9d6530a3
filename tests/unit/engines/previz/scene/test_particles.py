"""Specks: they repeat with their box, hide behind things, and keep their place in a loop."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from vitascope.engines.previz.canvas import Array, Canvas, Pose
from vitascope.engines.previz.clock import Moment
from vitascope.engines.previz.plan import Environment, ShotPlan, Take
from vitascope.engines.previz.scene.particles import Swarm, strew

WHITE = np.ones(3, np.float32)


def a_swarm() -> Swarm:
    """Snow, more or less."""
    return Swarm.strewn(
        800, 3, box=20.0, velocity=(1.0, -3.0, 0.5), size=0.05, colour=WHITE, opacity=0.9, sway=0.2
    )


def drawn(swarm: Swarm, pose: Pose, seconds: float, depth: float = 1e5) -> Array:
    """Over black."""
    take = Take(start=0.0, seconds=5.0, loop=True)
    plan = ShotPlan(seed=1, environment=Environment.HILLS, takes=(take,))
    canvas = Canvas.blank(120, 80)
    canvas.depth[:] = depth
    strew(swarm, canvas, pose, Moment(plan, seconds))
    return canvas.rgb


def test_they_are_seen_and_move_and_come_back() -> None:
    swarm, pose = a_swarm(), Pose(0.0, 0.0, 0.0)
    first = drawn(swarm, pose, 0.0)
    assert 0.002 < first.mean() < 0.3
    assert np.abs(first - drawn(swarm, pose, 0.5)).mean() > 0.001
    assert np.abs(first - drawn(swarm, pose, 5.0)).max() < 0.02


def test_the_box_repeats() -> None:
    swarm, pose = a_swarm(), Pose(1.0, 2.0, 3.0, yaw=0.4)
    there = replace(pose, x=1.0 + 20 * 7, y=2.0 - 20 * 3, z=3.0 + 20 * 11)
    assert np.abs(drawn(swarm, pose, 1.0) - drawn(swarm, there, 1.0)).max() < 0.02


def test_what_is_nearer_hides_them() -> None:
    assert drawn(a_swarm(), Pose(0.0, 0.0, 0.0), 0.0, depth=0.1).max() == 0.0
