"""The ``lumaai`` package as it is installed from the registry, sync and async, against a live server."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from lumaai import (
    AsyncLumaAI,
    AuthenticationError,
    BadRequestError,
    LumaAI,
    NotFoundError,
    UnprocessableEntityError,
)
from lumaai.types import Generation
from lumaai.types import generation as answers

from support import film
from support.patience import PATIENCE
from support.server import KEY, Server

SHORT = {"num_frames": 12, "seed": 5}
FOX = "a red fox runs through fresh snow, the camera orbits left"
UNKNOWN = "11111111-2222-3333-4444-555555555555"


@pytest.fixture(params=["/dream-machine/v1", "/proxy/luma/dream-machine/v1", "/proxy/luma"])
def everywhere(request: pytest.FixtureRequest, live: Server) -> Iterator[LumaAI]:
    """A client under each prefix."""
    with LumaAI(base_url=live.url + request.param, auth_token=KEY, max_retries=0) as found:
        yield found


@pytest.fixture
def client(live: Server) -> Iterator[LumaAI]:
    """A client that refuses answers which are not as the package declares them."""
    with LumaAI(
        base_url=f"{live.url}/dream-machine/v1",
        auth_token=KEY,
        max_retries=0,
        _strict_response_validation=True,
    ) as found:
        yield found


def create(
    client: LumaAI, prompt: str = FOX, extra: dict[str, Any] | None = None, **asked: Any
) -> Generation:
    """A short clip of 540p, or what is asked."""
    given: dict[str, Any] = {"model": "ray-2", "resolution": "540p", **asked}
    return client.generations.video.create(prompt=prompt, extra_body=extra or SHORT, **given)


def finished(client: LumaAI, generation: Generation) -> Generation:
    """Poll as Luma's own samples do, only faster."""
    deadline = time.monotonic() + 5 * PATIENCE
    while generation.state not in {"completed", "failed"}:
        assert time.monotonic() < deadline, generation
        assert generation.state in {"queued", "dreaming"}
        assert generation.assets is None or generation.assets.video is None
        time.sleep(0.1)
        assert generation.id
        generation = client.generations.get(id=generation.id)
    assert generation.state == "completed", generation.failure_reason
    return generation


def made(client: LumaAI, prompt: str = FOX, **asked: Any) -> Generation:
    return finished(client, create(client, prompt, **asked))


def fetched(generation: Generation, to: Path) -> Path:
    """The video, downloaded without a key."""
    assert generation.assets is not None
    assert generation.assets.video is not None
    answer = httpx.get(generation.assets.video)
    assert answer.status_code == 200
    to.write_bytes(answer.content)
    return to


def test_from_create_to_delete(client: LumaAI, mp4: Path) -> None:
    asked = create(client, aspect_ratio="4:3", concepts=[{"key": "orbit_left"}])
    assert isinstance(asked.request, answers.RequestGenerationRequest)
    assert asked.request.concepts == [answers.RequestGenerationRequestConcept(key="orbit_left")]
    found = finished(client, asked)
    assert found.assets is not None
    assert found.failure_reason is None
    assert found.assets.progress_video is None, "there is the video itself"
    assert found.assets.image is not None
    assert httpx.get(found.assets.image).headers["content-type"].startswith("image/")
    stream = film.stream(fetched(found, mp4))
    assert (stream.width, stream.height, stream.frames) == (720, 540, 12)
    assert found.created_at is not None
    assert found.created_at.utcoffset() is not None
    assert found.id is not None
    client.generations.delete(found.id)
    for call in (client.generations.get, client.generations.delete):
        with pytest.raises(NotFoundError, match=found.id):
            call(found.id)
    assert httpx.get(found.assets.image).status_code == 404


def test_the_default_is_five_seconds_of_720p(client: LumaAI, mp4: Path) -> None:
    found = finished(client, client.generations.video.create(model="ray-2", prompt="calm hills at dawn"))
    stream = film.stream(fetched(found, mp4))
    assert (stream.width, stream.height, stream.frames) == (1280, 720, 120)


def test_under_every_prefix(everywhere: LumaAI) -> None:
    assert everywhere.ping.check().message == "pong"
    assert everywhere.credits.get().credit_balance == 0.0
    concepts = everywhere.generations.concepts.list()
    assert len(concepts) == 34
    found = made(everywhere)
    assert found.id is not None
    assert everywhere.generations.get(found.id).assets == found.assets
    assert found.id in [one.id for one in everywhere.generations.list(limit=5).generations]


def test_the_path_of_older_clients_and_no_model(client: LumaAI) -> None:
    body = {"prompt": FOX, "resolution": "540p", **SHORT}
    found = finished(client, client.post("/generations", cast_to=Generation, body=body))
    assert found.model == "ray-2"
    motions = client.get("/generations/camera_motion/list", cast_to=list[str])
    assert "camera orbit left" in motions


