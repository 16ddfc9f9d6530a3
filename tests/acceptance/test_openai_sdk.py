"""The ``openai`` package as its users call it; only the base URL and the key are ours."""

from __future__ import annotations

import asyncio
import io
import json
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import openai
import pytest
from openai import AsyncOpenAI, OpenAI
from openai.types import Video
from PIL import Image

from support import film
from support.patience import PATIENCE
from support.server import KEY, Server

pytestmark = pytest.mark.filterwarnings("ignore:The Sora API is scheduled:DeprecationWarning")

SHORT: dict[str, Any] = {"num_frames": 6, "seed": 7}
"""Extras of ours that keep the videos small."""
SIZE = "256x256"


@pytest.fixture(scope="module")
def client(live: Server) -> Iterator[OpenAI]:
    with OpenAI(base_url=f"{live.url}/v1", api_key=KEY) as client:
        yield client


@pytest.fixture(scope="module")
def made(client: OpenAI) -> Video:
    """A finished video."""
    return create_and_poll(client, prompt="A red fox runs through fresh snow")


def create_and_poll(client: OpenAI, **fields: Any) -> Video:
    video = client.videos.create_and_poll(size=SIZE, extra_body=SHORT, **fields)  # type: ignore[arg-type]
    assert video.status == "completed", video.error
    return video


def frames(content: bytes, to: Path) -> int:
    """How many frames a video has; it must be ours by size and rate."""
    to.write_bytes(content)
    found = film.stream(to)
    assert (found.width, found.height, found.rate) == (256, 256, 24)
    return found.frames


def test_create_and_poll(made: Video) -> None:
    assert made.id.startswith("video_")
    assert (made.object, made.model, made.progress, made.error) == ("video", "sora-2", 100, None)
    assert (made.size, made.seconds) == (SIZE, "0.25")
    assert made.completed_at is not None
    assert made.completed_at >= made.created_at


def test_a_bare_create_has_the_documented_defaults(client: OpenAI, live: Server) -> None:
    live.http.post("/v1/admin/pools/default/pause").raise_for_status()
    try:
        video = client.videos.create(prompt="A lighthouse at dusk")
        assert (video.model, video.size, video.seconds) == ("sora-2", "720x1280", "4")
        assert video.status == "queued"
        with pytest.raises(openai.BadRequestError, match="not ready") as caught:
            client.videos.download_content(video.id)
        assert caught.value.code == "video_not_ready"
        deleted = client.videos.delete(video.id)
    finally:
        live.http.post("/v1/admin/pools/default/resume").raise_for_status()
    assert (deleted.id, deleted.deleted, deleted.object) == (video.id, True, "video.deleted")
    with pytest.raises(openai.NotFoundError):
        client.videos.retrieve(video.id)


def test_download_in_three_variants(client: OpenAI, made: Video, mp4: Path) -> None:
    assert frames(client.videos.download_content(made.id).content, mp4) == 6
    for variant, form in (("thumbnail", "WEBP"), ("spritesheet", "JPEG")):
        content = client.videos.download_content(made.id, variant=variant).content  # type: ignore[arg-type]
        assert Image.open(io.BytesIO(content)).format == form


def test_a_picture_of_any_size_begins_it(client: OpenAI, images: dict[str, bytes], mp4: Path) -> None:
    picture = images["landscape.jpg"]
    for reference in (picture, ("landscape.jpg", picture, "image/jpeg")):
        video = create_and_poll(client, prompt="The clouds drift", input_reference=reference)
        assert frames(client.videos.download_content(video.id).content, mp4) == 6
        shown = film.luma(film.decoded(mp4)[0])
        assert film.psnr(shown, film.reference(picture, 256, 256)) > 30


def test_remix(client: OpenAI, made: Video) -> None:
    video = client.videos.remix(made.id, prompt="A white wolf runs through fresh snow")
    assert (video.remixed_from_video_id, video.size, video.seconds) == (made.id, SIZE, "0.25")
    assert client.videos.poll(video.id).status == "completed"


def test_extend_and_extend_again(client: OpenAI, made: Video, mp4: Path) -> None:
    part = client.videos.download_content(made.id).content
    for total in ("0.5", "0.75"):
        longer = client.videos.extend(
            prompt="It leaps over a log", seconds="4", video=part, extra_body={"num_frames": 6}
        )
        assert longer.seconds == total
        longer = client.videos.poll(longer.id)
        assert (longer.status, longer.seconds) == ("completed", total)
        part = client.videos.download_content(longer.id).content
        assert frames(part, mp4) == round(24 * float(total))


def test_edit_by_file(client: OpenAI, made: Video) -> None:
    own = client.videos.download_content(made.id).content
    video = client.videos.edit(prompt="The same at night", video=("fox.mp4", own, "video/mp4"))
    assert video.remixed_from_video_id == made.id
    client.videos.delete(video.id)


