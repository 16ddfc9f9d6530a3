"""What somebody asked for."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from vitascope.domain.request import (
    PROMPT_LIMIT,
    AspectRatio,
    Capability,
    GenerationKeyframe,
    GenerationRequest,
    ImageKeyframe,
    Keyframe,
    Resolution,
)

IMAGE = ImageKeyframe(url="https://example.com/a.png")
CLIP = GenerationKeyframe(id="0")


def a_request(**changes: Any) -> GenerationRequest:
    return GenerationRequest(**{"model": "ray-2", "prompt": "a lighthouse"} | changes)


@pytest.mark.parametrize(
    ("frame0", "frame1", "capability"),
    [
        (None, None, Capability.TEXT),
        (IMAGE, None, Capability.FIRST),
        (None, IMAGE, Capability.LAST),
        (IMAGE, IMAGE, Capability.FIRST_LAST),
        (CLIP, None, Capability.EXTEND),
        (None, CLIP, Capability.REVERSE_EXTEND),
        (CLIP, CLIP, Capability.BETWEEN),
        (CLIP, IMAGE, Capability.BETWEEN),
        (IMAGE, CLIP, Capability.BETWEEN),
    ],
)
def test_the_ends_decide_what_an_engine_must_do(
    frame0: Keyframe | None, frame1: Keyframe | None, capability: Capability
) -> None:
    request = a_request(frame0=frame0, frame1=frame1)
    assert request.capability is capability
    assert request.capabilities == {capability}
    assert a_request(frame0=frame0, frame1=frame1, loop=True).capabilities == {capability, Capability.LOOP}


def test_parents_are_the_generations_at_the_ends() -> None:
    other = GenerationKeyframe(id="1")
    assert a_request(frame0=IMAGE).parents == ()
    assert a_request(frame0=CLIP, frame1=other).parents == ("0", "1")
    assert a_request(frame0=IMAGE, frame1=other).parents == ("1",)


def test_a_keyframe_is_known_by_its_type() -> None:
    read = GenerationRequest.model_validate_json(a_request(frame0=IMAGE, frame1=CLIP).model_dump_json())
    assert (read.frame0, read.frame1) == (IMAGE, CLIP)


@pytest.mark.parametrize(
    "changes",
    [
        {"prompt": "x" * (PROMPT_LIMIT + 1)},
        {"num_frames": 1},
        {"num_frames": 481},
        {"resolution": "8k"},
        {"aspect_ratio": "2:1"},
        {"frame0": {"type": "sound", "url": "x"}},
        {"colour": "red"},
    ],
)
def test_what_cannot_be_asked_for_is_refused(changes: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        a_request(**changes)


def test_the_bounds_themselves_are_allowed() -> None:
    assert a_request(prompt="x" * PROMPT_LIMIT).prompt
    assert [a_request(num_frames=number).num_frames for number in (2, 480)] == [2, 480]


def test_names_and_numbers_of_sizes_agree() -> None:
    assert [one.short_side for one in Resolution] == [540, 720, 1080, 2160]
    assert AspectRatio.CINEMA.parts == (21, 9)
    assert all(f"{across}:{down}" == one.value for one in AspectRatio for across, down in [one.parts])


@pytest.mark.parametrize("kind", ["upscale", "reframe"])
def test_making_a_clip_again_needs_an_engine_that_can(kind: str) -> None:
    request = a_request(frame0=IMAGE, rework={"kind": kind, "source": "0"})
    assert request.capabilities == {Capability.FIRST, Capability(kind)}
