from __future__ import annotations

import pytest

from vitascope.domain.render import frame_size
from vitascope.domain.request import AspectRatio, Quality, Resolution
from vitascope.engines.diffusers.card import Card
from vitascope.engines.diffusers.cards import CARDS
from vitascope.engines.diffusers.sizes import native_size


@pytest.mark.parametrize("card", CARDS, ids=lambda card: card.name)
@pytest.mark.parametrize("ratio", AspectRatio)
def test_a_bucket_has_the_shape_and_about_as_many_pixels(card: Card, ratio: AspectRatio) -> None:
    width, height = frame_size(Resolution.P1080, ratio)
    across, down = native_size(card, width, height, 32, Quality.STANDARD)
    assert across % 32 == down % 32 == 0
    assert across / down == pytest.approx(width / height, rel=0.12)
    largest = max(a * b for a, b in card.sizes)
    assert across * down == pytest.approx(largest, rel=0.1)


def test_trained_sizes_come_out_as_they_are() -> None:
    by_name = {card.name: card for card in CARDS}
    for name, size in (("wan2.1-vace-1.3b", (832, 480)), ("wan2.2-ti2v-5b", (1280, 704))):
        assert native_size(by_name[name], 1920, 1080, 32, Quality.STANDARD) == size


def test_drafts_and_small_clips_take_the_smallest_trained_size() -> None:
    card = next(card for card in CARDS if card.name == "wan2.1-vace-14b")
    assert native_size(card, 1920, 1080, 32, Quality.DRAFT) == (832, 480)
    assert native_size(card, 640, 360, 32, Quality.HIGH) == (832, 480)
    assert native_size(card, 1280, 720, 32, Quality.STANDARD)[0] == 1280


def test_a_trained_size_that_is_720p_on_its_grid_is_enough_for_720p() -> None:
    card = next(card for card in CARDS if card.name == "ltx-2.3-turbo")
    assert native_size(card, 1280, 720, 64, Quality.STANDARD) == (1280, 704)
    assert native_size(card, 1920, 1080, 64, Quality.STANDARD) == (1920, 1088)