def test_pages(client: OpenAI, made: Video) -> None:
    everything = [video.id for video in client.videos.list(limit=2)]
    assert made.id in everything
    assert len(everything) == len(set(everything)) > 2
    oldest_first = [video.id for video in client.videos.list(limit=100, order="asc")]
    assert oldest_first == everything[::-1]


def test_files(client: OpenAI, images: dict[str, bytes]) -> None:
    file = client.files.create(file=("fox.jpg", images["landscape.jpg"]), purpose="vision")
    assert (file.filename, file.bytes, file.purpose) == ("fox.jpg", len(images["landscape.jpg"]), "vision")
    assert file.id in [one.id for one in client.files.list(purpose="vision")]
    assert client.files.content(file.id).content == images["landscape.jpg"]
    extra = {**SHORT, "input_reference": {"file_id": file.id}}
    video = client.videos.create(prompt="The clouds drift", size=SIZE, extra_body=extra)  # type: ignore[arg-type]
    assert client.files.delete(file.id).deleted
    with pytest.raises(openai.NotFoundError):
        client.files.retrieve(file.id)
    assert client.videos.poll(video.id).status == "completed"


def test_errors_have_the_documented_classes(client: OpenAI, live: Server, made: Video) -> None:
    with pytest.raises(openai.BadRequestError) as caught:
        client.videos.create(prompt="x", extra_body={"guidance_scale": 7})
    assert (caught.value.param, caught.value.code) == ("guidance_scale", "unsupported_parameter")
    assert caught.value.type == "invalid_request_error"
    with pytest.raises(openai.BadRequestError) as caught:
        client.videos.create(prompt="x", seconds="99")  # type: ignore[arg-type]
    assert (caught.value.param, caught.value.code) == ("seconds", "invalid_value")
    with pytest.raises(openai.NotFoundError):
        client.videos.download_content(f"video_{'0' * 32}")
    with pytest.raises(openai.BadRequestError, match="characters"):
        client.videos.create_character(name="fox", video=b"x")
    with OpenAI(base_url=f"{live.url}/v1", api_key="sk-nonsense") as stranger:
        with pytest.raises(openai.AuthenticationError) as unknown:
            stranger.videos.retrieve(made.id)
        assert unknown.value.code == "invalid_api_key"


def test_an_error_that_comes_later(client: OpenAI, web: str) -> None:
    extra = {**SHORT, "input_reference": {"image_url": f"{web}/nothing.png"}}
    video = client.videos.create_and_poll(prompt="A fox", size=SIZE, extra_body=extra)  # type: ignore[arg-type]
    assert video.status == "failed"
    assert video.error is not None
    assert video.error.code == "keyframe_unreachable"
    with pytest.raises(openai.NotFoundError):
        client.videos.download_content(video.id)


def test_async(live: Server, made: Video) -> None:
    async def use() -> None:
        async with AsyncOpenAI(base_url=f"{live.url}/v1", api_key=KEY) as client:
            video = await client.videos.create_and_poll(
                prompt="A heron stands in a misty river",
                size=SIZE,  # type: ignore[arg-type]
                extra_body=SHORT,
            )
            assert (video.status, video.seconds) == ("completed", "0.25")
            content = await client.videos.download_content(video.id, variant="thumbnail")
            assert content.content[8:12] == b"WEBP"
            listed = [one.id async for one in client.videos.list(limit=1)]
            assert listed[0] == video.id
            assert made.id in listed
            assert (await client.videos.delete(video.id)).deleted

    asyncio.run(use())


def test_curl_with_json(live: Server) -> None:
    if not shutil.which("curl"):
        pytest.skip("NO CURL HERE: the curl client is UNTESTED")
    body = '{"model": "sora-2", "prompt": "A fox", "size": "256x256", "seconds": "4", "num_frames": 6}'
    command = [
        "curl",
        "-sS",
        "--fail-with-body",
        f"{live.url}/v1/videos",
        "-H",
        f"Authorization: Bearer {KEY}",
    ]
    plain = ["-H", "Content-Type: application/json", "-d", body]
    form = ["-F", "model=sora-2", "-F", "prompt=A fox", "-F", "size=256x256", "-F", "num_frames=6"]
    for arguments in (plain, form):
        done = subprocess.run(
            [*command, *arguments], text=True, capture_output=True, timeout=PATIENCE, check=True
        )
        video = json.loads(done.stdout)
        assert (video["object"], video["size"], video["seconds"]) == ("video", SIZE, "0.25")
        assert live.wait(video["id"])["status"] == "completed"


def test_a_video_is_the_same_in_the_other_dialects(client: OpenAI, live: Server, made: Video) -> None:
    shown = live.get(made.id)
    assert (shown["status"], shown["meta"]["frames"]) == ("completed", 6)
    luma = live.http.get(f"/dream-machine/v1/generations/{made.id}").json()
    assert (luma["state"], luma["id"]) == ("completed", shown["generation_id"])
    longer = live.make(
        prompt="On it runs", num_frames=6, keyframes={"frame0": {"type": "generation", "id": made.id}}
    )
    assert client.videos.retrieve(longer["id"].partition(":")[0]).seconds == "0.5"
