from __future__ import annotations

from pathlib import Path

import pytest

from support import film
from unit.media.clips import panned, written
from vitascope.errors import MediaError
from vitascope.media import provenance
from vitascope.media.provenance import label, metadata, read

PROMPT = 'a "dragon"; über\n日本 = \\ \U0001f409 ' + "x" * 5000


def test_what_is_written_is_read(tmp_path: Path) -> None:
    tags = metadata(generation_id="g-1", engine="previz", model="ray-2", seed=7, prompt=PROMPT)
    path = written(tmp_path / "a.mp4", list(panned(64, 48, 3)), metadata=tags).path
    found = read(path)
    assert found.pop("label").startswith("previz")
    assert found == {"generation": "g-1", "engine": "previz", "model": "ray-2", "seed": "7", "prompt": PROMPT}


def test_previz_says_so_to_any_reader(tmp_path: Path) -> None:
    path = written(tmp_path / "a.mp4", list(panned(64, 48, 3)), metadata=label("previz")).path
    assert "previz" in film.metadata(path)["comment"]


def test_models_say_so_too() -> None:
    assert "AI-generated" in label("diffusers")["comment"]
    assert "previz" not in label("diffusers")["comment"]


def test_the_label_is_the_same_for_every_generation() -> None:
    one, other = (metadata(generation_id=name, engine="previz", model="m", seed=1) for name in ("a", "b"))
    assert {key for key in one if one[key] == other[key]} == {"comment"}
    assert label("previz").items() <= one.items()


@pytest.mark.parametrize("synopsis", ["", "a film about fish", "[1, 2]", "{broken"])
def test_strangers_tags_are_no_record(tmp_path: Path, synopsis: str) -> None:
    path = written(tmp_path / "a.mp4", list(panned(64, 48, 3)), metadata={"synopsis": synopsis}).path
    assert read(path) == {}


def test_no_video_no_record(tmp_path: Path) -> None:
    (tmp_path / "a.mp4").write_bytes(b"x")
    with pytest.raises(MediaError):
        provenance.read(tmp_path / "a.mp4")
