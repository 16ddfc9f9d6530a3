from __future__ import annotations

from typing import Any

from unit.service.films import FRAMES, film, filmed
from unit.service.parts import OWNER, Home
from vitascope.domain.request import GenerationKeyframe, GenerationRequest


def after(source: str, **fields: Any) -> dict[str, Any]:
    return {"frame0": GenerationKeyframe(id=source), "num_frames": 6, **fields}


def test_a_clip_alone(home: Home) -> None:
    assert home.services.wholes.frames(home.create(num_frames=7)) == 7
    assert home.services.wholes.frames(home.create(duration=9)) == 216


def test_a_chain_before_and_after_it_is_made(home: Home) -> None:
    first = filmed(home)
    second = home.create(**after(first.id))
    assert home.services.wholes.frames(second) == FRAMES + 6
    second = film(home, second)
    assert home.services.wholes.frames(second) == FRAMES + 6
    third = home.create(**after(second.id))
    assert home.services.wholes.frames(third) == FRAMES + 6 + 6
    assert home.services.wholes.frames(film(home, third)) == FRAMES + 6 + 6


def test_a_continuation_that_cannot_be_joined_counts_alone(home: Home) -> None:
    first = filmed(home)
    request = GenerationRequest(model="stripes", prompt="on", size=(320, 256), **after(first.id))
    assert home.services.wholes.frames(home.services.generations.create(request, OWNER)) == 6


def test_what_was_planned_is_remembered_when_the_beginning_is_deleted(home: Home) -> None:
    first = filmed(home)
    second = home.create(**after(first.id))
    assert home.services.wholes.frames(second) == FRAMES + 6
    home.services.generations.cancel(second.id, OWNER)
    home.services.generations.delete(first.id, OWNER)
    assert home.services.wholes.frames(second) == FRAMES + 6
    assert home.build().wholes.frames(second) == 6
