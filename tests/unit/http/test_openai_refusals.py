"""What ``/v1/videos`` refuses, and in which words."""

from __future__ import annotations

from itertools import chain, repeat
from typing import Any

import pytest
from starlette.testclient import TestClient

from unit.http.videos import FILES, PROMPT, VIDEOS, created, multipart, refused
from unit.service.parts import Home, data_url, png
from vitascope.http.body import MAX_BODY

LIMITED = {"model": "text-only"}
"""A model that honours no options."""
REFUSED: list[tuple[dict[str, Any], str, str]] = [
    ({"prompt": None}, "prompt", "missing_required_parameter"),
    ({"prompt": ""}, "prompt", "missing_required_parameter"),
    ({"prompt": "  "}, "prompt", "invalid_value"),
    ({"prompt": "x" * 5001}, "prompt", "invalid_value"),
    ({"seconds": "0"}, "seconds", "invalid_value"),
    ({"seconds": 21}, "seconds", "invalid_value"),
    ({"seconds": "4.5"}, "seconds", "invalid_type"),
    ({"seconds": "four"}, "seconds", "invalid_type"),
    ({"size": "720p"}, "size", "invalid_value"),
    ({"size": "721x1280"}, "size", "invalid_value"),
    ({"size": "254x256"}, "size", "invalid_value"),
    ({"size": "5042x256"}, "size", "invalid_value"),
    ({"size": "2162x2162"}, "size", "invalid_value"),
    ({"width": 640}, "height", "invalid_value"),
    ({"height": 640}, "width", "invalid_value"),
    ({"width": 640, "height": 361}, "width", "invalid_value"),
    ({"width": 640, "height": 360, "size": "360x640"}, "size", "invalid_value"),
    ({"size": "640x360", "resolution": "720p"}, "resolution", "invalid_value"),
    ({"size": "640x360", "aspect_ratio": "1:1"}, "aspect_ratio", "invalid_value"),
    ({"resolution": "8k"}, "resolution", "invalid_value"),
    ({"fps": 30}, "fps", "unsupported_value"),
    ({"fps": "30"}, "fps", "unsupported_value"),
    ({"seed": -1}, "seed", "invalid_value"),
    ({"seed": "x"}, "seed", "invalid_type"),
    ({"num_frames": 1}, "num_frames", "invalid_value"),
    ({"num_frames": 481}, "num_frames", "invalid_value"),
    ({"loop": "maybe"}, "loop", "invalid_type"),
    ({"concepts": "dance"}, "concepts", "invalid_value"),
    ({"model": "sora-9"}, "model", "model_not_found"),
    (LIMITED | {"negative_prompt": "blur"}, "negative_prompt", "unsupported_parameter"),
    (LIMITED | {"num_inference_steps": 30}, "num_inference_steps", "unsupported_parameter"),
    (LIMITED | {"steps": "30"}, "steps", "unsupported_parameter"),
    (LIMITED | {"guidance_scale": "7.5"}, "guidance_scale", "unsupported_parameter"),
    (LIMITED | {"guidance": 7}, "guidance", "unsupported_parameter"),
    (LIMITED | {"quality": "high"}, "quality", "unsupported_parameter"),
    (LIMITED | {"concepts": "orbit_left"}, "concepts", "unsupported_parameter"),
    ({"guidance": 101}, "guidance", "invalid_value"),
    ({"guidance_scale": "much"}, "guidance_scale", "invalid_type"),
    ({"steps": 0}, "steps", "invalid_value"),
    ({"steps": 20, "num_inference_steps": 30}, "num_inference_steps", "invalid_value"),
    ({"quality": "hd"}, "quality", "invalid_value"),
    ({"plan": "[]"}, "plan", "invalid_type"),
    ({"plan": "{"}, "plan", "invalid_value"),
    ({"priority": 11}, "priority", "invalid_value"),
    ({"negative_prompt": "x" * 5001}, "negative_prompt", "invalid_value"),
    (LIMITED | {"lora": '[{"name": "fog"}]'}, "lora", "unsupported_parameter"),
    (LIMITED | {"generate_audio": "true"}, "generate_audio", "unsupported_parameter"),
    ({"lora": '[{"name": "fog", "scale": "much"}]'}, "lora", "invalid_value"),
    ({"lora": "{"}, "lora", "invalid_value"),
    ({"audio": "loud"}, "audio", "invalid_type"),
    ({"n": 2}, "n", "unsupported_parameter"),
    ({"enable_frame_interpolation": "true"}, "enable_frame_interpolation", "unsupported_parameter"),
    ({"input_reference": "ftp://x.example/a.png"}, "input_reference", "keyframe_refused"),
    ({"input_reference": "http://127.0.0.1/a.png"}, "input_reference", "keyframe_refused"),
    ({"input_reference": "data:image/png;base64,AAAA"}, "input_reference", "keyframe_refused"),
    ({"input_reference": '{"image_url": '}, "input_reference", "invalid_value"),
    ({"input_reference": '{"picture": "a"}'}, "input_reference", "invalid_value"),
    (
        {"input_reference": "https://x.example/a", "image_reference": "https://x.example/b"},
        "image_reference",
        "invalid_value",
    ),
]


