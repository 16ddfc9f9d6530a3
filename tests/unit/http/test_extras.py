"""What this server adds has one meaning in every dialect, and one create makes one generation in each."""

from __future__ import annotations

import json
from typing import Any

import pytest
from starlette.testclient import TestClient

from unit.http.videos import multipart
from unit.service.films import filmed
from unit.service.parts import API_KEY, OTHER, Home, png
from vitascope import ids
from vitascope.domain.generation import Generation
from vitascope.domain.request import Lora, Quality
from vitascope.http.app import create_app
from vitascope.service import Parts, build_services

AIML, LUMA, OPENAI = "/v2/video/generations", "/dream-machine/v1/generations/video", "/v1/videos"
LEAST: dict[str, dict[str, Any]] = {
    AIML: {"model": "luma/ray-2", "prompt": "a fox"},
    LUMA: {"model": "ray-2", "prompt": "a fox"},
    OPENAI: {"prompt": "a fox"},
}
ASKED: dict[str, Any] = {
    "seed": 5,
    "num_frames": 12,
    "plan": {"version": 1},
    "negative_prompt": "blur",
    "steps": 30,
    "guidance": 7.5,
    "quality": "high",
    "lora": [{"name": "fog", "scale": 0.5}, {"name": "rain"}],
    "audio": True,
    "priority": 4,
}


def kept(home: Home, answer: Any) -> Generation:
    assert answer.status_code in {200, 201}, answer.text
    return home.ledger.get(ids.parse_generation_id(answer.json()["id"]))


def holds(found: Generation) -> None:
    asked = found.request
    assert (found.seed, asked.num_frames, asked.plan, asked.negative_prompt) == (
        5,
        12,
        {"version": 1},
        "blur",
    )
    assert asked.lora == (Lora(name="fog", scale=0.5), Lora(name="rain"))
    assert asked.audio
    assert (asked.steps, asked.guidance, asked.quality, found.priority) == (30, 7.5, Quality.HIGH, 4)


@pytest.mark.parametrize("path", LEAST)
def test_extras_as_json(client: TestClient, home: Home, path: str) -> None:
    holds(kept(home, client.post(path, json=LEAST[path] | ASKED)))


@pytest.mark.parametrize("path", LEAST)
def test_extras_as_texts_and_with_nothing_in_them(client: TestClient, home: Home, path: str) -> None:
    texts = {
        name: json.dumps(value) if isinstance(value, dict | list) else str(value)
        for name, value in ASKED.items()
    }
    holds(kept(home, client.post(path, json=LEAST[path] | texts)))
    nothing = kept(home, client.post(path, json=LEAST[path] | dict.fromkeys(ASKED, ""))).request
    assert nothing == kept(home, client.post(path, json=LEAST[path])).request


@pytest.mark.parametrize("path", LEAST)
@pytest.mark.parametrize(
    "said", [["orbit_left", "push_in"], [{"key": "orbit_left"}, {"key": "push_in"}], "orbit_left, push_in"]
)
def test_concepts_by_name_and_as_objects(client: TestClient, home: Home, path: str, said: object) -> None:
    asked = kept(home, client.post(path, json=LEAST[path] | {"concepts": said, "loop": "true"})).request
    assert (asked.concepts, asked.loop) == (("orbit_left", "push_in"), True)


def test_extras_as_forms_and_under_other_names(client: TestClient, home: Home) -> None:
    texts = {name: str(value) for name, value in ASKED.items()} | {
        "plan": '{"version": 1}',
        "lora": json.dumps(ASKED["lora"]),
        "prompt": "a fox",
    }
    holds(kept(home, client.post(OPENAI, **multipart(*texts.items()))))
    holds(kept(home, client.post(OPENAI, data=texts)))
    texts["num_inference_steps"], texts["guidance_scale"] = texts.pop("steps"), texts.pop("guidance")
    texts["generate_audio"] = texts.pop("audio")
    holds(kept(home, client.post(OPENAI, **multipart(*texts.items()))))


@pytest.mark.parametrize("path", LEAST)
@pytest.mark.parametrize("name", ["negative_prompt", "steps", "guidance", "quality", "lora", "audio"])
def test_what_a_model_does_not_honour_is_refused_by_name(
    client: TestClient, home: Home, path: str, name: str
) -> None:
    body = LEAST[path] | {"model": "text-only", name: ASKED[name]}
    answer = client.post(path, json=body)
    assert answer.status_code == 400
    assert f"does not honour {name}" in answer.text
    assert home.rows() == 0


@pytest.mark.parametrize("path", LEAST)
@pytest.mark.parametrize(
    "wrong",
    [
        {"lora": [{"name": "../secret"}]},
        {"lora": [{"name": "fog", "scale": 50}]},
        {"lora": [{"scale": 1}]},
        {"lora": [{"name": "fog"}] * 9},
        {"audio": "loud"},
    ],
)
def test_wrong_values_are_refused_by_name(
    client: TestClient, home: Home, path: str, wrong: dict[str, Any]
) -> None:
    answer = client.post(path, json=LEAST[path] | wrong)
    assert 400 <= answer.status_code < 500
    assert next(iter(wrong)) in answer.text
    assert home.rows() == 0


@pytest.mark.parametrize("path", LEAST)
def test_another_owner_may_not_go_first(client: TestClient, home: Home, path: str) -> None:
    _, key = home.ledger.create_key(OTHER, "laptop")
    client.headers["Authorization"] = f"Bearer {key}"
    refused = client.post(path, json=LEAST[path] | {"priority": 1})
    assert refused.status_code == 403
    assert "expected at most 0" in refused.text
    assert home.rows() == 0
    assert kept(home, client.post(path, json=LEAST[path] | {"priority": -3})).priority == -3


