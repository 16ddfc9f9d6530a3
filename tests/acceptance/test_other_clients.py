"""The requests of other public clients of these APIs, as each puts them on the wire.

Read from their published sources in November 2026. None of them is installed here: what counts is the bytes.
"""

from __future__ import annotations

import json
import socket
import time
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest

from support import pictures
from support.patience import PATIENCE
from support.server import KEY, Server

SECONDS = PATIENCE
BOUNDARY = "----formdata-7d1f"
CLIP = {"num_frames": 2, "resolution": "540p"}


def until(http: httpx.Client, path: str, word: str, ends: set[str], **asked: Any) -> dict[str, Any]:
    """Poll until the state is one of those that the client waits for."""
    deadline = time.monotonic() + SECONDS
    while time.monotonic() < deadline:
        answer = http.request("GET", path, **asked)
        assert answer.status_code == 200, answer.text
        if answer.json()[word] in ends:
            return dict(answer.json())
        time.sleep(0.1)
    raise AssertionError(answer.text)


def is_mp4(data: bytes) -> bool:
    return data[4:8] == b"ftyp"


@pytest.mark.parametrize("header", [{"Authorization": f"Bearer {KEY}"}, {"X-API-KEY": KEY}])
def test_comfyui(stripes: Server, header: dict[str, str]) -> None:
    """ComfyUI's nodes: its proxy's path, nulls written out, a JSON body on a GET, either key header."""
    asked = {
        "prompt": "stripes",
        "model": "ray-2",
        "duration": "5s",
        "aspect_ratio": "16:9",
        "resolution": "540p",
        "loop": False,
        "keyframes": None,
        "concepts": [{"key": "static"}],
    }
    with httpx.Client(base_url=stripes.url, headers=header, timeout=PATIENCE) as http:
        made = http.post("/proxy/luma/generations", json=asked, headers={"Accept": "*/*"})
        assert made.status_code == 201, made.text
        path = f"/proxy/luma/generations/{made.json()['id']}"
        seen = until(http, path, "state", {"completed", "failed"}, json={})
    assert (seen["state"], seen["generation_type"], seen["failure_reason"]) == ("completed", "video", None)
    assert isinstance(seen["created_at"], str)
    assert seen["request"]["prompt"] == "stripes"
    assert is_mp4(httpx.get(seen["assets"]["video"]).content)


@pytest.mark.parametrize("length", [5, 5.0, "5", "5s"])
def test_scripts_that_write_the_body_by_hand(stripes: Server, length: object) -> None:
    """Without a model, with the length as a number, to the oldest path; 200 and 201 are both fine to them."""
    body = {"prompt": "stripes", "aspect_ratio": "9:16", "loop": False, "duration": length, **CLIP}
    made = stripes.http.post("/dream-machine/v1/generations", json=body)
    assert made.status_code in {200, 201}, made.text
    assert made.json()["state"] in {"queued", "dreaming"}


def test_litellm(stripes: Server) -> None:
    """JSON without a picture, a form with one; the id a second time in the query of the content."""
    http = stripes.http
    made = http.post(
        "/v1/videos",
        json={"model": "sora-2", "prompt": "stripes", "seconds": "4", "user": "somebody", "num_frames": 2},
    )
    assert made.status_code == 200, made.text
    one = made.json()["id"]
    assert float(made.json()["seconds"]) > 0
    assert until(http, f"/v1/videos/{one}", "status", {"completed", "failed"})["status"] == "completed"
    content = http.get(f"/v1/videos/{one}/content", params={"video_id": one})
    assert is_mp4(content.content)
    remix = http.post(f"/v1/videos/{one}/remix", json={"prompt": "wider stripes", "metadata": {"a": "b"}})
    assert remix.json()["remixed_from_video_id"] == one
    picture = pictures.encoded(pictures.portrait())
    formed = http.post(
        "/v1/videos",
        data={"model": "sora-2", "prompt": "stripes", "seconds": "4", "num_frames": "2"},
        files=[("input_reference", ("input_reference.png", picture, "image/png"))],
    )
    assert formed.status_code == 200, formed.text
    listed = http.get("/v1/videos", params={"limit": "2", "order": "desc"})
    assert listed.json()["data"][0]["id"] == formed.json()["id"]


def test_n8n(stripes: Server) -> None:
    """A form without a picture; it looks at ``error`` before ``status`` and keeps the content's type."""
    http = stripes.http
    asked = {"model": "sora-2", "prompt": "stripes", "seconds": "4", "size": "1280x720", "num_frames": "2"}
    made = http.post("/v1/videos", files={name: (None, value) for name, value in asked.items()})
    assert made.status_code == 200, made.text
    assert made.json()["error"] is None
    path = f"/v1/videos/{made.json()['id']}"
    early = http.get(f"{path}/content")
    assert early.status_code in {200, 400}
    assert until(http, path, "status", {"completed"})["error"] is None
    content = http.get(f"{path}/content", headers={"Accept": "application/json,text/html,*/*;q=0.8"})
    assert content.headers["content-type"] == "video/mp4"


