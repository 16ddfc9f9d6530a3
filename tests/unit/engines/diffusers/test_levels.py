"""Noise levels, and what the known models say of them."""

from __future__ import annotations

import re

import numpy as np
import pytest

from vitascope.engines.diffusers.card import NEWEST, Card
from vitascope.engines.diffusers.cards import CARDS, card_named
from vitascope.engines.diffusers.conditions import Hold
from vitascope.engines.diffusers.families.ltx2 import latent_step
from vitascope.engines.diffusers.levels import spread

PUBLISHED = (1.0, 0.9, 0.7, 0.4)


@pytest.mark.parametrize(
    ("steps", "levels"),
    [
        (4, PUBLISHED),
        (2, (1.0, 0.7)),
        (8, (1.0, 0.95, 0.9, 0.8, 0.7, 0.55, 0.4, 0.2)),
        (1, (1.0,)),
    ],
)
def test_other_numbers_of_steps_lie_along_the_published_levels(steps: int, levels: tuple[float, ...]) -> None:
    assert spread(PUBLISHED, steps) == pytest.approx(levels)
    assert spread((), steps) == ()


@pytest.mark.parametrize("card", CARDS, ids=lambda card: card.name)
def test_a_distilled_model_has_a_level_for_each_step_and_no_guidance(card: Card) -> None:
    assert card.revision == NEWEST or re.fullmatch(r"[0-9a-f]{40}", card.revision)
    if card.sigmas:
        assert len(card.sigmas) == card.steps.standard
        assert card.sigmas[0] == 1.0
        assert np.all(np.diff((*card.sigmas, 0.0)) < 0)
        assert card.guidance == 1.0
    for steps in (card.steps.draft, card.steps.high):
        levels = spread(card.sigmas, steps)
        assert len(levels) in {0, steps}
        assert np.all(np.diff((*levels, 0.0)) < 0)


def test_only_models_whose_commit_nobody_published_are_taken_as_they_are() -> None:
    loose = {card.name for card in CARDS if card.revision == NEWEST}
    assert loose == {"ltx-video-0.9.8-13b", "ltx-2.5"}
    turbo = card_named("wan2.2-t2v-a14b-turbo")
    assert turbo is not None
    assert turbo.loras is not None
    assert turbo.loras.revision != NEWEST


@pytest.mark.parametrize(
    ("at", "frames", "step"), [(0, 1, 0), (0, 9, 0), (113, 1, 15), (120, 1, 15.875), (112, 9, 14)]
)
def test_a_hold_is_told_in_steps_of_the_latent(at: int, frames: int, step: float) -> None:
    assert latent_step(Hold(at, np.zeros((frames, 2, 2, 3), np.uint8))) == step
