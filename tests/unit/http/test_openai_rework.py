"""Remix, edit and extend through ``/v1/videos``."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from unit.http.videos import FILES, VIDEOS, kept, multipart, refused, video
from unit.media.clips import clip
from unit.service.films import SIZE, content, filmed
from unit.service.parts import Home
from vitascope.domain.request import GenerationKeyframe
from vitascope.http.dialects.openai.present import shown_id

PROMPT = "a wolf in snow"
EDITS, EXTENSIONS = f"{VIDEOS}/edits", f"{VIDEOS}/extensions"


def references(source: str) -> list[dict[str, Any]]:
    """A video's id as the clients write it."""
    return [
        {"json": {"prompt": PROMPT, "seconds": "4", "video": {"id": source}}},
        {"json": {"prompt": PROMPT, "seconds": 4, "video": source}},
        multipart(("prompt", PROMPT), ("seconds", "4"), ("video[id]", source)),
        multipart(("prompt", PROMPT), ("seconds", "4"), ("video", f'{{"id": "{source}"}}')),
        {"data": {"prompt": PROMPT, "seconds": "4", "video[id]": source}},
    ]


def test_remix(client: TestClient, home: Home) -> None:
    source = filmed(home)
    path = f"{VIDEOS}/{shown_id(source.id)}/remix"
    for body in ({"json": {"prompt": PROMPT}}, multipart(("prompt", PROMPT))):
        shown = video(client.post(path, **body))
        assert shown["remixed_from_video_id"] == shown_id(source.id)
        assert (shown["prompt"], shown["size"], shown["status"]) == (PROMPT, "256x256", "queued")
        assert kept(home, shown).seed == source.seed
    assert video(client.post(f"{VIDEOS}/{source.id}:luma/ray-2/remix", json={"prompt": PROMPT}))


def test_remix_of_what_is_not_completed(client: TestClient, home: Home) -> None:
    path = f"{VIDEOS}/{shown_id(home.create().id)}/remix"
    assert "queued" in refused(client.post(path, json={"prompt": PROMPT}))["message"]
    assert refused(client.post(path, json={}))["param"] == "prompt"


@pytest.mark.parametrize("number", range(5))
def test_an_edit_by_id_is_a_remix(client: TestClient, home: Home, number: int) -> None:
    source = filmed(home)
    shown = video(client.post(EDITS, **references(shown_id(source.id))[number]))
    assert shown["remixed_from_video_id"] == shown_id(source.id)


def test_an_edit_of_a_file(client: TestClient, home: Home, tmp_path: Path) -> None:
    source = filmed(home)
    own: dict[str, Any] = {
        "prompt": (None, PROMPT),
        "video": ("upload", content(home, source), "application/octet-stream"),
    }
    assert video(client.post(EDITS, files=own))["remixed_from_video_id"] == shown_id(source.id)
    file_id = client.post(FILES, files={"file": ("a.mp4", content(home, source))}).json()["id"]
    body = {"prompt": PROMPT, "video": {"file_id": file_id}}
    assert video(client.post(EDITS, json=body))["remixed_from_video_id"] == shown_id(source.id)
    foreign = clip(tmp_path / "a.mp4", *SIZE, 4).path.read_bytes()
    error = refused(client.post(EDITS, files={"prompt": (None, PROMPT), "video": ("a.mp4", foreign)}))
    assert (error["code"], error["param"]) == ("missing_capability", "video")
    assert "video_edit" in error["message"]


@pytest.mark.parametrize("number", range(5))
def test_an_extension_by_id(client: TestClient, home: Home, number: int) -> None:
    source = filmed(home, num_frames=48)
    shown = video(client.post(EXTENSIONS, **references(shown_id(source.id))[number]))
    assert (shown["seconds"], shown["size"], shown["remixed_from_video_id"]) == ("6", "256x256", None)
    assert kept(home, shown).request.frame0 == GenerationKeyframe(id=source.id)


def test_an_extension_of_a_file(client: TestClient, home: Home, tmp_path: Path) -> None:
    fitting = clip(tmp_path / "a.mp4", *SIZE, 24).path.read_bytes()
    parts: dict[str, Any] = {
        "prompt": (None, PROMPT),
        "seconds": (None, "2"),
        "video": ("my fox.mp4", fitting),
    }
    shown = video(client.post(EXTENSIONS, files=parts))
    assert (shown["seconds"], shown["model"]) == ("3", "sora-2")
    listed = client.get(VIDEOS).json()["data"]
    assert [one["prompt"] for one in listed] == [PROMPT, "my-fox.mp4"]
    file_id = client.post(FILES, files={"file": ("a.mp4", fitting)}).json()["id"]
    body = {"prompt": PROMPT, "video": {"file_id": file_id}, "num_frames": 12, "seed": 3, "model": "stripes"}
    assert video(client.post(EXTENSIONS, json=body))["seconds"] == "1.5"


def test_extensions_that_cannot_be(client: TestClient, home: Home) -> None:
    source = shown_id(filmed(home).id)
    least = {"prompt": PROMPT, "seconds": "4", "video": {"id": source}}
    for name, code in (("prompt", "missing"), ("seconds", "missing"), ("video", "missing")):
        error = refused(client.post(EXTENSIONS, json={**least, name: None}))
        assert (error["param"], error["code"]) == (name, f"{code}_required_parameter")
    for changes, param in (
        ({"seconds": "21"}, "seconds"),
        ({"fps": 25}, "fps"),
        ({"video": {"id": shown_id(home.finish(home.create()).id)}}, "video"),
        ({"video": {}}, "video"),
        ({"guidance_scale": "x"}, "guidance_scale"),
    ):
        assert refused(client.post(EXTENSIONS, json=least | changes))["param"] == param
    waiting = {"video": {"id": shown_id(home.create().id)}}
    assert "is queued" in refused(client.post(EXTENSIONS, json=least | waiting))["message"]
    unknown = {"video": {"id": f"video_{'0' * 32}"}}
    assert refused(client.post(EXTENSIONS, json=least | unknown), 404)["code"] == "not_found"
