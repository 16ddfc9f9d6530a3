"""Creating through the AI/ML API: what is understood."""

from __future__ import annotations

from codecs import BOM_UTF8
from typing import Any

import pytest
from starlette.testclient import TestClient

from unit.service.parts import OWNER, Home, data_url, png
from vitascope.domain.generation import Generation
from vitascope.domain.request import AspectRatio, GenerationKeyframe, ImageKeyframe, Resolution
from vitascope.http.dialects.aiml.schema import VideoGeneration

PATH = "/v2/video/generations"
LEAST = {"model": "luma/ray-2", "prompt": "a fox in snow"}


def create(client: TestClient, home: Home, **body: Any) -> tuple[dict[str, Any], Generation]:
    answer = client.post(PATH, json=LEAST | body)
    assert answer.status_code == 200, answer.text
    shown: dict[str, Any] = answer.json()
    VideoGeneration.model_validate(shown, strict=True)
    return shown, home.ledger.get(shown["generation_id"], OWNER)


def test_the_least_there_can_be(client: TestClient, home: Home) -> None:
    shown, kept = create(client, home)
    assert shown == {
        "id": f"{kept.id}:luma/ray-2",
        "generation_id": kept.id,
        "status": "queued",
        "video": None,
        "error": None,
        "meta": {
            "usage": {"credits_used": 0, "usd_spent": 0.0},
            "engine": "stripes",
            "model": "stripes",
            "seed": kept.seed,
            "width": 1920,
            "height": 1080,
            "fps": 24,
            "duration": 5.0,
            "frames": 120,
            "progress": 0.0,
            "stage": "queued",
            "queue_position": 0,
            "starts_in": None,
            "thumbnail": None,
            "assets": {"video": None, "thumbnail": None, "sheet": None, "stitched": None},
            "stitched_reason": None,
            "notice": None,
            "ignored": [],
        },
    }


@pytest.mark.parametrize("written", [5, "5", "5s", "5S", 5.0, " 5 "])
def test_five_seconds_in_every_spelling(client: TestClient, home: Home, written: object) -> None:
    assert create(client, home, duration=written)[1].request.duration == 5


@pytest.mark.parametrize("written", [9, "9", "9s", 9.0])
def test_nine_seconds_in_every_spelling(client: TestClient, home: Home, written: object) -> None:
    shown, _ = create(client, home, duration=written)
    assert (shown["meta"]["duration"], shown["meta"]["frames"]) == (9.0, 216)


@pytest.mark.parametrize("resolution", [*Resolution, "4K", "720P"])
def test_every_resolution(client: TestClient, home: Home, resolution: str) -> None:
    assert create(client, home, resolution=resolution)[1].request.resolution == resolution.lower()


@pytest.mark.parametrize("ratio", AspectRatio)
def test_every_ratio(client: TestClient, home: Home, ratio: AspectRatio) -> None:
    assert create(client, home, aspect_ratio=ratio.value)[1].request.aspect_ratio is ratio


def test_the_documented_size(client: TestClient, home: Home) -> None:
    meta = create(client, home, resolution="1080p", aspect_ratio="21:9")[0]["meta"]
    assert (meta["width"], meta["height"]) == (2520, 1080)


def test_null_is_the_same_as_nothing(client: TestClient, home: Home) -> None:
    nothing = ("resolution", "aspect_ratio", "duration", "keyframes", "loop", "seed", "num_frames")
    _, kept = create(client, home, **dict.fromkeys(nothing))
    _, plain = create(client, home)
    assert kept.request == plain.request


def test_null_members_of_keyframes(client: TestClient, home: Home) -> None:
    end = {"type": "image", "url": "https://x.example/a.png", "id": None}
    _, kept = create(client, home, keyframes={"frame0": None, "frame1": end})
    assert kept.request.frame0 is None
    assert kept.request.frame1 == ImageKeyframe(url="https://x.example/a.png")


def test_extras(client: TestClient, home: Home) -> None:
    shown, kept = create(client, home, seed=42, num_frames=13, loop=True)
    assert (kept.seed, kept.request.num_frames, kept.request.loop) == (42, 13, True)
    assert (shown["meta"]["seed"], shown["meta"]["frames"]) == (42, 13)


def test_what_is_not_read_is_named(client: TestClient, home: Home) -> None:
    shown, _ = create(client, home, motion_bucket=3, hdr=True, concepts=None)
    assert shown["meta"]["ignored"] == ["motion_bucket", "hdr"]


def test_pictures_that_came_along_are_kept(client: TestClient, home: Home) -> None:
    _, kept = create(client, home, keyframes={"frame0": {"type": "image", "url": data_url(png())}})
    assert kept.request.frame0 == ImageKeyframe(url=f"asset:{kept.id}/input/frame0")


def test_an_extension_takes_the_id_that_was_shown(client: TestClient, home: Home) -> None:
    shown, source = create(client, home, resolution="540p", aspect_ratio="9:16")
    home.finish(source)
    _, kept = create(client, home, keyframes={"frame0": {"type": "generation", "id": shown["id"]}})
    assert kept.request.frame0 == GenerationKeyframe(id=source.id)
    assert (kept.request.resolution, kept.request.aspect_ratio) == ("540p", "9:16")


@pytest.mark.parametrize("model", ["luma/ray-2", "ray-2", "luma/ray-1-6", "sora-2-pro", "stripes"])
def test_the_shown_id_ends_in_the_requested_model(client: TestClient, home: Home, model: str) -> None:
    shown, kept = create(client, home, model=model)
    assert shown["id"] == f"{kept.id}:{model}"
    assert shown["meta"]["model"] == "stripes"


def test_json_of_another_name_is_read(client: TestClient) -> None:
    body = b'{"model": "luma/ray-2", "prompt": "\xf0\x9f\xa6\x8a \\ud83e\\udd8a"}'
    kinds = ("application/json", "application/json; charset=UTF-8", "application/vnd.api+json")
    for kind in (*kinds, "application/json;odata=verbose", 'application/json; charset="utf-8"; v=1'):
        answer = client.post(PATH, content=body, headers={"Content-Type": kind})
        assert answer.status_code == 200, answer.text
    marked = client.post(PATH, content=BOM_UTF8 + body, headers={"Content-Type": "application/json"})
    assert marked.status_code == 200, marked.text
    assert client.post(PATH, content=body).status_code == 200
