"""Upscale and reframe through the Luma API."""

from __future__ import annotations

from typing import Any

import pytest
from starlette.testclient import TestClient

from unit.http.luma import BASE, GENERATIONS, faults, sentence, shown
from unit.service.parts import OTHER, OWNER, Home
from vitascope.domain.generation import Generation

REFRAME = f"{GENERATIONS}/video/reframe"


def asked(home: Home, source: Generation, **changes: Any) -> dict[str, Any]:
    """A reframe of a clip to 9:16, or what the changes say."""
    media = {"url": home.services.assets.url(source, "video")}
    body = {"generation_type": "reframe_video", "model": "ray-2", "aspect_ratio": "9:16", "media": media}
    return body | changes


@pytest.mark.parametrize("base", [BASE, "/proxy/luma", "/proxy/luma/dream-machine/v1"])
@pytest.mark.parametrize("form", ["{}", "{}:luma/ray-2", "video_{}"])
def test_upscale(client: TestClient, home: Home, base: str, form: str) -> None:
    source = home.finish(home.create(resolution="540p", num_frames=13))
    body = {"resolution": "1080p", "callback_url": "https://x.example/told"}
    found = shown(client.post(f"{base}/generations/{form.format(source.id)}/upscale", json=body))
    assert found["id"] != source.id
    assert found["request"] == {"generation_type": "upscale_video", **body}
    meta = found["meta"]
    assert (meta["width"], meta["height"], meta["frames"]) == (1920, 1080, 13)
    assert (meta["seed"], meta["source"]) == (source.seed, source.id)
    assert home.ledger.get(found["id"], OWNER).request.callback_url == "https://x.example/told"
    assert shown(client.get(f"{GENERATIONS}/{found['id']}"))["request"] == found["request"]


@pytest.mark.parametrize("content", [b"", b"{}", b'{"resolution": null, "generation_type": "upscale_video"}'])
def test_upscale_without_a_word(client: TestClient, home: Home, content: bytes) -> None:
    source = home.finish(home.create(resolution="720p"))
    headers = {"Content-Type": "application/json"}
    answer = client.post(f"{GENERATIONS}/{source.id}/upscale", content=content, headers=headers)
    assert shown(answer)["request"]["resolution"] == "1080p"


def test_upscale_refused(client: TestClient, home: Home) -> None:
    waiting, done = home.create(resolution="540p"), home.finish(home.create())
    path = f"{GENERATIONS}/{done.id}/upscale"
    refused = {
        "expected a completed one": client.post(f"{GENERATIONS}/{waiting.id}/upscale", json={}),
        "is not above the clip's own": client.post(path, json={"resolution": "1080p"}),
        "Resolution is not supported": client.post(path, json={"resolution": "2k"}),
        "callback_url cannot be used": client.post(path, json={"callback_url": "ftp://x.example"}),
    }
    for words, answer in refused.items():
        assert words in sentence(answer)
    (fault,) = faults(client.post(path, json={"generation_type": "add_audio"}))
    assert fault["loc"] == ["body", "generation_type"]
    assert home.rows() == 2


def test_reframe(client: TestClient, home: Home) -> None:
    source = home.finish(home.create(resolution="720p"))
    body = asked(home, source, prompt="more snow")
    found = shown(client.post(REFRAME, json=body), 201)
    assert found["request"] == body | {"first_frame": None, "callback_url": None}
    assert (found["meta"]["width"], found["meta"]["height"]) == (720, 1280)
    assert (found["meta"]["seed"], found["meta"]["source"]) == (source.seed, source.id)
    assert home.ledger.get(found["id"], OWNER).request.prompt == "a fox in snow"


def test_reframe_refused(client: TestClient, home: Home) -> None:
    source = home.finish(home.create())
    theirs = home.finish(home.create(OTHER))
    foreign = {"url": "https://x.example/video.mp4"}
    image = {"url": home.services.assets.url(source, "thumbnail")}
    refused: dict[str, dict[str, Any]] = {
        "No model here has the capability reframe for videos that were made elsewhere": {"media": foreign},
        "cannot be reframed; expected a generation's own clip": {"media": image},
        "capability outpainting, which grid_position_x, y_end asks for": {"grid_position_x": 0, "y_end": 9},
        "capability outpainting, which first_frame asks for": {"first_frame": foreign},
        "The clip was made by stripes": {"model": "text-only"},
        "callback_url cannot be used": {"callback_url": "http://localhost/"},
    }
    for words, changes in refused.items():
        assert words in sentence(client.post(REFRAME, json=asked(home, source, **changes)))
    assert "No such asset" in sentence(client.post(REFRAME, json=asked(home, theirs)), 404)
    (fault,) = faults(client.post(REFRAME, json=asked(home, source, aspect_ratio="2:1")))
    assert fault["loc"] == ["body", "aspect_ratio"]
    assert home.rows() == 2


def test_what_is_not_read_is_named(client: TestClient, home: Home) -> None:
    source = home.finish(home.create())
    assert shown(client.post(REFRAME, json=asked(home, source, x=1)), 201)["meta"]["ignored"] == ["x"]
