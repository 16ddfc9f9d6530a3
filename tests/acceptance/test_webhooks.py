"""Told as users are told: by a live server, verified with the packages they use."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from lumaai import LumaAI
from openai import InvalidWebhookSignatureError, OpenAI

from support import server
from support.ports import free_port
from support.receiver import Receiver, receiving
from support.server import KEY, Server
from vitascope.cli.webhooks import app
from vitascope.domain.webhook import EVENT_KINDS
from vitascope.http.dialects.luma.answers import LumaGeneration

ROOT = Path(__file__).parents[2]
EXAMPLE = ROOT / "examples" / "webhook_receiver.py"
PAGE = ROOT / "docs" / "howto" / "webhooks.md"
CLIP: dict[str, Any] = {"model": "stripes", "prompt": "stripes", "resolution": "540p", "num_frames": 4}


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with receiving() as here:
        yield here


def added(live: Server, **body: Any) -> dict[str, Any]:
    answer = live.http.post("/v1/webhooks", json=body)
    assert answer.status_code == 201, answer.text
    found: dict[str, Any] = answer.json()
    return found


def test_the_official_library_verifies_what_arrives(stripes: Server, receiver: Receiver) -> None:
    kinds = ["generation.queued", "generation.running", "generation.completed"]
    endpoint = added(stripes, url=receiver.url, events=kinds)
    made = stripes.make(**CLIP)
    told = [heard.verified(endpoint["secret"]) for heard in receiver.wait(3)]
    assert {event["type"] for event in told} == set(kinds)
    done = next(event["data"] for event in told if event["type"] == "generation.completed")
    assert done["id"] == made["generation_id"]
    assert done["assets"]["video"] == made["video"]["url"]
    assert stripes.http.get(done["assets"]["video"]).status_code == 200
    stripes.http.delete(f"/v1/webhooks/{endpoint['id']}")


def test_openai_manages_endpoints_and_unwraps_what_arrives(stripes: Server, receiver: Receiver) -> None:
    client = OpenAI(base_url=f"{stripes.url}/v1", api_key=KEY)
    hook = client.webhooks.create(
        name="renders", url=receiver.url, event_types=["video.completed", "video.failed"]
    )
    assert [one.id for one in client.webhooks.list()] == [hook.id]
    assert client.webhooks.test(hook.id, event_type="video.failed").status_code == 204
    video = client.videos.create(
        prompt="stripes", model="stripes", size="1280x720", extra_body={"num_frames": 4}
    )
    sample, heard = receiver.wait(2)
    secret = hook.signing_secret
    assert json.loads(sample.body)["type"] == "video.failed"
    # The package's own list of events has no videos: it hands out what it does not know as it came.
    event = client.webhooks.unwrap(heard.body, heard.headers, secret=secret).model_dump()
    assert event["type"] == "video.completed"
    assert event["data"]["id"] == video.id
    assert client.videos.retrieve(video.id).status == "completed"
    with pytest.raises(InvalidWebhookSignatureError):
        client.webhooks.unwrap(heard.body + b" ", heard.headers, secret=secret)
    rotated = client.webhooks.rotate_secret(hook.id).signing_secret
    client.webhooks.test(hook.id, event_type="video.completed")
    client.webhooks.verify_signature(receiver.heard[2].body, receiver.heard[2].headers, secret=rotated)
    with pytest.raises(InvalidWebhookSignatureError):
        client.webhooks.verify_signature(receiver.heard[2].body, receiver.heard[2].headers, secret=secret)
    assert client.webhooks.update(hook.id, name="other").name == "other"
    assert client.webhooks.delete(hook.id).deleted


def test_lumas_callback_is_the_generation_in_each_state(stripes: Server, receiver: Receiver) -> None:
    client = LumaAI(auth_token=KEY, base_url=f"{stripes.url}/dream-machine/v1")
    receiver.answer = lambda _heard: 500 if len(receiver.heard) < 3 else 200
    made = client.generations.create(
        prompt="stripes",
        model="stripes",  # type: ignore[arg-type]
        callback_url=receiver.url,
        extra_body={"num_frames": 4},
    )

    def told() -> list[LumaGeneration]:
        return [LumaGeneration.model_validate_json(heard.body) for heard in receiver.heard]

    receiver.until(lambda: "completed" in [one.state for one in told()] and len(receiver.heard) >= 4)
    assert {one.id for one in told()} == {made.id}
    assert {one.state for one in told()} == {"dreaming", "completed"}
    done = next(one for one in told() if one.state == "completed")
    assert done.assets is not None
    assert client.generations.get(str(made.id)).assets.video == done.assets.video  # type: ignore[union-attr]
    assert not [name for heard in receiver.heard for name in heard.headers if name.startswith("webhook-")]


def test_the_webhook_of_a_request(stripes: Server, receiver: Receiver) -> None:
    secret = stripes.http.get("/v1/webhooks/secret").json()["secret"]
    made = stripes.create(**CLIP, webhook=receiver.url)
    (heard,) = receiver.wait(1)
    event = heard.verified(secret)
    assert (event["type"], event["data"]["id"]) == ("generation.completed", made["generation_id"])


def test_a_cancelled_one_is_told_of_too(stripes: Server, receiver: Receiver) -> None:
    made = stripes.create(**CLIP | {"num_frames": 480}, webhook=receiver.url)
    stripes.http.post(f"/v2/video/generations/{made['generation_id']}/cancel")
    (heard,) = receiver.wait(1)
    assert json.loads(heard.body)["type"] in {"generation.cancelled", "generation.completed"}


def test_what_waited_while_the_server_was_away_is_delivered_when_it_is_back(
    tmp_path: Path, receiver: Receiver
) -> None:
    environment = {
        "VITASCOPE_ENGINES": "vitascope.testing.engine:StripesEngine",
        "VITASCOPE_PUBLIC_URL": "https://vitascope.example",
    }
    receiver.status = 503
    with server.running(tmp_path, environment=environment) as live:
        endpoint = added(live, url=receiver.url)
        live.make(**CLIP)
        refused = receiver.wait(1)[0]
    receiver.status = 200
    with server.running(tmp_path, environment=environment):
        again = receiver.wait(2)[1]
    assert again.id == refused.id
    assert again.body == refused.body
    again.verified(endpoint["secret"])


def test_the_example_receives(stripes: Server) -> None:
    port = free_port()
    endpoint = added(stripes, url=f"http://127.0.0.1:{port}/")
    command = [sys.executable, str(EXAMPLE), endpoint["secret"], str(port)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env={**os.environ}) as receiver:
        try:
            assert receiver.stdout is not None
            assert receiver.stdout.readline() == f"listening on port {port}\n"
            made = stripes.make(**CLIP)
            expected = f"generation.completed {made['generation_id']} {made['video']['url']}\n"
            assert receiver.stdout.readline() == expected
        finally:
            receiver.terminate()
    stripes.http.delete(f"/v1/webhooks/{endpoint['id']}")


def test_the_page_names_every_event_and_every_command() -> None:
    page = PAGE.read_text()
    names = {
        command.name or (command.callback.__name__ if command.callback else "")
        for command in app.registered_commands
    }
    assert {name for name in names if f"vitascope webhooks {name}" not in page} == set()
    assert {kind for kind in EVENT_KINDS if f"`{kind}`" not in page} == set()
    assert "10 tries over 75 hours" in page
