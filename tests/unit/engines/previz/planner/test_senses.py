"""Nouns and verbs that look alike, two nouns in a row, and what is shown with whom it is named."""

from __future__ import annotations

import pytest

from vitascope.engines.previz.catalogue import IN_FILE, LANDMARK
from vitascope.engines.previz.plan import Environment, Subject, TimeOfDay
from vitascope.engines.previz.planner import plan_shot

DONE = """
A corgi runs along the beach, splashing through shallow waves | run
Crashing waves hit a ship |
A bulldozer pushes rocks | 
A balloon rises over tall rocks | rise
A bear at play in a forest |
A lion guards a gate | stand
A chef cooks in a kitchen | work
A man waves at us | wave
A boat rocks on the lake | sway
The dancers swing | sway
"""  # noqa: W291
SHOWN = """
A robot waiter in a cafe | robot/robot
A dog chef in a kitchen | quadruped/dog
A dog trainer in a park | biped/man
A cat astronaut | quadruped/cat
A guard dog | quadruped/dog
A toy tyrannosaurus on a desk | biped/trex
A flower vase | prop/amphora
A stone lion | quadruped/lion
A boulder in a field | building/rock
"""
WITH = """
A wolf howls on a rock | rock
A squirrel eats an acorn in the forest | acorn
A blacksmith hammers a horseshoe on an anvil | anvil
A hot dog on a plate | plate
A perfume bottle on a marble pedestal | pedestal
A bee flies past a windmill | windmill
A monk walks to a temple | temple
"""


def rows(table: str) -> list[tuple[str, str]]:
    cells = (line.partition("|") for line in table.strip().splitlines())
    return [(left.strip(), right.strip()) for left, _, right in cells]


def cast(prompt: str) -> tuple[Subject, ...]:
    return plan_shot(prompt, 4, 5.0).subjects


@pytest.mark.parametrize(("prompt", "verbs"), rows(DONE))
def test_what_is_done_is_told_by_grammar(prompt: str, verbs: str) -> None:
    assert [action.verb for action in plan_shot(prompt, 4, 5.0).take.actions] == verbs.split()


@pytest.mark.parametrize(("prompt", "model"), rows(SHOWN))
def test_of_two_nouns_the_one_that_is_seen_is_shown(prompt: str, model: str) -> None:
    first = cast(prompt)[0]
    rig, form = model.split("/")
    assert (first.form or "man") == form
    assert first.rig == ("biped" if rig == "robot" else rig)


@pytest.mark.parametrize(("prompt", "noun"), rows(WITH))
def test_things_behind_a_preposition_are_seen(prompt: str, noun: str) -> None:
    found = cast(prompt)
    held = [subject.held.form for subject in found if subject.held is not None]
    shown = [*(subject.noun for subject in found), *held, *(trait for each in found for trait in each.traits)]
    assert noun in shown or f"on a {noun}" in shown


def test_what_it_is_made_of_is_its_colour() -> None:
    stone, ice = cast("A stone lion")[0], plan_shot("An ice castle glitters", 4, 5.0)
    assert stone.colours != cast("A lion")[0].colours
    assert (ice.sights, ice.subjects[0].form) == (("snow",), "castle")


def test_work_tells_where_and_toys_are_small() -> None:
    assert plan_shot("A cat astronaut floats", 4, 5.0).environment == Environment.SPACE
    toy = plan_shot("A toy elephant", 4, 5.0)
    assert toy.environment == Environment.ROOM
    assert toy.subjects[0].length < 0.5


def test_morsels_are_small_beside_who_eats_them() -> None:
    mouse, cheese = cast("A mouse steals cheese")[:2]
    assert cheese.near is not None
    assert cheese.near.subject == 0
    assert cheese.length < 0.5 * mouse.length


def test_small_flyers_are_at_their_flower_and_landmarks_far() -> None:
    bird, flower = cast("A hummingbird hovers in front of a red flower")
    assert bird.near is not None
    assert (bird.near.subject, bird.near.where, flower.near) == (1, "facing", None)
    _, castle = cast("A dragon flies over a castle")
    assert LANDMARK in castle.traits


def test_small_animals_sit_on_shoulders() -> None:
    pirate, parrot, *_ = cast("A pirate with a parrot on his shoulder")
    assert (pirate.noun, parrot.upon) == ("pirate", 0)


def test_one_way_for_all_and_for_the_camera_beside_them() -> None:
    together = plan_shot("A bear and a fox walk across the snow", 4, 5.0).take.actions
    assert {action.toward for action in together} == {"right"}
    tracked = plan_shot("A woman walks through a forest, tracking shot to the left", 4, 5.0).take.actions
    assert tracked[0].toward == "left"
    assert IN_FILE in cast("Elephants walk in a line")[0].traits


@pytest.mark.parametrize(
    ("prompt", "time"),
    [
        ("A spaceship flies through a neon-lit futuristic city", TimeOfDay.NIGHT),
        ("A car in a neon lit street at dawn", TimeOfDay.DAWN),
        ("A car in a street", TimeOfDay.DAY),
    ],
)
def test_neon_is_of_the_night_where_no_time_is_named(prompt: str, time: TimeOfDay) -> None:
    assert plan_shot(prompt, 4, 5.0).time_of_day == time
