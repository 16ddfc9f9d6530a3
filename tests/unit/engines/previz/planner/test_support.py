"""Who rides what, who sits where, and what they stand on."""

from __future__ import annotations

import pytest

from vitascope.engines.previz.plan import Medium, ShotPlan
from vitascope.engines.previz.planner import plan_shot
from vitascope.engines.previz.vocabulary import check_names
from vitascope.errors import EngineError


def upon(plan: ShotPlan) -> dict[str, str]:
    """Who is upon what, by noun."""
    return {each.noun: plan.subjects[each.upon].noun for each in plan.subjects if each.upon is not None}


@pytest.mark.parametrize(
    ("prompt", "carried"),
    [
        ("an astronaut riding a horse", {"astronaut": "horse"}),
        ("an old man rides a bicycle through a village", {"man": "bicycle"}),
        ("a knight on horseback charges toward the camera", {"knight": "horse"}),
        ("a skateboarder jumps", {"skateboarder": "skateboard"}),
        ("a skier races down a slope", {"skier": "skis"}),
        ("a corgi surfing a wave", {"dog": "surfboard"}),
        ("a train crosses a stone bridge", {"train": "bridge"}),
        ("an old man sits on a bench", {"man": "bench"}),
        ("an owl sits on a branch", {"owl": "stump"}),
        ("a man stands on a beach", {}),
        ("a lighthouse in the sea", {"lighthouse": "rock"}),
        ("a sandcastle on a beach at sunset", {}),
        ("a man walks beside a horse", {}),
        ("a whale swims in the ocean", {}),
        ("an old woman knits in a rocking chair", {"woman": "rocking chair"}),
        ("a man in a rowboat on a lake", {"man": "boat"}),
        ("a bee on a sunflower", {"bee": "sunflower"}),
        ("a ship sails across the sea", {}),
        ("a stagecoach pulled by four horses races through the desert", {"horse": "carriage"}),
        ("a stagecoach crosses the prairie", {"horse": "carriage"}),
        ("two dogs pull a sled across the snow", {"dog": "sled"}),
        ("an ox pulls a cart along a dirt road", {"ox": "cart"}),
        ("a cat walks along the top of a stone wall", {"cat": "wall"}),
        ("a robin perches on a fence", {"robin": "fence"}),
        ("a parrot sits on a pirate's shoulder", {"parrot": "pirate"}),
        ("a forklift drives through a warehouse", {}),
    ],
)
def test_who_is_upon_what(prompt: str, carried: dict[str, str]) -> None:
    assert upon(plan_shot(prompt, 3, 5.0)) == carried


def test_what_is_ridden_does_what_the_rider_does() -> None:
    plan = plan_shot("a girl rides a horse toward the camera, then she waves", 3, 5.0)
    done = {action.verb: plan.subjects[action.subject].noun for action in plan.take.actions}
    assert done == {"cross": "horse", "wave": "girl"}


def test_what_is_ridden_is_no_larger_than_can_be_seen_under_a_rider() -> None:
    plan = plan_shot("a boy rides a dragon", 3, 5.0)
    boy, dragon = plan.subjects
    assert dragon.length <= 7.0 * boy.length


@pytest.mark.parametrize("number", [0, 1, 9])
def test_a_plan_in_which_two_carry_one_another_is_refused(number: int) -> None:
    plan = plan_shot("a girl rides a horse on a beach", 3, 5.0)
    check_names(plan)
    girl, horse, *others = plan.subjects
    odd = (girl, horse.model_copy(update={"upon": number}), *others)
    with pytest.raises(EngineError, match="upon"):
        check_names(plan.model_copy(update={"subjects": odd}))


def test_birds_that_rest_stand_on_the_ground_and_those_that_fly_do_not() -> None:
    down, aloft = (plan_shot(f"a crow {verb} in a meadow", 3, 5.0).subjects[0] for verb in ("sits", "flies"))
    assert (down.medium, aloft.medium) == (Medium.GROUND, Medium.AIR)


@pytest.mark.parametrize(
    ("prompt", "names"),
    [
        ("a dinosaur, a sauropod, walks through the jungle", ["sauropod"]),
        ("a dinosaur, a dog and a cat", ["dinosaur", "dog", "cat"]),
        ("a man, a woman and a child", ["man", "woman", "child"]),
    ],
)
def test_an_apposition_names_the_same_again(prompt: str, names: list[str]) -> None:
    assert [subject.noun for subject in plan_shot(prompt, 3, 5.0).subjects] == names


