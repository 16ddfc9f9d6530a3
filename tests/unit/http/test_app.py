"""What holds for the whole application."""

from __future__ import annotations

import asyncio
import re
from pathlib import Path
from typing import Any

import httpx
import pytest
from blockbuster import blockbuster_ctx
from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from starlette.requests import Request
from starlette.testclient import TestClient

from unit.service.parts import API_KEY, PUBLIC_URL, Home, data_url, png
from vitascope.errors import StorageFull, TooManyRequests
from vitascope.http.app import create_app
from vitascope.http.dialects.aiml.schema import CreateBody, ErrorBody
from vitascope.http.headers import SECURITY_HEADERS
from vitascope.http.models import PATHS

SHORT_READS = ("sqlite3.Connection.execute", "sqlite3.Cursor.fetchall")
PAGES = {"/", "/admin", "/docs", "/docs/swagger", "/static/{name}"}
MODELS = {*PATHS, "/v1/models/{model}", "/model/{model}"}
PUBLIC = {*PAGES, "/health", "/openapi.json", *MODELS, "/assets/{signature}/{generation_id}/{file}"}
METHODS = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE"}


@pytest.fixture
def document(anonymous: TestClient) -> dict[str, Any]:
    found: dict[str, Any] = anonymous.get("/openapi.json").json()
    return found


def operations(document: dict[str, Any]) -> list[tuple[str, str, dict[str, Any]]]:
    return [
        (path, method.upper(), operation)
        for path, methods in document["paths"].items()
        for method, operation in methods.items()
    ]


def filled(path: str) -> str:
    return re.sub(r"\{.*?\}", "x", path)


def test_every_route_but_the_public_ones_needs_a_key(anonymous: TestClient, document: dict[str, Any]) -> None:
    for path, method, operation in operations(document):
        status = anonymous.request(method, filled(path)).status_code
        assert (status == 401) is (path not in PUBLIC), (method, path)
        assert operation["security"] == ([] if path in PUBLIC else [{"bearer": []}])


def test_other_methods_are_a_405_that_names_those_served(
    client: TestClient, document: dict[str, Any]
) -> None:
    for path, methods in document["paths"].items():
        served = {method.upper() for method in methods}
        head = {"HEAD"} if "GET" in served and not path.endswith("/events") else set()
        for method in METHODS - served - head:
            answer = client.request(method, filled(path))
            assert answer.status_code == 405, (method, path)
            assert answer.headers["allow"] == ", ".join(sorted(served))
            if method != "HEAD":
                told = answer.json()
                said = told.get("message") or told.get("detail") or told["error"]["message"]
                assert said.startswith(f"{method} is not served")


