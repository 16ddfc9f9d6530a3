"""Creating through ``/v1/videos``: what is understood, alike in JSON and in forms."""

from __future__ import annotations

from typing import Any

import pytest
from starlette.testclient import TestClient

from unit.http.videos import FILES, PROMPT, VIDEOS, created, kept, multipart, refused, video
from unit.service.parts import OWNER, Home, data_url, png
from vitascope.domain.generation import Generation
from vitascope.domain.request import AspectRatio, ImageKeyframe, Resolution


def test_the_least_there_can_be(client: TestClient, home: Home) -> None:
    shown = created(client)
    found = kept(home, shown)
    assert shown == {
        "id": f"video_{found.id.replace('-', '')}",
        "object": "video",
        "model": "sora-2",
        "status": "queued",
        "progress": 0,
        "created_at": int(found.created_at),
        "completed_at": None,
        "expires_at": None,
        "prompt": PROMPT,
        "remixed_from_video_id": None,
        "seconds": "4",
        "size": "720x1280",
        "error": None,
        "meta": {
            "usage": {"credits_used": 0, "usd_spent": 0.0},
            "generation_id": found.id,
            "engine": "stripes",
            "model": "stripes",
            "seed": found.seed,
            "width": 720,
            "height": 1280,
            "fps": 24,
            "frames": 96,
            "duration": 4.0,
            "progress": 0.0,
            "stage": "queued",
            "queue_position": 0,
            "starts_in": None,
            "assets": {"video": None, "thumbnail": None, "spritesheet": None, "stitched": None},
            "stitched_reason": None,
            "notice": None,
            "ignored": [],
        },
    }


FIELDS: list[tuple[dict[str, Any], dict[str, Any]]] = [
    ({"seconds": "8"}, {"duration": 8}),
    ({"seconds": 20}, {"duration": 20}),
    ({"seconds": " 12s "}, {"duration": 12}),
    ({"seconds": "1.0"}, {"duration": 1}),
    ({"size": "1280x720"}, {"size": (1280, 720)}),
    ({"size": "1792X1024"}, {"size": (1792, 1024)}),
    ({"size": "256 x 256"}, {"size": (256, 256)}),
    ({"size": "2160x5040"}, {"size": (2160, 5040)}),
    ({"width": 640, "height": "360"}, {"size": (640, 360)}),
    ({"width": 640, "height": 360, "size": "640x360"}, {"size": (640, 360)}),
    ({"resolution": "1080P"}, {"resolution": Resolution.P1080, "aspect_ratio": AspectRatio.WIDE}),
    ({"aspect_ratio": "9:16"}, {"resolution": Resolution.P720, "aspect_ratio": AspectRatio.TALL}),
    ({"seed": 42}, {"seed": 42}),
    ({"seed": "4294967295"}, {"seed": 4294967295}),
    ({"num_frames": "33", "seconds": "4"}, {"num_frames": 33}),
    ({"fps": 24}, {}),
    ({"fps": "24"}, {}),
    ({"loop": True}, {"loop": True}),
    ({"loop": "false"}, {"loop": False}),
    ({"concepts": "orbit_left, push_in"}, {"concepts": ("orbit_left", "push_in")}),
    ({"model": "stripes"}, {"model": "stripes"}),
    ({"model": "sora-2-pro-2025-10-06"}, {"model": "sora-2-pro-2025-10-06"}),
    ({"size": "", "seed": ""}, {"size": (720, 1280), "seed": None}),
    ({"negative_prompt": "", "enable_frame_interpolation": False, "n": 1, "lora": "{}"}, {}),
    (
        {"input_reference": "https://x.example/a.png"},
        {"frame0": ImageKeyframe(url="https://x.example/a.png")},
    ),
    ({"image_reference": "http://8.8.8.8/a.png"}, {"frame0": ImageKeyframe(url="http://8.8.8.8/a.png")}),
    (
        {"input_reference": '{"image_url": "https://x.example/a.png"}'},
        {"frame0": ImageKeyframe(url="https://x.example/a.png")},
    ),
]


def assert_kept(found: Generation, wanted: dict[str, Any]) -> None:
    assert {name: getattr(found.request, name) for name in wanted} == wanted


