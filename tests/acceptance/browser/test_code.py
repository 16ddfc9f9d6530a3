"""What is copied from the page runs as it is."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from acceptance.browser.pages import Playground
from support.patience import PATIENCE
from support.server import KEY, Server
from vitascope.media.probe import probe

PYTHON = [sys.executable, "program"]
COMMANDS = {
    "curl": ["sh", "-eu", "program"],
    "requests": PYTHON,
    "vitascope": PYTHON,
    "lumaai": PYTHON,
    "openai": PYTHON,
    "javascript": ["node", "program.mjs"],
}


def copied(play: Playground, language: str) -> str:
    """The program as the Copy button gives it."""
    play.page.click("#code")
    play.page.click(f"#tab-{language}")
    play.page.click("#copy")
    play.page.wait_for_function("() => document.getElementById('live').textContent === 'Copied'")
    text: str = play.page.evaluate("() => navigator.clipboard.readText()")
    play.page.keyboard.press("Escape")
    return text


def run(language: str, program: str, folder: Path) -> Path:
    """Run it in a folder and answer the video that it leaves there."""
    command = COMMANDS[language]
    if shutil.which(command[0]) is None:
        pytest.skip(f"NO {command[0].upper()} HERE: its program is UNTESTED")
    (folder / command[-1]).write_text(program)
    env = {**os.environ, "VITASCOPE_API_KEY": KEY}
    done = subprocess.run(
        command, cwd=folder, env=env, capture_output=True, text=True, timeout=PATIENCE, check=False
    )
    assert done.returncode == 0, f"{program}\n{done.stdout}\n{done.stderr}"
    return folder / "video.mp4"


@pytest.mark.parametrize("language", COMMANDS)
def test_a_program_runs_unchanged(play: Playground, site: Server, language: str, tmp_path: Path) -> None:
    prompt = f'it\'s "quoted", costs $5 and 100%\\n in {language} – grün'
    play.ask(prompt, frames=10)
    play.page.click("#concepts > summary")
    play.page.check("input[value=zoom_in]", force=True)
    play.page.check("#loop", force=True)
    play.page.fill("#seed", "31")
    play.page.press("#seed", "Tab")
    video = run(language, copied(play, language), tmp_path)
    found = probe(video)
    assert (found.width, found.height, found.frames) == (960, 540, 10)
    made = site.http.get("/v1/gallery", params={"q": f"in {language}"}).json()["data"][0]
    assert made["prompt"] == prompt
    asked = made["request"]
    assert (asked["seed"], asked["loop"], asked["concepts"]) == (31, True, ["zoom_in"])


@pytest.mark.parametrize("language", ["curl", "lumaai", "openai"])
def test_a_picture_goes_along(
    play: Playground, site: Server, language: str, picture: Path, tmp_path: Path
) -> None:
    play.ask(f"a picture with {language}", frames=6)
    play.page.set_input_files("#file-f0", str(picture))
    play.page.wait_for_selector('[data-end="f0"].full')
    run(language, copied(play, language), tmp_path)
    made = site.http.get("/v1/gallery", params={"q": f"a picture with {language}"}).json()["data"][0]
    assert site.http.get(made["links"]["frame0"]).content == picture.read_bytes()


def test_a_client_that_cannot_say_it_says_so(play: Playground, picture: Path) -> None:
    play.ask("an end", frames=6)
    play.page.set_input_files("#file-f1", str(picture))
    play.page.wait_for_selector('[data-end="f1"].full')
    play.page.click("#code")
    play.page.click("#tab-openai")
    assert "Take another language" in play.page.inner_text("#program-panel")
    assert play.page.is_hidden("#copy")
