from __future__ import annotations

import base64
from pathlib import Path
from typing import Any, cast

import pytest

from vitascope.client import BadRequest, Generation
from vitascope.client.options import Options, body

ID = "6b1f7c1e-6c1c-4f59-9f5e-0d4a4d1c8f10"
CLIP = Generation(f"{ID}:luma/ray-2", "completed")
PNG = b"\x89PNG\r\n\x1a\n and so on"


def ends(**options: Any) -> dict[str, Any]:
    made: dict[str, Any] = body("fog", "luma/ray-2", cast("Options", options))["keyframes"]
    return made


def test_nothing_is_sent_that_was_not_asked() -> None:
    assert body("fog", "luma/ray-2", {}) == {"model": "luma/ray-2", "prompt": "fog"}
    assert body("fog", "m", {"seed": None, "first": None, "extra": None}) == {"model": "m", "prompt": "fog"}


def test_what_is_false_or_zero_was_asked() -> None:
    assert body("fog", "m", {"loop": False, "seed": 0}) == {
        "model": "m",
        "prompt": "fog",
        "loop": False,
        "seed": 0,
    }


def test_extra_wins() -> None:
    assert body("fog", "m", {"seed": 1, "extra": {"seed": 2, "steps": 9}})["seed"] == 2


def test_an_option_that_is_none() -> None:
    with pytest.raises(TypeError, match=r"no option 'colour'. Options: resolution, .*num_frames"):
        body("fog", "m", cast("Options", {"colour": "red"}))


def test_a_generation_at_either_end() -> None:
    clip = {"type": "generation", "id": ID}
    assert (
        ends(extend=CLIP) == ends(first=CLIP) == ends(extend=CLIP.id) == ends(extend=ID) == {"frame0": clip}
    )
    assert ends(lead_into=CLIP) == ends(last=CLIP) == {"frame1": clip}
    assert ends(extend=CLIP, lead_into=CLIP) == {"frame0": clip, "frame1": clip}


@pytest.mark.parametrize("name", [("first", "extend"), ("last", "lead_into")])
def test_two_things_at_one_end(name: tuple[str, str]) -> None:
    with pytest.raises(BadRequest, match=f"Both {name[0]} and {name[1]}"):
        ends(**{name[0]: PNG, name[1]: CLIP})


@pytest.mark.parametrize(
    "url", ["https://example.com/a.png", "http://h/a", "data:image/png;base64,AA", "DATA:,x"]
)
def test_a_url_goes_as_it_is(url: str) -> None:
    assert ends(first=url) == {"frame0": {"type": "image", "url": url}}


@pytest.mark.parametrize(
    ("data", "kind"),
    [(PNG, "png"), (b"\xff\xd8\xff\xe0", "jpeg"), (b"GIF89a", "gif"), (b"RIFF....WEBP", "webp"), (b"?", "*")],
)
def test_bytes_and_files_go_inside(data: bytes, kind: str, tmp_path: Path) -> None:
    path = tmp_path / "a picture"
    path.write_bytes(data)
    url = f"data:image/{kind};base64,{base64.b64encode(data).decode()}"
    for picture in (data, path, str(path)):
        assert ends(last=picture) == {"frame1": {"type": "image", "url": url}}


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(BadRequest, match=r"first cannot be read from .*No such file.*Give a picture's path"):
        ends(first=tmp_path / "no.png")
    with pytest.raises(BadRequest, match="last cannot be read"):
        ends(last=tmp_path)