def test_what_is_worn_does_not_take_the_verb() -> None:
    plan = plan_shot("a girl in a red coat walked through the snow", 3, 5.0)
    assert [action.verb for action in plan.take.actions] == ["walk"]
    assert plan.subjects[0].colours == ("#c8281e",)


def test_overhead_is_a_camera_only_where_nobody_does_anything_overhead() -> None:
    assert plan_shot("gulls circle overhead", 3, 5.0).take.camera[0].kind == "push_in"
    assert plan_shot("a street, overhead", 3, 5.0).take.camera[0].kind == "overhead"


def test_sights_are_kept() -> None:
    assert plan_shot("a castle under the northern lights", 3, 5.0).sights == ("aurora",)
    assert plan_shot("a balloon over a field of poppies", 3, 5.0).sights == ("poppies",)
    assert plan_shot("a surfer rides a huge wave", 3, 5.0).sights == ("breaker",)
    assert plan_shot("a ship in rough seas", 3, 5.0).sights == ("surf",)


def test_a_face_is_no_turning() -> None:
    assert plan_shot("close-up of a woman's face", 3, 5.0).take.actions == ()


@pytest.mark.parametrize(
    ("prompt", "afloat"),
    [
        ("two swans glide on a lake", ["swan"]),
        ("a sailboat on a mountain lake", ["sailboat"]),
        ("a duck swims in the pond while a fox watches", ["duck"]),
        ("a swan takes off from the lake", []),
        ("a fox drinks from the river", []),
    ],
)
def test_boats_and_waterfowl_float_on_still_water(prompt: str, afloat: list[str]) -> None:
    plan = plan_shot(prompt, 3, 5.0)
    assert "pond" in plan.sights
    assert [each.noun for each in plan.subjects if each.medium == Medium.SURFACE] == afloat


def test_who_is_on_the_moon_stands_there() -> None:
    plan = plan_shot("astronauts plant a flag on the moon", 3, 5.0)
    assert (plan.environment, plan.sights) == ("planet", ("moon",))
    assert {each.medium for each in plan.subjects} == {Medium.GROUND}


def test_an_insect_on_a_flower_is_not_in_the_air() -> None:
    bee, flower = plan_shot("a bee on a sunflower", 3, 5.0).subjects
    assert (bee.medium, flower.rig) == (Medium.GROUND, "flower")


def test_young_are_of_their_kind() -> None:
    bear, cub = plan_shot("a polar bear and her cub", 3, 5.0).subjects
    assert (cub.form, cub.colours, "baby" in cub.traits) == (bear.form, bear.colours, True)
    assert 0.4 * bear.length < cub.length < 0.7 * bear.length


@pytest.mark.parametrize(
    ("prompt", "where"),
    [
        ("a vintage car parked in front of a diner", "street"),
        ("a toy car on the floor of a nursery", "room"),
        ("an astronaut on a red desert planet", "planet"),
        ("a tree changes through four seasons", "forest"),
    ],
)
def test_where_it_is(prompt: str, where: str) -> None:
    plan = plan_shot(prompt, 3, 5.0)
    assert plan.environment.value == where
    assert len(plan.subjects) == 1


def test_on_a_branch_one_sits() -> None:
    plan = plan_shot("an owl on a branch", 3, 5.0)
    assert [action.verb for action in plan.take.actions] == ["sit"]
    assert plan.subjects[0].upon == 1


@pytest.mark.parametrize(
    ("prompt", "noun", "where"),
    [
        ("a horse jumps over a wooden fence", "fence", "across"),
        ("the quick brown fox jumps over the lazy dog", "dog", "across"),
        ("two old men play chess in a park", "chess", "between"),
        ("a man stands beside a brick wall", "wall", "behind"),
    ],
)
def test_where_things_stand_with_somebody(prompt: str, noun: str, where: str) -> None:
    plan = plan_shot(prompt, 3, 5.0)
    check_names(plan)
    (near,) = [each.near for each in plan.subjects if each.noun == noun]
    assert near is not None
    assert near.where == where


def test_whoever_flies_is_in_the_air_but_not_who_flies_a_kite() -> None:
    pig, boy = (
        plan_shot(prompt, 3, 5.0).subjects[0]
        for prompt in ("a pig flies over hills", "a boy flies a kite in a meadow")
    )
    assert (pig.medium, boy.medium) == (Medium.AIR, Medium.GROUND)
