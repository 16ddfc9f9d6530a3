"""Creating through the AI/ML API: what is refused, and how."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Any

import pytest
from starlette.testclient import TestClient

from unit.service.parts import OTHER, Home, data_url, png
from vitascope.http.body import MAX_BODY
from vitascope.media.limits import MAX_BYTES

PATH = "/v2/video/generations"
LEAST: dict[str, Any] = {"model": "luma/ray-2", "prompt": "a fox in snow"}
UNKNOWN = "11111111-2222-3333-4444-555555555555"
FIRST = {"type": "image", "url": "https://x.example/a.png"}


@dataclass
class Case:
    """A wrong body: where it is wrong, what is named as received and as expected."""

    body: dict[str, Any]
    field: str
    received: Any
    expected: str
    message: str = ""
    status: int = 400


def frame0(**end: Any) -> dict[str, Any]:
    return {"keyframes": {"frame0": end}}


ENUM = "Invalid enum value. Expected "
CASES = {
    "no model": Case({"model": None}, "model", None, "model", 'Required at "model"'),
    "unknown model": Case({"model": "luma/ray-9"}, "model", "luma/ray-9", "luma/ray-2", "Served:"),
    "known, unserved": Case({"model": "luma/ray-3.2"}, "model", "luma/ray-3.2", "luma/ray-2"),
    "model that cannot": Case(
        {"model": "text-only", **frame0(**FIRST)}, "model", "text-only", "stripes", "cannot do: first"
    ),
    "model not text": Case({"model": 5}, "model", 5, "string", "Expected string, received number"),
    "model too long": Case({"model": "m" * 101}, "model", "m" * 100 + "…", "at most 100"),
    "no prompt": Case({"prompt": None}, "prompt", None, "prompt", "Required"),
    "empty prompt": Case({"prompt": ""}, "prompt", "", "1 to 5000", "Prompt is required"),
    "blank prompt": Case({"prompt": " \n"}, "prompt", " \n", "1 to 5000", "Prompt is required"),
    "long prompt": Case(
        {"prompt": "x" * 5001},
        "prompt",
        "x" * 100 + "…",
        "at most 5000",
        "Prompt is too long, maximum length is 5000 characters, received 5001",
    ),
    "resolution": Case(
        {"resolution": "8k"},
        "resolution",
        "8k",
        "'540p' | '720p' | '1080p' | '4k'",
        f"{ENUM}'540p' | '720p' | '1080p' | '4k', received '8k'",
    ),
    "ratio": Case({"aspect_ratio": "2:1"}, "aspect_ratio", "2:1", "'16:9'", ENUM),
    "ratio as list": Case({"aspect_ratio": [16, 9]}, "aspect_ratio", "array", "'16:9'", ENUM),
    "duration 7": Case({"duration": 7}, "duration", 7, "'5' | '9'", f"{ENUM}'5' | '9', received 7"),
    "duration 5.5": Case({"duration": 5.5}, "duration", 5.5, "'5' | '9'"),
    "duration 10s": Case({"duration": "10s"}, "duration", "10s", "'5' | '9'", "received '10s'"),
    "duration true": Case({"duration": True}, "duration", True, "'5' | '9'", "received boolean"),
    "duration list": Case({"duration": [5]}, "duration", "array", "'5' | '9'", "received array"),
    "keyframe type": Case(
        frame0(type="x", url="y"),
        "keyframes.frame0.type",
        "x",
        "'image' | 'generation'",
        f"{ENUM}'image' | 'generation', received 'x'",
    ),
    "no keyframe type": Case(
        frame0(url="y"), "keyframes.frame0.type", None, "'image' | 'generation'", "Required"
    ),
    "url and id": Case(
        frame0(**FIRST, id=UNKNOWN),
        "keyframes.frame0.id",
        UNKNOWN,
        "an image keyframe with type and url",
        "Unrecognized key: 'id'",
    ),
    "id and url": Case(
        frame0(type="generation", id=UNKNOWN, url="https://x.example"),
        "keyframes.frame0.url",
        "https://x.example",
        "a generation keyframe with type and id",
        "Unrecognized key: 'url'",
    ),
    "no url": Case(
        frame0(type="image"), "keyframes.frame0.url", None, "url of the image keyframe", "Required"
    ),
    "no id": Case(frame0(type="generation"), "keyframes.frame0.id", None, "id of the generation", "Required"),
    "id too long": Case(
        frame0(type="generation", id="i" * 201), "keyframes.frame0.id", "i" * 100 + "…", "200"
    ),
    "frame2": Case(
        {"keyframes": {"frame0": FIRST, "frame2": FIRST}}, "keyframes.frame2", "object", "frame0 and frame1"
    ),
    "keyframes a list": Case({"keyframes": [FIRST]}, "keyframes", "array", "object", "received array"),
    "keyframe a text": Case({"keyframes": {"frame1": "a"}}, "keyframes.frame1", "a", "object", "object"),
    "keyframes empty": Case(
        {"keyframes": {}}, "keyframes", "object", "frame0, frame1", "No keyframes provided"
    ),
    "keyframes null": Case(
        {"keyframes": {"frame0": None, "frame1": None}},
        "keyframes",
        "object",
        "frame0",
        "No keyframes provided",
    ),
    "loop with frame1": Case(
        {"loop": True, "keyframes": {"frame1": FIRST}},
        "loop",
        True,
        "expected one of the two",
        "Loop is not supported for end frame",
    ),
    "loop a text": Case({"loop": "yes"}, "loop", "yes", "true or false", "received string"),
    "seed": Case({"seed": -1}, "seed", -1, f"a whole number, 0 to {2**32 - 1}", "received -1"),
    "seed too large": Case({"seed": 2**32}, "seed", 2**32, f"0 to {2**32 - 1}"),
    "seed too large as text": Case({"seed": f"{2**32}"}, "seed", f"{2**32}", "0 to", f"received '{2**32}'"),
    "seed a fraction": Case({"seed": 1.5}, "seed", 1.5, "whole number", "received 1.5"),
    "seed a text": Case({"seed": "seven"}, "seed", "seven", "number", "received string"),
    "seed true": Case({"seed": True}, "seed", True, "number", "received boolean"),
    "one frame": Case({"num_frames": 1}, "num_frames", 1, "frames, 2 to 480"),
    "many frames": Case({"num_frames": 481}, "num_frames", 481, "frames, 2 to 480"),
    "not a picture": Case(
        frame0(type="image", url=data_url(b"<html>")),
        "keyframes.frame0.url",
        data_url(b"<html>"),
        "expected a picture as JPEG",
    ),
    "too large a picture": Case(
        frame0(type="image", url=data_url(bytes(MAX_BYTES + 1))),
        "keyframes.frame0.url",
        data_url(bytes(75))[:100] + "…",
        f"at most {MAX_BYTES:,}",
    ),
    "too many pixels": Case(
        frame0(type="image", url=data_url(png(16400, 16))),
        "keyframes.frame0.url",
        data_url(png(16400, 16))[:100] + "…",
        "16 to 16,384",
    ),
    "scheme": Case(
        frame0(type="image", url="ftp://x.example/a.png"),
        "keyframes.frame0.url",
        "ftp://x.example/a.png",
        "http",
    ),
    "private address": Case(
        frame0(type="image", url="http://10.0.0.1/a.png"),
        "keyframes.frame0.url",
        "http://10.0.0.1/a.png",
        "public",
    ),
    "loopback in disguise": Case(
        frame0(type="image", url="http://0x7f.1/"), "keyframes.frame0.url", "http://0x7f.1/", ""
    ),
}


def assert_refused(answer: Any, status: int) -> dict[str, Any]:
    """The documented shape, in the documented order."""
    body: dict[str, Any] = answer.json()
    assert answer.status_code == status, answer.text
    assert list(body)[:5] == ["requestId", "statusCode", "timestamp", "path", "message"]
    assert set(body) <= {"requestId", "statusCode", "timestamp", "path", "message", "errors"}
    assert re.fullmatch(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", body["requestId"])
    assert (body["statusCode"], body["timestamp"], body["path"]) == (status, "2023-11-14T22:13:20.000Z", PATH)
    assert len(body["message"]) > 10
    return body


@pytest.fixture
def home(still_home: Home) -> Home:
    """The module's: what is refused leaves nothing there."""
    return still_home


