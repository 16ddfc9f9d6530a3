"""The OpenAPI document against the tables of Luma's endpoints and fields."""

from __future__ import annotations

import asyncio
from typing import Any

import httpx
import pytest
from blockbuster import blockbuster_ctx
from starlette.testclient import TestClient

from unit.http.luma import BASE, GENERATIONS, LEAST
from unit.service.parts import Home, data_url, png
from vitascope.http.app import create_app

ONE = f"{GENERATIONS}/{{generation_id}}"
ENDPOINTS = {
    ("GET", f"{BASE}/ping"): "200",
    ("GET", f"{BASE}/credits"): "200",
    ("POST", f"{GENERATIONS}/video"): "201",
    ("POST", GENERATIONS): "201",
    ("GET", GENERATIONS): "200",
    ("GET", ONE): "200",
    ("DELETE", ONE): "204",
    ("POST", f"{ONE}/upscale"): "200",
    ("POST", f"{ONE}/audio"): "200",
    ("GET", f"{GENERATIONS}/concepts/list"): "200",
    ("GET", f"{GENERATIONS}/camera_motion/list"): "200",
    ("POST", f"{GENERATIONS}/image"): "201",
    ("POST", f"{GENERATIONS}/image/reframe"): "201",
    ("POST", f"{GENERATIONS}/video/reframe"): "201",
    ("POST", f"{GENERATIONS}/video/modify"): "201",
}
CREATE = (
    "generation_type model prompt aspect_ratio loop keyframes resolution duration concepts callback_url "
    "seed num_frames plan negative_prompt steps guidance quality lora audio priority webhook"
)
SHAPE = "generation_type model media aspect_ratio prompt callback_url"
GRID = "grid_position_x grid_position_y x_start x_end y_start y_end resized_width resized_height"
FIELDS = {
    f"{GENERATIONS}/video": CREATE,
    GENERATIONS: CREATE,
    f"{ONE}/upscale": "generation_type resolution callback_url",
    f"{ONE}/audio": "generation_type prompt negative_prompt callback_url",
    f"{GENERATIONS}/image": "generation_type model prompt aspect_ratio format image_ref style_ref "
    "character_ref modify_image_ref sync sync_timeout callback_url",
    f"{GENERATIONS}/image/reframe": f"{SHAPE} format {GRID}",
    f"{GENERATIONS}/video/reframe": f"{SHAPE} first_frame {GRID}",
    f"{GENERATIONS}/video/modify": "generation_type model media mode first_frame prompt callback_url",
}
REQUIRED = {
    f"{GENERATIONS}/image/reframe": {"aspect_ratio", "generation_type", "media", "model"},
    f"{GENERATIONS}/video/reframe": {"aspect_ratio", "generation_type", "media", "model"},
    f"{GENERATIONS}/video/modify": {"generation_type", "media", "mode", "model"},
}


@pytest.fixture(scope="module")
def document(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    home = Home(tmp_path_factory.mktemp("home"))
    found: dict[str, Any] = TestClient(create_app(home.services)).get("/openapi.json").json()
    home.close()
    return found


def schema_of(document: dict[str, Any], content: dict[str, Any]) -> dict[str, Any]:
    name = content["content"]["application/json"]["schema"]["$ref"].rsplit("/", 1)[1]
    found: dict[str, Any] = document["components"]["schemas"][name]
    return found


def test_every_endpoint_and_no_other(document: dict[str, Any]) -> None:
    found = {
        (method.upper(), path): next(status for status in operation["responses"] if status < "300")
        for path, operations in document["paths"].items()
        if path.startswith(BASE)
        for method, operation in operations.items()
    }
    assert found == ENDPOINTS


@pytest.mark.parametrize("path", FIELDS)
def test_every_field_of_a_body(document: dict[str, Any], path: str) -> None:
    schema = schema_of(document, document["paths"][path]["post"]["requestBody"])
    assert set(schema["properties"]) == set(FIELDS[path].split())
    assert set(schema.get("required", [])) == REQUIRED.get(path, set())
    assert all(field.get("description") for field in schema["properties"].values())


def test_every_field_of_a_generation(document: dict[str, Any]) -> None:
    schema = schema_of(document, document["paths"][ONE]["get"]["responses"]["200"])
    documented = "id generation_type state failure_reason created_at assets model request"
    assert set(schema["properties"]) == {*documented.split(), "meta"}
    assert schema["properties"]["state"]["enum"] == ["queued", "dreaming", "completed", "failed"]


def test_every_refusal_has_the_dialects_shape(document: dict[str, Any]) -> None:
    for path, operations in document["paths"].items():
        for operation in operations.values() if path.startswith(BASE) else ():
            refused = {status: told for status, told in operation["responses"].items() if status >= "400"}
            assert {"401", "405"} <= set(refused)
            assert all("detail" in schema_of(document, told)["properties"] for told in refused.values())


def test_ids_and_pages_are_parameters(document: dict[str, Any]) -> None:
    for path in (ONE, f"{ONE}/upscale", f"{ONE}/audio"):
        for operation in document["paths"][path].values():
            names = [one["name"] for one in operation["parameters"]]
            assert names == ["generation_id", *(["Idempotency-Key"] if path.endswith("/upscale") else [])]
    page = document["paths"][GENERATIONS]["get"]["parameters"]
    assert {one["name"]: one["schema"]["default"] for one in page} == {"limit": 100, "offset": 0}


def test_nothing_blocks_the_event_loop(home: Home) -> None:
    app = create_app(home.services)
    done = home.finish(home.create())
    link = home.services.assets.url(done, "video")
    picture = {"keyframes": {"frame0": {"type": "image", "url": data_url(png())}}}
    reframe = {
        "generation_type": "reframe_video",
        "model": "ray-2",
        "aspect_ratio": "1:1",
        "media": {"url": link},
    }

    async def visit() -> list[int]:
        transport = httpx.ASGITransport(app)
        headers = {"Authorization": f"Bearer {home.ledger_key}"}
        async with httpx.AsyncClient(transport=transport, base_url="http://t", headers=headers) as client:
            with blockbuster_ctx():
                answers = [
                    await client.post(GENERATIONS, json=LEAST | picture),
                    await client.post(GENERATIONS, json={"prompt": 5}),
                    await client.get(f"{GENERATIONS}/{done.id}"),
                    await client.get(GENERATIONS),
                    await client.post(f"{GENERATIONS}/{done.id}/upscale"),
                    await client.post(f"{GENERATIONS}/video/reframe", json=reframe),
                    await client.post(f"{GENERATIONS}/{done.id}/audio"),
                    await client.delete(f"{GENERATIONS}/{done.id}"),
                    await client.get(f"{GENERATIONS}/concepts/list"),
                ]
        return [answer.status_code for answer in answers]

    assert asyncio.run(visit()) == [201, 422, 200, 200, 200, 201, 400, 204, 200]