@pytest.mark.parametrize("path", LEAST)
def test_one_key_one_generation(client: TestClient, home: Home, path: str) -> None:
    headers = {"Idempotency-Key": "once"}
    first, again = (client.post(path, json=LEAST[path], headers=headers) for _ in range(2))
    assert kept(home, first).id == kept(home, again).id
    assert home.rows() == 1
    other = client.post(path, json=LEAST[path] | {"seed": 1}, headers=headers)
    assert other.status_code == 422
    assert "another body" in other.text


def test_a_form_is_the_same_one_with_another_boundary(client: TestClient, home: Home) -> None:
    def send(picture: bytes) -> Any:
        parts: dict[str, Any] = {
            "prompt": (None, "a fox"),
            "input_reference": ("a.png", picture, "image/png"),
        }
        return client.post(OPENAI, files=parts, headers={"Idempotency-Key": "once"})

    found = [kept(home, send(png())).id for _ in range(2)]
    assert found[0] == found[1]
    assert len(home.files()) == 1
    assert send(png(48, 32)).status_code == 422


def test_reworks_take_a_key_too(client: TestClient, home: Home) -> None:
    source = filmed(home)
    asked: list[tuple[str, dict[str, Any]]] = [
        (f"/dream-machine/v1/generations/{source.id}/upscale", {}),
        (f"{OPENAI}/{source.id}/remix", {"prompt": "a wolf"}),
        (f"{OPENAI}/edits", {"prompt": "a wolf", "video": {"id": source.id}}),
        (f"{OPENAI}/extensions", {"prompt": "a wolf", "seconds": "4", "video": {"id": source.id}}),
    ]
    for number, (path, body) in enumerate(asked):
        headers = {"Idempotency-Key": f"key {number}"}
        first, again = (client.post(path, json=body, headers=headers) for _ in range(2))
        assert kept(home, first).id == kept(home, again).id, path
        assert home.rows() == number + 2


@pytest.mark.parametrize("kind", ["keyframe", "lent", "upscale", "remix", "edit", "extend", "upload"])
def test_what_was_accepted_is_answered_again_when_its_source_is_gone(
    client: TestClient, home: Home, kind: str
) -> None:
    source = filmed(home)
    uploaded = client.post("/v1/files", files={"file": ("a.png", png())}, data={"purpose": "vision"}).json()
    clip, named = {"type": "generation", "id": source.id}, {"video": {"id": source.id}}
    path, body = {
        "keyframe": (AIML, LEAST[AIML] | {"keyframes": {"frame0": clip}}),
        "lent": (LUMA, LEAST[LUMA] | {"keyframes": {"frame0": clip}}),
        "upscale": (f"/dream-machine/v1/generations/{source.id}/upscale", {}),
        "remix": (f"{OPENAI}/{source.id}/remix", {"prompt": "a wolf"}),
        "edit": (f"{OPENAI}/edits", {"prompt": "a wolf"} | named),
        "extend": (f"{OPENAI}/extensions", {"prompt": "a wolf", "seconds": "4"} | named),
        "upload": (OPENAI, LEAST[OPENAI] | {"input_reference": {"file_id": uploaded["id"]}}),
    }[kind]
    first = kept(home, client.post(path, json=body, headers={"Idempotency-Key": "once"}))
    home.ledger.cancel(first.id, first.owner)
    assert client.delete(f"{OPENAI}/{source.id}").is_success
    assert client.delete(f"/v1/files/{uploaded['id']}").is_success
    assert kept(home, client.post(path, json=body, headers={"Idempotency-Key": "once"})).id == first.id
    assert client.post(path, json=body, headers={"Idempotency-Key": "twice"}).is_client_error
    assert home.rows() == 1


@pytest.mark.parametrize("path", LEAST)
def test_what_was_accepted_is_answered_while_the_ledger_is_away(home: Home, path: str) -> None:
    """A 503 would be asked again, and be made a second time."""

    def leave() -> None:
        home.ledger.close()
        (home.root / "ledger.sqlite3").rename(home.root / "kept.sqlite3")
        (home.root / "ledger.sqlite3").mkdir()

    settings = home.services.settings
    parts = Parts(home.ledger, home.storage, home.registry, settings, home.clock, home.database)
    app = create_app(build_services(parts, on_created=leave))
    answer = TestClient(app).post(path, json=LEAST[path], headers={"Authorization": f"Bearer {API_KEY}"})
    assert answer.status_code in {200, 201}, answer.text
    assert ids.parse_generation_id(answer.json()["id"])


@pytest.mark.parametrize("path", LEAST)
def test_a_defect_is_asked_again_only_where_that_makes_no_second_video(home: Home, path: str) -> None:
    app = create_app(home.services)
    broken = f"{path}/broken"

    async def fail() -> None:
        raise RuntimeError("disk on fire")

    app.add_api_route(broken, fail, methods=["PATCH"])
    client = TestClient(app, raise_server_exceptions=False)
    told = client.patch(broken)
    assert (told.status_code, told.headers.get("x-should-retry")) == (500, "false")
    assert "x-should-retry" not in client.patch(broken, headers={"Idempotency-Key": "once"}).headers


def test_the_same_key_on_another_path_is_another_request(client: TestClient, home: Home) -> None:
    sources = [filmed(home), filmed(home)]
    answers = [
        client.post(f"{OPENAI}/{one.id}/remix", json={"prompt": "a wolf"}, headers={"Idempotency-Key": "k"})
        for one in sources
    ]
    assert [answer.status_code for answer in answers] == [200, 422]
