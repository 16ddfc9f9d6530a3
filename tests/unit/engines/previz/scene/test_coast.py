"""Coasts, roads, woods of a kind and great waves: where the land is, what lies on it, and what moves."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest

from vitascope.engines.previz.canvas import FAR, Air, Array, Canvas, Light
from vitascope.engines.previz.clock import Moment
from vitascope.engines.previz.plan import Environment, ShotPlan, Take
from vitascope.engines.previz.planner import plan_shot
from vitascope.engines.previz.scene.land import Land
from vitascope.engines.previz.scene.stand import PLACE_X, PLACE_Z, TALL
from vitascope.engines.previz.scene.surf import WADED
from vitascope.engines.previz.scene.world import World, build
from vitascope.engines.previz.staging import Stage, placements

SIZE = (96, 54)


@cache
def planned(prompt: str, seed: int = 3) -> ShotPlan:
    return plan_shot(prompt, seed, 5.0)


@cache
def land(prompt: str, seed: int = 3) -> Land:
    """The land of a prompt."""
    made = build(planned(prompt, seed))
    assert isinstance(made, Land)
    return made


def nobody(canvas: Canvas, light: Light, air: Air) -> None:
    """No subjects."""


def drawn(world: World, plan: ShotPlan, seconds: float) -> Array:
    """One picture, of which every point is drawn."""
    canvas = Canvas.blank(*SIZE)
    canvas.rgb[:] = np.nan
    world.draw(canvas, world.home.pose, Moment(plan, seconds), nobody)
    assert np.isfinite(canvas.rgb).all()
    return canvas.rgb.copy()


def spot(prompt: str, seed: int = 3) -> tuple[float, float]:
    """Where the first of a prompt's subjects stands."""
    plan, made = planned(prompt, seed), land(prompt, seed)
    each = placements(plan, Stage(made.home, made.anchors, made.ground), Moment(plan, 1.0))[0][1]
    return each.x, each.z


@pytest.mark.parametrize("seed", [3, 4])
def test_a_beach_has_the_sea_on_one_side_and_who_walks_there_does_not_drown(seed: int) -> None:
    prompt = "a dog runs along the beach"
    made = land(prompt, seed)
    sides = [
        made.terrain.ground(made.home.pose.x + aside, made.home.pose.z + 40.0) for aside in (-60.0, 60.0)
    ]
    assert min(sides) < -1.0 < 1.0 < max(sides)
    assert made.ground(*spot(prompt, seed)) >= WADED
    assert made.home.surface == 0.0


def test_cliffs_stand_high_above_the_sea_and_one_stands_on_them() -> None:
    prompt = "a woman stands on a sea cliff"
    made = land(prompt)
    assert made.ground(*spot(prompt)) > 15.0
    flight = land("drone shot of coastal cliffs")
    assert flight.home.pose.y < 20.0
    assert float(flight.terrain.heights.max()) > 30.0


def test_surf_rolls_in_and_a_loop_of_it_closes() -> None:
    take = Take(start=0.0, seconds=5.0, loop=True)
    plan = ShotPlan(seed=3, environment=Environment.COAST, takes=(take,))
    world = build(plan)
    first, later, last = (drawn(world, plan, seconds) for seconds in (0.0, 1.6, 5.0))
    assert np.abs(first - later).max() > 0.05
    assert np.allclose(first, last, atol=1e-3)


def test_a_road_is_level_across_clear_of_what_grows_and_keeps_its_cars() -> None:
    prompt = "a car on a forest road"
    made = land(prompt)
    way = made.way
    assert way is not None
    assert made.stand is not None
    for ahead in (8.0, 60.0, 110.0):
        z = made.home.pose.z + ahead
        middle = float(way.path[round(z / way.cell)])
        heights = [made.ground(middle + aside, z) for aside in (-3.0, 0.0, 3.0)]
        assert max(heights) - min(heights) < 0.35
    rows = made.stand.rows[made.stand.rows[:, TALL] > 1.5]
    row = np.rint(rows[:, PLACE_Z] / way.cell).astype(int) % len(way.path)
    assert np.abs(rows[:, PLACE_X] - way.path[row]).min() > way.half
    x, z = spot(prompt)
    assert abs(x - float(way.path[round(z / way.cell)])) < way.half


def test_paving_is_seen_where_the_road_is_and_nowhere_else() -> None:
    plain, paved = planned("a desert"), planned("a road in the desert")
    made = land("a road in the desert")
    bare = ShotPlan.model_validate({**paved.model_dump(), "sights": ()})
    assert build(plain).home.pose.y != made.home.pose.y
    road = drawn(made, paved, 1.0)[SIZE[0] // 2, -4:].mean(0)
    sand = drawn(build(bare), bare, 1.0)[SIZE[0] // 2, -4:].mean(0)
    assert np.ptp(road) / road.mean() < 0.5 * np.ptp(sand) / sand.mean()


@pytest.mark.parametrize(
    ("usual", "other"),
    [
        ("a fox in a forest", "a fox in a bamboo forest"),
        ("a fox in a forest", "a fox in an autumn forest"),
        ("a fox in a meadow", "a fox in the savanna"),
    ],
)
def test_a_wood_of_a_kind_has_its_own_colours(usual: str, other: str) -> None:
    one, two = (drawn(build(planned(prompt)), planned(prompt), 1.0) for prompt in (usual, other))
    assert np.abs(one.mean((0, 1)) - two.mean((0, 1))).max() > 0.01


def test_a_moon_that_is_named_is_not_behind_trees() -> None:
    hidden, seen = land("an owl in a forest at night"), land("an owl in a forest under a full moon")
    assert hidden.stand is not None
    assert seen.stand is not None
    assert len(seen.stand.rows) < len(hidden.stand.rows)


def test_a_great_wave_stands_behind_who_is_before_it() -> None:
    plan = planned("a small boat before a huge wave")
    calm = ShotPlan.model_validate({**plan.model_dump(), "sights": ("surf",)})
    canvas, flat = Canvas.blank(*SIZE), Canvas.blank(*SIZE)
    for each, over in ((plan, canvas), (calm, flat)):
        world = build(each)
        world.draw(over, world.home.pose, Moment(each, 1.0), nobody)
    top = SIZE[1] // 2 - 8
    assert (flat.depth[:, top] >= FAR).all()
    assert (canvas.depth[:, top] < FAR).mean() > 0.9


def test_what_is_nothing_in_particular_is_in_the_colours_named_and_moves() -> None:
    prompt = "abstract swirling red paint"
    plan = planned(prompt)
    first, later = (drawn(build(plan), plan, seconds) for seconds in (0.0, 2.0))
    assert np.abs(first - later).mean() > 0.01
    assert first[..., 0].mean() > 1.5 * first[..., 2].mean()
    ink, smoke = planned("purple ink in water"), planned("purple smoke on a black background, abstract smoke")
    assert drawn(build(ink), ink, 1.0).mean() > 3.0 * drawn(build(smoke), smoke, 1.0).mean()