def test_json_and_forms_are_refused_alike(client: TestClient, home: Home) -> None:
    for fields, param, code in REFUSED:
        body = {"prompt": PROMPT} | fields
        error = refused(client.post(VIDEOS, json=body))
        texts = [(name, str(value)) for name, value in body.items() if value is not None]
        texts = texts or [("model", "sora-2")]
        for found in (error, refused(client.post(VIDEOS, **multipart(*texts)))):
            assert (found["param"], found["code"]) == (param, code), fields
            assert found["type"] == "invalid_request_error"
    assert (home.rows(), home.files()) == (0, [])


TYPES: list[tuple[dict[str, Any], str]] = [
    ({"prompt": 7}, "prompt"),
    ({"model": ["sora-2"]}, "model"),
    ({"size": [720, 1280]}, "size"),
    ({"seconds": True}, "seconds"),
    ({"input_reference": 7}, "input_reference"),
    ({"input_reference": {"image_url": 7}}, "input_reference"),
    ({"concepts": 7}, "concepts"),
    ({"concepts": [7]}, "concepts"),
    ({"loop": 1}, "loop"),
]


def test_wrong_types(client: TestClient) -> None:
    for fields, param in TYPES:
        error = refused(client.post(VIDEOS, json={"prompt": PROMPT} | fields))
        assert (error["param"], error["code"]) == (param, "invalid_type"), fields


@pytest.mark.parametrize(
    "reference",
    [
        {},
        {"image_url": "https://x.example/a", "file_id": "file-1"},
        {"file_id": "a"},
        [{"image_url": "https://x.example/a"}, {"image_url": "https://x.example/b"}],
    ],
)
def test_a_reference_names_one_picture(client: TestClient, reference: object) -> None:
    error = refused(client.post(VIDEOS, json={"prompt": PROMPT, "input_reference": reference}))
    assert error["param"] == "input_reference"


def test_a_data_url_is_not_sent_back(client: TestClient) -> None:
    error = refused(client.post(VIDEOS, json={"prompt": PROMPT, "size": data_url(png() * 9)}))
    assert len(error["message"]) < 400


def test_a_file_that_is_no_picture(client: TestClient, home: Home) -> None:
    for data in (b"", b"<html>", b"\0\0\0\x20ftypisom"):
        parts: dict[str, Any] = {"prompt": (None, PROMPT), "input_reference": ("a.png", data, "image/png")}
        error = refused(client.post(VIDEOS, files=parts))
        assert (error["param"], error["code"]) == ("input_reference", "keyframe_refused")
    text: dict[str, Any] = {"prompt": ("prompt.txt", b"a fox", "text/plain")}
    assert refused(client.post(VIDEOS, files=text))["param"] == "prompt"
    assert (home.rows(), home.files()) == (0, [])


BROKEN: list[tuple[str, bytes]] = [
    ("application/json", b"[]"),
    ("application/json", b'"x"'),
    ("application/json", b"{"),
    ("application/json", b""),
    ("multipart/form-data", b"--x--"),
    ("multipart/form-data; boundary=x", b"no boundary at all"),
    ("multipart/form-data; boundary=x", b"--x\r\n\r\nno header\r\n--x--\r\n"),
    ("multipart/form-data; boundary=" + "x" * 500, b"--x--"),
    ("multipart/form-data; boundary=x", b'--x\r\nContent-Disposition: form-data; name="a'),
    (
        "multipart/form-data; boundary=x",
        b'--x\r\nContent-Disposition: form-data; name="prompt"\r\n\r\na\r\n' * 2 + b"--x--\r\n",
    ),
    ("application/x-www-form-urlencoded", b"prompt=a&prompt=b"),
    ("application/x-www-form-urlencoded", b"prompt=a&video=b&video[id]=c"),
    ("application/x-www-form-urlencoded", b"prompt=a&a[b][c][d][e][f]=1"),
    ("application/x-www-form-urlencoded", b"&".join(b"a%d=1" % number for number in range(101))),
]


def test_bodies_that_are_not_well_formed(client: TestClient, home: Home) -> None:
    for kind, body in BROKEN:
        error = refused(client.post(VIDEOS, content=body, headers={"Content-Type": kind}))
        assert error["type"] == "invalid_request_error", body
    assert home.rows() == 0


