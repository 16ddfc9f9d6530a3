"""One test for each item of the OWASP API Security Top 10 of 2023; docs/explanation/owasp.md names more."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from support.far import Answer, running, state
from unit.engines.remote.orders import engine, made, spec
from unit.service.parts import API_KEY, OTHER, Home, data_url, png
from vitascope import ids
from vitascope.domain.key import Scope
from vitascope.domain.limits import Limits
from vitascope.errors import RemoteMismatch, VitascopeError
from vitascope.http.app import create_app
from vitascope.http.headers import SECURITY_HEADERS

CREATE = "/v2/video/generations"
BODY = {"model": "luma/ray-2", "prompt": "a fox in snow"}
PAGE = Path(__file__).parents[2] / "docs/explanation/owasp.md"


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Home]:
    made = Home(tmp_path)
    yield made
    made.close()


@pytest.fixture
def client(home: Home) -> TestClient:
    app = create_app(home.services)
    return TestClient(app, headers={"Authorization": f"Bearer {API_KEY}"}, raise_server_exceptions=False)


def bearer(home: Home, *scopes: Scope) -> dict[str, str]:
    return {"Authorization": f"Bearer {home.ledger.create_key(OTHER, 'theirs', scopes)[1]}"}


def test_api1_broken_object_level_authorization(home: Home, client: TestClient) -> None:
    theirs = bearer(home, Scope.CREATE, Scope.READ)
    made = home.finish(home.create())
    for path in (f"{CREATE}?generation_id={made.id}", f"/v1/videos/video_{made.id.replace('-', '')}"):
        assert client.get(path).status_code == 200
        assert client.get(path, headers=theirs).status_code == 404


def test_api2_broken_authentication(home: Home, client: TestClient) -> None:
    record, key = home.ledger.create_key(OTHER, "short", expires_at=home.clock.now() + 60)
    headers = {"Authorization": f"Bearer {key}"}
    assert client.get(CREATE, headers=headers).status_code != 401
    home.clock.advance(61)
    for wrong in (key, ids.api_key(), API_KEY[:-1], ""):
        answer = client.get(CREATE, headers={"Authorization": f"Bearer {wrong}"})
        assert (answer.status_code, answer.headers["www-authenticate"]) == (401, "Bearer")
        assert record.prefix not in answer.text


def test_api3_broken_object_property_level_authorization(home: Home, client: TestClient) -> None:
    answer = client.post(CREATE, json=BODY | {"owner": OTHER, "state": "completed", "worker": "mine"})
    made = home.ledger.get(ids.parse_generation_id(answer.json()["id"]))
    assert (made.owner, made.state.value) == ("default", "queued")
    assert client.post("/v1/admin/keys", json={"owner": "anna", "hash": "0" * 64}).status_code == 400


def test_api4_unrestricted_resource_consumption(home: Home, client: TestClient) -> None:
    assert client.post(CREATE, json=BODY | {"prompt": "x" * 100_000}).status_code == 400
    assert client.get(f"/v1/videos?limit={10**9}").status_code == 400
    assert client.post(
        CREATE, content=b"[" * 100_000, headers={"Content-Type": "application/json"}
    ).is_client_error
    home.ledger.set_limits(Limits(owner="default", queue_bound=1))
    assert [client.post(CREATE, json=BODY).status_code for _ in range(2)] == [200, 429]


def test_api5_broken_function_level_authorization(home: Home, client: TestClient) -> None:
    reader, maker = bearer(home, Scope.READ), bearer(home, Scope.CREATE, Scope.READ)
    assert client.post(CREATE, json=BODY, headers=reader).status_code == 403
    for method, path in (("GET", "/v1/admin/keys"), ("POST", "/v1/admin/pools/default/pause")):
        assert client.request(method, path, headers=maker).status_code == 403
        assert client.request(method, path).is_success


def test_api6_unrestricted_access_to_sensitive_business_flows(home: Home, client: TestClient) -> None:
    headers = {"Idempotency-Key": "once"}
    made = {client.post(CREATE, json=BODY, headers=headers).json()["id"] for _ in range(5)}
    assert (len(made), home.rows()) == (1, 1)
    home.ledger.set_limits(Limits(owner="default", spend_limit=0.0))
    paid = TestClient(
        create_app(home.build(prices={"*": 0.5})), headers={"Authorization": f"Bearer {API_KEY}"}
    )
    refused = paid.post(CREATE, json=BODY)
    assert (refused.status_code, "$2.5" in refused.text) == (403, True)
    assert refused.json()["message"].startswith("You've run out of credits")


@pytest.mark.parametrize(
    "url", ["http://169.254.169.254/latest/meta-data", "http://[::ffff:127.0.0.1]/", "file:///etc/passwd"]
)
def test_api7_server_side_request_forgery(home: Home, client: TestClient, url: str) -> None:
    keyframes = {"frame0": {"type": "image", "url": url}}
    assert client.post(CREATE, json=BODY | {"keyframes": keyframes}).status_code == 400
    called = {"generation_type": "video", "prompt": "a fox", "model": "ray-2", "callback_url": url}
    answer = client.post("/dream-machine/v1/generations", json=called)
    assert (answer.status_code, "callback_url" in answer.text) == (400, True)
    assert client.post("/v1/webhooks", json={"url": url}).status_code == 400
    assert client.post("/v1/webhook_endpoints", json={"url": url, "name": "a"}).is_client_error
    assert home.rows() == 0


def test_api8_security_misconfiguration(home: Home, client: TestClient) -> None:
    for path in ("/health", CREATE, "/nowhere", "/docs"):
        answer = client.get(path, headers={"Origin": "https://evil.example"})
        assert SECURITY_HEADERS.keys() <= answer.headers.keys()
        assert "access-control-allow-origin" not in answer.headers
        assert "Traceback" not in answer.text
    assert client.request("TRACE", CREATE).status_code == 405
    bomb = {"frame0": {"type": "image", "url": data_url(b"\x89PNG\r\n\x1a\n" + b"\xff" * 64)}}
    assert client.post(CREATE, json=BODY | {"keyframes": bomb}).status_code == 400


def test_api9_improper_inventory_management(client: TestClient) -> None:
    """What is in the document needs a key unless it says otherwise; what is not is a page or an alias."""
    document = client.get("/openapi.json").json()
    routes = [route for route in client.app.routes if hasattr(route, "methods")]  # type: ignore[attr-defined]
    served = {re.sub(r":\w+}", "}", route.path) for route in routes}
    pages = {"/", "/admin", "/docs", "/openapi.json", "/static/{name}"}
    for path in served - pages - document["paths"].keys():
        asked = client.get(re.sub(r"\{\w+\}", "x", path), headers={"Authorization": ""})
        assert asked.status_code in {401, 405} or "model" in path, path
    for path, operations in document["paths"].items():
        for method, operation in operations.items():
            if operation["security"] == []:
                continue
            asked = client.request(method, re.sub(r"\{\w+\}", "x", path), headers={"Authorization": ""})
            assert asked.status_code == 401, (method, path)


@pytest.mark.parametrize(
    "sent",
    [
        b"ffconcat version 1.0\nfile /etc/hostname\n",
        b"#EXTM3U\nhttp://169.254.169.254/latest/meta-data\n",
        png(),
        b"\0\0\0\x18ftypmp42" + bytes(12) + b"moov" * 100,
        b"",
    ],
    ids=["playlist of files", "playlist of links", "picture", "damaged video", "nothing"],
)
def test_api10_unsafe_consumption_of_apis(sent: bytes) -> None:
    """What a configured server sends as its video is a stranger's file."""
    with running() as far:
        far.completes(sent)
        with pytest.raises(RemoteMismatch, match="What far sent as the video cannot be used"):
            made(engine(far), spec())


