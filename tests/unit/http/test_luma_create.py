"""Creating through the Luma API: what is understood, and what comes back."""

from __future__ import annotations

from typing import Any

import pytest
from starlette.testclient import TestClient

from unit.http.luma import BASE, GENERATIONS, PICTURE, create, shown
from unit.service.parts import PUBLIC_URL, Home, data_url, png
from vitascope.domain.concepts import CONCEPTS
from vitascope.domain.render import render_spec
from vitascope.domain.request import AspectRatio, GenerationKeyframe, ImageKeyframe, Resolution


def test_the_least_there_can_be(client: TestClient, home: Home) -> None:
    found, kept = create(client, home)
    assert found == {
        "id": kept.id,
        "generation_type": "video",
        "state": "queued",
        "failure_reason": None,
        "created_at": "2023-11-14T22:13:20.000000Z",
        "assets": None,
        "model": "ray-2",
        "request": {
            "generation_type": "video",
            "model": "ray-2",
            "prompt": "a fox in snow",
            "aspect_ratio": "16:9",
            "resolution": "720p",
            "duration": "5s",
            "loop": False,
            "keyframes": None,
            "concepts": None,
            "callback_url": None,
            "seed": None,
            "num_frames": None,
            "negative_prompt": None,
            "steps": None,
            "guidance": None,
            "audio": False,
            "lora": None,
            "quality": "standard",
            "priority": 0,
            "webhook": None,
        },
        "meta": {
            "usage": {"credits_used": 0, "usd_spent": 0.0},
            "engine": "stripes",
            "model": "stripes",
            "seed": kept.seed,
            "width": 1280,
            "height": 720,
            "fps": 24,
            "frames": 120,
            "duration": 5.0,
            "progress": 0.0,
            "stage": "queued",
            "queue_position": 0,
            "starts_in": None,
            "source": None,
            "stitched": None,
            "stitched_reason": None,
            "notice": None,
            "ignored": [],
        },
    }


@pytest.mark.parametrize(
    "path",
    [
        GENERATIONS,
        f"{GENERATIONS}/video",
        "/proxy/luma/generations",
        "/proxy/luma/generations/video",
        "/proxy/luma/dream-machine/v1/generations",
        "/proxy/luma/dream-machine/v1/generations/video",
    ],
)
def test_every_path_that_clients_know(client: TestClient, home: Home, path: str) -> None:
    found, kept = create(client, home, path)
    assert shown(client.get(f"{BASE}/generations/{kept.id}"))["request"] == found["request"]


def test_everything_at_once(client: TestClient, home: Home) -> None:
    asked: dict[str, Any] = {
        "generation_type": "video",
        "model": "ray-flash-2",
        "prompt": "a tiger, and a tigress 🐅",
        "aspect_ratio": "9:21",
        "resolution": "540p",
        "duration": "9s",
        "loop": True,
        "keyframes": {"frame0": PICTURE},
        "concepts": [{"key": "orbit_left"}, {"key": "handheld"}],
        "callback_url": "https://x.example/told?id=1",
        "seed": 42,
        "num_frames": 13,
        "negative_prompt": "blur",
        "steps": 30,
        "guidance": 7.5,
        "quality": "high",
        "priority": 3,
    }
    plan = {"version": 1}
    found, kept = create(client, home, **asked, plan=plan)
    unasked = {
        "keyframes": {"frame0": PICTURE, "frame1": None},
        "webhook": None,
        "audio": False,
        "lora": None,
    }
    assert found["request"] == asked | unasked
    assert (kept.request.plan, kept.request.steps, kept.request.guidance) == (plan, 30, 7.5)
    assert (kept.request.negative_prompt, kept.request.quality, kept.priority) == ("blur", "high", 3)
    assert kept.request.concepts == ("orbit_left", "handheld")
    assert render_spec(kept.request, kept.seed).concepts == ("orbit_left", "handheld")
    assert kept.request.callback_url == "https://x.example/told?id=1"
    assert (kept.seed, found["meta"]["frames"], found["meta"]["width"]) == (42, 13, 540)


@pytest.mark.parametrize("written", [5, 5.0, "5", "5s", "5S", " 5 s"])
def test_five_seconds_in_every_spelling(client: TestClient, home: Home, written: object) -> None:
    found, kept = create(client, home, duration=written)
    assert (kept.request.duration, found["request"]["duration"]) == (5, "5s")


