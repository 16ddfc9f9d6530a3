"""Still water in the land: where it lies, who is in it, what grows beside it."""

from __future__ import annotations

import numpy as np
import pytest

from vitascope.engines.previz.canvas import Air, Canvas, Light
from vitascope.engines.previz.clock import Moment
from vitascope.engines.previz.planner import plan_shot
from vitascope.engines.previz.scene.land import Land, build
from vitascope.engines.previz.staging import Stage, placements

SIZE = (96, 54)


def lake(prompt: str) -> Land:
    """The land of a prompt with water in it."""
    land = build(plan_shot(prompt, 3, 5.0))
    assert land.pond is not None
    return land


@pytest.fixture(scope="module")
def ducks() -> Land:
    return lake("two ducks on a pond")


def test_the_land_is_below_the_water_in_its_middle_and_above_it_on_the_shores(ducks: Land) -> None:
    pond = ducks.pond
    assert pond is not None
    assert ducks.ground(pond.x, pond.z) < pond.level - 0.3
    for across, along in ((0.0, 1.6), (1.6, 0.0), (-1.6, 0.0)):
        assert ducks.ground(pond.x + across * pond.wide, pond.z + along * pond.long) > pond.level
    assert ducks.home.surface == pond.level


def test_nothing_grows_in_the_water(ducks: Land) -> None:
    pond, stand = ducks.pond, ducks.stand
    assert pond is not None
    assert stand is not None
    assert float(ducks.terrain.grounds(stand.rows[:, 0], stand.rows[:, 1]).min()) > pond.level


def test_who_floats_is_on_it_and_who_stands_is_before_it(ducks: Land) -> None:
    plan = plan_shot("two ducks on a pond", 3, 5.0)
    stage = Stage(ducks.home, ducks.anchors, ducks.ground)
    assert ducks.home.surface is not None
    for _, each in placements(plan, stage, Moment(plan, 1.0)):
        assert ducks.ground(each.x, each.z) < ducks.home.surface
    plan = plan_shot("a fox drinks from a river in the forest", 3, 5.0)
    shore = build(plan)
    ((_, fox),) = placements(plan, Stage(shore.home, shore.anchors, shore.ground), Moment(plan, 1.0))
    assert shore.home.surface is not None
    assert shore.ground(fox.x, fox.z) > shore.home.surface


def test_the_water_mirrors_the_sky_above_the_far_shore(ducks: Land) -> None:
    def nobody(over: Canvas, light: Light, air: Air) -> None:
        pass

    plan = plan_shot("two ducks on a pond", 3, 5.0)
    canvas = Canvas.blank(*SIZE)
    ducks.draw(canvas, ducks.home.pose, Moment(plan, 1.0), nobody)
    sky, water = canvas.rgb[:, 6].mean(axis=0), canvas.rgb[:, -10].mean(axis=0)
    assert np.argmax(sky) == np.argmax(water) == 2
    assert water.mean() < sky.mean()