@pytest.mark.parametrize(
    "answer",
    [
        state("completed", video={"url": "http://169.254.169.254/latest/meta-data"}),
        state("completed", video={"url": "file:///etc/hostname"}),
        state("completed", video={"url": ["no", "link"]}),
        state("completed", video={"url": "http://[/"}),
        state("failed", error={"message": "\0"}),
        Answer(302, headers={"Location": "http://169.254.169.254/"}),
        Answer(200, b"[" * 100_000),
        Answer(200, b'{"status": ' + b"1" * 100_000 + b"}"),
    ],
    ids=["private link", "file", "no link", "malformed link", "a NUL", "redirect", "deep", "long number"],
)
def test_api10_what_another_server_answers(answer: Answer) -> None:
    """None of it ends this process, and none of it is followed."""
    with running() as far:
        far.polls = [answer]
        with pytest.raises(VitascopeError):
            made(engine(far), spec())


def test_the_page_names_every_item_and_no_test_that_is_not_there() -> None:
    text = PAGE.read_text("utf-8")
    assert [int(number) for number in re.findall(r"^\| API(\d+) ", text, re.MULTILINE)] == list(range(1, 11))
    tests = Path(__file__).parents[1]
    for file, test in re.findall(r"`tests/([\w/]+\.py)::(\w+)`", text):
        assert f"def {test}" in (tests / file).read_text("utf-8"), (file, test)
