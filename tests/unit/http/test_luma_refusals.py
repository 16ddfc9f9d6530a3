"""What the Luma API refuses, and in which of its two forms."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from starlette.testclient import TestClient

from unit.http.luma import BASE, GENERATIONS, LEAST, PICTURE, UNKNOWN, faults, sentence
from unit.service.parts import OTHER, Home, data_url
from vitascope.http.app import create_app
from vitascope.http.body import MAX_BODY

CLIP = {"type": "generation", "id": UNKNOWN}
pytestmark = pytest.mark.usefixtures("nothing_left")


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


SENTENCES: dict[str, tuple[dict[str, Any], str]] = {
    "no prompt": ({"prompt": None}, "Prompt is required: expected 3 to 5000 characters"),
    "blank prompt": ({"prompt": " "}, "Prompt is required"),
    "no prompt over a clip": ({"prompt": None, "keyframes": {"frame0": CLIP}}, "Prompt is required"),
    "short prompt": ({"prompt": "ab"}, "Prompt is too short, minimum length is 3 characters; received 2."),
    "short prompt over a picture": (
        {"prompt": "a", "keyframes": {"frame0": PICTURE}},
        "Prompt is too short, minimum length is 3 characters",
    ),
    "long prompt": (
        {"prompt": "x" * 5001},
        "Prompt is too long, maximum length is 5000 characters; received 5001.",
    ),
    "loop to an end frame": (
        {"loop": True, "keyframes": {"frame1": PICTURE}},
        "Loop is not supported for end frame",
    ),
    "loop between pictures": (
        {"loop": True, "keyframes": {"frame0": PICTURE, "frame1": PICTURE}},
        "Loop is not supported for keyframes",
    ),
    "loop back": ({"loop": True, "keyframes": {"frame1": CLIP}}, "Loop is not supported for extend reverse"),
    "loop from clip to picture": (
        {"loop": True, "keyframes": {"frame0": CLIP, "frame1": PICTURE}},
        "Loop is not supported for interpolate video to image",
    ),
    "loop from picture to clip": (
        {"loop": True, "keyframes": {"frame0": PICTURE, "frame1": CLIP}},
        "Loop is not supported for interpolate image to video",
    ),
    "loop between clips": (
        {"loop": True, "keyframes": {"frame0": CLIP, "frame1": CLIP}},
        "Loop is not supported for interpolate between two videos",
    ),
    "keyframes empty": ({"keyframes": {}}, "No keyframes provided"),
    "keyframes null": ({"keyframes": {"frame0": None, "frame1": None}}, "No keyframes provided"),
    "duration 7s": ({"duration": "7s"}, "Duration is not supported: received '7s', expected '5s' or '9s'"),
    "duration 10": ({"duration": 10}, "Duration is not supported: received '10', expected '5s' or '9s'"),
    "duration 5.5": ({"duration": 5.5}, "Duration is not supported: received '5.5'"),
    "duration words": ({"duration": "five"}, "Duration is not supported: received 'five'"),
    "resolution": (
        {"resolution": "8k"},
        "Resolution is not supported: received '8k', expected '540p', '720p', '1080p', '4k'",
    ),
    "concept": ({"concepts": [{"key": "moonwalk"}]}, "The concept 'moonwalk' is not known; expected one of"),
    "model": ({"model": "ray-9"}, "No model 'ray-9' is served here"),
    "model that cannot": (
        {"model": "text-only", "keyframes": {"frame0": PICTURE}},
        "text-only cannot do: first",
    ),
    "private callback": (
        {"callback_url": "http://10.0.0.1/told"},
        "The callback_url cannot be used. The URL's host 10.0.0.1 is not a public address",
    ),
    "callback by file": (
        {"callback_url": "file:///etc/passwd"},
        "The callback_url cannot be used. The URL has the scheme 'file', expected http or https",
    ),
    "no picture": (
        {"keyframes": {"frame0": {"type": "image", "url": data_url(b"<html>")}}},
        "expected a picture as JPEG",
    ),
    "private picture": (
        {"keyframes": {"frame1": {"type": "image", "url": "http://127.0.0.1/a.png"}}},
        "not a public address",
    ),
}


@pytest.mark.parametrize("path", [GENERATIONS, f"{GENERATIONS}/video", "/proxy/luma/generations"])
@pytest.mark.parametrize("name", SENTENCES)
def test_what_means_nothing_is_a_sentence(client: TestClient, name: str, path: str) -> None:
    body, words = SENTENCES[name]
    assert words in sentence(client.post(path, json=LEAST | body))


FORMS: dict[str, tuple[Any, str, list[str], str, str]] = {
    "prompt a number": ({"prompt": 5}, "string_type", ["prompt"], "5", ""),
    "ratio": ({"aspect_ratio": "2:1"}, "enum", ["aspect_ratio"], "2:1", "'16:9'"),
    "loop": ({"loop": "perhaps"}, "invalid_type", ["loop"], "perhaps", "true or false"),
    "type": ({"generation_type": "image"}, "literal_error", ["generation_type"], "image", "'video'"),
    "duration a list": ({"duration": [5]}, "string_type", ["duration"], "[5]", ""),
    "duration true": ({"duration": True}, "string_type", ["duration"], "true", ""),
    "keyframes a list": ({"keyframes": []}, "model_attributes_type", ["keyframes"], "[]", ""),
    "keyframe a text": (
        {"keyframes": {"frame0": "a"}},
        "model_attributes_type",
        ["keyframes", "frame0"],
        "a",
        "",
    ),
    "keyframe type": (
        {"keyframes": {"frame0": {"type": "x"}}},
        "union_tag_invalid",
        ["keyframes", "frame0"],
        '{"type":"x"}',
        "'image', 'generation'",
    ),
    "no url": (
        {"keyframes": {"frame1": {"type": "image"}}},
        "missing",
        ["keyframes", "frame1", "image", "url"],
        '{"type":"image"}',
        "",
    ),
    "url and id": (
        {"keyframes": {"frame0": PICTURE | {"id": UNKNOWN}}},
        "extra_forbidden",
        ["keyframes", "frame0", "image", "id"],
        UNKNOWN,
        "",
    ),
    "concepts as numbers": ({"concepts": [7]}, "invalid_type", ["concepts"], "[7]", "objects with a key"),
    "model too long": ({"model": "m" * 101}, "string_too_long", ["model"], "m" * 100 + "…", ""),
    "seed": ({"seed": "x"}, "invalid_type", ["seed"], "x", "whole number"),
    "one frame": ({"num_frames": 1}, "invalid_value", ["num_frames"], "1", "frames, 2 to 480"),
}


@pytest.mark.parametrize("name", FORMS)
def test_what_is_of_the_wrong_form_is_a_list(client: TestClient, name: str) -> None:
    body, kind, loc, came, expected = FORMS[name]
    (fault,) = faults(client.post(GENERATIONS, json=LEAST | body))
    assert (fault["type"], fault["loc"], fault["input"]) == (kind, ["body", *loc], came)
    assert expected in fault.get("ctx", {}).get("expected", "")
    assert fault["msg"]


def test_every_fault_is_told_at_once(client: TestClient) -> None:
    found = faults(client.post(GENERATIONS, json={"prompt": 1, "loop": [], "aspect_ratio": "1"}))
    assert [fault["loc"][1] for fault in found] == ["prompt", "aspect_ratio", "loop"]


def test_a_body_that_is_no_object(client: TestClient) -> None:
    (fault,) = faults(client.post(GENERATIONS, json=["a fox"]))
    assert (fault["loc"], fault["input"]) == (["body"], '["a fox"]')


@pytest.mark.parametrize("body", [b"", b"{", b'{"prompt": NaN}', b"\xff"])
def test_what_is_no_json(client: TestClient, body: bytes) -> None:
    assert "not valid JSON" in sentence(client.post(GENERATIONS, content=body))


def test_other_encodings_and_sizes(client: TestClient) -> None:
    text = client.post(GENERATIONS, content=b"{}", headers={"Content-Type": "text/plain"})
    assert "expected application/json" in sentence(text, 415)
    large = client.post(GENERATIONS, content=b'"' + b"x" * MAX_BODY + b'"')
    assert f"{MAX_BODY:,}" in sentence(large, 413)


@pytest.mark.parametrize(
    ("query", "field", "came"),
    [
        ("limit=x", "limit", "x"),
        ("limit=0", "limit", "0"),
        ("limit=1001", "limit", "1001"),
        ("offset=-1", "offset", "-1"),
        ("offset=99999999999999999999", "offset", "9" * 20),
    ],
)
def test_a_page_that_is_none(client: TestClient, query: str, field: str, came: str) -> None:
    (fault,) = faults(client.get(f"{GENERATIONS}?{query}"))
    assert (fault["loc"], fault["input"]) == (["query", field], came)
    assert "whole number" in fault["ctx"]["expected"]


UNSERVED: dict[str, tuple[str, dict[str, Any]]] = {
    "image": ("/image", {"prompt": "a fox", "model": "photon-1"}),
    "reframe_image": (
        "/image/reframe",
        {
            "generation_type": "reframe_image",
            "model": "photon-1",
            "media": {"url": "https://x.example"},
            "aspect_ratio": "1:1",
        },
    ),
    "modify_video": (
        "/video/modify",
        {
            "generation_type": "modify_video",
            "model": "ray-2",
            "media": {"url": "https://x.example"},
            "mode": "flex_1",
        },
    ),
}


@pytest.mark.parametrize("base", [BASE, "/proxy/luma", "/proxy/luma/dream-machine/v1"])
@pytest.mark.parametrize("capability", UNSERVED)
def test_what_no_model_can_is_named(client: TestClient, capability: str, base: str) -> None:
    path, body = UNSERVED[capability]
    found = sentence(client.post(f"{base}/generations{path}", json=body))
    assert found.startswith(f"No model here has the capability {capability}")


@pytest.mark.parametrize("path", ["/image/reframe", "/video/modify", "/video/reframe"])
def test_a_mistake_is_told_before_what_is_missing(client: TestClient, path: str) -> None:
    missing = {fault["loc"][1] for fault in faults(client.post(GENERATIONS + path, json={}))}
    assert {"generation_type", "model", "media"} <= missing


@pytest.mark.parametrize("path", ["/nowhere", "/generation", "/generations/video/upscale"])
@pytest.mark.parametrize("base", [BASE, "/proxy/luma"])
def test_other_paths(client: TestClient, base: str, path: str) -> None:
    assert "/docs" in sentence(client.get(base + path), 404)


@pytest.mark.parametrize("path", ["/generations/video", "/generations/concepts/list", "/generations/image"])
def test_the_endpoints_beside_the_ids_are_no_ids(client: TestClient, path: str) -> None:
    assert "is not served at this path" in sentence(client.delete(BASE + path), 405)


@pytest.mark.parametrize("base", [BASE, "/proxy/luma"])
def test_keys(anonymous: TestClient, base: str) -> None:
    for path in ("/ping", "/credits", "/generations", f"/generations/{UNKNOWN}"):
        none = anonymous.get(base + path)
        assert sentence(none, 401).startswith("Not authenticated")
        bad = anonymous.get(base + path, headers={"Authorization": "Bearer wrong"})
        assert sentence(bad, 401).startswith("Invalid API key is provided")
        assert none.headers["www-authenticate"] == "Bearer"


def test_a_bug_keeps_its_secret(home: Home) -> None:
    app = create_app(home.services)

    async def broken() -> None:
        raise RuntimeError("the password is hunter2")

    app.add_api_route(f"{BASE}/broken", broken)
    client = TestClient(app, raise_server_exceptions=False)
    for path in (f"{BASE}/broken", "/proxy/luma/broken"):
        assert "hunter2" not in sentence(client.get(path), 500)


class TestKeyframes:
    """Generations that cannot be continued."""

    @pytest.fixture(autouse=True)
    def nothing_left(self, home: Home) -> Iterator[None]:
        """What was refused leaves nothing beside what was there."""
        self.theirs, self.waiting = home.finish(home.create(OTHER)).id, home.create().id
        before = (home.rows(), home.files())
        yield
        assert (home.rows(), home.files()) == before

    @pytest.mark.parametrize(("which", "status"), [("theirs", 404), ("waiting", 400), ("unknown", 404)])
    def test_it_says_why(self, client: TestClient, which: str, status: int) -> None:
        wanted = {"theirs": self.theirs, "waiting": self.waiting, "unknown": UNKNOWN}[which]
        body = LEAST | {"keyframes": {"frame0": {"type": "generation", "id": wanted}}}
        assert wanted in sentence(client.post(GENERATIONS, json=body), status)

    def test_audio_needs_a_generation_that_is_there(self, client: TestClient) -> None:
        known = client.post(f"{GENERATIONS}/{self.waiting}:luma/ray-2/audio")
        assert sentence(known).startswith("No model here has the capability add_audio")
        sentence(client.post(f"{GENERATIONS}/{UNKNOWN}/audio", json={"prompt": "wind"}), 404)
