"""Who wears what, and in which colours."""

from __future__ import annotations

import pytest

from vitascope.engines.previz.plan import Worn
from vitascope.engines.previz.planner import plan_shot
from vitascope.engines.previz.planner.lexicon import noun
from vitascope.engines.previz.vocabulary import check_names
from vitascope.engines.previz.wearing import wearings, words

RED, BLUE, GREEN = "#c8281e", "#2c62c8", "#3a9a46"


def worn(prompt: str) -> list[tuple[Worn, ...]]:
    """What each of a prompt's subjects wears."""
    plan = plan_shot(prompt, 1, 5.0)
    check_names(plan)
    return [subject.worn for subject in plan.subjects]


@pytest.mark.parametrize("who", ["cat", "horse", "bear", "penguin", "parrot", "frog", "man", "robot"])
@pytest.mark.parametrize("way", ["a {} wearing {}", "the {} wears {}", "a {} with {}", "a {} in {}"])
def test_what_is_worn_is_on_who_wears_it(who: str, way: str) -> None:
    (only,) = worn(way.format(who, "a red hat"))
    assert only == (Worn(form="hat", colours=(RED,)),)


@pytest.mark.parametrize("thing", sorted(words()))
def test_every_word_for_what_is_worn_is_read(thing: str) -> None:
    plan = plan_shot(f"a dog wearing a {thing}", 1, 5.0)
    assert [each.form for each in plan.subjects[0].worn] == [words()[thing]]


@pytest.mark.parametrize(
    ("prompt", "expected"),
    [
        ("a dog in a red hat and a blue scarf", [("hat", RED), ("scarf", BLUE)]),
        ("a fox wearing sunglasses, a blue cap and a green bow tie",
         [("sunglasses", ""), ("cap", BLUE), ("bow_tie", GREEN)]),
        ("an owl puts on its glasses", [("glasses", "")]),
        ("a girl adjusts her red beret", [("beret", RED)]),
    ],
)  # fmt: skip
def test_one_thing_after_another_is_worn(prompt: str, expected: list[tuple[str, str]]) -> None:
    found = worn(prompt)[0]
    assert [(each.form, *each.colours) for each in found] == [
        (form, *([colour] if colour else [])) for form, colour in expected
    ]


@pytest.mark.parametrize("prompt", ["a red hat on a table", "a hat shop in a village", "a tree with a crown"])
def test_what_nobody_wears_is_on_nobody(prompt: str) -> None:
    assert all(not each for each in worn(prompt))


def test_the_rider_wears_the_hat_that_he_waves_not_his_horse() -> None:
    plan = plan_shot("a cowboy rides a white horse and waves his hat", 1, 5.0)
    by = {subject.noun: [each.form for each in subject.worn] for subject in plan.subjects}
    assert by == {"cowboy": ["hat"], "horse": []}
    assert plan.environment not in {"ocean", "coast"}


def test_of_several_each_has_a_colour() -> None:
    (hats,) = worn("four dogs in colourful party hats")
    assert hats[0].various
    assert len(set(hats[0].colours)) >= 4
    (alike,) = worn("four dogs in red party hats")
    assert not alike[0].various
    held = plan_shot("people with red and blue umbrellas", 1, 5.0).subjects[0].held
    assert held is not None
    assert (held.various, held.colours) == (True, (RED, BLUE))


def test_what_is_worn_is_no_thing_of_its_own() -> None:
    for thing in ("sunglasses", "crown", "headphones", "top hat"):
        assert noun(thing).rig == "prop"
        assert len(plan_shot(f"a cat wearing {thing}", 1, 5.0).subjects) == 1


def test_there_are_places_for_all_that_is_worn() -> None:
    assert {each.on for each in wearings().values()} <= {"head", "ears", "eyes", "neck", "back", "body"}