@pytest.mark.parametrize("written", [9, "9s"])
def test_nine_seconds(client: TestClient, home: Home, written: object) -> None:
    assert create(client, home, duration=written)[0]["meta"]["frames"] == 216


@pytest.mark.parametrize("resolution", [*Resolution, "4K", " 720P "])
def test_every_resolution(client: TestClient, home: Home, resolution: str) -> None:
    kept = create(client, home, resolution=resolution)[1]
    assert kept.request.resolution == resolution.strip().lower()


@pytest.mark.parametrize("ratio", AspectRatio)
def test_every_ratio(client: TestClient, home: Home, ratio: AspectRatio) -> None:
    found, kept = create(client, home, aspect_ratio=ratio.value)
    assert (kept.request.aspect_ratio, found["request"]["aspect_ratio"]) == (ratio, ratio.value)


def test_every_concept(client: TestClient, home: Home) -> None:
    listed = client.get(f"{GENERATIONS}/concepts/list").json()
    assert len(listed) == 34
    assert create(client, home, concepts=[{"key": key} for key in listed])[1].request.concepts == CONCEPTS


@pytest.mark.parametrize("model", ["ray-2", "ray-flash-2", "ray-1-6", "ray-1.6", "luma/ray-2", "stripes"])
def test_models(client: TestClient, home: Home, model: str) -> None:
    found, kept = create(client, home, model=model)
    assert found["model"] == found["request"]["model"] == model.removeprefix("luma/")
    assert (kept.request.model, kept.model) == (model, "stripes")


def test_null_is_the_same_as_nothing(client: TestClient, home: Home) -> None:
    nothing: dict[str, Any] = dict.fromkeys(
        (
            "model",
            "aspect_ratio",
            "resolution",
            "duration",
            "loop",
            "keyframes",
            "concepts",
            "callback_url",
            "generation_type",
            "seed",
            "num_frames",
        )
    )
    assert create(client, home, **nothing)[1].request == create(client, home)[1].request


@pytest.mark.parametrize("prompt", [None, "", " \n"])
def test_over_a_picture_no_words_are_needed(client: TestClient, home: Home, prompt: str | None) -> None:
    found, kept = create(client, home, prompt=prompt, keyframes={"frame1": PICTURE})
    assert (found["request"]["prompt"], kept.request.prompt) == (None, "")
    assert kept.request.frame1 == ImageKeyframe(url=PICTURE["url"])


@pytest.mark.parametrize("length", [3, 5000])
def test_the_shortest_and_the_longest_prompt(client: TestClient, home: Home, length: int) -> None:
    assert create(client, home, prompt="x" * length)[1].request.prompt == "x" * length


def test_bytes_that_came_along_are_shown_as_a_link(
    client: TestClient, anonymous: TestClient, home: Home
) -> None:
    found, kept = create(client, home, keyframes={"frame0": {"type": "image", "url": data_url(png())}})
    link = found["request"]["keyframes"]["frame0"]["url"]
    assert link.startswith(f"{PUBLIC_URL}/assets/")
    assert anonymous.get(link.removeprefix(PUBLIC_URL)).content == png()
    assert kept.request.frame0 == ImageKeyframe(url=f"asset:{kept.id}/input/frame0")


@pytest.mark.parametrize("form", ["{}", "{}:luma/ray-2", "video_{}"])
@pytest.mark.parametrize("end", ["frame0", "frame1"])
def test_an_extension_inherits_its_size(client: TestClient, home: Home, form: str, end: str) -> None:
    source = home.finish(home.create(resolution="540p", aspect_ratio="9:16"))
    keyframes = {end: {"type": "generation", "id": form.format(source.id)}}
    found, kept = create(client, home, keyframes=keyframes)
    assert getattr(kept.request, end) == GenerationKeyframe(id=source.id)
    assert found["request"]["keyframes"][end] == {"type": "generation", "id": source.id}
    assert (found["request"]["resolution"], found["request"]["aspect_ratio"]) == ("540p", "9:16")


def test_an_extension_may_loop(client: TestClient, home: Home) -> None:
    source = home.finish(home.create())
    keyframes = {"frame0": {"type": "generation", "id": source.id}}
    assert create(client, home, keyframes=keyframes, loop=True)[1].request.loop


def test_what_is_not_read_is_named(client: TestClient, home: Home) -> None:
    found, _ = create(client, home, camera_path="x", user_id=5, nothing=None)
    assert found["meta"]["ignored"] == ["camera_path", "user_id"]
