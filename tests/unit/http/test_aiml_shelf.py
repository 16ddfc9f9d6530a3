"""What vitascope adds to the AI/ML API: list, delete, plan, extras, idempotency keys."""

from __future__ import annotations

from typing import Any

import pytest
from starlette.testclient import TestClient

from unit.service.parts import OTHER, OWNER, Home, data_url, png
from vitascope.domain.generation import Generation, State
from vitascope.http.dialects.aiml.schema import VideoGenerationList

PATH = "/v2/video/generations"


def listed(client: TestClient, **query: Any) -> dict[str, Any]:
    answer = client.get(PATH, params=query)
    assert answer.status_code == 200, answer.text
    shown: dict[str, Any] = answer.json()
    VideoGenerationList.model_validate(shown, strict=True)
    return shown


def asked(client: TestClient, key: str | None = None, **fields: Any) -> Any:
    body = {"model": "luma/ray-2", "prompt": "a fox in snow"} | fields
    return client.post(PATH, json=body, headers={} if key is None else {"Idempotency-Key": key})


def named(shown: dict[str, Any]) -> list[str]:
    return [one["generation_id"] for one in shown["data"]]


def test_listing_page_by_page(client: TestClient, home: Home) -> None:
    made = [home.create().id for _ in range(5)][::-1]
    home.create(OTHER)
    assert named(listed(client)) == made
    first = listed(client, limit=2)
    assert (named(first), first["has_more"], first["last_id"]) == (made[:2], True, made[1])
    assert named(listed(client, limit=2, after=f"{first['last_id']}:luma/ray-2")) == made[2:4]
    last = listed(client, limit=2, offset=4)
    assert (named(last), last["has_more"]) == (made[4:], False)


def test_nothing_to_list(client: TestClient) -> None:
    assert listed(client) == {"object": "list", "data": [], "has_more": False, "last_id": None}


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ({"limit": 0}, "limit"),
        ({"limit": 101}, "limit"),
        ({"limit": "1e1"}, "limit"),
        ({"offset": -1}, "offset"),
    ],
)
def test_odd_pages(client: TestClient, query: dict[str, Any], field: str) -> None:
    answer = client.get(PATH, params=query)
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (400, field)


def test_after_and_offset_are_two_ways(client: TestClient, home: Home) -> None:
    assert client.get(PATH, params={"after": home.create().id, "offset": 1}).status_code == 400
    assert client.get(PATH, params={"after": home.create(OTHER).id}).status_code == 404


@pytest.mark.parametrize("form", ["{}", "{}:luma/ray-2", "video_{}", "{}%3Aluma%2Fray-2"])
def test_deleting(client: TestClient, home: Home, form: str) -> None:
    made = home.finish(home.create())
    answer = client.delete(f"{PATH}/{form.format(made.id)}")
    assert (answer.status_code, answer.content) == (204, b"")
    assert home.files() == []
    assert client.get(PATH, params={"generation_id": made.id}).status_code == 404
    assert client.delete(f"{PATH}/{made.id}").status_code == 404


@pytest.mark.parametrize("tail", ["cancel", "events", "plan"])
def test_deleting_what_is_below_an_id_deletes_nothing(client: TestClient, home: Home, tail: str) -> None:
    made = home.create()
    for form in ("{}", "{}:luma/ray-2"):
        assert client.delete(f"{PATH}/{form.format(made.id)}/{tail}").status_code == 405
    assert home.ledger.get(made.id).state is State.QUEUED


def test_deleting_one_that_waits_and_nobody_elses(client: TestClient, home: Home) -> None:
    assert client.delete(f"{PATH}/{home.create().id}").status_code == 204
    foreign = home.create(OTHER)
    assert client.delete(f"{PATH}/{foreign.id}").status_code == 404
    assert home.ledger.get(foreign.id).state is State.QUEUED


def finished_with_plan(home: Home) -> Generation:
    made = home.create()
    lease = home.ledger.claim("worker", 60.0, made.pool, made.id)
    assert lease is not None
    home.ledger.keep_plan(lease, {"path": "scene", "seed": 7})
    done = home.finish(home.create())
    assert done.outcome is not None
    return home.ledger.complete(lease, (), done.outcome)


def test_the_plan(client: TestClient, home: Home) -> None:
    planned = finished_with_plan(home)
    for form in ("{}", "{}:luma/ray-2"):
        answer = client.get(f"{PATH}/{form.format(planned.id)}/plan")
        assert (answer.status_code, answer.json()) == (200, {"path": "scene", "seed": 7})
    assert client.get(f"{PATH}/{home.create().id}/plan").status_code == 404
    sent = asked(client, plan={"path": "scene"}).json()["generation_id"]
    assert client.get(f"{PATH}/{sent}/plan").json() == {"path": "scene"}
    assert client.get(f"{PATH}/{home.create(OTHER).id}/plan").status_code == 404


EXTRAS: dict[str, Any] = {
    "concepts": ["orbit_left", "dolly_zoom"],
    "plan": {"path": "scene"},
    "negative_prompt": "blur",
    "steps": 30,
    "guidance": 7.5,
    "quality": "draft",
}


def test_extras_reach_the_request(client: TestClient, home: Home) -> None:
    answer = asked(client, **EXTRAS, priority=3)
    assert answer.status_code == 200, answer.text
    kept = home.ledger.get(answer.json()["generation_id"], OWNER)
    request = kept.request.model_dump(mode="json")
    assert {name: request[name] for name in EXTRAS} == EXTRAS
    assert kept.priority == 3
    assert answer.json()["meta"]["ignored"] == []


@pytest.mark.parametrize("name", EXTRAS)
def test_a_model_that_does_not_honour_one_refuses_it_by_name(
    client: TestClient, home: Home, name: str
) -> None:
    answer = asked(client, model="text-only", **{name: EXTRAS[name]})
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (400, name)
    assert home.rows() == 0


def test_what_says_nothing_is_honoured(client: TestClient) -> None:
    nothing: dict[str, Any] = {
        "concepts": [],
        "negative_prompt": "",
        "quality": "standard",
        "steps": None,
        "priority": 0,
    }
    assert asked(client, model="text-only", **nothing).status_code == 200


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("concepts", ["loop_the_loop"]),
        ("concepts", "orbit_up"),
        ("plan", "scene"),
        ("steps", 0),
        ("steps", True),
        ("guidance", "much"),
        ("guidance", -1),
        ("quality", "best"),
        ("priority", 11),
        ("priority", 1.5),
    ],
)
def test_odd_extras(client: TestClient, home: Home, name: str, value: Any) -> None:
    answer = asked(client, **{name: value})
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (400, name)
    assert home.rows() == 0


def test_one_key_makes_one_generation(client: TestClient, home: Home) -> None:
    picture = data_url(png())
    first = asked(client, "a-key", keyframes={"frame0": {"type": "image", "url": picture}})
    files = home.files()
    again = asked(client, "a-key", keyframes={"frame0": {"type": "image", "url": picture}})
    assert first.status_code == 200, first.text
    assert again.json()["id"] == first.json()["id"]
    assert (home.rows(), home.files()) == (1, files)
    assert asked(client, "a-key", prompt="another").status_code == 422
    assert asked(client, "another-key").json()["id"] != first.json()["id"]


@pytest.mark.parametrize("key", ["", "x" * 256])
def test_odd_keys(client: TestClient, home: Home, key: str) -> None:
    assert asked(client, key).status_code == 400
    assert home.rows() == 0