def test_from_a_picture_without_a_word(client: LumaAI, web: str, mp4: Path) -> None:
    picture: Any = {"frame0": {"type": "image", "url": f"{web}/landscape.jpg"}}
    asked = client.generations.video.create(
        model="ray-flash-2",
        resolution="540p",
        keyframes=picture,
        extra_body=SHORT,
    )
    found = finished(client, asked)
    assert isinstance(found.request, answers.RequestGenerationRequest)
    assert found.request.keyframes is not None
    assert isinstance(
        found.request.keyframes.frame0, answers.RequestGenerationRequestKeyframesFrame0ImageReference
    )
    assert found.request.keyframes.frame0.url == f"{web}/landscape.jpg"
    assert film.stream(fetched(found, mp4)).frames == 12


def test_a_picture_that_cannot_be_had(client: LumaAI, web: str) -> None:
    picture = {"frame0": {"type": "image", "url": f"{web}/nowhere.jpg"}}
    found = create(client, keyframes=picture)
    while found.state not in {"completed", "failed"}:
        time.sleep(0.1)
        found = client.generations.get(found.id or "")
    assert found.state == "failed"
    assert found.assets is None
    assert found.failure_reason is not None
    assert found.failure_reason.startswith("Failed to read user input frames")


def test_extend_and_reverse_extend(client: LumaAI, tmp_path: Path) -> None:
    source = made(client, aspect_ratio="9:16", extra={"num_frames": 24, "seed": 5})
    after = made(
        client,
        "the fox stops and looks at the camera",
        resolution=None,
        keyframes={"frame0": {"type": "generation", "id": source.id}},
        extra={"num_frames": 24, "seed": 5},
    )
    before = create(client, keyframes={"frame1": {"type": "generation", "id": f"{source.id}:luma/ray-2"}})
    first, second = fetched(source, tmp_path / "a.mp4"), fetched(after, tmp_path / "b.mp4")
    stream = film.stream(second)
    assert (stream.width, stream.height, stream.frames) == (540, 960, 24)
    film.assert_joint(film.small_lumas(first), film.small_lumas(second), "before")
    assert isinstance(before.request, answers.RequestGenerationRequest)
    assert before.request.keyframes is not None
    assert isinstance(
        before.request.keyframes.frame1, answers.RequestGenerationRequestKeyframesFrame1GenerationReference
    )
    assert before.request.keyframes.frame1.id == source.id
    assert finished(client, before).state == "completed"


def test_upscale_and_reframe_show_the_same_clip(client: LumaAI, tmp_path: Path) -> None:
    source = made(client)
    assert source.id is not None
    assert source.assets is not None
    assert source.assets.video is not None
    small = film.small_lumas(fetched(source, tmp_path / "a.mp4"))
    larger = finished(client, client.generations.upscale(source.id, resolution="1080p"))
    assert isinstance(larger.request, answers.RequestUpscaleVideoGenerationRequest)
    assert (larger.id != source.id, larger.request.resolution) == (True, "1080p")
    path = fetched(larger, tmp_path / "b.mp4")
    stream = film.stream(path)
    assert (stream.width, stream.height, stream.frames) == (1920, 1080, 12)
    other = film.small_lumas(fetched(made(client, extra={"num_frames": 12, "seed": 6}), tmp_path / "c.mp4"))
    same = film.small_lumas(path)
    assert film.difference(small, same) < film.difference(small, other) / 3
    shaped = client.generations.video.reframe(
        generation_type="reframe_video",
        model="ray-2",
        aspect_ratio="9:16",
        media={"url": source.assets.video},
    )
    assert isinstance(shaped.request, answers.RequestReframeVideoRequest)
    stream = film.stream(fetched(finished(client, shaped), tmp_path / "d.mp4"))
    assert (stream.width, stream.height, stream.frames) == (540, 960, 12)
    with pytest.raises(BadRequestError, match="is not above the clip's own"):
        client.generations.upscale(larger.id or "", resolution="720p")


def test_list(client: LumaAI) -> None:
    mine = [create(client, extra={"num_frames": 2, "seed": 1}).id for _ in range(3)]
    page = client.generations.list(limit=2)
    assert [one.id for one in page.generations] == mine[:0:-1]
    assert (page.count, page.has_more, page.limit, page.offset) == (2, True, 2, 0)
    later = client.generations.list(limit=1, offset=2)
    assert [one.id for one in later.generations] == mine[:1]
    for generation in mine:
        client.generations.delete(generation or "")


def test_one_that_runs_is_deleted(client: LumaAI) -> None:
    running = create(client, extra={"num_frames": 480, "seed": 1}, resolution="4k")
    assert running.id is not None
    while client.generations.get(running.id).state == "queued":
        time.sleep(0.05)
    client.generations.delete(running.id)
    with pytest.raises(NotFoundError):
        client.generations.get(running.id)


