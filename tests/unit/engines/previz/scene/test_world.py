"""Every world, drawn small: complete, deterministic, moving, closing its loops."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import cache
from itertools import cycle, product

import numpy as np
import pytest

from vitascope.engines.previz.canvas import FAR, Air, Array, Canvas, Light, Pose
from vitascope.engines.previz.clock import Moment
from vitascope.engines.previz.plan import Environment, Mood, ShotPlan, Take, TimeOfDay, Weather
from vitascope.engines.previz.scene.world import World, build
from vitascope.engines.previz.tone import Planes, develop

LOOKS = [
    (TimeOfDay.NIGHT, Weather.FOG, Mood.DARK),
    (TimeOfDay.DUSK, Weather.STORM, Mood.MENACING),
]


def a_plan(environment: Environment, *, loop: bool = False, **words: object) -> ShotPlan:
    """Five seconds in a place."""
    takes = (Take(start=0.0, seconds=5.0, loop=loop),)
    return ShotPlan.model_validate(
        {"seed": 7, "environment": environment, "plants": True, "takes": takes, **words}
    )


@cache
def a_world(environment: Environment) -> World:
    """By day; baked once for all tests."""
    return build(a_plan(environment))


def nothing(canvas: Canvas, light: Light, air: Air) -> None:
    """No subjects."""


def drawn(
    world: World, plan: ShotPlan, seconds: float, pose: Pose | None = None, size: tuple[int, int] = (96, 54)
) -> Canvas:
    """One picture, on a canvas that held something else before."""
    canvas = Canvas.blank(*size)
    canvas.rgb[:] = np.nan
    canvas.depth[:] = -1.0
    world.draw(canvas, pose or world.home.pose, Moment(plan, seconds), nothing)
    return canvas


def luma(world: World, plan: ShotPlan, seconds: float, size: tuple[int, int]) -> Array:
    """Developed grey levels."""
    return develop(drawn(world, plan, seconds, size=size), world.grade, plan.seed)[0].astype(np.float32)


@pytest.mark.parametrize("environment", Environment)
def test_every_pixel_is_drawn_at_a_sane_depth(environment: Environment) -> None:
    world = a_world(environment)
    canvas = drawn(world, a_plan(environment), 1.0)
    assert np.isfinite(canvas.rgb).all()
    assert canvas.rgb.min() >= 0.0
    assert canvas.depth.min() > 0.0
    assert canvas.depth.max() <= FAR
    bottom, top = canvas.depth[:, -1], canvas.depth[:, 0]
    if environment not in {Environment.SKY, Environment.SPACE}:
        assert float(np.median(bottom)) < 200.0
    assert float(np.median(bottom)) <= float(np.median(top))


@pytest.mark.parametrize("environment", [Environment.MOUNTAINS, Environment.SKY, Environment.UNDERWATER])
def test_every_time_weather_and_mood_gives_a_picture(environment: Environment) -> None:
    looks = list(product(TimeOfDay, Weather, Mood))
    for time_of_day, weather, mood in looks[:: 7 if environment is Environment.SKY else 67]:
        plan = a_plan(environment, tint="#3f9a5c", time_of_day=time_of_day, weather=weather, mood=mood)
        world = build(plan)
        canvas = drawn(world, plan, 0.5, size=(24, 16))
        y = develop(canvas, world.grade, 1)[0]
        assert np.isfinite(canvas.rgb).all(), plan
        assert 18 < y.mean() < 225, plan


@pytest.mark.parametrize("environment", Environment)
def test_the_same_frame_from_any_thread(environment: Environment) -> None:
    world, plan = a_world(environment), a_plan(environment)
    poses = [replace(world.home.pose, yaw=0.1 * k, x=world.home.pose.x + k) for k in range(6)]

    def planes(k: int) -> Planes:
        return develop(drawn(world, plan, 0.3 * k, poses[k]), world.grade, plan.seed)

    alone = [planes(k) for k in range(6)]
    with ThreadPoolExecutor(3) as pool:
        together = list(pool.map(planes, reversed(range(6))))[::-1]
    for one, other in zip(alone, together, strict=True):
        assert all(np.array_equal(a, b) for a, b in zip(one, other, strict=True))


def test_the_same_plan_bakes_the_same_world() -> None:
    plan = a_plan(Environment.MOUNTAINS, weather=Weather.STORM)
    first, second = build(plan), build(plan)
    assert np.array_equal(drawn(first, plan, 0.7).rgb, drawn(second, plan, 0.7).rgb)
    other = plan.model_copy(update={"seed": 8})
    assert not np.array_equal(drawn(first, plan, 0.7).rgb, drawn(build(other), other, 0.7).rgb)


@pytest.mark.parametrize("environment", Environment)
def test_a_loop_ends_where_it_began(environment: Environment) -> None:
    plan = a_plan(environment, loop=True)
    world = a_world(environment)
    first, last = (luma(world, plan, seconds, (480, 270)) for seconds in (0.0, 5.0))
    assert np.abs(first - last).max() <= 1.0
    frames = [luma(world, plan, seconds, (480, 270)) for seconds in np.arange(0.0, 5.0, 0.5).tolist()]
    apart = [np.abs(one - other) for one, other in zip(frames, frames[2:], strict=False)]
    assert min(float(a.mean()) for a in apart) >= 0.25


@pytest.mark.parametrize(("environment", "look"), [*zip(Environment, cycle(LOOKS), strict=False)])
def test_a_still_camera_never_sees_a_still(
    environment: Environment, look: tuple[TimeOfDay, Weather, Mood]
) -> None:
    time_of_day, weather, mood = look
    plan = a_plan(environment, time_of_day=time_of_day, weather=weather, mood=mood)
    world = build(plan)
    frames = [luma(world, plan, seconds, (480, 270)) for seconds in (1.0, 1.0 + 1 / 24, 2.0, 2.0 + 1 / 24)]
    assert np.abs(frames[0] - frames[2]).mean() >= 0.25
    steps = [float(np.abs(frames[k] - frames[k + 1]).mean()) for k in (0, 2)]
    assert max(steps) <= 4 * min(steps) + 0.1


@pytest.mark.parametrize("environment", Environment)
@pytest.mark.parametrize("size", [(54, 126), (126, 54), (64, 64), (98, 42)])
def test_any_shape_and_any_camera(environment: Environment, size: tuple[int, int]) -> None:
    world, plan = a_world(environment), a_plan(environment)
    home = world.home.pose
    high = replace(home, y=home.y + 300.0, pitch=-1.1)
    poses = [
        replace(home, yaw=2.7, pitch=0.6),
        replace(home, x=home.x - 12_345.6, z=home.z + 65_432.1, focal=0.5),
        high if environment is not Environment.UNDERWATER else replace(home, y=25.0, pitch=-1.1),
        replace(home, y=world.ground(home.x, home.z) - 5.0, focal=3.0),
    ]
    for pose in poses:
        canvas = drawn(world, plan, 2.0, pose, size)
        assert np.isfinite(canvas.rgb).all(), pose
        assert canvas.depth.min() > 0.0, pose


def test_the_map_repeats_without_a_seam() -> None:
    world, plan = a_world(Environment.HILLS), a_plan(Environment.HILLS)
    home = world.home.pose
    size = 1024.0
    there = replace(home, x=home.x + 3 * size, z=home.z - 2 * size)
    assert world.ground(home.x, home.z) == pytest.approx(world.ground(there.x, there.z), abs=1e-3)
    edge = [world.ground(size + d, 100.0) for d in np.arange(-2.0, 2.0, 0.125)]
    assert np.abs(np.diff(edge)).max() < 0.5
    across = replace(home, x=size, y=world.ground(size, 300.0) + 12.0, z=300.0)
    middle = drawn(world, plan, 1.0, across).rgb
    step = np.abs(np.diff(middle[:, -20:], axis=0)).mean(axis=(1, 2))
    assert step[47] <= 4 * np.median(step) + 0.01


@pytest.mark.parametrize("seed", range(3))
def test_one_summit_stands_above_all_in_the_home_view(seed: int) -> None:
    world = build(a_plan(Environment.MOUNTAINS).model_copy(update={"seed": seed * 977 + 3}))
    x, y, z = world.anchors["peak"]
    home = world.home.pose
    ahead, row = z - home.z, (y - home.y) / (z - home.z)
    assert abs(x - home.x) < 0.25 * ahead
    top = (0.5 + home.focal * np.tan(home.pitch)) / home.focal
    assert 0.1 < row < top
    assert world.ground(x, z) == pytest.approx(y, abs=3.0)
    ways = [home.x + side * ahead for side in (-0.6, -0.45, 0.45, 0.6)]
    assert all(world.ground(way, z) < y - 60.0 for way in ways)
    assert world.ground(home.x, home.z + 0.3 * ahead) < home.y + 40.0


def test_subjects_are_drawn_between_background_and_foreground() -> None:
    for environment in Environment:
        world, plan = a_world(environment), a_plan(environment)
        seen: list[tuple[Array, Light, Air]] = []

        def subjects(
            canvas: Canvas, light: Light, air: Air, seen: list[tuple[Array, Light, Air]] = seen
        ) -> None:
            seen.append((canvas.depth.copy(), light, air))
            canvas.rgb[40:56, 10:40] = 3.0
            canvas.depth[40:56, 10:40] = 1.5

        canvas = Canvas.blank(96, 54)
        world.draw(canvas, world.home.pose, Moment(plan, 0.0), subjects)
        depth, light, air = seen[0]
        assert len(seen) == 1
        assert depth.min() > 0.0
        assert np.linalg.norm(light.key) == pytest.approx(1.0, abs=1e-3)
        assert air.density > 0.0
        assert canvas.rgb[44:52, 14:36].mean() > 1.5, environment


def test_a_dive_shows_the_surface_then_both_sides_then_the_bed() -> None:
    world, plan = a_world(Environment.UNDERWATER), a_plan(Environment.UNDERWATER)
    home = world.home.pose
    above, split, below = (drawn(world, plan, 1.0, replace(home, y=y), (160, 90)) for y in (1.5, 0.0, -0.6))
    assert (above.depth[:, 0] == FAR).all()
    assert np.abs(split.rgb[:, 2] - above.rgb[:, 2]).mean() < np.abs(split.rgb[:, 2] - below.rgb[:, 2]).mean()
    assert (
        np.abs(split.rgb[:, -2] - below.rgb[:, -2]).mean()
        < np.abs(split.rgb[:, -2] - above.rgb[:, -2]).mean()
    )
    assert float(np.median(below.depth[:, -1])) < 20.0


def test_a_tint_colours_the_water() -> None:
    plan = a_plan(Environment.UNDERWATER, tint="#2f9a4c", mood=Mood.DARK)
    red, green, blue = drawn(build(plan), plan, 1.0).rgb.mean(axis=(0, 1))
    assert green > 1.4 * red
    assert green > 1.2 * blue