@pytest.fixture
def client(still_client: TestClient) -> TestClient:
    return still_client


@pytest.fixture
def anonymous(still_anonymous: TestClient) -> TestClient:
    return still_anonymous


@pytest.mark.usefixtures("nothing_left")
@pytest.mark.parametrize("name", CASES)
def test_a_wrong_body_is_told_what_is_wrong(client: TestClient, name: str) -> None:
    case = CASES[name]
    body = assert_refused(client.post(PATH, json=LEAST | case.body), case.status)
    (fault,) = body["errors"]
    assert set(fault) == {"field", "message", "received", "expected"}
    assert (fault["field"], fault["received"]) == (case.field, case.received)
    assert case.expected in (fault["expected"] or fault["message"])
    assert case.message in body["message"]


@pytest.mark.usefixtures("nothing_left")
def test_every_fault_is_named_at_once(client: TestClient) -> None:
    body = assert_refused(client.post(PATH, json={"duration": 7, "loop": 1}), 400)
    assert [fault["field"] for fault in body["errors"]] == ["model", "prompt", "duration", "loop"]


@pytest.mark.parametrize(
    ("keyframe", "status"), [("unknown", 404), ("nonsense", 404), ("theirs", 404), ("waiting", 400)]
)
def test_a_generation_that_cannot_be_continued(
    client: TestClient, home: Home, keyframe: str, status: int
) -> None:
    ids = {
        "unknown": UNKNOWN,
        "nonsense": "my video",
        "theirs": home.finish(home.create(OTHER)).id,
        "waiting": home.create().id,
    }
    before = (home.rows(), home.files())
    end = {"type": "generation", "id": ids[keyframe]}
    body = assert_refused(client.post(PATH, json=LEAST | {"keyframes": {"frame1": end}}), status)
    assert ids[keyframe] in body["message"]
    if status == 400:
        assert body["errors"][0]["field"] == "keyframes.frame1.id"
        assert "must be completed" in body["message"]
    assert (home.rows(), home.files()) == before


