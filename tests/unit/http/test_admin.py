"""The operator's endpoints."""

from __future__ import annotations

from typing import Any

import pytest
from starlette.testclient import TestClient

from unit.service.parts import OTHER, Home
from vitascope.domain.generation import Progress, State
from vitascope.http.admin.schema import EntryList, KeyList, MadeKey, OwnerBody, OwnerList, ServerBody

BASE = "/v1/admin"
QUEUE = f"{BASE}/pools/default/queue"


def queue(client: TestClient) -> list[dict[str, Any]]:
    answer = client.get(QUEUE)
    EntryList.model_validate_json(answer.content)
    found: list[dict[str, Any]] = answer.json()["data"]
    return found


def test_a_plain_key_does_not_run_the_server(anonymous: TestClient, home: Home) -> None:
    paths = anonymous.get("/openapi.json").json()["paths"]
    routes = [
        (method, path) for path, methods in paths.items() if path.startswith(BASE) for method in methods
    ]
    assert len(routes) >= 11
    anonymous.headers["Authorization"] = f"Bearer {home.ledger_key}"
    for method, path in routes:
        answer = anonymous.request(method, path.replace("{", "").replace("}", ""), json={})
        assert answer.status_code == 403, (method, path, answer.text)
        assert "VITASCOPE_API_KEY" in answer.json()["message"]


def test_the_overview(client: TestClient, home: Home) -> None:
    home.finish(home.create())
    home.create(OTHER)
    found = ServerBody.model_validate_json(client.get(f"{BASE}/overview").content)
    assert (found.counts[State.COMPLETED], found.counts[State.QUEUED]) == (1, 1)
    assert found.storage.files == len(home.files())
    assert found.storage.bytes == sum(entry.size for entry in home.storage.entries())
    assert found.storage.free > 0
    assert found.models == ["stripes", "text-only"]
    assert found.health == {"ledger": "ok", "storage": "ok", "slots": "ok"}
    assert [pool.queued for pool in found.pools] == [1]


def test_the_queue_has_everybodys_with_pictures_and_workers(client: TestClient, home: Home) -> None:
    source = home.finish(home.create(OTHER))
    running = home.create(OTHER, frame0={"type": "generation", "id": source.id})
    waiting = home.create()
    assert home.ledger.claim("a-worker", 60.0, "default", running.id)
    first, second = queue(client)
    assert (first["id"], first["worker"], first["owner"], first["state"]) == (
        running.id,
        "a-worker",
        OTHER,
        "running",
    )
    assert first["thumbnail"] == home.services.assets.url(source, "thumbnail")
    assert (second["id"], second["position"], second["worker"], second["thumbnail"]) == (
        waiting.id,
        0,
        None,
        None,
    )


def test_a_pause_and_its_end(client: TestClient, home: Home) -> None:
    home.create()
    for _ in range(2):
        assert client.post(f"{BASE}/pools/default/pause").status_code == 204
    assert home.ledger.claim("worker", 60.0) is None
    assert client.post(f"{BASE}/pools/default/resume").status_code == 204
    assert home.ledger.claim("worker", 60.0) is not None
    assert client.post(f"{BASE}/pools/nobodys/pause").status_code == 404


def test_cancel_and_retry_reach_everybody(client: TestClient, home: Home) -> None:
    theirs = home.create(OTHER).id
    assert client.post(f"{BASE}/generations/{theirs}/cancel").json()["state"] == "cancelled"
    assert (
        client.post(f"{BASE}/generations/video_{theirs.replace('-', '')}/retry").json()["state"] == "queued"
    )
    assert client.post(f"{BASE}/generations/{theirs}/retry").status_code == 400
    assert client.post(f"{BASE}/generations/{'0' * 32}/cancel").status_code == 404


def test_priority_changes_the_order(client: TestClient, home: Home) -> None:
    first, second = home.create().id, home.create(OTHER).id
    answer = client.put(f"{BASE}/generations/{second}/priority", json={"priority": 3})
    assert (answer.status_code, answer.json()["priority"]) == (200, 3)
    assert [one["id"] for one in queue(client)] == [second, first]


