"""The older Luma routes of the AI/ML API, and one model by its name."""

from __future__ import annotations

from threading import Timer
from typing import Any

import pytest
from starlette.testclient import TestClient

from unit.http.luma import UNKNOWN
from unit.http.videos import refused
from unit.service.films import filmed
from unit.service.parts import Home, data_url, png
from vitascope import ids
from vitascope.domain.generation import Generation
from vitascope.http.dialects.aiml.legacy import LegacyGeneration, LegacyTask

V2, V1 = "/v2/generate/video/luma-ai", "/luma-ai"


def made(client: TestClient, home: Home, **body: Any) -> tuple[dict[str, Any], Generation]:
    answer = client.post(f"{V2}/generation", json={"prompt": "a fox in snow"} | body)
    assert answer.status_code == 201, answer.text
    LegacyGeneration.model_validate(answer.json(), strict=True)
    return answer.json(), home.ledger.get(answer.json()["id"])


def test_what_a_chain_client_sends_and_reads(client: TestClient, home: Home) -> None:
    sent = {"model": "luma/ray-2", "n": 1, "response_format": "url"}
    found, kept = made(client, home, **sent)
    assert (found["state"], found["status"], found["generation_id"]) == ("queued", "queued", kept.id)
    assert found["meta"]["ignored"] == ["n", "response_format"]
    home.finish(kept)
    done = client.get(f"{V2}/generation", params={"generation_id": found["id"]}).json()
    assert (done["status"], done["state"]) == ("completed", "completed")
    assert done["video"]["url"] == done["assets"]["video"]


def test_a_fetch_may_wait_for_a_state(client: TestClient, home: Home) -> None:
    found, kept = made(client, home)
    Timer(0.4, lambda: home.fail(kept, "EngineError", "no")).start()
    query = {"generation_id": found["id"], "state": "completed"}
    done = client.get(f"{V2}/generation", params=query).json()
    assert (done["status"], done["state"], done["error"]["name"]) == ("error", "failed", "EngineError")
    assert client.get(f"{V2}/generation", params=query | {"state": "failed"}).status_code == 400


@pytest.mark.parametrize("form", ["generation_ids[]={}&generation_ids[]={}", "generation_ids={},{}"])
def test_several_at_once(client: TestClient, home: Home, form: str) -> None:
    first, second = home.create().id, home.create().id
    found = client.get(f"{V2}/generations?{form.format(second, first)}").json()
    assert [one["id"] for one in found] == [second, first]
    assert client.get(f"{V2}/generations?generation_ids={UNKNOWN}").status_code == 404
    assert client.get(f"{V2}/generations").status_code == 400


def test_the_first_version(client: TestClient, home: Home) -> None:
    body = {
        "user_prompt": "a fox",
        "aspect_ratio": "4:3",
        "expand_prompt": True,
        "image_url": data_url(png()),
    }
    answer = client.post(f"{V1}/generations", json=body)
    assert answer.status_code == 200, answer.text
    LegacyTask.model_validate(answer.json(), strict=True)
    kept = home.ledger.get(answer.json()["id"])
    assert (kept.request.prompt, kept.request.aspect_ratio, kept.request.resolution) == (
        "a fox",
        "4:3",
        "720p",
    )
    assert kept.request.frame0 is not None
    home.finish(kept)
    (task,) = client.get(f"{V1}/generation?ids[0]={kept.id}").json()
    assert (task["state"], task["video"]["width"], task["video"]["height"]) == ("completed", 960, 720)


def test_the_first_version_extends(client: TestClient, home: Home) -> None:
    source = filmed(home)
    for shown in (source.id, f"{source.id}:luma/ray-2", f"video_{source.id.replace('-', '')}"):
        answer = client.post(f"{V1}/generations/{shown}/extend", json={"user_prompt": "it turns"})
        assert answer.status_code == 200, answer.text
        assert home.ledger.get(answer.json()["id"]).request.parents == (source.id,)


def test_refusals_are_those_of_the_dialect(client: TestClient, home: Home) -> None:
    for path, body in ((f"{V2}/generation", {"prompt": 5}), (f"{V1}/generations", {"user_prompt": 5})):
        found = client.post(path, json=body)
        assert (found.status_code, found.json()["statusCode"], found.json()["path"]) == (400, 400, path)
    assert client.get(f"{V2}/generation?generation_id={UNKNOWN}").status_code == 404
    assert home.rows() == 0


def test_one_model(anonymous: TestClient) -> None:
    for path in ("/v1/models/luma/ray-2", "/v1/models/ray-2", "/model/luma/ray-2"):
        assert anonymous.get(path).json()["id"] == "luma/ray-2"
    assert refused(anonymous.get("/v1/models/nothing"), 404)["type"] == "invalid_request_error"
    assert anonymous.get("/model/nothing").json()["statusCode"] == 404
    for name in ("sora-2", "sora-2-2025-12-08", "openai/sora-2-pro"):
        shown = anonymous.get(f"/v1/models/{name}").json()
        assert (shown["id"], shown["served_by"]) == (name, "stripes")
        assert (shown["object"], type(shown["created"])) == ("model", int)


def test_models_by_what_they_have(anonymous: TestClient) -> None:
    def listed(**query: str) -> set[str]:
        return {one["id"] for one in anonymous.get("/v1/models", params=query).json()["data"]}

    assert listed(id="text-only") == {"text-only"}
    assert "stripes" in listed(capabilities="text,extend")
    assert "text-only" not in listed(capabilities="text,extend")
    assert "text-only" not in listed(input_modalities="image")
    assert listed(type="chat") == set()


def test_ids_of_every_form_on_every_route(client: TestClient, home: Home) -> None:
    made_ = home.finish(home.create())
    for shown in (made_.id, f"{made_.id}:luma/ray-2", f"video_{made_.id.replace('-', '')}"):
        assert ids.parse_generation_id(shown) == made_.id
        for path in (
            f"/v2/video/generations?generation_id={shown}",
            f"/v2/video/generations?after={shown}",
            f"{V2}/generation?generation_id={shown}",
            f"{V1}/generation?ids[0]={shown}",
            f"/dream-machine/v1/generations/{shown}",
            f"/v1/videos/{shown}",
            f"/v1/videos/{shown}/content",
            f"/v1/videos?after={shown}",
        ):
            assert client.get(path).status_code == 200, path
        assert client.post(f"/v2/video/generations/{shown}/cancel").status_code == 200
