"""What is eaten, carved, poured, burnt and played: how prompts that name it are read."""

from __future__ import annotations

import pytest

from vitascope.engines.previz.plan import Environment, ShotPlan
from vitascope.engines.previz.planner import plan_shot


def planned(prompt: str) -> ShotPlan:
    return plan_shot(prompt, 7, 5.0)


def forms(prompt: str) -> list[str]:
    return [each.form for each in planned(prompt).subjects]


@pytest.mark.parametrize(
    ("prompt", "shown"),
    [
        ("a bowl of steaming ramen", ["noodles", "table"]),
        ("a birthday cake with candles", ["birthday_cake"]),
        ("a marble statue of a goddess in a garden", ["statue"]),
        ("a bronze statue of a lion", ["lion"]),
        ("a white picket fence in a meadow", ["fence"]),
        ("a child's paper boat in a gutter", ["paper_boat"]),
        ("a mouse nibbles at a slice of cheese", ["mouse", "cheese"]),
        ("floats of a carnival parade move down the street", ["parade_float"]),
        ("an empty swing in the wind", ["swing"]),
        ("a wolf with yellow eyes watches from the forest", ["wolf"]),
        ("a stage coach crosses the prairie", ["coach", "horse"]),
    ],
)
def test_what_is_named_is_what_is_shown(prompt: str, shown: list[str]) -> None:
    assert forms(prompt) == shown


def test_a_statue_of_an_animal_has_the_colour_of_the_stone_and_stands() -> None:
    lion = planned("a white statue of a dragon in a park").subjects[0]
    assert lion.rig == "dragon"
    assert lion.colours == ("#f4f2ec",)
    assert lion.medium == "ground"


@pytest.mark.parametrize(
    ("prompt", "sight"),
    [
        ("a chef in a busy restaurant kitchen", "kitchen"),
        ("a librarian in an old library", "library"),
        ("students in a classroom", "classroom"),
        ("a woman reads inside the train", "train"),
        ("an explorer in a cave", "cave"),
        ("a king walks through a great hall", "hall"),
    ],
)
def test_rooms_of_a_kind_are_rooms(prompt: str, sight: str) -> None:
    plan = planned(prompt)
    assert plan.environment == Environment.ROOM
    assert sight in plan.sights


def test_what_is_poured_fills_what_is_there() -> None:
    assert "poured" in planned("coffee being poured into a white mug").subjects[0].traits
    assert "poured" not in planned("a white mug of coffee").subjects[0].traits


def test_land_that_burns_has_fires_and_is_where_it_was() -> None:
    forest, village = planned("a burning forest at night"), planned("a burning village, people flee")
    assert [each.form for each in forest.subjects] == ["blaze"]
    assert (forest.environment, village.environment) == (Environment.FOREST, Environment.VILLAGE)
    assert "blaze" in [each.form for each in village.subjects]


def test_two_who_play_chess_have_a_board_before_them() -> None:
    plan = planned("an astronaut playing chess with a robot")
    board = next(each for each in plan.subjects if each.form == "chess_table")
    assert board.near is not None
    assert board.near.where == "before"


def test_each_who_rides_has_a_horse() -> None:
    bandits, horses = planned("five bandits on horseback").subjects
    assert bandits.count == horses.count == 5


def test_what_rotates_spins() -> None:
    plan = planned("a perfume bottle rotating on a black background")
    assert [each.verb for each in plan.takes[0].actions] == ["spin"]


def test_rice_terraces_are_no_bowl_of_rice() -> None:
    plan = planned("a drone shot over rice terraces")
    assert plan.environment == Environment.HILLS
    assert not plan.subjects


@pytest.mark.parametrize(
    ("prompt", "shown"),
    [
        ("a waterfall in the jungle", ["waterfall"]),
        ("a rainbow over green hills", ["rainbow"]),
        ("a caterpillar turns into a butterfly", ["butterfly"]),
        ("a water buffalo in a field", ["bull"]),
        ("twins on a beach", ["child"]),
    ],
)
def test_what_is_meant_is_shown(prompt: str, shown: list[str]) -> None:
    assert forms(prompt) == shown


def test_rice_fields_are_terraces() -> None:
    plan = planned("terraced rice fields at sunrise")
    assert plan.environment == Environment.HILLS
    assert "terraces" in plan.sights


def test_fish_lie_on_land_and_swim_in_ponds() -> None:
    assert planned("a trout on a kitchen table").subjects[0].medium == "ground"
    assert planned("a salmon leaps in a river").subjects[0].medium == "surface"


@pytest.mark.parametrize(
    ("prompt", "environment", "sight"),
    [
        ("rain water runs along the gutter of a street", "street", ""),
        ("a paper boat drifts down the gutter", "street", ""),
        ("a woman looks out of the window at the rain", "room", "window"),
        ("a boy gazes through the window", "room", "window"),
        ("a lighthouse in a storm, waves crashing on the rocks", "ocean", "surf"),
        ("waves crash against the cliffs", "coast", "cliffs"),
        ("a goat on the rocks", "mountains", ""),
    ],
)
def test_a_place_is_the_one_that_is_meant(prompt: str, environment: str, sight: str) -> None:
    plan = planned(prompt)
    assert plan.environment == environment
    assert "pond" not in plan.sights
    assert not sight or sight in plan.sights


def test_a_train_that_pulled_out_goes_and_the_camera_stays() -> None:
    plan = planned("The last train of the evening pulled out of the station")
    assert [move.kind for move in plan.take.camera] == ["push_in"]
    assert [action.subject for action in plan.take.actions] == [0]
