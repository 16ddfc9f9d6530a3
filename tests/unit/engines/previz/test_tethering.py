"""Kites on strings, and who stands how upon what carries him."""

from __future__ import annotations

import math

import pytest

from support.stages import stage_for
from vitascope.engines.previz.canvas import Placement
from vitascope.engines.previz.clock import Moment
from vitascope.engines.previz.planner import plan_shot
from vitascope.engines.previz.staging import placements


def seen(prompt: str, second: float) -> list[tuple[str, Placement]]:
    plan = plan_shot(prompt, 3, 5.0)
    found = placements(plan, stage_for(plan), Moment(plan, second))
    return [(plan.subjects[number].form, each) for number, each in found]


@pytest.mark.parametrize("second", [0.5, 2.5, 4.5])
def test_a_kites_string_ends_at_the_raised_hand_of_who_flies_it(second: float) -> None:
    found = seen("a boy flies a kite in a meadow", second)
    kite = next(each for form, each in found if form == "kite")
    boy = next(each for form, each in found if form == "child")
    assert boy.stance == "kite"
    assert kite.tether is not None
    x, y, z = (a + b for a, b in zip((kite.x, kite.y, kite.z), kite.tether, strict=True))
    assert math.hypot(x - boy.x, z - boy.z) < 0.4 * boy.length
    assert boy.y + 0.4 * boy.length < y < boy.y + 0.7 * boy.length


def test_only_one_of_several_holds_the_string() -> None:
    stances = [each.stance for form, each in seen("three children fly a kite", 2.0) if form != "kite"]
    assert sorted(stances) == ["", "", "kite"]


def test_a_kite_alone_is_held_by_nobody() -> None:
    assert all(each.tether is None for _, each in seen("a red kite in the sky", 2.0))


@pytest.mark.parametrize(
    ("prompt", "stance"),
    [
        ("a surfer rides a wave", "board"),
        ("a skateboarder in a park", "board"),
        ("a skier in the snow", "skis"),
        ("a cyclist on a road", "pedals"),
        ("a man rides a horse", ""),
    ],
)
def test_one_is_upon_it_as_one_is_upon_such_a_thing(prompt: str, stance: str) -> None:
    riders = [each for form, each in seen(prompt, 2.0) if form in {"man", "cyclist", ""}]
    assert [each.stance for each in riders] == [stance]


def test_a_rider_leaps_with_his_board() -> None:
    found = dict(seen("a skateboarder jumps", 2.0))
    assert found["man"].leap == found["skateboard"].leap > 0.9
    assert found["man"].aloft == found["skateboard"].aloft


def test_those_who_fight_do_not_only_work() -> None:
    assert all(each.fight > 0.9 for _, each in seen("two men fight", 4.0))
    assert all(each.fight == 0.0 < each.work for _, each in seen("a man digs", 4.0))
