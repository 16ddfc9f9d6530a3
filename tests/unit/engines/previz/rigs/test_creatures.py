from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np
import pytest

from vitascope.engines.previz.canvas import Air, Canvas, Light, Placement, Pose
from vitascope.engines.previz.compiled import Floats
from vitascope.engines.previz.plan import Medium, Subject
from vitascope.engines.previz.rigs import Rig, build
from vitascope.engines.previz.rigs.bird import Perching
from vitascope.engines.previz.rigs.figure import Bones
from vitascope.engines.previz.rigs.puppet import Puppet

DAY = Light((0.4, 0.8, -0.45), (1.3, 1.2, 1.1), (0.4, 0.45, 0.5), (-0.3, 0.4, 0.87), (0.5, 0.5, 0.5))
NIGHT = Light((0.4, 0.8, -0.45), (0.02, 0.02, 0.03), (0.01, 0.01, 0.02), (-0.3, 0.4, 0.87), (0.0, 0.0, 0.0))
AIR = Air((0.5, 0.6, 0.7), 0.0)


@cache
def rig_of(rig: str, form: str, medium: Medium = Medium.GROUND, traits: tuple[str, ...] = ()) -> Rig:
    return build(Subject(noun=form, rig=rig, form=form, length=1.0, medium=medium, traits=traits), 3)


def shaped(made: Rig, **gesture: Any) -> Floats:
    """The points of a figure in its own frame, lengths: x right, y up from its middle, z ahead."""
    puppet = made.standing if isinstance(made, Perching) else made
    assert isinstance(puppet, Puppet)
    posture = puppet.stance(Placement(0.0, 0.0, 5.0, 1.0, **{"pace": 0.0, **gesture}), DAY)
    assert isinstance(posture, Bones)
    mesh = puppet.levels[0].mesh
    points = np.empty_like(mesh.rest)
    posture.write(mesh, np.concatenate([np.eye(3), np.zeros((1, 3))]).astype(np.float32), points)
    return points


def front(points: Floats, deep: float = 0.06) -> float:
    """The mean height of what is foremost."""
    return float(points[points[:, 2] > points[:, 2].max() - deep, 1].mean())


@pytest.mark.parametrize("form", ["horse", "cow", "sheep", "deer", "giraffe"])
def test_the_mouth_of_what_grazes_is_near_the_ground(form: str) -> None:
    made = rig_of("quadruped", form)
    still, grazing = shaped(made), shaped(made, work=1.0)
    ahead = grazing[grazing[:, 2] > 0.25]
    assert front(still) > still[:, 1].min() + 0.2
    assert ahead[:, 1].min() < grazing[:, 1].min() + 0.12


@pytest.mark.parametrize("form", ["wolf", "dog"])
def test_what_howls_has_its_nose_up(form: str) -> None:
    made = rig_of("quadruped", form)
    assert shaped(made, wave=1.0, jaw=0.6)[:, 1].max() > shaped(made)[:, 1].max() + 0.04


@pytest.mark.parametrize("form", ["fox", "cat", "dog"])
def test_a_sleeper_is_low_and_curled_up(form: str) -> None:
    made = rig_of("quadruped", form)
    still, asleep = shaped(made), shaped(made, lie=1.0)
    assert np.ptp(asleep[:, 1]) < 0.75 * np.ptp(still[:, 1])
    assert np.ptp(asleep[:, 2]) < 0.92 * np.ptp(still[:, 2])
    assert asleep[asleep[:, 2] > 0.0, 0].max() > 1.5 * still[:, 0].max()


def test_one_that_lies_awake_holds_its_head_up() -> None:
    made = rig_of("quadruped", "lion")
    assert front(shaped(made, lie=1.0, sit=1.0)) > front(shaped(made, lie=1.0)) + 0.05


def test_a_frog_leaps_and_comes_down() -> None:
    made = rig_of("quadruped", "frog")
    lowest = [float(shaped(made, gait=gait, pace=1.0)[:, 1].min()) for gait in (0.0, 0.45, 0.9)]
    assert lowest[1] > max(lowest[0], lowest[2]) + 0.1


@pytest.mark.parametrize("form", ["dove", "gull", "crow"])
def test_a_bird_on_its_feet_pecks_at_the_ground(form: str) -> None:
    made = rig_of("bird", form)
    pecking = shaped(made, work=1.0, gait=0.25)
    ahead = pecking[pecking[:, 2] > 0.10]
    assert ahead[:, 1].min() < pecking[:, 1].min() + 0.08
    assert np.ptp(shaped(made)[:, 1]) > np.ptp(pecking[:, 1])


def test_a_bird_that_rises_spreads_its_wings() -> None:
    wide: list[float] = []
    for lift in (0.0, 1.0):
        canvas = Canvas.blank(96, 64)
        canvas.rgb[:] = 0.3
        placement = Placement(0.0, 0.0, 2.4, 1.0, heading=0.0, lift=lift)
        rig_of("bird", "dove").draw(canvas, Pose(0.0, 0.0, 0.0), placement, DAY, AIR)
        columns = np.flatnonzero((np.abs(canvas.rgb - 0.3).max(-1) > 0.03).any(1))
        wide.append(float(np.ptp(columns)))
    assert wide[1] > 1.5 * wide[0]


def test_short_legs_are_short() -> None:
    def leg(form: str) -> float:
        points = shaped(rig_of("quadruped", form))
        middle = points[np.abs(points[:, 2]) < 0.05]
        return float(middle[:, 1].min() - points[:, 1].min()) / float(np.ptp(points[:, 2]))

    assert leg("dachshund") < leg("corgi") < 0.6 * leg("dog")
    assert leg("greyhound") > leg("dog")


@pytest.mark.parametrize(("rig", "form"), [("soft", "jellyfish"), ("fish", "fish"), ("quadruped", "deer")])
def test_what_is_bioluminescent_is_bright_at_night(rig: str, form: str) -> None:
    bright: list[float] = []
    for traits in ((), ("bioluminescent",)):
        canvas = Canvas.blank(96, 64)
        made = rig_of(rig, form, Medium.WATER, traits)
        made.draw(canvas, Pose(0.0, 0.0, 0.0), Placement(0.0, 0.0, 2.0, 1.0, heading=1.6), NIGHT, AIR)
        bright.append(float(canvas.rgb.mean()))
    assert bright[1] > 3.0 * bright[0]
