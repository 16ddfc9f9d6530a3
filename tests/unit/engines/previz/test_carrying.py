"""What is upon something else, or before it, goes where that goes."""

from __future__ import annotations

import math
from itertools import pairwise

import pytest

from support.stages import stage_for
from vitascope.engines.previz.canvas import Placement
from vitascope.engines.previz.catalogue import form_of
from vitascope.engines.previz.clock import Moment
from vitascope.engines.previz.plan import ShotPlan
from vitascope.engines.previz.planner import plan_shot
from vitascope.engines.previz.staging import placements


def placed(plan: ShotPlan, second: float) -> dict[str, list[Placement]]:
    """Where everybody is, by noun."""
    found: dict[str, list[Placement]] = {}
    for number, each in placements(plan, stage_for(plan), Moment(plan, second)):
        found.setdefault(plan.subjects[number].noun, []).append(each)
    return found


def ahead(of: Placement, other: Placement) -> tuple[float, float]:
    """How far before one another is, and how far to the right of its way."""
    east, north = other.x - of.x, other.z - of.z
    sine, cosine = math.sin(of.heading), math.cos(of.heading)
    return east * sine + north * cosine, east * cosine - north * sine


@pytest.mark.parametrize("second", [0.5, 2.5, 4.5])
def test_a_team_goes_before_its_coach_in_pairs(second: float) -> None:
    now = placed(plan_shot("a stagecoach pulled by four horses races through the desert", 3, 5.0), second)
    (coach,) = now["carriage"]
    spots = [ahead(coach, each) for each in now["horse"]]
    assert len(spots) == 4
    assert min(far for far, _ in spots) > 0.25 * coach.length
    assert sorted(aside > 0.0 for _, aside in spots) == [False, False, True, True]
    assert all(each.heading == coach.heading and each.pace == coach.pace for each in now["horse"])


def test_a_sleigh_flies_where_its_reindeer_do() -> None:
    now = placed(plan_shot("a sleigh pulled by two reindeer flies over a village", 3, 5.0), 2.0)
    (sleigh,) = now["sleigh"]
    assert sleigh.y > 2.0
    for each in now["reindeer"]:
        assert abs(each.y - sleigh.y) < 2.0 * sleigh.length


def test_who_walks_along_a_wall_is_on_top_of_it_and_stays_there() -> None:
    plan = plan_shot("a cat walks along the top of a stone wall", 3, 5.0)
    highest = []
    for second in (0.5, 2.5, 4.5):
        now = placed(plan, second)
        (cat,), (wall,) = now["cat"], now["wall"]
        far, aside = ahead(wall, cat)
        assert abs(far) < 1e-6
        assert abs(aside) <= 0.6 * wall.length
        highest.append(cat.y - wall.y)
    assert min(highest) > 0.2 * wall.length
    assert max(highest) - min(highest) < 0.1


def test_who_jumps_over_a_fence_is_above_it_as_he_passes() -> None:
    plan = plan_shot("a horse jumps over a wooden fence", 3, 5.0)
    heights: list[tuple[float, float]] = []
    for step in range(50):
        now = placed(plan, 0.1 * step)
        (horse,), (fence,) = now["horse"], now["fence"]
        up = horse.y - stage_for(plan).ground(horse.x, horse.z)
        heights.append((math.hypot(horse.x - fence.x, horse.z - fence.z), up))
    nearest, farthest = min(heights), max(heights)
    assert nearest[0] < 0.5
    assert nearest[1] > farthest[1] + 0.8
    assert farthest[0] > 2.0


def test_a_flower_grows() -> None:
    plan = plan_shot("a seed grows into a giant sunflower", 3, 5.0)
    early, late = (placed(plan, second)["sunflower"][0] for second in (0.2, 4.8))
    assert early.length < 0.3 * late.length
    foot = [each.y - 0.5 * each.length for each in (early, late)]
    assert abs(foot[0] - foot[1]) < 0.02 * late.length


def test_a_fish_on_land_lies_on_its_side() -> None:
    (fish,) = placed(plan_shot("a trout on a wooden pier in a village", 3, 5.0), 1.0)["trout"]
    assert fish.bank > 1.0


def test_a_parrot_sits_on_a_shoulder() -> None:
    now = placed(plan_shot("a parrot sits on a pirate's shoulder in a meadow", 3, 5.0), 1.0)
    (parrot,), (pirate,) = now["parrot"], now["pirate"]
    assert 0.2 < (parrot.y - pirate.y) / pirate.length < 0.6
    assert math.hypot(parrot.x - pirate.x, parrot.z - pirate.z) < 0.3 * pirate.length


@pytest.mark.parametrize("what", ["cardboard box", "basket", "teacup"])
def test_who_is_in_something_stands_below_its_rim_and_looks_over_it(what: str) -> None:
    plan = plan_shot(f"a kitten inside a {what}", 3, 5.0)
    found = placed(plan, 2.0)
    (cat,), (vessel,) = found["cat"], found[plan.subjects[1].noun]
    stand = form_of("quadruped", "cat").stand * cat.length
    rim = vessel.y + form_of("prop", plan.subjects[1].form).stand * vessel.length
    assert cat.y - stand < rim - 0.1 * cat.length
    assert cat.y + stand > rim
    assert math.hypot(cat.x - vessel.x, cat.z - vessel.z) < 0.2 * vessel.length


def test_several_on_one_thing_have_room() -> None:
    pigeons = placed(plan_shot("four pigeons on a park bench", 3, 5.0), 2.0)["pigeon"]
    spots = sorted((each.x, each.z) for each in pigeons)
    assert min(math.dist(one, other) for one, other in pairwise(spots)) > 0.2 * pigeons[0].length


def test_between_two_is_between_them() -> None:
    for prompt, noun in (("a man between two cars", "car"), ("a child between two trees", "tree")):
        plan = plan_shot(prompt, 3, 5.0)
        found = placed(plan, 0.5)
        (who,) = found[plan.subjects[0].noun]
        left, right = sorted(each.x for each in found[noun])
        assert left < who.x < right


def test_above_somebody_is_over_the_head() -> None:
    found = placed(plan_shot("a bird above a dog", 3, 5.0), 1.0)
    (bird,), (dog,) = found["bird"], found["dog"]
    assert bird.y > dog.y + form_of("quadruped", "dog").stand * dog.length
    assert math.hypot(bird.x - dog.x, bird.z - dog.z) < 3.0 * dog.length


@pytest.mark.parametrize("second", [0.5, 2.5, 4.5])
def test_hands_that_are_held_meet(second: float) -> None:
    for prompt in ("two children hold hands in a park", "two children walk hand in hand along a beach"):
        one, other = placed(plan_shot(prompt, 3, 5.0), second)["child"]
        assert 0.2 < math.hypot(one.x - other.x, one.z - other.z) / one.length < 0.6
