"""The Python client's examples and its page, run as programs against a live server with a quick engine."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from support import film
from support.patience import PATIENCE
from support.server import KEY, Server

ROOT = Path(__file__).parents[2]
EXAMPLES = ROOT / "examples"
PAGE = ROOT / "docs" / "howto" / "python-client.md"


def run(live: Server, folder: Path, *command: str) -> str:
    environment = {**os.environ, "VITASCOPE_URL": live.url, "VITASCOPE_API_KEY": KEY}
    done = subprocess.run(
        [sys.executable, *command],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=5 * PATIENCE,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_generate(stripes: Server, mp4: Path) -> None:
    printed = run(stripes, mp4.parent, str(EXAMPLES / "generate.py"), "Waves at dusk", str(mp4))
    assert "100% completed" in printed
    assert f"{mp4}: 960x540, 48 frames, seed 7" in printed
    stream = film.stream(mp4)
    assert (stream.width, stream.height, stream.frames) == (960, 540, 48)


def test_a_refusal_is_shown_with_its_field(stripes: Server, mp4: Path) -> None:
    with pytest.raises(AssertionError, match="prompt: "):
        run(stripes, mp4.parent, str(EXAMPLES / "generate.py"), " ", str(mp4))
    assert not mp4.exists()


def test_extend(stripes: Server, mp4: Path) -> None:
    printed = run(stripes, mp4.parent, str(EXAMPLES / "extend.py"), str(mp4))
    assert "continues it with 48 more" in printed
    assert film.stream(mp4).frames == 96


def test_several_at_once(stripes: Server, tmp_path: Path) -> None:
    printed = run(stripes, tmp_path, str(EXAMPLES / "async_generate.py"), str(tmp_path / "out"))
    for name in ("koi", "storm"):
        assert f"{name}: state " in printed
        assert f"{name}: end completed 100%" in printed
        assert film.stream(tmp_path / "out" / f"{name}.mp4").frames == 24


def test_the_page_runs(stripes: Server, images: dict[str, bytes], tmp_path: Path) -> None:
    """Every Python block of the page, one after the other in one program, made short."""
    blocks = re.findall(r"```python\n(.*?)```", PAGE.read_text(), re.DOTALL)
    assert len(blocks) > 4
    program = "\n".join(blocks).replace('resolution="720p"', 'resolution="540p", num_frames=12')
    (tmp_path / "photo.jpg").write_bytes(images["landscape.jpg"])
    (tmp_path / "page.py").write_text(program)
    printed = run(stripes, tmp_path, "page.py")
    assert "completed" in printed
    assert film.stream(tmp_path / "fox.mp4").frames == 12
    assert film.stream(tmp_path / "longer.mp4").frames == 24


@pytest.mark.parametrize("name", ["generate", "extend", "async_generate"])
def test_an_example_fits_on_a_screen(name: str) -> None:
    assert len((EXAMPLES / f"{name}.py").read_text().splitlines()) <= 40
