"""Environments in all lights and weathers, and cameras that stay out of what is built."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import numpy as np
import pytest

from vitascope.engines.previz.camera import pose
from vitascope.engines.previz.canvas import Air, Array, Canvas, Light, Pose
from vitascope.engines.previz.clock import Moment
from vitascope.engines.previz.plan import CameraMove, Environment, ShotPlan, Take, TimeOfDay, Weather
from vitascope.engines.previz.scene import masonry
from vitascope.engines.previz.scene.built import Built
from vitascope.engines.previz.scene.facets import Masonry, build_up, face
from vitascope.engines.previz.scene.noise import band
from vitascope.engines.previz.scene.world import World, build
from vitascope.engines.previz.tone import develop

PLANTED_OR_BUILT = [
    Environment.MEADOW,
    Environment.FOREST,
    Environment.JUNGLE,
    Environment.VILLAGE,
    Environment.STREET,
    Environment.SKYLINE,
    Environment.ROOM,
    Environment.VOLCANO,
    Environment.PLANET,
]


def a_plan(environment: Environment, *camera: str, **words: object) -> ShotPlan:
    moves = tuple(CameraMove(kind=kind, start=0.0, end=5.0) for kind in camera)
    takes = (Take(start=0.0, seconds=5.0, camera=moves),)
    return ShotPlan.model_validate({"seed": 7, "environment": environment, "takes": takes, **words})


def nothing(canvas: Canvas, light: Light, air: Air) -> None:
    """No subjects."""


def grey(world: World, plan: ShotPlan, seconds: float = 1.0, at: Pose | None = None) -> Array:
    """Developed grey levels of a small picture."""
    canvas = Canvas.blank(128, 72)
    world.draw(canvas, at or world.home.pose, Moment(plan, seconds), nothing)
    assert np.isfinite(canvas.rgb).all()
    return develop(canvas, world.grade, plan.seed)[0].astype(np.float32)


@pytest.mark.parametrize("environment", PLANTED_OR_BUILT)
def test_day_is_brighter_than_dusk_and_dusk_than_night(environment: Environment) -> None:
    lights = []
    for time_of_day in (TimeOfDay.DAY, TimeOfDay.DUSK, TimeOfDay.NIGHT):
        plan = a_plan(environment, time_of_day=time_of_day)
        lights.append(float(grey(build(plan), plan).mean()))
    assert lights[0] > 1.1 * lights[1] > 1.2 * lights[2]
    assert lights[2] > 19.0


@cache
def in_clear_weather(environment: Environment) -> Array:
    """What is seen without any, drawn once."""
    clear = a_plan(environment)
    return grey(build(clear), clear)


@pytest.mark.parametrize("weather", [Weather.FOG, Weather.RAIN, Weather.SNOW, Weather.STORM])
@pytest.mark.parametrize("environment", [Environment.MEADOW, Environment.STREET, Environment.SKYLINE])
def test_weather_shows_and_moves(environment: Environment, weather: Weather) -> None:
    plan = a_plan(environment, weather=weather)
    world = build(plan)
    frames = [grey(world, plan, seconds) for seconds in (1.0, 1.0 + 1 / 24)]
    assert np.abs(in_clear_weather(environment) - frames[0]).mean() > 5.0
    if weather is not Weather.FOG:
        assert np.abs(frames[0] - frames[1]).mean() > 0.05


def test_a_wet_road_mirrors_the_street() -> None:
    plan = a_plan(Environment.STREET, weather=Weather.RAIN)
    wet = build(plan)
    assert isinstance(wet, Built)
    dry = replace(wet, floor=None)
    change = np.abs(grey(wet, plan) - grey(dry, plan))
    assert change[60:, 50:78].mean() > 4.0
    assert change[:30].max() <= 2.0


@pytest.mark.parametrize(
    "moves",
    [("push_in", "truck_left"), ("pull_out",), ("orbit_left",), ("orbit_right", "crane_down"), ("aerial",)],
)
@pytest.mark.parametrize("environment", [Environment.ROOM, Environment.STREET, Environment.VILLAGE])
def test_no_move_takes_the_camera_through_a_wall(environment: Environment, moves: tuple[str, ...]) -> None:
    plan = a_plan(environment, *moves)
    world = built(environment)
    assert world.home.free is not None
    for seconds in (0.0, 1.5, 3.0, 4.9):
        at = pose(plan, world.home, Moment(plan, seconds), world.ground)
        for value, (low, high) in zip((at.x, at.y, at.z), world.home.free, strict=True):
            assert low - 0.05 <= value <= high + 0.05


BUILT: dict[Environment, World] = {}


def built(environment: Environment) -> World:
    """By day, baked once."""
    if environment not in BUILT:
        BUILT[environment] = build(a_plan(environment))
    return BUILT[environment]


@pytest.mark.parametrize(
    ("environment", "period"), [(Environment.VILLAGE, 1024.0), (Environment.FOREST, 512.0)]
)
def test_what_stands_on_the_land_repeats_with_it(environment: Environment, period: float) -> None:
    world, plan = built(environment), a_plan(environment)
    home = world.home.pose
    there = replace(home, x=home.x + period, z=home.z - 2 * period)
    depths: list[Array] = []
    for at in (home, there):
        canvas = Canvas.blank(128, 72)
        world.draw(canvas, at, Moment(plan, 0.0), nothing)
        depths.append(canvas.depth)
    same = np.abs(depths[0] - depths[1]) < 0.02 * depths[0]
    assert same.mean() > 0.985


def test_a_wall_stands_where_it_is_and_hides_what_is_behind() -> None:
    white, black = np.ones(3, np.float32), np.zeros(3, np.float32)
    near = face((-1, -1, 4), (2, 0, 0), (0, 2, 0), masonry.PLAIN, white)
    far = face((-9, -9, 8), (18, 0, 0), (0, 18, 0), masonry.PLAIN, black)
    away = face((1, -1, 2), (-2, 0, 0), (0, 2, 0), masonry.PLAIN, white)
    flat = np.zeros(3, np.float32)
    walls = Masonry(np.stack([near, far, away]), band(256, 3), flat, haze=0.0, end=50.0)
    canvas = Canvas.blank(96, 54)
    tones, sun = np.zeros((8, 3), np.float32), np.array([0, 1, 0, 0, 1, 0], np.float32)
    build_up(walls, canvas, Pose(0.0, 0.0, 0.0), tones, sun)
    assert canvas.depth[48, 27] == pytest.approx(4.0, abs=1e-3)
    assert canvas.depth[4, 27] == pytest.approx(8.0, abs=1e-3)
    assert canvas.rgb[48, 27].min() > 0.8
    assert canvas.rgb[4, 27].max() < 0.05
