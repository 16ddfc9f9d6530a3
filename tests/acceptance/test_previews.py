"""Pictures and a short video of what is rendered so far, for whoever watches."""

from __future__ import annotations

import io
import time
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import httpx
import pytest
from PIL import Image

from support import server
from support.engines import PACED
from support.patience import until
from support.server import KEY
from vitascope.client import Client
from vitascope.media.probe import probe

ENGINES = {"VITASCOPE_ENGINES": PACED}
CLIP: dict[str, Any] = {"model": "paced", "resolution": "540p", "num_frames": 100}
"""Slow until there is the file that its prompt names."""
GENERATIONS = "/dream-machine/v1/generations"


@pytest.fixture(scope="module")
def live(tmp_path_factory: pytest.TempPathFactory) -> Iterator[server.Server]:
    with server.running(tmp_path_factory.mktemp("data"), environment=ENGINES) as running:
        yield running


def test_a_watcher_sees_pictures_on_the_way_and_nothing_of_them_stays(
    live: server.Server, tmp_path: Path
) -> None:
    gate = tmp_path / "gate"
    with Client(live.url, api_key=KEY) as client:
        made = live.create(**CLIP, prompt=str(gate))
        links: list[str] = []
        for event in client.events(made["id"]):
            if event.kind == "preview" and not gate.exists():
                assert event.preview_url is not None
                shown = httpx.get(event.preview_url)
                assert Image.open(io.BytesIO(shown.content)).size == (480, 270)
                links.append(event.preview_url)
                if len(links) == 3:
                    gate.touch()
        assert len(links) == 3
        assert all(one != following for one, following in pairwise(links))
        done = live.get(made["id"])
        assert done["status"] == "completed"
        assert httpx.get(links[-1]).status_code == 404
    stored = live.data / "storage"
    until(lambda: not [*stored.rglob("preview*"), *stored.rglob("rushes*")])


def unfinished(live: server.Server, generation_id: str) -> Iterator[dict[str, Any]]:
    """Luma's ``assets`` while the generation is dreaming, where there are some."""
    while (found := live.http.get(f"{GENERATIONS}/{generation_id}").json())["state"] != "completed":
        assert found["state"] in {"queued", "dreaming"}
        if found["assets"]:
            assert found["state"] == "dreaming"
            yield found["assets"]
        time.sleep(0.05)


def test_luma_s_progress_video_grows_and_is_gone_in_the_end(live: server.Server, tmp_path: Path) -> None:
    gate, clip = tmp_path / "gate", tmp_path / "clip.mp4"
    lengths: dict[str, int] = {}
    made = live.http.post(GENERATIONS, json=CLIP | {"prompt": str(gate)}).json()
    assert made["assets"] is None
    for assets in unfinished(live, made["id"]):
        assert assets["video"] is None
        assert "/preview.webp?v=" in assets["image"]
        link = str(assets["progress_video"])
        if link not in lengths and (answer := httpx.get(link)).status_code == 200:
            clip.write_bytes(answer.content)
            shown = probe(clip)
            assert (shown.width, shown.height, int(shown.fps)) == (320, 180, 6)
            lengths[link] = shown.frames
            gate.touch()  # another one comes fifty times as late as this one took to be written
    done = live.http.get(f"{GENERATIONS}/{made['id']}").json()
    assert done["assets"]["progress_video"] is None
    assert done["assets"]["video"]
    assert lengths
    assert list(lengths.values()) == sorted(lengths.values())
    assert max(lengths.values()) <= CLIP["num_frames"] / 4, "no more than one picture for every four frames"
