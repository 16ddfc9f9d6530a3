"""Where one is that stands with another: between, above, behind, inside."""

from __future__ import annotations

import pytest

from vitascope.engines.previz.catalogue import HAND_IN_HAND, INSIDE, TOGETHER
from vitascope.engines.previz.plan import ShotPlan
from vitascope.engines.previz.planner import plan_shot
from vitascope.engines.previz.vocabulary import check_names


def planned(prompt: str) -> ShotPlan:
    """The prompt's plan, with names that there are."""
    plan = plan_shot(prompt, 1, 5.0)
    check_names(plan)
    return plan


def relations(plan: ShotPlan) -> set[tuple[str, str, str]]:
    """Who stands with whom, and where, by nouns."""
    return {
        (each.noun, each.near.where, plan.subjects[each.near.subject].noun)
        for each in plan.subjects
        if each.near is not None
    }


@pytest.mark.parametrize(
    ("prompt", "expected"),
    [
        ("a man between two cars", {("car", "flanking", "man")}),
        ("a child between two trees", {("tree", "flanking", "child")}),
        ("a dog between a cat and a horse", {("cat", "flanking", "dog"), ("horse", "flanking", "dog")}),
        ("a bird above a dog", {("bird", "above", "dog")}),
        ("a drone hovers over a horse", {("drone", "above", "horse")}),
        ("a dragon above a ship", {("dragon", "above", "ship")}),
        ("a boy behind a woman", {("woman", "before", "boy")}),
        ("a fox in front of a bear", {("bear", "behind", "fox")}),
        ("a dog under a table", {("table", "over", "dog")}),
        ("a cat behind a tree", {("tree", "before", "cat")}),
    ],
)
def test_a_preposition_says_where(prompt: str, expected: set[tuple[str, str, str]]) -> None:
    assert relations(planned(prompt)) == expected


def test_whom_one_is_above_says_where_it_is() -> None:
    above, alone = planned("a bird above a dog"), planned("a dog")
    assert above.environment == alone.environment


@pytest.mark.parametrize("way", ["in", "inside"])
@pytest.mark.parametrize("who", ["kitten", "puppy", "rabbit"])
@pytest.mark.parametrize("what", ["cardboard box", "basket", "teacup", "barrel"])
def test_who_is_in_something_looks_out_of_it(who: str, way: str, what: str) -> None:
    plan = planned(f"a {who} {way} a {what}")
    rider, carrier = plan.subjects[0], plan.subjects[plan.subjects[0].upon or 0]
    assert INSIDE in rider.traits
    assert carrier.noun != rider.noun
    assert carrier.length >= 0.8 * rider.length


def test_two_who_hold_hands_are_side_by_side() -> None:
    two = planned("two children hold hands in a park")
    assert HAND_IN_HAND in two.subjects[0].traits
    pair = planned("a mother and her child walk hand in hand along a beach")
    assert ("child", "hand", "mother") in relations(pair)
    assert {(each.verb, each.toward) for each in pair.take.actions} == {("walk", "camera")}


def test_a_few_at_one_thing_are_together() -> None:
    plan = planned("two children build a sandcastle")
    assert TOGETHER in plan.subjects[0].traits
    assert [each.verb for each in plan.take.actions] == ["work"]
    assert TOGETHER not in planned("a child builds a sandcastle").subjects[0].traits


def test_who_goes_beside_somebody_goes_along() -> None:
    plan = planned("a man walks beside a horse")
    assert {(plan.subjects[each.subject].noun, each.verb) for each in plan.take.actions} == {
        ("man", "walk"), ("horse", "walk"),
    }  # fmt: skip


def test_a_child_is_carried_on_shoulders() -> None:
    plan = planned("a father carries his daughter on his shoulders")
    father, daughter = plan.subjects
    assert daughter.upon == 0
    assert daughter.length < 0.7 * father.length


@pytest.mark.parametrize("prompt", ["a gardener waters red tulips", "a farmer waters his flowers"])
def test_what_is_watered_is_on_land(prompt: str) -> None:
    assert planned(prompt).environment != "ocean"


def test_waves_are_the_sea_where_nobody_does_so() -> None:
    assert planned("waves crash on the shore").environment in {"ocean", "coast"}


def test_a_waiter_who_is_a_robot_has_a_tray() -> None:
    plan = planned("a robot waiter carries a cup of coffee through a busy cafe")
    held = plan.subjects[0].held
    assert (plan.subjects[0].form, held and held.form) == ("robot", "tray")