@pytest.mark.parametrize(
    "body", [{}, {"priority": 11}, {"priority": "3"}, {"priority": True}, {"priority": 1, "x": 1}, [], None]
)
def test_an_odd_priority_is_refused(client: TestClient, home: Home, body: Any) -> None:
    answer = client.put(f"{BASE}/generations/{home.create().id}/priority", json=body)
    assert answer.status_code == 400
    assert queue(client)[0]["priority"] == 0


def test_errors_are_everybodys_the_latest_first(client: TestClient, home: Home) -> None:
    home.fail(home.create(OTHER, prompt="first"), "EngineError", "It broke.")
    home.clock.advance(1)
    home.fail(home.create(prompt="second"), "MediaError", "It is no picture.")
    found = EntryList.model_validate_json(client.get(f"{BASE}/errors").content).data
    assert [(one.prompt, one.error and one.error.name) for one in found] == [
        ("second", "MediaError"),
        ("first", "EngineError"),
    ]


def test_a_key_is_shown_once(client: TestClient, anonymous: TestClient, home: Home) -> None:
    answer = client.post(f"{BASE}/keys", json={"name": "for a test", "owner": OTHER})
    made = MadeKey.model_validate_json(answer.content)
    assert answer.status_code == 201
    assert made.text.startswith(made.key.prefix)
    found = client.get(f"{BASE}/keys")
    assert [key.id for key in KeyList.model_validate_json(found.content).data] == [made.key.id]
    assert made.text not in found.text
    assert home.services.keys.authenticate(made.text).owner == OTHER
    assert client.delete(f"{BASE}/keys/{made.key.id}").status_code == 204
    assert home.ledger.find_key(made.text) is None
    assert client.delete(f"{BASE}/keys/nobodys").status_code == 404


@pytest.mark.parametrize("body", [{"owner": ""}, {"owner": "a\nb"}, {"name": "x" * 101}, {"nmae": "x"}])
def test_an_odd_key_is_refused(client: TestClient, home: Home, body: dict[str, str]) -> None:
    assert client.post(f"{BASE}/keys", json=body).status_code == 400
    assert home.ledger.list_keys() == []


def test_owners_are_limited_and_what_is_left_out_is_unlimited(client: TestClient, home: Home) -> None:
    home.finish(home.create(OTHER))
    client.post(f"{BASE}/keys", json={"owner": OTHER})
    made = client.put(f"{BASE}/limits", json={"owner": OTHER, "running_cap": 2, "spend_limit": 5.5})
    OwnerBody.model_validate_json(made.content)
    found = OwnerList.model_validate_json(client.get(f"{BASE}/owners").content).data
    assert [one.owner for one in found] == sorted({"default", OTHER})
    other = next(one for one in found if one.owner == OTHER)
    assert (other.limits.running_cap, other.limits.spend_limit, other.limits.queue_bound) == (2, 5.5, None)
    assert other.stored_bytes == home.ledger.usage(OTHER).bytes
    assert home.ledger.get_limits(OTHER) == other.limits
    client.put(f"{BASE}/limits", json={"owner": OTHER})
    assert home.ledger.get_limits(OTHER).running_cap is None


@pytest.mark.parametrize(
    "wish",
    [
        {},
        {"owner": ""},
        {"owner": "a", "running_cap": 0},
        {"owner": "a", "weight": 0},
        {"owner": "a", "running_cap": 10**30},
        {"owner": "a", "x": 1},
    ],
)
def test_limits_that_are_none_are_refused(client: TestClient, wish: dict[str, Any]) -> None:
    answer = client.put(f"{BASE}/limits", json=wish)
    assert answer.status_code == 400
    assert answer.json()["errors"]


def test_what_runs_is_seen_as_far_as_it_is(client: TestClient, home: Home) -> None:
    running = home.create()
    lease = home.ledger.claim("a-worker", 60.0, "default", running.id)
    assert lease
    home.ledger.beat(lease, Progress(fraction=0.5, stage="render", preview="abc"), 60.0)
    assert queue(client)[0]["thumbnail"].endswith(".webp?v=abc")
