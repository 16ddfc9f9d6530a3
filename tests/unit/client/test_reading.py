"""Answers of servers that are newer, older or another's."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from vitascope.client import Failure, Meta, ServerError
from vitascope.client.reading import event, generation, models

ASKED = httpx.Request("GET", "http://127.0.0.1:8000/v2/video/generations?generation_id=1")


def answer(body: Any) -> httpx.Response:
    return httpx.Response(200, json=body, request=ASKED)


def test_the_least_a_server_says() -> None:
    found = generation(answer({"id": "1", "status": "queued"}))
    assert (found.id, found.status, found.video_url, found.error) == ("1", "queued", None, None)
    assert found.meta == Meta()
    assert not found.done


def test_nulls_are_nothing() -> None:
    body: dict[str, Any] = {"id": "1", "status": "generating", "video": None, "error": None, "meta": None}
    assert generation(answer(body)).meta == Meta()
    body["meta"] = {"progress": None, "assets": {"video": None}, "usage": None, "ignored": None}
    assert generation(answer(body)).meta == Meta()


def test_the_hosted_service_in_its_own_words() -> None:
    usage = {"credits_used": 120000, "usd_spent": 0.06}
    body = {
        "generation_id": "7c880e75:luma/ray-2",
        "status": "completed",
        "video": {"url": "https://cdn.example/1.mp4"},
        "meta": {"usage": usage},
        "new": ["things"],
    }
    found = generation(answer(body))
    assert (found.id, found.video_url, found.progress) == (
        "7c880e75:luma/ray-2",
        "https://cdn.example/1.mp4",
        1.0,
    )
    assert (found.meta.credits_used, found.meta.usd_spent) == (120000, 0.06)
    assert found.raw["new"] == ["things"]


def test_values_may_be_keys_of_a_dictionary() -> None:
    body = {"id": "1", "status": "error", "error": {"name": "Cancelled", "message": "It was cancelled."}}
    first, second = generation(answer(body)), generation(answer(body | {"other": 1}))
    assert first == second
    assert len({first, second}) == 1
    assert first.error == Failure("Cancelled", "It was cancelled.")


@pytest.mark.parametrize("body", [[], "ok", 5, None, {}, {"id": "1"}, {"status": "queued"}])
def test_what_is_no_generation(body: Any) -> None:
    with pytest.raises(ServerError, match=r"127\.0\.0\.1 answered /v2/video/generations .*base_url"):
        generation(answer(body))


@pytest.mark.parametrize("body", [{}, {"data": None}, {"data": {}}, []])
def test_what_is_no_list_of_models(body: Any) -> None:
    with pytest.raises(ServerError, match="expected a"):
        models(answer(body))


def test_models_of_a_plain_list() -> None:
    found = models(answer({"object": "list", "data": [{"id": "m", "object": "model"}]}))
    assert [(one.id, one.aliases, one.served_by, one.description) for one in found] == [("m", (), None, "")]


@pytest.mark.parametrize(("kind", "data"), [("ping", "{}"), ("state", "not JSON"), ("message", "{}")])
def test_events_of_other_kinds_are_passed_over(kind: str, data: str) -> None:
    assert event(kind, "1", data) is None


@pytest.mark.parametrize("state", ["failed", "cancelled", "error"])
def test_an_event_keeps_all_that_came(state: str) -> None:
    found = event("end", "9", f'{{"state": "{state}", "error": {{"name": "Cancelled"}}, "id": 4, "kind": 1}}')
    assert found is not None
    assert (found.kind, found.status, found.id) == ("end", "error", "9")
    assert found.raw["error"] == {"name": "Cancelled"}
