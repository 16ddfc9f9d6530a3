"""``/v1/webhooks``, and addresses that come with a request."""

from __future__ import annotations

import json
import logging
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from support.patience import PATIENCE
from support.receiver import Receiver, receiving
from unit.service.parts import API_KEY, OTHER, OWNER, Home
from vitascope.domain.webhook import CALLBACK_KIND, ENDINGS, EVENT_KINDS
from vitascope.errors import TooManyRequests
from vitascope.http.app import create_app
from vitascope.http.webhooks.schema import (
    Webhook,
    WebhookList,
    WebhookMessageList,
    WebhookSecret,
    WebhookTestResult,
    WebhookWithSecret,
)
from vitascope.service.webhooks import TESTS_AT_ONCE

BASE = "/v1/webhooks"
URL = "https://hooks.example/in"
CORPUS = json.loads((Path(__file__).parents[2] / "data" / "ssrf_corpus.json").read_text())
LITERALS = [entry["url"] for entry in CORPUS if entry["cat"].startswith(("ipv", "special", "scheme"))]


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with receiving() as here:
        yield here


@pytest.fixture
def near(home: Home) -> TestClient:
    """A client of a server whose operator opened loopback."""
    services = home.build(fetch_allow="127.0.0.0/8", webhook_timeout_seconds=PATIENCE)
    return TestClient(create_app(services), headers={"Authorization": f"Bearer {API_KEY}"})


@pytest.fixture
def other(home: Home) -> TestClient:
    """A client with somebody else's key."""
    _, key = home.ledger.create_key(OTHER, "theirs")
    return TestClient(create_app(home.services), headers={"Authorization": f"Bearer {key}"})


def made(client: TestClient, **body: Any) -> dict[str, Any]:
    answer = client.post(BASE, json={"url": URL} | body)
    assert answer.status_code == 201, answer.text
    WebhookWithSecret.model_validate(answer.json())
    found: dict[str, Any] = answer.json()
    return found


def test_an_endpoint_is_made_listed_changed_and_deleted(client: TestClient) -> None:
    endpoint = made(client, events=["generation.failed", "generation.failed"], name="alarm")
    assert endpoint.pop("secret").startswith("whsec_")
    assert endpoint["events"] == ["generation.failed"]
    assert (endpoint["enabled"], endpoint["disabled_reason"], endpoint["name"]) == (True, None, "alarm")
    path = f"{BASE}/{endpoint['id']}"
    assert client.get(path).json() == endpoint
    listed = client.get(BASE)
    WebhookList.model_validate(listed.json())
    assert listed.json()["data"] == [endpoint]
    changed = client.patch(path, json={"url": f"{URL}/2", "events": ["video.completed"], "enabled": False})
    Webhook.model_validate(changed.json())
    assert changed.json()["url"] == f"{URL}/2"
    assert (changed.json()["enabled"], changed.json()["disabled_reason"]) == (False, "Its owner disabled it.")
    assert client.patch(path, json={"enabled": True}).json()["enabled"] is True
    gone = client.delete(path)
    assert (gone.status_code, gone.content) == (204, b"")
    assert client.get(path).status_code == 404
    assert client.get(BASE).json()["data"] == []


def test_without_events_every_end_is_told(client: TestClient) -> None:
    assert made(client)["events"] == list(ENDINGS)


def test_addresses_inside_are_refused_and_nothing_is_kept(client: TestClient) -> None:
    answers = {url: client.post(BASE, json={"url": url}) for url in LITERALS}
    assert len(answers) > 80
    assert {url for url, answer in answers.items() if answer.status_code != 400} == set()
    assert {answer.json()["errors"][0]["field"] for answer in answers.values()} == {"url"}
    assert client.get(BASE).json()["data"] == []


ODD: list[tuple[dict[str, Any], str]] = [
    ({}, "url"),
    ({"url": 5}, "url"),
    ({"url": "https://x.example/" + "a" * 2048}, "url"),
    ({"url": URL, "events": []}, "events"),
    ({"url": URL, "events": ["generation.begun"]}, "events"),
    ({"url": URL, "name": "x" * 101}, "name"),
]


def test_an_odd_wish_is_refused_by_name(client: TestClient) -> None:
    for body, field in ODD:
        answer = client.post(BASE, json=body)
        assert answer.status_code == 400, body
        assert answer.json()["errors"][0]["field"] == field


def test_a_change_is_checked_like_a_new_one(client: TestClient) -> None:
    path = f"{BASE}/{made(client)['id']}"
    for body in ({"url": "http://10.0.0.1/"}, {"events": ["x"]}, {"enabled": "yes"}):
        assert client.patch(path, json=body).status_code == 400
    assert client.get(path).json()["url"] == URL


