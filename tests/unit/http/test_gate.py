"""What every request passes: ids, sizes, other origins, and the audit log."""

from __future__ import annotations

import json
import logging
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from unit.service.parts import API_KEY, OTHER, Home, data_url, png
from vitascope.domain.key import Scope
from vitascope.errors import ConfigurationError, TooManyRequests
from vitascope.http.app import create_app
from vitascope.http.gate import MAX_FIELDS, MAX_HEADERS, MAX_TARGET
from vitascope.http.intake import Intake
from vitascope.http.places import Places
from vitascope.mcp.endpoint import offer

CREATE = "/v2/video/generations"
LUMA = "/dream-machine/v1/generations"
BODY = {"model": "luma/ray-2", "prompt": "a fox in snow"}
PAGE = "https://studio.example"


def served(home: Home, **settings: object) -> TestClient:
    app = create_app(home.build(**settings))
    return TestClient(
        app,
        headers={"Authorization": f"Bearer {API_KEY}"},
        raise_server_exceptions=False,
        base_url="http://t",
    )


def lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text().splitlines()]


@pytest.mark.parametrize("path", ["/health", CREATE, LUMA, "/v1/videos", "/nowhere"])
def test_a_clients_id_comes_back_and_is_made_where_there_is_none(client: TestClient, path: str) -> None:
    assert client.get(path, headers={"X-Request-ID": "mine-1.2:3"}).headers["x-request-id"] == "mine-1.2:3"
    made = {client.get(path).headers["x-request-id"] for _ in range(2)}
    assert len(made) == 2


@pytest.mark.parametrize("bad", ["", "a b", "x" * 129, "<script>"])
def test_an_id_that_is_no_word_is_replaced(client: TestClient, bad: str) -> None:
    assert client.get("/health", headers={"X-Request-ID": bad}).headers["x-request-id"] != bad


