"""The gallery: finding clips, and the request that makes each again."""

from __future__ import annotations

from typing import Any

import pytest
from starlette.testclient import TestClient

from unit.service.parts import OTHER, Home, data_url, png
from vitascope.http.dialects.aiml.schema import CreateBody
from vitascope.http.gallery.schema import Cards, CardWithChain

PATH = "/v1/gallery"
CREATE = "/v2/video/generations"


def listed(client: TestClient, **query: Any) -> list[dict[str, Any]]:
    answer = client.get(PATH, params=query)
    assert answer.status_code == 200, answer.text
    Cards.model_validate_json(answer.content)
    found: list[dict[str, Any]] = answer.json()["data"]
    return found


def test_the_newest_comes_first_and_only_ones_own(client: TestClient, home: Home) -> None:
    made = [home.create(prompt=f"number {n}").id for n in range(3)]
    home.create(OTHER, prompt="not mine")
    assert [one["id"] for one in listed(client)] == made[::-1]


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("FOX", {"a fox in snow", "Fox 100% real"}),
        ("100%", {"Fox 100% real"}),
        ("0% r", {"Fox 100% real"}),
        ("_", set()),
        ("schön", {"schön"}),
        (" ", {"a fox in snow", "Fox 100% real", "schön"}),
    ],
)
def test_prompts_are_searched_for_the_very_words(
    client: TestClient, home: Home, words: str, found: set[str]
) -> None:
    for prompt in ("a fox in snow", "Fox 100% real", "schön"):
        home.create(prompt=prompt)
    assert {one["prompt"] for one in listed(client, q=words)} == found


def test_states_and_pages(client: TestClient, home: Home) -> None:
    done = home.finish(home.create()).id
    failed = home.fail(home.create(), "EngineError", "It broke.").id
    waiting = [home.create().id for _ in range(3)]
    assert [one["id"] for one in listed(client, state="completed,failed")] == [failed, done]
    first = client.get(PATH, params={"state": "queued", "limit": 2}).json()
    assert (len(first["data"]), first["has_more"], first["last_id"]) == (2, True, waiting[1])
    rest = client.get(PATH, params={"state": "queued", "limit": 2, "after": first["last_id"]}).json()
    assert ([one["id"] for one in rest["data"]], rest["has_more"]) == ([waiting[0]], False)


@pytest.mark.parametrize(
    "query",
    [{"state": "done"}, {"limit": "0"}, {"limit": "101"}, {"limit": "x"}, {"q": "x" * 201}, {"q": "\0"}],
)
def test_an_odd_query_is_refused(client: TestClient, query: dict[str, str]) -> None:
    answer = client.get(PATH, params=query)
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["field"] in query


def test_what_is_not_mine_is_not_there(client: TestClient, home: Home) -> None:
    other = home.create(OTHER).id
    assert client.get(f"{PATH}/{other}").status_code == 404
    assert client.get(PATH, params={"after": other}).status_code == 404


ASKED: list[dict[str, Any]] = [
    {},
    {"resolution": "540p", "aspect_ratio": "9:21", "duration": 9, "loop": True, "seed": 4},
    {"num_frames": 7, "concepts": ["orbit_left", "zoom_in"], "quality": "high", "negative_prompt": "blur"},
    {"plan": {"any": ["thing"]}, "steps": 4, "guidance": 3.5, "model": "stripes"},
    {"keyframes": {"frame0": {"type": "image", "url": data_url(png())}}},
]


@pytest.mark.parametrize("asked", ASKED)
def test_the_request_makes_the_same_again(client: TestClient, home: Home, asked: dict[str, Any]) -> None:
    body = {"model": "luma/ray-2", "prompt": "a fox"} | asked
    first = client.post(CREATE, json=body).json()["generation_id"]
    again = client.get(f"{PATH}/{first}").json()["card"]["request"]
    CreateBody.model_validate(again)
    second = client.post(CREATE, json=again)
    assert second.status_code == 200, second.text
    one, other = (home.ledger.get(id_) for id_ in (first, second.json()["generation_id"]))
    ends = {"frame0", "frame1"}
    same = one.request.model_dump(exclude={"seed", *ends}) == other.request.model_dump(
        exclude={"seed", *ends}
    )
    assert (same, one.seed) == (True, other.seed)
    assert {asset.sha256 for asset in one.assets} == {asset.sha256 for asset in other.assets}


def test_a_clip_comes_with_its_chain(client: TestClient, home: Home) -> None:
    def follows(id_: str, end: str) -> str:
        return home.finish(home.create(**{end: {"type": "generation", "id": id_}})).id

    first = home.finish(home.create()).id
    second = follows(first, "frame0")
    third = follows(second, "frame0")
    opening = follows(first, "frame1")
    found = CardWithChain.model_validate_json(client.get(f"{PATH}/{third}").content)
    assert [one.id for one in found.before] == [first, second]
    begun = CardWithChain.model_validate_json(client.get(f"{PATH}/{opening}").content)
    assert [one.id for one in begun.after] == [first]
    source = CardWithChain.model_validate_json(client.get(f"{PATH}/{first}").content)
    assert [one.id for one in source.continuations] == [second, opening]
    assert source.card.parents == {}
    assert found.card.parents == {"frame0": second}
    home.services.generations.delete(second, "default")
    assert client.get(f"{PATH}/{third}").json()["before"] == []


def test_a_session_says_who_calls(client: TestClient, anonymous: TestClient, home: Home) -> None:
    assert client.get("/v1/session").json() == {"owner": "default", "via": "key", "admin": True}
    headers = {"Authorization": f"Bearer {home.ledger_key}"}
    assert client.get("/v1/session", headers=headers).json()["admin"] is False
