from __future__ import annotations

import json
from typing import Any

import pytest

from contract.samples import a_generation, an_asset, an_outcome
from unit.webhooks.conftest import link
from vitascope.domain.generation import Failure, Generation, State
from vitascope.domain.webhook import CALLBACK_KIND, Message, MessageState
from vitascope.webhooks.payloads import Payloads

PAYLOADS = Payloads(link, {CALLBACK_KIND: lambda generation: f"luma {generation.id}".encode()})


def a_message(kind: str, generation: Generation | None) -> Message:
    told = {} if generation is None else {"generation": generation.model_dump(mode="json", exclude_none=True)}
    return Message(
        id="msg_abc",
        owner="anna",
        endpoint="we_1",
        url="https://hooks.example",
        kind=kind,
        generation=None if generation is None else generation.id,
        payload=told,
        state=MessageState.WAITING,
        tries=0,
        created_at=1_700_000_000.5,
        due=0.0,
    )


def written(kind: str, generation: Generation | None) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(PAYLOADS.body(a_message(kind, generation)))
    return found


def completed() -> Generation:
    video = an_asset("video", "x/1/video.mp4")
    return a_generation(
        state=State.COMPLETED,
        attempt=2,
        assets=(video,),
        outcome=an_outcome(),
        started_at=1_699_999_001.0,
        finished_at=1_699_999_002.0,
    )


def test_our_own_event() -> None:
    made = completed()
    assert written("generation.completed", made) == {
        "type": "generation.completed",
        "timestamp": "2023-11-14T22:13:20.500Z",
        "data": {
            "id": made.id,
            "state": "completed",
            "requested_model": "ray-2",
            "engine": "previz",
            "model": "previz",
            "seed": 7,
            "attempt": 2,
            "width": 960,
            "height": 540,
            "fps": 24,
            "frames": 120,
            "error": None,
            "assets": {
                "video": "https://vitascope.test/x/1/video.mp4",
                "thumbnail": None,
                "sheet": None,
                "stitched": None,
            },
            "created_at": "2023-11-14T21:56:40.000Z",
            "started_at": "2023-11-14T21:56:41.000Z",
            "finished_at": "2023-11-14T21:56:42.000Z",
        },
    }


def test_a_failure_says_why_and_how_large_it_would_have_been() -> None:
    failed = a_generation(state=State.FAILED, error=Failure(name="EngineError", message="no"))
    data = written("generation.failed", failed)["data"]
    assert data["error"] == {"name": "EngineError", "message": "no"}
    assert (data["width"], data["height"], data["finished_at"]) == (1920, 1080, None)


@pytest.mark.parametrize("kind", ["video.completed", "video.failed"])
def test_the_openai_event(kind: str) -> None:
    made = completed()
    assert written(kind, made) == {
        "id": "evt_abc",
        "object": "event",
        "created_at": 1_700_000_000,
        "type": kind,
        "data": {"id": f"video_{made.id.replace('-', '')}"},
    }


def test_samples_name_no_generation_there_is() -> None:
    assert written("webhook.test", None)["data"] == {"endpoint": "we_1"}
    assert written("video.completed", None)["data"] == {"id": "video_" + "0" * 32}


def test_a_callback_has_the_words_of_its_dialect() -> None:
    made = completed()
    assert PAYLOADS.body(a_message(CALLBACK_KIND, made)) == f"luma {made.id}".encode()
    with pytest.raises(ValueError, match="nobody here writes"):
        Payloads(link).body(a_message(CALLBACK_KIND, made))


def test_an_event_of_another_version_is_refused_and_not_guessed_at() -> None:
    message = a_message("generation.completed", completed())
    strange = message.model_copy(update={"payload": {"generation": {"id": "x", "new": 1}}})
    with pytest.raises(ValueError, match="validation error"):
        PAYLOADS.body(strange)
