"""Fetching and cancelling through the AI/ML API."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

import pytest
from starlette.testclient import TestClient

from unit.service.parts import OTHER, OWNER, PUBLIC_URL, VIDEO, Home
from vitascope.domain.generation import Progress, State
from vitascope.http.dialects.aiml.present import present
from vitascope.http.dialects.aiml.schema import VideoGeneration
from vitascope.http.notices import NOTICES
from vitascope.service.generations import Standing

PATH = "/v2/video/generations"


def fetch(client: TestClient, generation_id: str) -> dict[str, Any]:
    answer = client.get(PATH, params={"generation_id": generation_id})
    assert answer.status_code == 200, answer.text
    shown: dict[str, Any] = answer.json()
    VideoGeneration.model_validate(shown, strict=True)
    return shown


@pytest.mark.parametrize("form", ["{}", "{}:luma/ray-2", "{}:anything/else:at all", "video_{}"])
@pytest.mark.parametrize("encode", [str, lambda text: quote(text, safe="")])
def test_every_form_of_the_id_raw_and_encoded(client: TestClient, home: Home, form: str, encode: Any) -> None:
    made = home.create()
    for place in (f"{PATH}?generation_id=", f"{PATH}/"):
        answer = client.get(f"{place}{encode(form.format(made.id))}")
        assert answer.json()["generation_id"] == made.id
        assert answer.headers["x-inference-id"] == made.id


def test_waiting(client: TestClient, home: Home) -> None:
    home.create()
    shown = fetch(client, home.create().id)
    assert (shown["status"], shown["meta"]["stage"], shown["meta"]["queue_position"]) == (
        "queued",
        "queued",
        1,
    )


def test_running_then_asked_to_stop(client: TestClient, home: Home) -> None:
    made = home.create()
    lease = home.ledger.claim("worker", 60.0, made.pool, made.id)
    assert lease is not None
    home.ledger.beat(lease, Progress(fraction=0.123456, stage="render", step=3, steps=24), 60.0)
    shown = fetch(client, made.id)
    assert (shown["status"], shown["video"], shown["error"]) == ("generating", None, None)
    meta = shown["meta"]
    assert (meta["progress"], meta["stage"], meta["queue_position"]) == (0.1235, "render", None)
    assert client.post(f"{PATH}/{made.id}/cancel").json()["status"] == "generating"
    assert fetch(client, made.id)["meta"]["stage"] == "cancelling"


def test_completed(client: TestClient, anonymous: TestClient, home: Home) -> None:
    made = home.finish(home.create(num_frames=13, resolution="540p"))
    shown = fetch(client, made.id)
    meta = shown["meta"]
    assert (shown["status"], shown["error"]) == ("completed", None)
    assert shown["video"]["url"].startswith(f"{PUBLIC_URL}/assets/")
    assert shown["video"]["url"].endswith(f"/{made.id}/video.mp4")
    assert meta["assets"]["video"] == shown["video"]["url"]
    assert meta["thumbnail"] == meta["assets"]["thumbnail"]
    assert meta["thumbnail"].endswith("/thumbnail.webp")
    assert meta["assets"]["sheet"].endswith("/sheet.jpg")
    assert meta["assets"]["stitched"] is None
    assert (meta["width"], meta["height"], meta["fps"], meta["frames"]) == (960, 540, 24, 13)
    assert (meta["duration"], meta["progress"], meta["stage"]) == (0.541667, 1.0, "completed")
    assert meta["usage"] == {"credits_used": 0, "usd_spent": 0.0}
    assert anonymous.get(shown["video"]["url"].removeprefix(PUBLIC_URL)).content == VIDEO


def test_failed(client: TestClient, home: Home) -> None:
    made = home.fail(home.create(), "KeyframeUnreachable", "No answer from x.example within 10 s.")
    shown = fetch(client, made.id)
    assert (shown["status"], shown["video"]) == ("error", None)
    expected = {"name": "KeyframeUnreachable", "message": "No answer from x.example within 10 s."}
    assert shown["error"] == expected


def test_cancelled_twice(client: TestClient, home: Home) -> None:
    made = home.create()
    answers = [client.post(f"{PATH}/{made.id}/cancel") for _ in range(2)]
    assert [answer.status_code for answer in answers] == [200, 200]
    assert answers[0].json() == answers[1].json() == fetch(client, made.id)
    shown = answers[0].json()
    assert (shown["status"], shown["error"]["name"], shown["meta"]["stage"]) == (
        "error",
        "Cancelled",
        "cancelled",
    )


@pytest.mark.parametrize("form", ["{}:luma/ray-2", "{}%3Aluma%2Fray-2", "video_{}", "{}"])
def test_cancel_takes_every_form_of_the_id(client: TestClient, home: Home, form: str) -> None:
    made = home.create()
    answer = client.post(f"{PATH}/{form.format(made.id)}/cancel")
    assert (answer.status_code, answer.json()["generation_id"]) == (200, made.id)


def test_cancelling_what_is_finished_changes_nothing(client: TestClient, home: Home) -> None:
    made = home.finish(home.create())
    assert client.post(f"{PATH}/{made.id}/cancel").json()["status"] == "completed"
    assert home.ledger.get(made.id, OWNER) == made


@pytest.mark.parametrize("kind", ["unknown", "malformed", "theirs"])
def test_what_is_not_there(client: TestClient, home: Home, kind: str) -> None:
    wanted = {
        "unknown": "11111111-2222-3333-4444-555555555555",
        "malformed": "my video ✂",
        "theirs": home.create(OTHER).id,
    }[kind]
    poll = client.get(PATH, params={"generation_id": wanted})
    cancel = client.post(f"{PATH}/{quote(wanted)}/cancel")
    assert (poll.status_code, cancel.status_code) == (404, 404)
    assert wanted[:8] in poll.json()["message"]
    assert "x-inference-id" not in poll.headers
    assert home.ledger.counts()[State.CANCELLED] == 0


@pytest.mark.parametrize("query", ["?generation_id=", "?generation_id=&id=x"])
def test_a_poll_without_an_id(client: TestClient, query: str) -> None:
    answer = client.get(PATH + query)
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["field"] == "generation_id"


def test_previz_says_what_it_is(home: Home) -> None:
    made = home.create().model_copy(update={"engine": "previz", "model": "previz"})
    meta = present(Standing(made), home.services.assets).meta
    assert (meta.engine, meta.notice) == ("previz", NOTICES["previz"])
    assert "previsualisation" in NOTICES["previz"]


def test_the_reason_why_a_chain_is_not_joined_is_told(home: Home) -> None:
    made = home.finish(home.create())
    assert made.outcome is not None
    outcome = made.outcome.model_copy(update={"stitched_reason": "the source is 960x540"})
    told = present(Standing(made.model_copy(update={"outcome": outcome})), home.services.assets).meta
    assert (told.stitched_reason, told.assets.stitched) == ("the source is 960x540", None)


def test_headers(client: TestClient, home: Home) -> None:
    made = home.create()
    answer = client.get(
        PATH, params={"generation_id": made.id}, headers={"X-Client-Request-Id": "my:id_1.a-B"}
    )
    assert answer.headers["x-inference-id"] == made.id
    assert answer.headers["x-client-request-id"] == "my:id_1.a-B"
    assert answer.headers["x-aimlapi-credits-used"] == "0"
    assert float(answer.headers["x-aimlapi-usd-spent"]) == 0
    exposed = {name.strip() for name in answer.headers["access-control-expose-headers"].split(",")}
    assert exposed == {
        "x-inference-id",
        "x-client-request-id",
        "x-aimlapi-credits-used",
        "x-aimlapi-usd-spent",
    }
    assert answer.headers["content-type"] == "application/json"
    assert answer.headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize(
    ("sent", "echoed"), [("a" * 128, True), ("a" * 129, False), ("a b", False), ("é", False)]
)
@pytest.mark.parametrize("path", [PATH, "/nowhere"])
def test_a_client_request_id_comes_back_if_it_is_one(
    client: TestClient, path: str, sent: str, echoed: bool
) -> None:
    answer = client.get(path, headers={b"X-Client-Request-Id": sent.encode()})
    assert ("x-client-request-id" in answer.headers) is echoed


def test_a_body_on_a_get_is_not_read(client: TestClient, home: Home) -> None:
    made = home.create()
    answer = client.request("GET", PATH, params={"generation_id": made.id}, content=b"{broken")
    assert answer.status_code == 200