def test_errors(client: LumaAI, live: Server) -> None:
    wrong: dict[str, dict[str, Any]] = {
        "Prompt is too short, minimum length is 3 characters": {"prompt": "ab"},
        "Loop is not supported for end frame": {
            "loop": True,
            "keyframes": {"frame1": {"type": "image", "url": "https://x.example/a.png"}},
        },
        "No keyframes provided": {"keyframes": {}},
        "Duration is not supported": {"duration": "7s"},
        "Resolution is not supported": {"resolution": "8k"},
        "callback_url cannot be used": {"callback_url": "http://192.168.0.1/"},
    }
    for words, asked in wrong.items():
        with pytest.raises(BadRequestError) as refused:
            create(client, **asked)
        assert isinstance(refused.value.body, dict)
        assert refused.value.body["detail"].startswith(words) or words in refused.value.body["detail"]
    with pytest.raises(UnprocessableEntityError) as unreadable:
        create(client, aspect_ratio="2:1")
    assert isinstance(unreadable.value.body, dict)
    (fault,) = unreadable.value.body["detail"]
    assert (fault["loc"], fault["input"]) == (["body", "aspect_ratio"], "2:1")
    with pytest.raises(NotFoundError):
        create(client, keyframes={"frame0": {"type": "generation", "id": UNKNOWN}})
    for attempt in ("wrong", KEY[:-1]):
        stranger = LumaAI(base_url=f"{live.url}/dream-machine/v1", auth_token=attempt, max_retries=0)
        with pytest.raises(AuthenticationError, match="Invalid API key is provided"):
            stranger.ping.check()


def test_what_is_not_served_says_so(client: LumaAI, live: Server) -> None:
    source = create(client, extra={"num_frames": 2})
    with pytest.raises(BadRequestError, match="capability add_audio"):
        client.generations.audio(source.id or "", prompt="wind")
    with pytest.raises(BadRequestError, match="capability image"):
        client.generations.image.create(prompt="a fox", model="photon-1")
    media: Any = {"url": f"{live.url}/assets/x/y/video.mp4"}
    with pytest.raises(BadRequestError, match="capability modify_video"):
        client.generations.video.modify(
            generation_type="modify_video", model="ray-2", mode="flex_1", media=media
        )
    with pytest.raises(BadRequestError, match="capability reframe_image"):
        client.generations.image.reframe(
            generation_type="reframe_image", model="photon-1", aspect_ratio="1:1", media=media
        )


def test_one_generation_in_two_dialects(client: LumaAI, live: Server) -> None:
    mine = create(client, extra={"num_frames": 2})
    there = live.wait(f"{mine.id}")
    assert (there["generation_id"], there["status"]) == (mine.id, "completed")
    theirs = live.create(prompt=FOX, resolution="540p", num_frames=2)
    for form in (theirs["id"], theirs["generation_id"], f"video_{theirs['generation_id'].replace('-', '')}"):
        found = client.generations.get(form)
        assert (found.id, found.model) == (theirs["generation_id"], "ray-2")
    finished(client, found)
    client.generations.delete(theirs["id"])
    assert live.http.get("/v2/video/generations", params={"generation_id": theirs["id"]}).status_code == 404


def test_async(live: Server) -> None:
    async def visit() -> list[str | None]:
        async with AsyncLumaAI(base_url=f"{live.url}/dream-machine/v1", auth_token=KEY) as client:
            assert (await client.ping.check()).message == "pong"
            assert (await client.credits.get()).credit_balance == 0.0
            assert len(await client.generations.concepts.list()) == 34

            async def one(seed: int) -> Generation:
                generation = await client.generations.video.create(
                    model="ray-2", prompt=FOX, resolution="540p", extra_body=SHORT | {"seed": seed}
                )
                while generation.state not in {"completed", "failed"}:
                    await asyncio.sleep(0.1)
                    generation = await client.generations.get(generation.id or "")
                return generation

            async with asyncio.timeout(5 * PATIENCE):
                found = await asyncio.gather(*(one(seed) for seed in range(3)))
            listed = {item.id for item in (await client.generations.list(limit=10)).generations}
            assert {item.id for item in found} <= listed
            larger = await client.generations.upscale(found[0].id or "")
            for item in (larger, *found):
                await client.generations.delete(item.id or "")
            with pytest.raises(NotFoundError):
                await client.generations.get(larger.id or "")
            with pytest.raises(UnprocessableEntityError):
                await client.generations.video.create(model="ray-2", prompt=[])  # type: ignore[arg-type]
            return [item.state for item in found]

    assert asyncio.run(visit()) == ["completed"] * 3
