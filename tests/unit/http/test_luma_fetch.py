"""Fetching, listing and deleting through the Luma API, and what it tells beside."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

import pytest
from starlette.testclient import TestClient

from unit.http.luma import BASE, GENERATIONS, UNKNOWN, create, sentence, shown
from unit.service.parts import OTHER, OWNER, PUBLIC_URL, VIDEO, Home
from vitascope.domain.concepts import CONCEPTS
from vitascope.domain.generation import PREVIEW, RUSHES, Asset, Progress
from vitascope.http.dialects.luma.answers import LumaGenerationList
from vitascope.http.dialects.luma.present import present
from vitascope.http.notices import NOTICES
from vitascope.service.generations import Standing


def fetch(client: TestClient, generation_id: str) -> dict[str, Any]:
    return shown(client.get(f"{GENERATIONS}/{generation_id}"))


@pytest.mark.parametrize("base", [BASE, "/proxy/luma", "/proxy/luma/dream-machine/v1"])
@pytest.mark.parametrize("form", ["{}", "{}:luma/ray-2", "{}:anything/else:at all", "video_{}"])
@pytest.mark.parametrize("encode", [str, lambda text: quote(text, safe="")])
def test_every_form_of_the_id_raw_and_encoded(
    client: TestClient, home: Home, base: str, form: str, encode: Any
) -> None:
    made = home.create()
    answer = client.get(f"{base}/generations/{encode(form.format(made.id))}")
    assert shown(answer)["id"] == made.id


def test_one_made_in_the_other_dialect(client: TestClient, home: Home) -> None:
    body = {"model": "luma/ray-2", "prompt": "a fox", "resolution": "1080p"}
    other = client.post("/v2/video/generations", json=body).json()
    found = fetch(client, other["id"])
    assert (found["model"], found["request"]["model"]) == ("ray-2", "ray-2")
    assert (found["request"]["prompt"], found["request"]["resolution"]) == ("a fox", "1080p")
    mine, _ = create(client, home)
    there = client.get("/v2/video/generations", params={"generation_id": mine["id"]}).json()
    assert (there["status"], there["id"]) == ("queued", f"{mine['id']}:ray-2")


def test_one_that_named_pixels(client: TestClient, home: Home) -> None:
    found = fetch(client, home.create(size=(1440, 600)).id)
    assert (found["request"]["resolution"], found["request"]["aspect_ratio"]) == ("600p", "12:5")


def test_waiting(client: TestClient, home: Home) -> None:
    home.create()
    found = fetch(client, home.create().id)
    assert (found["state"], found["assets"], found["meta"]["queue_position"]) == ("queued", None, 1)


def test_dreaming(client: TestClient, home: Home) -> None:
    made = home.create()
    lease = home.ledger.claim("worker", 60.0, made.pool, made.id)
    assert lease is not None
    home.ledger.beat(lease, Progress(fraction=0.123456, stage="render", step=3, steps=24), 60.0)
    found = fetch(client, made.id)
    assert (found["state"], found["assets"], found["failure_reason"]) == ("dreaming", None, None)
    assert (found["meta"]["progress"], found["meta"]["stage"]) == (0.1235, "render")


def test_what_is_to_be_seen_while_dreaming(client: TestClient, anonymous: TestClient, home: Home) -> None:
    made = home.create()
    lease = home.ledger.claim("worker", 60.0, made.pool, made.id)
    assert lease is not None
    for name, kind in ((PREVIEW, "image/webp"), (RUSHES, "video/mp4")):
        key = f"{made.id}/1/{name}"
        stored = home.storage.put_bytes(key, name.encode())
        asset = Asset(name=name, key=key, media_type=kind, size=stored.size, sha256=stored.sha256)
        home.ledger.keep_input(lease, asset)
    assert fetch(client, made.id)["assets"] is None, "what an earlier attempt left is not shown"
    home.ledger.beat(lease, Progress(fraction=0.5, stage="render", preview="1"), 60.0)
    assets = fetch(client, made.id)["assets"]
    assert assets["video"] is None
    for shown_as, name in (("image", PREVIEW), ("progress_video", RUSHES)):
        seen = anonymous.get(assets[shown_as].removeprefix(PUBLIC_URL))
        assert seen.content == name.encode()
    home.ledger.hand_back(lease)
    assert fetch(client, made.id)["assets"] is None
    assert home.ledger.get(made.id).assets == ()


def test_completed(client: TestClient, anonymous: TestClient, home: Home) -> None:
    made = home.finish(home.create(num_frames=13, resolution="540p"))
    found = fetch(client, made.id)
    assert (found["state"], found["failure_reason"]) == ("completed", None)
    assets = found["assets"]
    assert list(assets) == ["video", "image", "progress_video"]
    assert assets["video"].endswith(f"/{made.id}/video.mp4")
    assert assets["image"].endswith("/thumbnail.webp")
    assert assets["progress_video"] is None
    assert anonymous.get(assets["video"].removeprefix(PUBLIC_URL)).content == VIDEO
    assert anonymous.get(assets["image"].removeprefix(PUBLIC_URL)).status_code == 200
    meta = found["meta"]
    assert (meta["width"], meta["height"], meta["frames"], meta["duration"]) == (960, 540, 13, 0.541667)


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("KeyframeUnreachable", "Failed to read user input frames"),
        ("AddressRefused", "Failed to read user input frames"),
        ("MediaError", "Failed to read user input frames"),
        ("EngineError", "Job failed"),
    ],
)
def test_failed(client: TestClient, home: Home, name: str, words: str) -> None:
    found = fetch(client, home.fail(home.create(), name, "No answer from x.example.").id)
    assert (found["state"], found["assets"]) == ("failed", None)
    assert found["failure_reason"] == f"{words}: No answer from x.example."


def test_cancelled_is_failed(client: TestClient, home: Home) -> None:
    made = home.services.generations.cancel(home.create().id, OWNER)
    found = fetch(client, made.id)
    assert (found["state"], found["meta"]["stage"]) == ("failed", "cancelled")
    assert found["failure_reason"].startswith("Cancelled")


def test_previz_says_what_it_is(home: Home) -> None:
    made = home.create().model_copy(update={"engine": "previz"})
    assert present(Standing(made), home.services.assets).meta.notice == NOTICES["previz"]


@pytest.mark.parametrize("kind", ["unknown", "malformed", "theirs"])
@pytest.mark.parametrize(("method", "tail"), [("GET", ""), ("DELETE", ""), ("POST", "/upscale")])
def test_what_is_not_there(client: TestClient, home: Home, kind: str, method: str, tail: str) -> None:
    theirs = home.finish(home.create(OTHER))
    wanted = {"unknown": UNKNOWN, "malformed": "my video ✂", "theirs": theirs.id}[kind]
    answer = client.request(method, f"{GENERATIONS}/{quote(wanted)}{tail}")
    assert wanted[:8] in sentence(answer, 404)
    assert home.ledger.get(theirs.id) == theirs


def listed(client: TestClient, query: str = "") -> dict[str, Any]:
    answer = client.get(GENERATIONS + query)
    assert answer.status_code == 200, answer.text
    LumaGenerationList.model_validate(answer.json(), strict=True)
    found: dict[str, Any] = answer.json()
    return found


def test_a_list_has_only_ones_own_the_newest_first(client: TestClient, home: Home) -> None:
    assert listed(client) == {"generations": [], "count": 0, "has_more": False, "limit": 100, "offset": 0}
    made = [home.create().id for _ in range(5)]
    home.create(OTHER)
    page = listed(client)
    assert [one["id"] for one in page["generations"]] == made[::-1]
    assert (page["count"], page["has_more"]) == (5, False)


def test_a_list_page_by_page(client: TestClient, home: Home) -> None:
    made = [home.create().id for _ in range(5)]
    pages = [listed(client, f"?limit=2&offset={offset}") for offset in (0, 2, 4, 6)]
    assert [one["id"] for page in pages for one in page["generations"]] == made[::-1]
    assert [page["has_more"] for page in pages] == [True, True, False, False]
    assert [page["count"] for page in pages] == [2, 2, 1, 0]
    assert [(page["limit"], page["offset"]) for page in pages] == [(2, 0), (2, 2), (2, 4), (2, 6)]


@pytest.mark.parametrize("base", [BASE, "/proxy/luma"])
@pytest.mark.parametrize("form", ["{}", "{}:luma/ray-2", "video_{}"])
def test_delete(client: TestClient, home: Home, base: str, form: str) -> None:
    made = home.finish(home.create())
    path = f"{base}/generations/{form.format(made.id)}"
    answer = client.delete(path, headers={"Content-Type": "application/json"})
    assert (answer.status_code, answer.content) == (204, b"")
    assert (home.rows(), home.files()) == (0, [])
    sentence(client.get(path), 404)
    sentence(client.delete(path), 404)


def test_one_that_waits_is_stopped_and_deleted(client: TestClient, home: Home) -> None:
    assert client.delete(f"{GENERATIONS}/{home.create().id}").status_code == 204
    assert home.rows() == 0


@pytest.mark.parametrize("base", [BASE, "/proxy/luma", "/proxy/luma/dream-machine/v1"])
def test_what_is_told_beside(client: TestClient, base: str) -> None:
    assert client.get(f"{base}/ping").json() == {"message": "pong"}
    assert client.get(f"{base}/credits").json() == {"credit_balance": 0.0}
    assert client.get(f"{base}/generations/concepts/list").json() == list(CONCEPTS)
    motions = client.get(f"{base}/generations/camera_motion/list").json()
    assert len(motions) == 34
    assert "camera orbit left" in motions


def test_the_documented_concepts_are_those(client: TestClient) -> None:
    documented = (
        "truck_left pan_right pedestal_down low_angle pedestal_up selfie pan_left roll_right zoom_in "
        "over_the_shoulder orbit_right orbit_left static tiny_planet high_angle bolt_cam dolly_zoom overhead "
        "zoom_out handheld roll_left pov aerial_drone push_in crane_down truck_right tilt_down "
        "elevator_doors tilt_up ground_level pull_out aerial crane_up eye_level"
    )
    assert set(client.get(f"{GENERATIONS}/concepts/list").json()) == set(documented.split())
