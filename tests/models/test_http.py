"""The whole way: a request over HTTP, a tiny model in a child process, exactly the MP4 that was asked for."""

from __future__ import annotations

import base64
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest
from numpy.typing import NDArray

from models.studio import able
from support.film import decoded, luma, psnr
from support.pictures import landscape
from support.server import Server, running
from vitascope.domain.request import Capability
from vitascope.media.colour import rgb_to_yuv
from vitascope.media.image import encode_png

FRAMES = 10


@pytest.fixture(scope="module")
def server(models_dir: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    models = tmp_path_factory.mktemp("served") / "models"
    shutil.copytree(models_dir, models)
    broken(models)
    environment = {"VITASCOPE_MODELS_DIR": str(models)}
    with running(tmp_path_factory.mktemp("data"), environment=environment) as found:
        yield found


def broken(models: Path) -> None:
    """One more model, of which a file is cut short after it was brought in."""
    shutil.copytree(models / "tiny-ltx", models / "tiny-broken")
    record = models / "tiny-broken" / "vitascope.json"
    record.write_text(record.read_text().replace("tiny-ltx", "tiny-broken"))
    weights = next((models / "tiny-broken" / "transformer").glob("*.safetensors"))
    weights.write_bytes(weights.read_bytes()[:100])


@pytest.fixture(scope="module")
def source(server: Server) -> str:
    """A clip to go on after."""
    return str(server.make(model="previz", prompt="a red car", resolution="540p", num_frames=FRAMES)["id"])


def picture(seed: int) -> tuple[NDArray[Any], dict[str, str]]:
    pixels = landscape(960, 540, seed=seed)
    data = base64.b64encode(encode_png(pixels)).decode()
    return pixels, {"type": "image", "url": f"data:image/png;base64,{data}"}


def asked(capability: Capability, source: str) -> dict[str, Any]:
    clip = {"type": "generation", "id": source}
    ends: dict[Capability, dict[str, Any]] = {
        Capability.TEXT: {},
        Capability.FIRST: {"frame0": picture(1)[1]},
        Capability.LAST: {"frame1": picture(2)[1]},
        Capability.FIRST_LAST: {"frame0": picture(1)[1], "frame1": picture(2)[1]},
        Capability.EXTEND: {"frame0": clip},
        Capability.REVERSE_EXTEND: {"frame1": clip},
        Capability.BETWEEN: {"frame0": clip, "frame1": clip},
        Capability.LOOP: {"frame0": picture(1)[1]},
    }
    body: dict[str, Any] = {"keyframes": ends[capability]} if ends[capability] else {}
    return body | ({"loop": True} if capability is Capability.LOOP else {})


CASES = [
    (name, capability)
    for capability in Capability
    if capability not in {Capability.UPSCALE, Capability.REFRAME}
    for name in able(capability)
]


@pytest.mark.parametrize(("name", "capability"), CASES)
def test_every_conditioning_comes_back_as_exactly_the_clip(
    server: Server, source: str, tmp_path: Path, name: str, capability: Capability
) -> None:
    body = {"model": name, "prompt": "a cat", "resolution": "540p", "num_frames": FRAMES, "seed": 4}
    made = server.make(**body | asked(capability, source))
    assert made["meta"]["engine"] == f"diffusers:{name}"
    path = server.download(made["video"]["url"], tmp_path / "video.mp4")
    frames = decoded(path)
    assert [(frame.width, frame.height) for frame in frames] == [(960, 540)] * FRAMES
    with av.open(str(path)) as container:
        assert container.streams.video[0].average_rate == 24
        assert not container.streams.audio, "a model that makes sound is silent unless it is asked"
    if capability in {Capability.FIRST, Capability.FIRST_LAST, Capability.LOOP}:
        assert psnr(luma(frames[0]), rgb_to_yuv(picture(1)[0])[0]) >= 35
    if capability in {Capability.LAST, Capability.FIRST_LAST}:
        assert psnr(luma(frames[-1]), rgb_to_yuv(picture(2)[0])[0]) >= 35


def test_sound_is_in_the_file_where_it_was_asked_for(server: Server, tmp_path: Path) -> None:
    body = {"prompt": "a cat", "resolution": "540p", "num_frames": FRAMES, "audio": True}
    made = server.make(model="tiny-ltx2", **body)
    with av.open(str(server.download(made["video"]["url"], tmp_path / "video.mp4"))) as container:
        heard = list(container.decode(audio=0))
    seconds = sum(frame.samples / frame.sample_rate for frame in heard)
    assert FRAMES / 24 <= seconds <= FRAMES / 24 + 0.1
    assert max(float(np.abs(frame.to_ndarray()).max()) for frame in heard) > 0
    refused = server.http.post("/v2/video/generations", json=body | {"model": "tiny-vace"})
    assert refused.status_code == 400, "one that makes none"


def test_what_a_model_cannot_do_is_refused_naming_one_that_can(server: Server) -> None:
    body = {"model": "tiny-wan-small", "prompt": "a cat", "keyframes": {"frame1": picture(2)[1]}}
    answer = server.http.post("/v2/video/generations", json=body)
    assert answer.status_code == 400
    assert "tiny-wan-small cannot do: last" in answer.text
    assert "tiny-vace" in answer.text


def test_a_model_that_is_not_pulled_says_how_to_have_it(server: Server) -> None:
    answer = server.http.post("/v2/video/generations", json={"model": "ltx-2.5", "prompt": "a cat"})
    assert answer.status_code == 400
    assert "vitascope models pull ltx-2.5" in answer.text


def test_a_damaged_model_fails_its_clip_by_name_and_the_server_goes_on(server: Server) -> None:
    body = {"prompt": "a cat", "resolution": "540p", "num_frames": FRAMES}
    failed = server.wait(server.create(model="tiny-broken", **body)["id"])
    assert failed["error"]["name"] == "ConfigurationError"
    assert "vitascope models verify tiny-broken" in failed["error"]["message"]
    assert server.make(model="tiny-ltx", **body)["status"] == "completed"


def test_models_are_listed_with_their_terms(server: Server) -> None:
    listed = {one["id"]: one for one in server.http.get("/v1/models").json()["data"]}
    assert listed["tiny-vace"]["info"]["licence"] == "none: random weights"
    assert "negative_prompt" in listed["tiny-vace"]["options"]
    assert listed["luma/ray-2"]["served_by"].startswith("tiny-")


def test_a_cancelled_generation_stops_and_the_next_one_is_made(server: Server) -> None:
    body: dict[str, Any] = {
        "model": "tiny-ltx",
        "prompt": "a cat",
        "resolution": "540p",
        "num_frames": FRAMES,
    }
    endless = server.create(**body, steps=1000)["id"]
    server.http.post(f"/v2/video/generations/{endless}/cancel")
    assert server.wait(endless)["error"]["name"] == "Cancelled"
    assert server.make(**body)["status"] == "completed"
