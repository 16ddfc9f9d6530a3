"""Any words in any number are a plan that the engine takes back; planning alone is tried often."""

from __future__ import annotations

import random

import pytest

from vitascope.engines.previz.plan import ShotPlan
from vitascope.engines.previz.planner.planner import extend_shot, plan_shot
from vitascope.engines.previz.stored import load

SECONDS = 5.0
PROMPTS = 400
GLUE = (
    "the a two three dozens of hundreds of giant tiny red burning pulls pulled by drawn by rides carries "
    "holds jumps over sits on at with and then while beside under in front of holding , . onto into becomes "
    "climbs over drives faces plays against runs flies pan left zoom out not like at night underwater"
)
THINGS = (
    "horse cart wagon coach stagecoach sleigh dog reindeer reindeer-drawn truck tractor car boat man woman "
    "knight wall fence table chess bowl fish pond bridge flower tree dragon piano violin ball cup tea king"
)
OFTEN = {
    "sizes": "a " + "giant " * 400 + "dragon and a " + "tiny " * 400 + "mouse",
    "colours": "a " + "red, blue, " * 200 + "fox",
    "deeds": "a dog " + "runs and jumps and " * 200 + "sleeps",
    "moves": "pan left, zoom out, tilt up, " * 150,
    "flames": "a house " + "on fire " * 300,
    "teams": "hundreds of stagecoaches and dozens of covered wagons cross the prairie",
}


def taken_back(plan: ShotPlan | None) -> None:
    """What the engine does with a plan first."""
    if plan is not None:
        load(plan.model_dump(mode="json"))


@pytest.mark.parametrize("prompt", OFTEN.values(), ids=OFTEN.keys())
def test_what_is_said_over_and_over(prompt: str) -> None:
    taken_back(plan_shot(prompt, 1, SECONDS))


def test_any_order_of_many_words() -> None:
    source = plan_shot("a robot walks beside a car in a city", 1, SECONDS)
    drawn, lists = random.Random(7), (GLUE.split(), THINGS.split())
    for seed in range(PROMPTS):
        words = [drawn.choice(drawn.choice(lists)) for _ in range(drawn.randint(3, 60))]
        taken_back(plan_shot(" ".join(words), seed, SECONDS))
        taken_back(extend_shot(source, " ".join(words), SECONDS))


def test_two_that_pull_each_other_go_one_before_the_other() -> None:
    plan = plan_shot("A tractor pulls a truck. The truck pulls the tractor.", 1, SECONDS)
    taken_back(plan)
    assert [subject.upon for subject in plan.subjects].count(None) >= 1


def test_who_draws_is_named_before_the_word() -> None:
    sleigh = plan_shot("a reindeer-drawn sleigh glides through the snow", 1, SECONDS)
    named = {subject.noun: subject for subject in sleigh.subjects}
    assert named["reindeer"].upon is not None
    girl = plan_shot("a girl looks at a hand-drawn dragon", 1, SECONDS)
    assert all(subject.upon is None for subject in girl.subjects)


def test_who_joins_a_scene_stands_with_one_who_stands_alone() -> None:
    source = plan_shot("a robot walks in a city", 1, SECONDS)
    longer = extend_shot(source, "a knight appears beside a car and the car jumps over a fence", SECONDS)
    assert longer is not None
    taken_back(longer)