@pytest.mark.parametrize("path", ["/nowhere", "/nowhere//", "/v2", "/v2/video/x/", "/%00"])
def test_other_paths_are_a_404(client: TestClient, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 404
    assert "/docs" in answer.json()["message"]


@pytest.mark.parametrize(
    "path",
    [
        "/v2/video/generations/",
        "//v2/video/generations",
        "/v2//video/generations//",
        "/dream-machine/v1/generations/",
        "//dream-machine/v1/generations/video/",
        "/proxy/luma//generations/",
        "/v1/videos/",
        "//v1/videos",
    ],
)
def test_a_slash_too_many_does_no_harm(client: TestClient, home: Home, path: str) -> None:
    made = client.post(f"http://vitascope.test{path}", json={"model": "luma/ray-2", "prompt": "a fox"})
    assert made.is_success, made.text
    (kept,) = home.services.generations.list("default", 10, 0).generations
    shown = client.get(f"http://vitascope.test//v1/videos/{kept.id}/")
    assert shown.json()["meta"]["generation_id"] == kept.id


def test_the_document_covers_every_route_and_no_other(home: Home, document: dict[str, Any]) -> None:
    app = create_app(home.services)
    bare = get_openapi(title="", version="", routes=app.routes)
    assert document["paths"].keys() == bare["paths"].keys()
    assert len(app.routes) == sum(len(methods) for methods in bare["paths"].values())


def test_the_document_refers_to_nothing_that_is_not_there(document: dict[str, Any]) -> None:
    text = str(document)
    for name in re.findall(r"#/components/schemas/(\w+)", text):
        assert name in document["components"]["schemas"]
    assert "#/$defs/" not in text
    assert document["components"]["securitySchemes"]["bearer"]["scheme"] == "bearer"


def test_the_document_says_what_a_create_may_answer(document: dict[str, Any]) -> None:
    create = document["paths"]["/v2/video/generations"]["post"]
    refused = {"400", "401", "403", "404", "405", "413", "414", "415", "422", "429", "431"}
    assert set(create["responses"]) == {"200"} | refused
    fields = document["components"]["schemas"]["CreateBody"]["properties"]
    assert set(fields) == set(CreateBody.model_fields)
    assert all(field.get("description") for field in fields.values())


def test_the_docs_list_every_route_and_field(anonymous: TestClient, document: dict[str, Any]) -> None:
    page = anonymous.get("/docs").text
    for path, method, _ in operations(document):
        assert f"<code>{method} {path}</code>" in page
    for name in CreateBody.model_fields:
        assert f"<code>{name}</code>" in page


@pytest.mark.parametrize("path", PATHS)
def test_models_under_each_path(anonymous: TestClient, path: str) -> None:
    answer = anonymous.get(path)
    listed = {model["id"]: model for model in answer.json()["data"]}
    assert answer.json()["object"] == "list"
    assert list(listed) == ["luma/ray-2", "luma/ray-flash-2", "luma/ray-1-6", "stripes", "text-only"]
    assert (listed["luma/ray-2"]["aliases"], listed["luma/ray-2"]["served_by"]) == (["ray-2"], "stripes")
    assert {"luma/ray-2", "ray-2", "ray-flash-2"} <= set(listed["stripes"]["aliases"])
    assert listed["text-only"]["aliases"] == []
    assert listed["text-only"]["capabilities"] == ["text"]
    assert {model["type"] for model in listed.values()} == {"internal/video-generations/submit"}
    again = anonymous.get(path, headers={"If-None-Match": answer.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert anonymous.get(path, headers={"If-None-Match": '"other"'}).status_code == 200


def test_health(anonymous: TestClient, home: Home) -> None:
    home.slots = "starting"
    answer = anonymous.get("/health")
    expected = {"status": "starting", "ledger": "ok", "storage": "ok", "slots": "starting"}
    assert (answer.status_code, answer.json()) == (200, expected)


def test_health_is_a_503_while_nothing_would_be_kept(
    anonymous: TestClient, home: Home, tmp_path: Path
) -> None:
    (tmp_path / "storage").write_text("a file where a folder should be")
    answers = [
        anonymous.get("/health", headers={"Authorization": f"Bearer {key}"} if key else {})
        for key in (None, "wrong", home.ledger_key, API_KEY)
    ]
    assert {(answer.status_code, answer.json()["status"]) for answer in answers} == {(503, "degraded")}
    assert [answer.json()["storage"] for answer in answers[:3]] == ["failed"] * 3
    assert str(tmp_path) in answers[3].json()["storage"], "who runs the server reads why"


def breaking(home: Home, error: Exception) -> TestClient:
    """The application with one route more, which raises."""
    app = create_app(home.services)

    async def broken(_request: Request) -> None:
        raise error

    app.add_api_route("/broken", broken)
    return TestClient(app, raise_server_exceptions=False)


def test_a_bug_is_a_500_that_keeps_its_secret(home: Home) -> None:
    answer = breaking(home, RuntimeError("the password is hunter2")).get("/broken")
    body = ErrorBody.model_validate(answer.json())
    assert (answer.status_code, body.statusCode, body.path) == (500, 500, "/broken")
    assert "hunter2" not in answer.text
    assert SECURITY_HEADERS.items() <= dict(answer.headers).items()


def test_our_own_errors_keep_their_status(home: Home) -> None:
    full = breaking(home, StorageFull("The disk is full.")).get("/broken")
    assert (full.status_code, full.json()["message"]) == (503, "The disk is full.")
    many = breaking(home, TooManyRequests("Slow down.", 2.5)).get("/broken")
    assert (many.status_code, many.headers["retry-after"]) == (429, "3")


def test_nothing_blocks_the_event_loop(home: Home) -> None:
    """Every kind of request under a watchdog that raises where the event loop would wait."""
    app = create_app(home.services)
    done = home.services.assets.url(home.finish(home.create()), "video")
    assert done is not None
    body = {
        "model": "luma/ray-2",
        "prompt": "a fox",
        "keyframes": {"frame0": {"type": "image", "url": data_url(png())}},
    }

    async def visit() -> list[int]:
        transport = httpx.ASGITransport(app)
        headers = {"Authorization": f"Bearer {home.ledger_key}"}
        async with httpx.AsyncClient(transport=transport, base_url="http://t", headers=headers) as client:
            with blockbuster_ctx() as watch:
                for name in SHORT_READS:  # of a row, by a connection that waits for nobody
                    watch.functions[name].can_block_in("vitascope/ledger/recall.py", {"_row"})
                created = await client.post("/v2/video/generations", json=body)
                wanted = {"generation_id": created.json()["id"]}
                answers = [
                    created,
                    await client.get("/v2/video/generations", params=wanted),
                    await client.get("/v2/video/generations", params=wanted),
                    await client.post(f"/v2/video/generations/{wanted['generation_id']}/cancel"),
                    await client.get(done.removeprefix(PUBLIC_URL)),
                    await client.get(done.removeprefix(PUBLIC_URL), headers={"Range": "bytes=1-2"}),
                    await client.get("/v1/models"),
                    await client.get("/health"),
                    await client.get("/openapi.json"),
                ]
        return [answer.status_code for answer in answers]

    assert asyncio.run(visit()) == [200, 200, 200, 200, 200, 206, 200, 200, 200]


def test_many_polls_at_once_get_their_own_answers(home: Home) -> None:
    made = [home.create().id for _ in range(40)]
    app: FastAPI = create_app(home.services)

    async def visit() -> list[str]:
        transport = httpx.ASGITransport(app)
        headers = {"Authorization": f"Bearer {API_KEY}"}
        async with httpx.AsyncClient(transport=transport, base_url="http://t", headers=headers) as client:
            polls = (client.get("/v2/video/generations", params={"generation_id": one}) for one in made)
            return [answer.json()["generation_id"] for answer in await asyncio.gather(*polls)]

    assert asyncio.run(visit()) == made


@pytest.mark.parametrize("path", ["/health", "/v1/models/", "/v1/videos", "/dream-machine/v1/ping", "/docs"])
def test_a_head_is_a_get_without_its_body(client: TestClient, path: str) -> None:
    asked, got = client.head(path), client.get(path)
    assert (asked.status_code, asked.headers["content-type"]) == (200, got.headers["content-type"])


def test_a_head_needs_a_key_and_a_path_as_a_get_does(client: TestClient) -> None:
    assert client.head("/v1/videos", headers={"Authorization": "Bearer wrong"}).status_code == 401
    assert client.head("/v1/nothing").status_code == 404
    assert client.head("/v1/videos/edits").status_code in {404, 405}
    assert client.head("/v2/video/generations/x/events").status_code == 405


def test_a_head_is_counted_under_the_route_it_asked(client: TestClient) -> None:
    client.head("/v1/session")
    told = client.get("/metrics").text
    assert re.search(r'method="HEAD",route="/v1/session",status="\d+"', told)
