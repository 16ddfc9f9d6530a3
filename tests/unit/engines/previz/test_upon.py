"""Who is upon a wave, a swing or stairs, and what hangs over somebody or stands far behind him."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest

from support.stages import level, stage_for
from support.visible import shares
from vitascope.engines.previz.camera import pose
from vitascope.engines.previz.canvas import Home, Placement, Pose
from vitascope.engines.previz.clock import Moment
from vitascope.engines.previz.faraway import clear
from vitascope.engines.previz.focus import main_subject
from vitascope.engines.previz.plan import Environment, Medium, ShotPlan
from vitascope.engines.previz.planner import plan_shot
from vitascope.engines.previz.scene.breaker import BREAKER, Swell
from vitascope.engines.previz.scene.world import build
from vitascope.engines.previz.stage import Framing
from vitascope.engines.previz.staging import Stage, placements
from vitascope.engines.previz.swinging import ROPES

SECONDS = (0.5, 1.7, 2.9, 4.4)


def placed(plan: ShotPlan, stage: Stage, second: float) -> dict[str, Placement]:
    """The first of each kind, by noun."""
    found: dict[str, Placement] = {}
    for number, each in placements(plan, stage, Moment(plan, second)):
        found.setdefault(plan.subjects[number].noun, each)
    return found


@pytest.mark.parametrize("prompt", ["a surfer rides a giant wave", "a dog surfs a huge wave"])
def test_a_surfer_is_on_the_face_of_the_wave(prompt: str) -> None:
    plan = plan_shot(prompt, 3, 5.0)
    world = build(plan)
    stage = Stage(world.home, world.anchors, world.ground)
    tall = world.anchors[BREAKER][1]
    for second in SECONDS:
        now = placed(plan, stage, second)
        board = now["surfboard"]
        rider = next(each for noun, each in now.items() if noun != "surfboard")
        height = Swell(world.anchors[BREAKER], Moment(plan, second)).height(board.x, board.z + 0.75)
        assert board.y == pytest.approx(height, abs=0.5)
        assert 0.08 * tall < board.y < 0.6 * tall
        assert board.y < rider.y < board.y + 1.5 * rider.length
        at = pose(plan, world.home, Moment(plan, second), world.ground)
        assert board.z > at.z + 2.0


def test_who_is_on_a_swing_stays_at_the_end_of_its_ropes() -> None:
    plan = plan_shot("a child on a swing", 3, 5.0)
    ahead: list[float] = []
    for second in (0.0, 0.4, 0.8, 1.2, 1.6, 2.0, 2.4):
        now = placed(plan, stage_for(plan), second)
        child, swing = now["child"], now["swing"]
        far = (child.x - swing.x) * math.sin(swing.heading) + (child.z - swing.z) * math.cos(swing.heading)
        down = swing.y + 0.47 * swing.length - child.y
        assert math.hypot(far, down) == pytest.approx(ROPES * swing.length, abs=0.25 * swing.length)
        ahead.append(far)
    assert max(ahead) - min(ahead) > 0.3 * swing.length


@pytest.mark.parametrize("prompt", ["children play on the swings", "two frogs on a lily pad"])
def test_each_of_several_has_a_swing_or_a_leaf_of_its_own(prompt: str) -> None:
    upper, lower = plan_shot(prompt, 3, 5.0).subjects
    assert upper.upon == 1
    assert upper.count == lower.count > 1


@pytest.mark.parametrize(
    "prompt", ["a frog on a lily pad", "a toad sits on a lily pad", "a dragonfly lands on a lily pad"]
)
def test_a_leaf_floats_and_stays_whatever_is_done_upon_it(prompt: str) -> None:
    plan = plan_shot(prompt, 3, 5.0)
    upper, leaf = plan.subjects
    assert "pond" in plan.sights
    assert upper.medium == leaf.medium == Medium.SURFACE
    assert all(action.subject == 0 for action in plan.take.actions)


@pytest.mark.parametrize(
    ("prompt", "sign"),
    [
        ("a woman walks down the stairs", -1.0),
        ("a man climbs the stairs", 1.0),
        ("a dog runs up the stone steps", 1.0),
        ("the old man goes down a staircase", -1.0),
    ],
)
def test_who_takes_the_stairs_goes_up_or_down(prompt: str, sign: float) -> None:
    plan = plan_shot(prompt, 3, 5.0)
    walker = plan.subjects[0]
    stage = replace(stage_for(plan), home=Home(Pose(0.0, 1.7, 0.0), 11.0), ground=level(0.0))
    heights = []
    for second in SECONDS:
        now = placed(plan, stage, second)
        each, stairs = now[walker.noun], now[plan.subjects[1].noun]
        assert abs(each.x - stairs.x) < 0.5 * stairs.length
        assert abs(each.z - stairs.z) < 0.5 * stairs.length
        heights.append(each.y - stairs.y)
    assert sign * (heights[-1] - heights[0]) > 0.1 * stairs.length


def test_lanterns_over_people_have_their_own_size_and_hang_above_them() -> None:
    plan = plan_shot("a night market with lanterns hanging over the crowd", 3, 5.0)
    subject = main_subject(plan)
    assert subject is not None
    assert subject.rig == "biped"
    stage = replace(stage_for(plan), home=Home(Pose(0.0, 1.7, 0.0), 11.0), ground=level(0.0))
    each = placements(plan, stage, Moment(plan, 2.0))
    heads = [p.y + 0.5 * p.length for n, p in each if plan.subjects[n].rig == "biped"]
    lanterns = [p for n, p in each if plan.subjects[n].rig == "prop"]
    assert all(p.length < 0.6 * 1.75 for p in lanterns)
    assert min(p.y - 0.5 * p.length for p in lanterns) > max(heads)


def test_the_land_may_hide_what_is_far_away() -> None:
    def ridge(x: float, z: float) -> float:
        return 30.0 if x > 20.0 and 80.0 < z < 120.0 else 0.0

    frame = Framing(0.0, 2.0, 0.0, 0.0, 0.0, 1.3)
    stage = Stage(Home(Pose(0.0, 2.0, 0.0), 10.0), {}, ridge)
    assert clear(stage, frame, 0.5, (200.0, 40.0)) < 0.5
    assert clear(stage, frame, -0.5, (200.0, 40.0)) == pytest.approx(1.0)


@pytest.mark.parametrize(
    "prompt",
    [
        "Medieval knight on a hill, castle in the background, storm clouds gathering",
        "a castle on a hill in the distance, a green meadow in front",
        "two riders on horses, a windmill far away",
    ],
)
def test_what_is_built_far_away_is_seen_beside_those_before_it(prompt: str) -> None:
    plan = plan_shot(prompt, 7, 5.0)
    far = next(number for number, each in enumerate(plan.subjects) if each.place == "distance")
    assert shares(plan)[far] >= 0.01


def test_a_village_by_the_sea_stands_on_land() -> None:
    plan = plan_shot("drone shot over a coastal village", 3, 5.0)
    assert plan.environment is Environment.COAST
    world = build(plan)
    stage = Stage(world.home, world.anchors, world.ground)
    houses = [each for _, each in placements(plan, stage, Moment(plan, 2.0))]
    assert len(houses) > 5
    assert world.home.surface is not None
    assert min(world.ground(each.x, each.z) for each in houses) > world.home.surface


def test_a_village_from_the_air_is_seen_from_above_its_roofs() -> None:
    heights = []
    for prompt in ("a medieval village", "aerial view of a medieval village"):
        plan = plan_shot(prompt, 3, 5.0)
        world = build(plan)
        at = pose(plan, world.home, Moment(plan, 0.0), world.ground)
        heights.append(at.y - world.ground(at.x, at.z))
    assert heights[0] < 5.0
    assert heights[1] > 14.0