def test_a_secret_is_shown_once_and_replaced(client: TestClient) -> None:
    endpoint = made(client)
    path = f"{BASE}/{endpoint['id']}"
    answers = [client.get(path).text, client.get(BASE).text, client.patch(path, json={"name": "x"}).text]
    assert not [answer for answer in answers if "whsec_" in answer]
    rotated = client.post(f"{path}/rotate").json()
    WebhookSecret.model_validate(rotated)
    assert rotated["secret"] != endpoint["secret"]
    own = client.get(f"{BASE}/secret").json()["secret"]
    assert own == client.get(f"{BASE}/secret").json()["secret"]
    assert client.post(f"{BASE}/secret/rotate").json()["secret"] != own


def test_secrets_are_in_no_log(client: TestClient, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    endpoint = made(client)
    rotated = client.post(f"{BASE}/{endpoint['id']}/rotate").json()["secret"]
    own = client.get(f"{BASE}/secret").json()["secret"]
    for secret in (endpoint["secret"], rotated, own):
        assert secret not in caplog.text
        assert secret.removeprefix("whsec_") not in caplog.text


def test_nothing_of_another_owners_is_there(home: Home, client: TestClient, other: TestClient) -> None:
    endpoint = made(client, events=["generation.queued"])
    home.create(OWNER)
    (message,) = client.get(f"{BASE}/messages").json()["data"]
    path = f"{BASE}/{endpoint['id']}"
    answers = [
        other.get(path),
        other.patch(path, json={"name": "mine"}),
        other.delete(path),
        other.post(f"{path}/rotate"),
        other.post(f"{path}/test"),
        other.get(f"{BASE}/messages", params={"endpoint": endpoint["id"]}),
        other.post(f"{BASE}/messages/{message['id']}/redeliver"),
    ]
    assert [answer.status_code for answer in answers] == [404] * len(answers)
    unknown = other.get(f"{BASE}/we_unknown").json()["message"]
    assert answers[0].json()["message"].replace(endpoint["id"], "we_unknown") == unknown
    assert other.get(BASE).json()["data"] == other.get(f"{BASE}/messages").json()["data"] == []
    assert client.get(path).status_code == 200
    assert other.get(f"{BASE}/secret").json() != client.get(f"{BASE}/secret").json()


def test_every_route_needs_a_key(anonymous: TestClient) -> None:
    paths = [path for path in anonymous.get("/openapi.json").json()["paths"] if path.startswith(BASE)]
    assert len(paths) == 8
    for path in paths:
        for method in ("GET", "POST", "PATCH", "DELETE"):
            assert anonymous.request(method, path).status_code in {401, 405}
    assert anonymous.get(BASE).status_code == 401


def test_a_test_is_sent_at_once_and_told_of(near: TestClient, receiver: Receiver) -> None:
    endpoint = made(near, url=receiver.url)
    path = f"{BASE}/{endpoint['id']}/test"
    answer = near.post(path).json()
    WebhookTestResult.model_validate(answer)
    assert (answer["delivered"], answer["status"], answer["fault"]) == (True, 204, None)
    (heard,) = receiver.heard
    assert heard.id == answer["message_id"]
    receiver.status = 500
    assert near.post(path, json={"event": "video.completed"}).json()["delivered"] is False
    assert json.loads(receiver.heard[-1].body)["type"] == "video.completed"
    assert near.post(path, json={"event": "generation.completed"}).status_code == 400
    states = [one["state"] for one in near.get(f"{BASE}/messages").json()["data"]]
    assert states == ["given_up", "delivered"], "a sample is tried once"


def test_a_receiver_that_is_silent_keeps_few_threads(home: Home, receiver: Receiver) -> None:
    """A test waits in a thread of those that answer polls: one of an owner, a handful of all."""
    services = home.build(fetch_allow="127.0.0.0/8", webhook_timeout_seconds=PATIENCE)
    released = threading.Event()
    client = TestClient(create_app(services), headers={"Authorization": f"Bearer {API_KEY}"})
    receiver.answer = lambda _: 204 if released.wait(PATIENCE) else 500
    owners = [OWNER, *(f"owner-{number}" for number in range(TESTS_AT_ONCE))]
    mine, *others = [services.webhooks.create(owner, receiver.url)[0].id for owner in owners]
    with ThreadPoolExecutor(TESTS_AT_ONCE) as pool:
        try:
            first = pool.submit(client.post, f"{BASE}/{mine}/test")
            receiver.wait(1)
            again = client.post(f"{BASE}/{mine}/test")
            openai = client.post(f"/v1/webhook_endpoints/{mine}/test", json={"event_type": "video.failed"})
            rest = zip(others[:-1], owners[1:], strict=False)
            tests = [pool.submit(services.webhooks.test, *one) for one in rest]
            receiver.wait(TESTS_AT_ONCE)
            with pytest.raises(TooManyRequests, match="as many as may"):
                services.webhooks.test(others[-1], owners[-1])
        finally:
            released.set()
        assert (first.result().json()["delivered"], again.status_code, openai.status_code) == (True, 429, 429)
        assert int(again.headers["retry-after"]) > 0
        assert all(test.result().accepted for test in tests)
    assert client.post(f"{BASE}/{mine}/test").json()["delivered"] is True


def test_the_log_shows_each_try_and_a_message_can_be_sent_again(
    home: Home, near: TestClient, receiver: Receiver
) -> None:
    receiver.status = 410
    endpoint = made(near, url=receiver.url)
    near.post(f"{BASE}/{endpoint['id']}/test")
    answer = near.get(f"{BASE}/messages", params={"endpoint": endpoint["id"]}).json()
    WebhookMessageList.model_validate(answer)
    (message,) = answer["data"]
    assert (message["event"], message["state"], message["generation_id"]) == (
        "webhook.test",
        "given_up",
        None,
    )
    assert [(tried["attempt"], tried["status"]) for tried in message["deliveries"]] == [(1, 410)]
    assert near.get(f"{BASE}/{endpoint['id']}").json()["enabled"] is False
    again = f"{BASE}/messages/{message['id']}/redeliver"
    assert near.post(again).status_code == 400
    near.patch(f"{BASE}/{endpoint['id']}", json={"enabled": True})
    redelivered = near.post(again).json()
    assert (redelivered["id"], redelivered["state"]) == (message["id"], "waiting")
    assert redelivered["next_try_at"]
    assert len(redelivered["deliveries"]) == 1


def test_messages_about_one_generation(home: Home, client: TestClient) -> None:
    made(client, events=list(EVENT_KINDS))
    first, second = home.create(OWNER), home.create(OWNER)
    home.finish(second)
    about = client.get(f"{BASE}/messages", params={"generation_id": f"{second.id}:luma/ray-2"}).json()["data"]
    assert {message["generation_id"] for message in about} == {second.id}
    assert len(about) == 4
    assert len(client.get(f"{BASE}/messages", params={"limit": 2}).json()["data"]) == 2
    assert first.id != second.id
    for limit in ("0", "1001", "x", "-1"):
        assert client.get(f"{BASE}/messages", params={"limit": limit}).status_code == 400
    assert client.get(f"{BASE}/messages", params={"endpoint": "\0"}).status_code == 400


CREATES: dict[str, tuple[str, dict[str, Any]]] = {
    "aiml": ("/v2/video/generations", {"model": "luma/ray-2", "prompt": "a fox"}),
    "luma": ("/dream-machine/v1/generations/video", {"prompt": "a fox", "model": "ray-2"}),
    "openai": ("/v1/videos", {"prompt": "a fox"}),
}


@pytest.mark.parametrize("dialect", sorted(CREATES))
def test_every_dialect_takes_a_webhook(home: Home, client: TestClient, dialect: str) -> None:
    path, body = CREATES[dialect]
    answer = client.post(path, json=body | {"webhook": URL})
    assert answer.is_success, answer.text
    assert not answer.json()["meta"]["ignored"]
    home.finish(home.ledger.list(OWNER)[0])
    (logged,) = home.services.webhooks.messages(OWNER)
    message = logged.message
    assert (message.url, message.kind, message.endpoint) == (URL, "generation.completed", None)


@pytest.mark.parametrize("dialect", sorted(CREATES))
def test_no_dialect_takes_one_inside(home: Home, client: TestClient, dialect: str) -> None:
    path, body = CREATES[dialect]
    for webhook in ("http://169.254.169.254/", "ftp://x.example/", "hook"):
        answer = client.post(path, json=body | {"webhook": webhook})
        assert answer.status_code == 400
        assert "webhook" in answer.text
    assert home.rows() == 0


def test_a_form_takes_a_webhook_too(home: Home, client: TestClient) -> None:
    answer = client.post("/v1/videos", files=[("prompt", (None, "a fox")), ("webhook", (None, URL))])
    assert answer.is_success, answer.text
    assert home.ledger.list(OWNER)[0].request.webhook == URL


def test_what_is_made_again_is_not_told_to_the_first_ones_webhook(home: Home, client: TestClient) -> None:
    answer = client.post("/v1/videos", json={"prompt": "a fox", "webhook": URL}).json()
    home.finish(home.ledger.list(OWNER)[0])
    remixed = client.post(f"/v1/videos/{answer['id']}/remix", json={"prompt": "a wolf"})
    assert remixed.is_success, remixed.text
    assert home.ledger.list(OWNER)[0].request.webhook is None


def test_a_callback_is_told_of_each_state_in_lumas_words(home: Home, client: TestClient) -> None:
    path, body = CREATES["luma"]
    client.post(path, json=body | {"callback_url": URL})
    home.finish(home.ledger.list(OWNER)[0])
    found = [logged.message for logged in home.services.webhooks.messages(OWNER)]
    assert [(message.kind, message.url) for message in found] == [(CALLBACK_KIND, URL)] * 2
