"""Another owner's key on every route that names something: as if it were not there, to the byte."""

from __future__ import annotations

import re
import statistics
import time
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from unit.service.parts import API_KEY, OTHER, Home, png
from vitascope import ids
from vitascope.domain.key import Scope
from vitascope.errors import Unauthenticated
from vitascope.http.app import create_app

NAMED = re.compile(r"\{(\w+_id)\}")
OPERATORS = "/v1/admin/"
QUERIES = {
    ("/v2/video/generations", "generation_id"): "generation_id",
    ("/v2/video/generations", "after"): "generation_id",
    ("/v2/generate/video/{provider}/generation", "generation_id"): "generation_id",
    ("/v1/videos", "after"): "video_id",
    ("/v1/files", "after"): "file_id",
    ("/v1/gallery", "after"): "generation_id",
    ("/v1/webhook_endpoints", "after"): "endpoint_id",
    ("/v1/webhooks/messages", "endpoint"): "endpoint_id",
    ("/v1/webhooks/messages", "generation_id"): "generation_id",
}
"""What is named in a query, by path and parameter."""
NAMING = re.compile(r"after|before|endpoint|\w+_id")
NOT_IDS = {"character_id"}
"""There are none of these, of anybody."""
BODIES: dict[str, dict[str, Any]] = {
    "patch": {"name": "mine now"},
    "/remix": {"prompt": "a fox"},
    "/upscale": {"generation_type": "upscale_video", "resolution": "4k"},
    "/audio": {"generation_type": "add_audio", "prompt": "wind"},
    "/extend": {"user_prompt": "a fox"},
    "/rotate_secret": {},
    "/test": {"event_type": "video.completed"},
    "/redeliver": {},
    "/v1/webhook_endpoints/{webhook_endpoint_id}": {"name": "mine now"},
}
"""What a body must have so that the id is looked at; by the method, the end of the path, or the path."""
CHANGING = ("requestId", "timestamp", "path", "request_id")


@dataclass
class House:
    """A server on which one owner has something of everything, and another has a key."""

    home: Home
    own: TestClient
    other: TestClient
    things: dict[str, tuple[str, str]]
    """Of each parameter: the owner's id, and one of the same form that nobody has."""


def unknown(known: str) -> str:
    """An id of the same form that nobody has."""
    return known[:-6] + ("a0b1c2" if known[-6:] != "a0b1c2" else "d3e4f5")


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    home = Home(tmp_path)
    app = create_app(home.build(fetch_allow="127.0.0.0/8"))
    _, key = home.ledger.create_key(OTHER, "theirs")
    own = TestClient(app, headers={"Authorization": f"Bearer {API_KEY}"}, raise_server_exceptions=False)
    other = TestClient(app, headers={"Authorization": f"Bearer {key}"}, raise_server_exceptions=False)
    made = home.finish(home.create())
    file = own.post("/v1/files", files={"file": ("a.png", png())}, data={"purpose": "vision"}).json()["id"]
    hook = own.post("/v1/webhooks", json={"url": "http://127.0.0.1:9/"}).json()["id"]
    own.post(f"/v1/webhooks/{hook}/test")
    message = own.get("/v1/webhooks/messages").json()["data"][0]["id"]
    values = {
        "generation_id": made.id,
        "video_id": f"video_{made.id.replace('-', '')}",
        "file_id": file,
        "endpoint_id": hook,
        "webhook_endpoint_id": hook,
        "message_id": message,
    }
    yield House(home, own, other, {name: (value, unknown(value)) for name, value in values.items()})
    home.close()


def matrix(house: House) -> list[tuple[str, str, str]]:
    """Method, path and parameter of every operation that names something."""
    document = house.own.get("/openapi.json").json()
    found = [
        (method, path, name)
        for path, operations in document["paths"].items()
        if not path.startswith((OPERATORS, "/assets/"))
        for name in NAMED.findall(path)
        if name not in NOT_IDS
        for method in operations
    ]
    return [*found, ("get", "/v2/video/generations?generation_id={generation_id}", "generation_id")]


def body_of(method: str, path: str) -> dict[str, Any]:
    keys = [key for key in BODIES if key == method or path.endswith(key)]
    if method in {"get", "head", "delete"} or not keys:
        return {}
    return {"json": BODIES[keys[0]]}


def shown(answer: Any, named: str) -> str:
    text = answer.text.replace(named, "ID")
    if named.startswith("video_"):  # the same id as a UUID
        text = text.replace(str(uuid.UUID(named.removeprefix("video_"))), "ID")
    return re.sub(rf'"({"|".join(CHANGING)})":"[^"]*"', r'"\1":"-"', text)


def test_everything_with_an_id_is_in_the_matrix(house: House) -> None:
    found = matrix(house)
    assert {name for _, _, name in found} == set(house.things)
    assert len(found) > 20


def test_anothers_is_as_if_it_were_not_there(house: House) -> None:
    for method, path, name in matrix(house):
        known, nobodys = house.things[name]
        given = body_of(method, path)
        ask = [house.other.request(method, path.format(**{name: one}), **given) for one in (known, nobodys)]
        assert [one.status_code for one in ask] == [404, 404], (method, path, ask[0].text)
        assert shown(ask[0], known) == shown(ask[1], nobodys), (method, path)
        kept = {one.lower() for one in ask[0].headers} ^ {one.lower() for one in ask[1].headers}
        assert not kept


def test_everything_that_a_query_names_is_listed(house: House) -> None:
    document = house.own.get("/openapi.json").json()
    assert set(QUERIES) == {
        (path, parameter["name"])
        for path, operations in document["paths"].items()
        if not path.startswith(OPERATORS)
        for operation in operations.values()
        for parameter in operation.get("parameters", ())
        if parameter["in"] == "query" and NAMING.fullmatch(parameter["name"])
    }


