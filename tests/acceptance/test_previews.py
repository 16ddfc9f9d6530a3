"""Pictures of what is rendered so far, for whoever watches."""

from __future__ import annotations

import io
from pathlib import Path

import httpx
from PIL import Image

from support import server
from support.server import KEY
from support.shell import ENGINES
from vitascope.client import Client


def test_a_watcher_sees_pictures_on_the_way_and_nothing_of_them_stays(tmp_path: Path) -> None:
    with (
        server.running(tmp_path / "data", environment={"VITASCOPE_ENGINES": ENGINES}) as live,
        Client(live.url, api_key=KEY) as client,
    ):
        made = live.create(model="slow-stripes", prompt="a fox", resolution="540p", num_frames=100)
        links: list[str] = []
        for event in client.events(made["id"]):
            if event.kind == "preview":
                assert event.preview_url is not None
                shown = httpx.get(event.preview_url)
                assert Image.open(io.BytesIO(shown.content)).size == (480, 270)
                links.append(event.preview_url)
        assert len(links) >= 2
        assert len(set(links)) == len(links)
        done = live.get(made["id"])
        assert done["status"] == "completed"
        assert httpx.get(links[-1]).status_code == 404
    assert not list((tmp_path / "data" / "storage").rglob("preview*"))
