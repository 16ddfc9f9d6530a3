"""Sizes by comparison."""

from __future__ import annotations

import pytest

from vitascope.engines.previz.planner import lexicon, plan_shot

SIZES = """
A bear as big as a house walks through a village | bear house 1
A fish the size of a bus swims in the sea | fish bus 1
A house-sized spider crawls over a hill | spider house 1
A cat as large as a tiger | cat tiger 1
A mouse bigger than an elephant | mouse elephant 1.4
A dog smaller than a mouse runs | dog mouse 0.7
A dragon larger than the castle flies | dragon castle 1.4
"""


@pytest.mark.parametrize(
    ("prompt", "noun", "other", "times"),
    [(row.split("|")[0], *row.split("|")[1].split()) for row in SIZES.strip().splitlines()],
)
def test_what_is_compared_gives_the_size_and_is_not_shown(
    prompt: str, noun: str, other: str, times: str
) -> None:
    (subject,) = plan_shot(prompt, 4, 5.0).subjects
    assert subject.noun == noun
    assert subject.length == pytest.approx(float(times) * lexicon.noun(other).length, rel=0.01)


def test_a_mountain_is_large_and_a_thumb_is_small() -> None:
    (castle,) = plan_shot("A castle the size of a mountain", 4, 5.0).subjects
    (king,) = plan_shot("A king as small as a thumb", 4, 5.0).subjects
    assert castle.length > 200
    assert king.length < 0.1