def as_text(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def test_json_multipart_and_web_forms_mean_the_same(client: TestClient, home: Home) -> None:
    for fields, wanted in FIELDS:
        texts = {"prompt": PROMPT} | {name: as_text(value) for name, value in fields.items()}
        assert_kept(kept(home, created(client, **fields)), wanted)
        assert_kept(kept(home, video(client.post(VIDEOS, **multipart(*texts.items())))), wanted)
        assert_kept(kept(home, video(client.post(VIDEOS, data=texts))), wanted)


def test_a_bare_multipart_create(client: TestClient, home: Home) -> None:
    shown = video(client.post(VIDEOS, **multipart(("prompt", "ein Füchslein 🦊"))))
    assert kept(home, shown).request.prompt == "ein Füchslein 🦊"


@pytest.mark.parametrize("name", ["input_reference", "image_reference", "input_reference[]"])
def test_a_picture_as_a_file_of_any_name_and_size(client: TestClient, home: Home, name: str) -> None:
    parts: dict[str, Any] = {
        "prompt": (None, PROMPT),
        name: ("upload", png(33, 47), "application/octet-stream"),
    }
    found = kept(home, video(client.post(VIDEOS, files=parts)))
    assert found.request.frame0 == ImageKeyframe(url=f"asset:{found.id}/input/frame0")
    asset = found.asset("input.frame0")
    assert asset is not None
    assert (asset.media_type, home.storage.path(asset.key).read_bytes()) == ("image/png", png(33, 47))


@pytest.mark.parametrize(
    "reference",
    [
        {"image_url": "https://x.example/a.png"},
        {"image_url": {"url": "https://x.example/a.png"}},
        {"url": "https://x.example/a.png", "file_id": None},
        [{"image_url": "https://x.example/a.png"}],
    ],
)
def test_a_picture_as_an_object(client: TestClient, home: Home, reference: object) -> None:
    found = kept(home, created(client, input_reference=reference))
    assert found.request.frame0 == ImageKeyframe(url="https://x.example/a.png")


def test_a_picture_in_bracket_keys(client: TestClient, home: Home) -> None:
    fields = (("prompt", PROMPT), ("input_reference[image_url]", data_url(png())))
    for found in (client.post(VIDEOS, **multipart(*fields)), client.post(VIDEOS, data=dict(fields))):
        asset = kept(home, video(found)).asset("input.frame0")
        assert asset is not None
        assert home.storage.path(asset.key).read_bytes() == png()


def test_a_picture_that_was_uploaded(client: TestClient, home: Home) -> None:
    sent: dict[str, Any] = {"file": ("fox.png", png()), "purpose": (None, "vision")}
    file_id = client.post(FILES, files=sent).json()["id"]
    bracket = multipart(("prompt", PROMPT), ("input_reference[file_id]", file_id))
    for answer in (
        client.post(VIDEOS, json={"prompt": PROMPT, "input_reference": {"file_id": file_id}}),
        client.post(VIDEOS, json={"prompt": PROMPT, "input_reference": file_id}),
        client.post(VIDEOS, **bracket),
    ):
        found = kept(home, video(answer))
        asset = found.asset("input.frame0")
        assert asset is not None
        assert home.storage.path(asset.key).read_bytes() == png()
    assert client.delete(f"{FILES}/{file_id}").status_code == 200
    assert refused(client.post(VIDEOS, **bracket), 404)["code"] == "not_found"


def test_an_upload_serves_the_other_dialects_too(client: TestClient, home: Home) -> None:
    file_id = client.post(FILES, files={"file": ("fox.png", png())}).json()["id"]
    body = {
        "model": "luma/ray-2",
        "prompt": PROMPT,
        "keyframes": {"frame0": {"type": "image", "url": file_id}},
    }
    shown = client.post("/v2/video/generations", json=body).json()
    found = home.ledger.get(shown["generation_id"], OWNER)
    assert found.request.frame0 == ImageKeyframe(url=f"asset:{found.id}/input/frame0")


def test_concepts_as_a_list(client: TestClient, home: Home) -> None:
    wanted = ("orbit_left", "push_in")
    assert kept(home, created(client, concepts=list(wanted))).request.concepts == wanted
    objects = [{"key": key} for key in wanted]
    assert kept(home, created(client, concepts=objects)).request.concepts == wanted
    fields = (("prompt", PROMPT), ("concepts[0][key]", wanted[0]), ("concepts[1][key]", wanted[1]))
    assert kept(home, video(client.post(VIDEOS, **multipart(*fields)))).request.concepts == wanted
    names: list[Any] = [("prompt", (None, PROMPT)), *(("concepts[]", (None, key)) for key in wanted)]
    assert kept(home, video(client.post(VIDEOS, files=names))).request.concepts == wanted


def test_what_is_not_read_is_named(client: TestClient) -> None:
    shown = created(client, user="anna", metadata={"a": 1}, n=1, nothing=None)
    assert shown["meta"]["ignored"] == ["user", "metadata"]


def test_one_generation_in_every_dialect(client: TestClient, home: Home) -> None:
    shown = created(client)
    found = kept(home, shown)
    forms = (shown["id"], found.id, f"{found.id}:luma/ray-2", f"{found.id}%3Aluma%2Fray-2")
    assert {client.get(f"{VIDEOS}/{form}").json()["id"] for form in forms} == {shown["id"]}
    aiml = client.get("/v2/video/generations", params={"generation_id": shown["id"]}).json()
    assert aiml["generation_id"] == found.id
    luma = client.get(f"/dream-machine/v1/generations/{shown['id']}").json()
    assert luma["id"] == found.id
    assert client.get(VIDEOS).json()["data"][0] == shown