def test_the_id_is_in_the_error_and_in_the_log(
    home: Home, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    client = served(home)
    assert (
        client.get(f"{CREATE}?generation_id=x", headers={"X-Request-ID": "mine"}).json()["requestId"]
        == "mine"
    )
    monkeypatch.setattr(home.ledger, "list", lambda *_: 1 / 0)
    with caplog.at_level(logging.ERROR):
        broken = client.get(LUMA, headers={"X-Request-ID": "mine-2"})
    assert (broken.status_code, broken.headers["x-request-id"]) == (500, "mine-2")
    assert "request mine-2" in caplog.text


def test_long_addresses_and_many_headers_are_refused_in_the_dialects_words(client: TestClient) -> None:
    long = client.get(f"/v1/videos?after={'x' * MAX_TARGET}")
    assert (long.status_code, long.json()["error"]["code"]) == (414, "address_too_long")
    large = client.get(CREATE, headers={"X-Much": "x" * MAX_HEADERS})
    assert (large.status_code, large.json()["statusCode"]) == (431, 431)
    many = client.get(LUMA, headers=[(f"X-{n}", "") for n in range(MAX_FIELDS + 1)])
    assert (many.status_code, "header fields" in many.json()["detail"]) == (431, True)


def test_no_other_page_may_call_unless_it_is_named(home: Home) -> None:
    asking = {"Origin": PAGE, "Access-Control-Request-Method": "POST"}
    closed = served(home)
    assert "access-control-allow-origin" not in closed.get("/v1/models", headers={"Origin": PAGE}).headers
    assert closed.options(CREATE, headers=asking).status_code == 405
    opened = served(home, cors_origins=PAGE)
    answer = opened.post(CREATE, json=BODY, headers={"Origin": PAGE})
    assert answer.headers["access-control-allow-origin"] == PAGE
    assert "access-control-allow-credentials" not in answer.headers
    assert opened.options(CREATE, headers=asking).headers["access-control-allow-origin"] == PAGE
    refused = opened.options(CREATE, headers=asking | {"Origin": "https://evil.example"})
    assert (refused.status_code, refused.headers.get("access-control-allow-origin")) == (400, None)


def test_a_named_page_reads_every_header_that_the_apis_say_something_in(home: Home) -> None:
    opened = served(home, cors_origins=PAGE)
    theirs = {"x-client-request-id": "mine-3", "x-stainless-lang": "js", "openai-project": "p"}
    asking = {
        "Access-Control-Request-Method": "POST",
        "Access-Control-Request-Headers": ", ".join(["authorization", "content-type", *theirs]),
    }
    assert opened.options(CREATE, headers={"Origin": PAGE, **asking}).status_code == 200
    made = opened.post(CREATE, json=BODY, headers={"Origin": PAGE, **theirs})
    read = {name.strip() for name in made.headers["access-control-expose-headers"].lower().split(",")}
    paid = {"x-aimlapi-credits-used", "x-aimlapi-usd-spent"}
    assert paid | {"x-inference-id", "x-client-request-id", "x-request-id"} <= read & set(made.headers)
    shown = opened.get(f"/v1/videos/{made.json()['id'].split(':')[0]}", headers={"Origin": PAGE})
    assert "openai-poll-after-ms" in shown.headers
    assert {"openai-poll-after-ms", "x-video-id", "x-should-retry", "retry-after"} <= read


def test_what_changes_and_what_is_refused_is_written_down(home: Home, tmp_path: Path) -> None:
    path = tmp_path / "audit.jsonl"
    client = served(home, audit_log=path)
    made = client.post(CREATE, json=BODY, headers={"X-Request-ID": "r-1"}).json()
    client.get(f"{CREATE}?generation_id={made['id']}")
    client.post(f"/v2/video/generations/{made['id']}/cancel")
    client.post(CREATE, json={"model": "luma/ray-2"})
    client.get(CREATE, headers={"Authorization": "Bearer wrong"})
    said = lines(path)
    assert [(one["method"], one["status"], one["outcome"]) for one in said] == [
        ("POST", 200, "ok"),
        ("POST", 200, "ok"),
        ("POST", 400, "invalid_request"),
        ("GET", 401, "unauthenticated"),
    ]
    assert (said[0]["request"], said[0]["owner"], said[0]["key"]) == ("r-1", "default", "configured")
    assert said[1]["of"] == {"generation_id": made["id"]}
    assert said[3]["owner"] is None


def test_the_audit_log_holds_no_secret(home: Home, tmp_path: Path) -> None:
    path = tmp_path / "audit.jsonl"
    client = served(home, audit_log=path)
    record, key = home.ledger.create_key(OTHER, "reader", (Scope.READ,))
    finished = home.finish(home.create())
    link = home.services.assets.url(finished, "video")
    assert link
    client.post(link)
    client.post(CREATE, json=BODY | {"prompt": "a secret plan"}, headers={"Authorization": f"Bearer {key}"})
    client.post(f"{CREATE}?token={API_KEY}", json=BODY)
    text = path.read_text()
    assert lines(path)[1] | {"owner": OTHER, "key": record.prefix, "outcome": "forbidden"} == lines(path)[1]
    for secret in (API_KEY, key, link.split("/assets/")[1].split("/")[0], "a secret plan"):
        assert secret not in text


def test_a_refused_prompt_is_written_down_with_its_reason(home: Home, tmp_path: Path) -> None:
    words = tmp_path / "words.txt"
    words.write_text("snow\n")
    path = tmp_path / "audit.jsonl"
    client = served(home, audit_log=path, moderation="words", moderation_words=words)
    answer = client.post(CREATE, json=BODY)
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (400, "prompt")
    assert (lines(path)[0]["outcome"], lines(path)[0]["reason"]) == ("policy_refused", "it contains 'snow'")
    keyframe = {"frame0": {"type": "image", "url": data_url(png())}}
    assert client.post(
        CREATE, json={"model": "luma/ray-2", "prompt": "rain", "keyframes": keyframe}
    ).is_success


def test_who_uses_the_tools_is_written_down(home: Home, tmp_path: Path) -> None:
    path = tmp_path / "audit.jsonl"
    services = home.build(audit_log=path)
    app = create_app(services)
    offer(app, services)
    record, key = home.ledger.create_key(OTHER, "reader", (Scope.READ,))
    with TestClient(app) as client:
        for sent in (API_KEY, key, "wrong"):
            client.post("/mcp", json={}, headers={"Authorization": f"Bearer {sent}"})
    said = [(one["owner"], one["key"], one["outcome"]) for one in lines(path)]
    assert said == [
        ("default", "configured", "ok"),
        (OTHER, record.prefix, "forbidden"),
        (None, None, "unauthenticated"),
    ]


def test_large_bodies_are_counted_until_they_are_answered(home: Home) -> None:
    client, key = served(home), home.ledger.create_key(OTHER, "theirs")[1]
    intake = Intake(most=600_000, of_one=400_000)
    client.app.state.intake = intake  # type: ignore[attr-defined]
    large = BODY | {"note": "x" * 200_000}
    form = {"model": "sora-2", "prompt": "a fox", "note": "x" * 200_000}
    for _ in range(4):
        assert client.post(CREATE, json=large).status_code == 200
    intake.take("default", 300_000)
    refused = [client.post(CREATE, json=large), client.post("/v1/videos", data=form)]
    assert [(one.status_code, int(one.headers["retry-after"])) for one in refused] == [(429, 1)] * 2
    in_parts = {"Content-Type": "application/json"}
    parts = (json.dumps(large).encode()[n : n + 50_000] for n in range(0, 200_000, 50_000))
    assert client.post(CREATE, content=parts, headers=in_parts).status_code == 429
    assert client.post(CREATE, json=BODY).status_code == 200, "what is little is always read"
    theirs = {"Authorization": f"Bearer {key}"}
    assert client.post(CREATE, json=large, headers=theirs).status_code == 200
    intake.take("a-third", 250_000)
    assert client.post(CREATE, json=large, headers=theirs).status_code == 429
    intake.give("a-third", 250_000)
    intake.give("default", 300_000)
    assert client.post(CREATE, json=large).status_code == 200


def test_bodies_for_the_tools_are_counted_with_all_others(home: Home) -> None:
    services = home.build()
    app = create_app(services)
    app.state.intake = intake = Intake(most=600_000, of_one=400_000)
    offer(app, services)
    own = {"Authorization": f"Bearer {API_KEY}"}
    large = {"jsonrpc": "2.0", "id": 1, "method": "tools/list", "params": {"note": "x" * 200_000}}
    with TestClient(app) as client:
        asked = [client.post("/mcp", json=large, headers=own) for _ in range(4)]
        assert 429 not in {one.status_code for one in asked}
        intake.take("default", 300_000)
        refused = client.post("/mcp", json=large, headers=own)
        assert (refused.status_code, refused.headers["retry-after"]) == (429, "1")
        assert "hold 300,000 bytes" in refused.json()["error"]["message"]
        unsaid = client.post("/mcp", content=iter([b"{}"]), headers=own)
        assert unsaid.status_code == 429, "what does not say its size is taken for the largest"
        assert client.post("/mcp", json={}, headers=own).status_code != 429
        intake.give("default", 300_000)
        assert client.post("/mcp", json=large, headers=own).status_code != 429


def test_a_moved_audit_log_is_begun_anew(home: Home, tmp_path: Path) -> None:
    path = tmp_path / "audit.jsonl"
    client = served(home, audit_log=path)
    client.post(CREATE, json=BODY)
    path.rename(tmp_path / "old.jsonl")
    client.post(CREATE, json=BODY)
    assert (len(lines(path)), len(lines(tmp_path / "old.jsonl"))) == (1, 1)


def test_an_audit_log_that_cannot_be_written_stops_the_start(home: Home, tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="VITASCOPE_AUDIT_LOG"):
        served(home, audit_log=tmp_path / "no" / "folder.jsonl")


def test_places_are_each_owners_and_given_back() -> None:
    places = Places(2)
    with places.take("anna"), places.take("anna"):
        with pytest.raises(TooManyRequests, match="anna has 2 streams"), places.take("anna"):
            pass
        with places.take("boris"):
            pass
    with places.take("anna"):
        pass


@pytest.mark.parametrize("path", ["/v1/videos/%00", "/v1/webhooks/a%00b", "/v1/admin/owners/%00", "/%00"])
def test_there_is_nothing_with_a_nul_character_in_its_path(client: TestClient, path: str) -> None:
    """PostgreSQL would refuse to look for it."""
    answer = client.get(path)
    assert answer.status_code == 404
    assert "NUL" in answer.text