def form(parts: list[tuple[str, str]], end: str = "\r\n") -> bytes:
    """A form whose parts have these headers."""
    lines = [f"--{BOUNDARY}\r\n{head}\r\n\r\n{value}\r\n" for head, value in parts]
    return ("".join(lines) + f"--{BOUNDARY}--{end}").encode()


PROMPT = 'Content-Disposition: form-data; name="prompt"'
FRAMES = 'Content-Disposition: form-data; name="num_frames"'
FORMS = {
    "HttpClient of .NET": form(
        [
            (
                "Content-Type: text/plain; charset=utf-8\r\nContent-Disposition: form-data; name=prompt",
                "stripes",
            ),
            (
                "Content-Type: text/plain; charset=utf-8\r\nContent-Disposition: form-data; name=num_frames",
                "2",
            ),
        ]
    ),
    "RestTemplate of Spring": form(
        [
            (
                "Content-Type: text/plain;charset=UTF-8\r\nContent-Length: 7\r\n" + PROMPT,
                "stripes",
            ),
            (
                FRAMES + "\r\nContent-Type: application/json",
                "2",
            ),
        ]
    ),
    "mime/multipart of Go": form(
        [
            (PROMPT, "stripes"),
            (FRAMES, "2"),
        ],
    ),
    "form-data of node, without a last line end": form(
        [
            (PROMPT, "stripes"),
            (FRAMES, "2"),
        ],
        end="",
    ),
}


@pytest.mark.parametrize("quote", ["", '"'])
@pytest.mark.parametrize("name", FORMS)
def test_forms_as_other_languages_write_them(stripes: Server, name: str, quote: str) -> None:
    kind = f"multipart/form-data; boundary={quote}{BOUNDARY}{quote}"
    made = stripes.http.post("/v1/videos", content=FORMS[name], headers={"Content-Type": kind})
    assert made.status_code == 200, made.text
    assert (made.json()["prompt"], made.json()["meta"]["frames"]) == ("stripes", 2)


@pytest.mark.parametrize("path", ["/v1/videos", "/v1/videos/", "//v1/videos"])
def test_bodies_that_come_in_chunks_after_a_question(stripes: Server, path: str) -> None:
    """curl and .NET ask before a body whose length they do not know; base URLs end in a slash or do not."""
    parts = urlsplit(stripes.url)
    body = json.dumps({"prompt": "stripes", "num_frames": 2}).encode()
    with socket.create_connection((parts.hostname, parts.port), SECONDS) as wire:
        wire.sendall(
            f"POST {path} HTTP/1.1\r\nHost: {parts.netloc}\r\nAuthorization: Bearer {KEY}\r\n"
            "Content-Type: application/json; charset=utf-8\r\nTransfer-Encoding: chunked\r\n"
            "Expect: 100-continue\r\nConnection: close\r\n\r\n".encode()
        )
        assert wire.recv(25) == b"HTTP/1.1 100 Continue\r\n\r\n"
        wire.sendall(b"%x\r\n%b\r\n0\r\n\r\n" % (len(body), body))
        got = b""
        while more := wire.recv(65_536):
            got += more
    assert got.startswith(b"HTTP/1.1 200"), got


def test_players_that_fetch_a_part(stripes: Server) -> None:
    """A browser or a player asks for the asset's beginning, without a key, and for its head."""
    made = stripes.make(prompt="stripes", **CLIP)
    url = made["video"]["url"]
    part = httpx.get(url, headers={"Range": "bytes=0-"})
    assert (part.status_code, part.headers["accept-ranges"]) == (206, "bytes")
    assert httpx.head(url).headers["content-length"] == str(len(part.content))


@pytest.mark.parametrize("state", ["generation_id", "id"])
def test_nodes_of_the_aiml_api(stripes: Server, state: str) -> None:
    """They poll by either name of the id, with fields of other models in the body."""
    body = {"model": "luma/ray-2", "prompt": "stripes", "duration": "5", "image_url": None, "cfg_scale": 0.5}
    made = stripes.http.post("/v2/video/generations", json=body | CLIP).json()
    seen = until(
        stripes.http,
        "/v2/video/generations",
        "status",
        {"completed", "error"},
        params={"generation_id": made[state]},
    )
    assert seen["status"] == "completed"
    assert "cfg_scale" in made["meta"]["ignored"]