BROKEN = {
    "empty": b"",
    "text": b"hello",
    "cut": b'{"model": "luma/ray-2", "prompt": "a',
    "not an object": b'["luma/ray-2"]',
    "null": b"null",
    "NaN": b'{"model": "luma/ray-2", "prompt": "a", "seed": NaN}',
    "Infinity": b'{"model": "luma/ray-2", "prompt": "a", "seed": -Infinity}',
    "beyond all numbers": b'{"model": "luma/ray-2", "prompt": "a", "duration": 1e999}',
    "a number of 5,000 digits": b'{"model": "luma/ray-2", "prompt": "a", "seed": ' + b"9" * 5000 + b"}",
    "a name twice": b'{"model": "luma/ray-2", "prompt": "a", "prompt": "b"}',
    "deep": b'{"model": "luma/ray-2", "prompt": "a", "x": ' + b"[" * 100_000 + b"]" * 100_000 + b"}",
    "not UTF-8": b'{"model": "luma/ray-2", "prompt": "\xff\xfe"}',
    "UTF-16": '{"model": "luma/ray-2", "prompt": "a"}'.encode("utf-16"),
    "half a pair": b'{"model": "luma/ray-2", "prompt": "\\ud800"}',
    "half a pair, deep": b'{"model": "luma/ray-2", "prompt": "a", "x": [{"\\uDFFF": 1}]}',
    "a control character": b'{"model": "luma/ray-2", "prompt": "a\nb"}',
    "trailing": b'{"model": "luma/ray-2", "prompt": "a"} x',
    "a byte-order mark amid it": b'{"model": \xef\xbb\xbf"luma/ray-2", "prompt": "a"}',
}


@pytest.mark.usefixtures("nothing_left")
@pytest.mark.parametrize("name", BROKEN)
def test_what_is_no_json_object_is_a_400(client: TestClient, name: str) -> None:
    answer = client.post(PATH, content=BROKEN[name], headers={"Content-Type": "application/json"})
    assert "xpected" in assert_refused(answer, 400)["message"]


@pytest.mark.usefixtures("nothing_left")
@pytest.mark.parametrize(
    "headers",
    [
        {"Content-Type": "text/plain"},
        {"Content-Type": "application/x-www-form-urlencoded"},
        {"Content-Type": "multipart/form-data; boundary=x"},
        {"Content-Type": "application/jsonp"},
        {"Content-Type": "application/json; charset=utf-16"},
        {"Content-Type": 'application/json; charset=utf-8; charset="latin-1"'},
        {"Content-Type": "application/json", "Content-Encoding": "gzip"},
    ],
)
def test_another_encoding_is_a_415(client: TestClient, headers: dict[str, str]) -> None:
    answer = client.post(PATH, content=json.dumps(LEAST), headers=headers)
    assert "expected" in assert_refused(answer, 415)["message"]


@pytest.mark.usefixtures("nothing_left")
def test_a_body_that_announces_too_much_is_not_read(client: TestClient) -> None:
    headers = {"Content-Type": "application/json", "Content-Length": str(MAX_BODY + 1)}
    request = client.build_request("POST", PATH, content=b"{}", headers=headers)
    request.headers["Content-Length"] = str(MAX_BODY + 1)
    answer = client.send(request)
    assert f"{MAX_BODY:,}" in assert_refused(answer, 413)["message"]
    assert answer.headers["connection"] == "close"


@pytest.mark.usefixtures("nothing_left")
@pytest.mark.parametrize("announced", [None, "2", "not a number"])
def test_a_body_that_grows_too_large_is_cut_off(client: TestClient, announced: str | None) -> None:
    body = b'{"model": "luma/ray-2", "prompt": "' + b"x" * MAX_BODY + b'"}'
    request = client.build_request("POST", PATH, content=body, headers={"Content-Type": "application/json"})
    del request.headers["Content-Length"]
    if announced is not None:
        request.headers["Content-Length"] = announced
    assert_refused(client.send(request), 413)


@pytest.mark.usefixtures("nothing_left")
@pytest.mark.parametrize(
    "authorization",
    [
        None,
        "",
        "Bearer",
        "Bearer ",
        "Bearer wrong",
        "Basic YTpi",
        "vsk_" + "a" * 36,
        "Bearer vsk_" + "a" * 36,
    ],
)
@pytest.mark.parametrize(("method", "path"), [("POST", PATH), ("GET", PATH), ("POST", PATH + "/x/cancel")])
def test_without_a_good_key_nothing_opens(
    anonymous: TestClient, authorization: str | None, method: str, path: str
) -> None:
    headers = {} if authorization is None else {"Authorization": authorization}
    answer = anonymous.request(method, path, content=b"broken", headers=headers)
    assert answer.status_code == 401
    assert answer.json()["message"].startswith(
        "This request requires a valid API key. You can create a new API key"
    )
    assert answer.headers["www-authenticate"] == "Bearer"
