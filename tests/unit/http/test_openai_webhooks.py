"""Webhook endpoints managed as the OpenAI API does it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from starlette.testclient import TestClient

from support.receiver import Receiver, receiving
from unit.service.parts import API_KEY, OTHER, OWNER, Home
from vitascope.domain.webhook import EVENT_KINDS
from vitascope.http.app import create_app
from vitascope.http.dialects.openai.answers import OpenAIError
from vitascope.http.dialects.openai.webhook_schema import (
    WebhookEndpointList,
    WebhookEndpointObject,
    WebhookEndpointTested,
    WebhookEndpointWithSecret,
)

BASE = "/v1/webhook_endpoints"
LEAST: dict[str, Any] = {"url": "https://hooks.example/in", "event_types": ["video.completed"], "name": "n"}


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with receiving() as here:
        yield here


def made(client: TestClient, **body: Any) -> dict[str, Any]:
    answer = client.post(BASE, json=LEAST | body)
    assert answer.status_code == 200, answer.text
    WebhookEndpointWithSecret.model_validate(answer.json())
    found: dict[str, Any] = answer.json()
    return found


def test_from_its_first_day_to_its_last(client: TestClient) -> None:
    endpoint = made(client)
    secret = endpoint.pop("signing_secret")
    path = f"{BASE}/{endpoint['id']}"
    assert client.get(path).json() == endpoint
    changed = client.post(path, json={"event_types": ["video.failed", "generation.queued"]}).json()
    WebhookEndpointObject.model_validate(changed)
    assert changed["event_types"] == ["video.failed", "generation.queued"]
    assert changed["url"] == LEAST["url"]
    rotated = client.post(f"{path}/rotate_secret", json={"keep_old_secret_active_for_24_hours": True}).json()
    assert rotated["signing_secret"] not in {None, secret}
    assert client.delete(path).json() == {
        "id": endpoint["id"],
        "object": "webhook_endpoint.deleted",
        "deleted": True,
    }
    assert client.get(path).status_code == 404
    assert client.get("/v1/webhook_event_types").json() == {"object": "list", "data": list(EVENT_KINDS)}


@pytest.mark.parametrize(("kept", "signatures"), [(True, 2), (False, 1)])
def test_the_old_secret_signs_on_only_where_that_was_asked(
    home: Home, receiver: Receiver, kept: bool, signatures: int
) -> None:
    app = create_app(home.build(fetch_allow="127.0.0.0/8"))
    client = TestClient(app, headers={"Authorization": f"Bearer {API_KEY}"})
    path = f"{BASE}/{made(client, url=receiver.url)['id']}"
    body = {"keep_old_secret_active_for_24_hours": True} if kept else {}
    client.post(f"{path}/rotate_secret", json=body)
    tested = client.post(f"{path}/test", json={"event_type": "video.failed"}).json()
    WebhookEndpointTested.model_validate(tested)
    assert (tested["status_code"], tested["event_type"]) == (204, "video.failed")
    assert len(receiver.heard[0].headers["webhook-signature"].split()) == signatures


def test_pages(client: TestClient) -> None:
    ids = [made(client, name=str(number))["id"] for number in range(3)]
    first = client.get(BASE, params={"limit": 2}).json()
    WebhookEndpointList.model_validate(first)
    rest = client.get(BASE, params={"limit": 2, "after": first["last_id"]}).json()
    assert (first["has_more"], rest["has_more"]) == (True, False)
    assert sorted(one["id"] for one in first["data"] + rest["data"]) == sorted(ids)
    assert client.get(BASE, params={"after": "we_none"}).status_code == 404


def test_both_ways_show_the_same_endpoints(client: TestClient) -> None:
    endpoint = made(client)
    (listed,) = client.get("/v1/webhooks").json()["data"]
    assert (listed["id"], listed["events"]) == (endpoint["id"], endpoint["event_types"])


def test_refusals_have_the_apis_form_and_names(home: Home, client: TestClient) -> None:
    for body, param in (
        ({"url": "http://10.0.0.1/"}, "url"),
        ({"event_types": ["batch.completed"]}, "event_types"),
        ({"event_types": []}, "event_types"),
    ):
        answer = client.post(BASE, json=LEAST | body)
        assert answer.status_code == 400
        OpenAIError.model_validate(answer.json())
        assert answer.json()["error"]["param"] == param
    path = f"{BASE}/{made(client, url='http://nobody.invalid/')['id']}"
    odd = client.post(f"{path}/test", json={"event_type": "batch.failed"})
    assert odd.json()["error"]["param"] == "event_type"
    unheard = client.post(f"{path}/test", json={"event_type": "video.failed"})
    assert unheard.status_code == 400
    assert "gave no answer" in unheard.json()["error"]["message"]
    _, key = home.ledger.create_key(OTHER, "theirs")
    theirs = {"Authorization": f"Bearer {key}"}
    answers = [
        client.get(path, headers=theirs),
        client.post(path, json={"name": "mine"}, headers=theirs),
        client.delete(path, headers=theirs),
        client.post(f"{path}/rotate_secret", json={}, headers=theirs),
        client.post(f"{path}/test", json={"event_type": "video.failed"}, headers=theirs),
    ]
    assert [answer.status_code for answer in answers] == [404] * len(answers)
    assert [one.name for one in home.services.webhooks.list(OWNER)] == ["n"]
