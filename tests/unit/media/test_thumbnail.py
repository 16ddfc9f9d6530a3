from __future__ import annotations

import io
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from unit.media.clips import clip, panned, written
from vitascope.errors import MediaError
from vitascope.media.arrays import Planes
from vitascope.media.thumbnail import Stills, thumbnail


def sheet(frames: list[Planes], out: Path, columns: int = 4, rows: int = 3) -> None:
    stills = Stills(len(frames), 64, columns, rows)
    for index, frame in enumerate(frames):
        stills.see(index, frame)
    stills.contact_sheet(out)


def black(width: int, height: int) -> Planes:
    grey = np.full((height // 2, width // 2), 128, np.uint8)
    return np.full((height, width), 16, np.uint8), grey, grey


@pytest.mark.parametrize(("width", "size"), [(160, (160, 90)), (5000, (320, 180)), (101, (100, 56))])
def test_its_size(tmp_path: Path, width: int, size: tuple[int, int]) -> None:
    thumbnail(clip(tmp_path / "a.mp4").path, tmp_path / "t.webp", width)
    image = Image.open(tmp_path / "t.webp")
    assert (image.format, image.size) == ("WEBP", size)


@pytest.mark.parametrize("lit", [range(4), range(20, 24)])
def test_a_black_frame_is_not_telling(tmp_path: Path, lit: range) -> None:
    frames = [black(320, 180) if i not in lit else frame for i, frame in enumerate(panned(320, 180, 24))]
    thumbnail(written(tmp_path / "a.mp4", frames).path, tmp_path / "t.webp", 160)
    assert np.asarray(Image.open(tmp_path / "t.webp").convert("L")).std() > 15


def test_even_a_black_clip_has_one(tmp_path: Path) -> None:
    thumbnail(written(tmp_path / "a.mp4", [black(64, 48)] * 5).path, tmp_path / "t.webp", 64)
    assert np.asarray(Image.open(tmp_path / "t.webp")).max() < 8


def test_colours_are_right(tmp_path: Path) -> None:
    red = np.full((48, 64), 63, np.uint8), np.full((24, 32), 102, np.uint8), np.full((24, 32), 240, np.uint8)
    thumbnail(written(tmp_path / "a.mp4", [red] * 3).path, tmp_path / "t.webp", 64)
    assert np.abs(np.asarray(Image.open(tmp_path / "t.webp")).astype(int) - (255, 0, 0)).mean() < 4


@pytest.mark.parametrize(("columns", "rows", "frames"), [(4, 3, 48), (3, 2, 48), (4, 3, 2)])
def test_a_contact_sheet_has_its_cells(tmp_path: Path, columns: int, rows: int, frames: int) -> None:
    sheet(list(panned(320, 180, frames)), tmp_path / "s.jpg", columns, rows)
    image = Image.open(io.BytesIO((tmp_path / "s.jpg").read_bytes()))
    assert (image.format, image.size) == ("JPEG", (320 * columns, 180 * rows))


def test_a_contact_sheet_goes_through_time(tmp_path: Path) -> None:
    grey = np.full((24, 32), 128, np.uint8)
    frames = [(np.full((48, 64), 20 + 4 * i, np.uint8), grey, grey) for i in range(48)]
    sheet(frames, tmp_path / "s.jpg")
    shown = np.asarray(Image.open(tmp_path / "s.jpg").convert("L")).astype(float)
    cells = [shown[r * 48 : (r + 1) * 48, c * 64 : (c + 1) * 64].mean() for r in range(3) for c in range(4)]
    assert cells == sorted(cells)
    assert cells[-1] > cells[0] + 150


def test_a_damaged_video_leaves_no_picture(tmp_path: Path) -> None:
    (tmp_path / "a.mp4").write_bytes(b"nothing")
    with pytest.raises(MediaError):
        thumbnail(tmp_path / "a.mp4", tmp_path / "t.webp", 64)
    assert [path.name for path in tmp_path.iterdir()] == ["a.mp4"]