def test_anothers_in_a_query_is_as_if_it_were_not_there(house: House) -> None:
    """What the owner is answered is another matter, else these queries would name nothing."""
    told_of = house.home.finish(house.home.create()).id
    things = house.things | {"generation_id": (told_of, unknown(told_of))}
    for (path, parameter), name in QUERIES.items():
        known, nobodys = things[name]
        place = path.format(provider="luma")
        ask = [house.other.get(place, params={parameter: one}) for one in (known, nobodys)]
        assert ask[0].status_code == ask[1].status_code, (path, parameter, ask[0].text)
        assert shown(ask[0], known) == shown(ask[1], nobodys), (path, parameter)
        told = [house.own.get(place, params={parameter: one}) for one in (known, nobodys)]
        assert told[0].is_success, (path, parameter, told[0].text)
        assert shown(told[0], known) != shown(told[1], nobodys), (path, parameter)


def test_the_owner_finds_it_on_the_same_routes(house: House) -> None:
    """Else the matrix would hold for routes that find nothing at all."""
    looks = [(method, path, name) for method, path, name in matrix(house) if method == "get"]
    for method, path, name in looks:
        if path.endswith("/plan"):
            continue  # stripes have no plan
        answer = house.own.request(method, path.format(**{name: house.things[name][0]}))
        assert answer.status_code < 300, (path, answer.text)


def test_lists_show_nothing_of_others(house: House) -> None:
    document = house.own.get("/openapi.json").json()
    secrets = [value for value, _ in house.things.values()]
    lists = [
        path for path, operations in document["paths"].items() if "get" in operations and "{" not in path
    ]
    assert len(lists) > 8
    for path in lists:
        text = house.other.get(path).text
        assert not any(one in text or one.replace("-", "") in text for one in secrets), path


def test_an_id_in_a_body_is_no_way_around(house: House) -> None:
    known, _ = house.things["generation_id"]
    for name in ("generation_id", "file_id"):
        answers = []
        for one in house.things[name]:
            end = (
                {"type": "generation", "id": one}
                if name == "generation_id"
                else {"type": "image", "url": one}
            )
            body = {"model": "luma/ray-2", "prompt": "a fox", "keyframes": {"frame0": end}}
            answers.append((house.other.post("/v2/video/generations", json=body), one))
        assert [answer.status_code for answer, _ in answers] == [404, 404], answers[0][0].text
        assert len({shown(*pair) for pair in answers}) == 1
    link = house.own.get(f"/dream-machine/v1/generations/{known}").json()["assets"]["image"]
    end = {"type": "image", "url": link}
    body = {"model": "luma/ray-2", "prompt": "a fox", "keyframes": {"frame0": end}}
    assert house.other.post("/v2/video/generations", json=body).status_code == 404


@pytest.mark.parametrize("scope", [Scope.READ, Scope.CREATE])
def test_a_key_does_only_what_its_scopes_say_on_every_route(house: House, scope: Scope) -> None:
    _, key = house.home.ledger.create_key("default", "narrow", (scope,))
    narrow = TestClient(house.own.app, headers={"Authorization": f"Bearer {key}"})
    document = house.own.get("/openapi.json").json()
    tried = 0
    for path, operations in document["paths"].items():
        for method, operation in operations.items():
            admin = path.startswith(OPERATORS) or path == "/metrics"
            needed = Scope.ADMIN if admin else Scope.READ if method in {"get", "head"} else Scope.CREATE
            if operation.get("security") == [] or needed is scope:
                continue
            values = {name: house.things.get(name, ("x", "x"))[0] for name in re.findall(r"\{(\w+)\}", path)}
            answer = narrow.request(method, path.format(**values))
            assert answer.status_code == 403, (method, path, answer.text)
            assert method == "head" or "scope" in answer.text
            assert "403" in operation["responses"], (method, path)
            tried += 1
    assert tried > 20


def test_an_admin_key_runs_the_server(house: House) -> None:
    _, key = house.home.ledger.create_key(OTHER, "ops", (Scope.ADMIN,))
    answer = house.own.get("/v1/admin/keys", headers={"Authorization": f"Bearer {key}"})
    assert answer.status_code == 200
    assert API_KEY not in answer.text
    assert key not in answer.text


def test_how_long_a_wrong_key_takes_says_nothing_of_the_right_one(house: House) -> None:
    """Half of the configured key right, or none of it: the same within the noise of the two themselves."""
    keys = house.home.services.keys
    half = API_KEY[: len(API_KEY) // 2] + "x" * (len(API_KEY) - len(API_KEY) // 2)
    none = "x" * len(API_KEY)
    took: dict[str, list[int]] = {half: [], none: []}
    for _ in range(2000):
        for key, times in took.items():
            began = time.process_time_ns()
            with pytest.raises(Unauthenticated):
                keys.authenticate(key)
            times.append(time.process_time_ns() - began)
    medians = [statistics.median(times) for times in took.values()]
    assert max(medians) < 1.3 * min(medians)
    assert not ids.same(half, none)


def test_no_key_is_kept_as_it_is(house: House) -> None:
    made, text = house.home.ledger.create_key("anna", "laptop")
    house.home.ledger.find_key(text)
    house.home.ledger.rotate_key(made.id, 0.0)
    files = [path for path in house.home.root.rglob("*") if path.is_file()]
    assert files
    for path in files:
        assert text[9:].encode() not in path.read_bytes(), path