@pytest.mark.parametrize(
    "headers",
    [
        {"Content-Type": "text/plain"},
        {"Content-Type": "multipart/form-data; boundary=x; charset=utf-7"},
        {"Content-Type": "application/x-www-form-urlencoded; charset=idna"},
        {"Content-Type": "multipart/form-data; boundary=x", "Content-Encoding": "gzip"},
    ],
)
def test_encodings_that_are_not_read(client: TestClient, headers: dict[str, str]) -> None:
    error = refused(client.post(VIDEOS, content=b"--x--\r\n", headers=headers), 415)
    assert error["code"] == "unsupported_media"


def test_too_many_files_and_too_much(client: TestClient) -> None:
    many: list[Any] = [("prompt", (None, PROMPT)), *((f"a{number}", ("a", b"x")) for number in range(5))]
    assert "files" in refused(client.post(VIDEOS, files=many))["message"]
    kind = {"Content-Type": "multipart/form-data; boundary=x"}
    announced = kind | {"Content-Length": str(MAX_BODY + 1)}
    assert refused(client.post(VIDEOS, content=b"--x--", headers=announced), 413)["param"] is None
    head = b'--x\r\nContent-Disposition: form-data; name="input_reference"; filename="a"\r\n\r\n'
    chunks = chain([head], repeat(bytes(1 << 20), MAX_BODY >> 20))
    assert refused(client.post(VIDEOS, content=chunks, headers=kind), 413)["code"] == "payload_too_large"


def test_keys(anonymous: TestClient) -> None:
    for headers in ({}, {"Authorization": "Bearer sk-nonsense"}):
        answer = anonymous.post(VIDEOS, json={"prompt": PROMPT}, headers=headers)
        error = refused(answer, 401)
        assert (error["code"], error["param"]) == ("invalid_api_key", None)
        assert answer.headers["www-authenticate"] == "Bearer"
    assert refused(anonymous.get(f"{FILES}/file-1"), 401)["code"] == "invalid_api_key"


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", f"{VIDEOS}/video_1"),
        ("GET", f"{VIDEOS}/video_1/content"),
        ("DELETE", f"{VIDEOS}/video_{'0' * 32}"),
        ("POST", f"{VIDEOS}/video_{'0' * 32}/remix"),
        ("GET", f"{VIDEOS}/characters/char_1"),
        ("GET", f"{VIDEOS}/video_1/more"),
        ("GET", f"{FILES}/file-1"),
        ("GET", f"{FILES}/file-1/content"),
        ("DELETE", f"{FILES}/file-1"),
        ("GET", f"{VIDEOS}?after=video_1"),
        ("GET", f"{FILES}?after=file-1"),
    ],
)
def test_what_is_not_there(client: TestClient, method: str, path: str) -> None:
    body: dict[str, Any] = {"json": {"prompt": PROMPT}} if method == "POST" else {}
    assert refused(client.request(method, path, **body), 404)["code"] == "not_found"


def test_methods_that_are_not_served(client: TestClient) -> None:
    answer = client.get(f"{VIDEOS}/edits")
    assert refused(answer, 405)["code"] == "method_not_allowed"
    assert answer.headers["allow"] == "POST"


@pytest.mark.parametrize("query", ["limit=0", "limit=101", "limit=x", "limit=%C2%B2", "order=up"])
def test_pages_that_cannot_be(client: TestClient, query: str) -> None:
    error = refused(client.get(f"{VIDEOS}?{query}"))
    assert (error["param"], error["code"]) == (query.partition("=")[0], "invalid_value")


def test_characters_are_refused_by_name(client: TestClient) -> None:
    error = refused(client.post(f"{VIDEOS}/characters", files={"name": (None, "fox"), "video": ("a", b"x")}))
    assert error["code"] == "missing_capability"
    assert "characters" in error["message"]
    fields = multipart(("prompt", PROMPT), ("characters[0][id]", "char_1"))
    assert refused(client.post(VIDEOS, **fields))["param"] == "characters"


def test_a_defect_is_not_asked_again_with_a_create(client: TestClient, home: Home) -> None:
    shown = created(client)
    home.ledger.close()
    (home.root / "ledger.sqlite3").unlink()
    (home.root / "ledger.sqlite3").mkdir()
    for path in (home.root / "ledger.sqlite3-wal", home.root / "ledger.sqlite3-shm"):
        path.unlink(missing_ok=True)
    answer = client.get(f"{VIDEOS}/{shown['id']}")
    assert (answer.status_code, answer.json()["error"]["type"]) == (503, "server_error")
    assert "x-should-retry" not in answer.headers
