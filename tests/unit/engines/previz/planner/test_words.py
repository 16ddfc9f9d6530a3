from __future__ import annotations

import pytest

from vitascope.engines.previz.planner.phrases import Kind, read
from vitascope.engines.previz.planner.scope import muted
from vitascope.engines.previz.planner.words import forms, tokens


@pytest.mark.parametrize(
    ("word", "base"),
    [
        ("diving", "dive"), ("swimming", "swim"), ("flies", "fly"), ("wolves", "wolf"), ("rushes", "rush"),
        ("circled", "circle"), ("flew", "fly"), ("mountains", "mountain"), ("panned", "pan"),
        ("people", "person"), ("geese", "goose"), ("emerging", "emerge"), ("turned", "turn"),
    ],
)  # fmt: skip
def test_inflections_lead_to_their_base(word: str, base: str) -> None:
    assert base in forms(word)
    assert forms(word)[0] == word


def test_possessives_hyphens_and_comparisons() -> None:
    found = tokens("The dragon's low-angle, dragon-like don’t")
    assert [token.text for token in found] == ["the", "dragon", "low", "angle", ",", "don't"]
    assert found[1].possessive


def test_the_longest_phrase_wins() -> None:
    found = read(tokens("great white shark underwater, bird's eye view"))
    assert [item.text for item in found] == ["great white shark", "underwater", ",", "bird eye view"]
    assert found[0].has(Kind.NOUN)
    assert found[3].facts == {Kind.MOVE: "aerial"}


@pytest.mark.parametrize(
    ("prompt", "shown"),
    [
        ("no people and cars, a dragon", ["dragon"]),
        ("no clouds and a dragon", ["dragon"]),
        ("not only a dragon", ["dragon"]),
        ("moves like a fish through a flock of birds", ["birds"]),
        ("as fast as a bird a horse runs", []),
        ("I would like a dragon", ["dragon"]),
        ("without any birds in the sky over a wolf", ["wolf"]),
    ],
)
def test_what_is_denied_or_likened_is_muted(prompt: str, shown: list[str]) -> None:
    items = read(tokens(prompt))
    silent = muted(items)
    assert [item.text for i, item in enumerate(items) if item.has(Kind.NOUN) and i not in silent] == shown
