"""Build the wheel, install it into an empty environment, make a video with it and play it in a browser.

``python -m tools.wheel FOLDER`` (``make wheel``). Says how long each step took. The browser is Chromium;
where there is none, the video is decoded instead, and that is said.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import time
import venv
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar
from urllib.request import Request, urlopen

ROOT = Path(__file__).parents[1]
KEY = "a-key-for-the-wheels-test"
BODY = {"model": "luma/ray-2", "prompt": "white koi in a dark green pond", "resolution": "540p"}
PLAY = """url => new Promise((resolve, reject) => {
  const video = document.createElement('video');
  video.muted = video.autoplay = true;
  const size = () => video.videoWidth + 'x' + video.videoHeight;
  video.ontimeupdate = () => { if (video.currentTime > 0) resolve(size()); };
  video.onerror = () => reject(new Error(video.error.message));
  video.src = url;
  document.body.append(video);
})"""
T = TypeVar("T")


def timed(what: str, work: Callable[[], T]) -> T:
    """Do it and say how long it took."""
    began = time.monotonic()
    done = work()
    sys.stdout.write(f"{time.monotonic() - began:6.1f} s  {what}\n")
    sys.stdout.flush()
    return done


def build(folder: Path) -> Path:
    """The wheel, in ``folder``."""
    run(
        sys.executable,
        "-m",
        "pip",
        "wheel",
        "--quiet",
        "--no-deps",
        "--no-build-isolation",
        "-w",
        folder,
        ROOT,
    )
    return next(folder.glob("vitascope-*.whl"))


def install(wheel: Path, folder: Path) -> Path:
    """An environment with the wheel and what it depends on, nothing else; its programs' folder."""
    venv.create(folder, with_pip=True)
    programs = folder / "bin"
    run(programs / "pip", "install", "--quiet", "--disable-pip-version-check", wheel)
    return programs


def generate(programs: Path, folder: Path) -> Path:
    """A small video without a server."""
    out = folder / "koi.mp4"
    size = ("--resolution", "540p", "--num-frames", "24")
    run(programs / "vitascope", "generate", BODY["prompt"], *size, "-o", out, cwd=folder, env=alone(folder))
    return out


def first_video(programs: Path, folder: Path) -> str:
    """Serve, ask for five seconds, and play them; how it was played."""
    command = [str(programs / "vitascope"), "serve", "--port", "0"]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, text=True, cwd=folder, env=alone(folder)
    ) as server:
        try:
            lines = iter(server.stdout or ())
            base = next(found[0] for line in lines if (found := re.search(r"http://\S+:\d+", line)))
            return played(f"{base}/health", finished(f"{base}/v2/video/generations"))
        finally:
            server.terminate()


def finished(route: str) -> str:
    """The link to a video, once it is made."""
    answer = ask(Request(route, json.dumps(BODY).encode(), {"Content-Type": "application/json"}))
    while answer["status"] in {"queued", "generating"}:
        time.sleep(0.2)
        answer = ask(Request(f"{route}?generation_id={answer['id']}"))
    if answer["status"] != "completed":
        sys.exit(f"No video: {answer['error']}")
    return str(answer["video"]["url"])


def ask(request: Request) -> dict[str, Any]:
    """The answer as JSON."""
    request.add_header("Authorization", f"Bearer {KEY}")
    with urlopen(request) as answer:
        found: dict[str, Any] = json.load(answer)
        return found


def played(page_url: str, video: str) -> str:
    """Play it in Chromium, or decode it where there is none."""
    browser = shutil.which("chromium")
    if browser is None:
        import av  # noqa: PLC0415 - only where it must stand in for the browser

        with av.open(video) as file:
            return f"no Chromium here: decoded {sum(1 for _ in file.decode(video=0))} frames instead"
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 - only where there is a browser

    with sync_playwright() as tools:
        window = tools.chromium.launch(executable_path=browser, args=["--no-sandbox"])
        page = window.new_page(bypass_csp=True)
        page.goto(page_url)
        size = page.evaluate(PLAY, video)
        window.close()
        return f"played at {size} in Chromium"


def alone(folder: Path) -> dict[str, str]:
    """An environment in which nothing of this checkout is seen."""
    kept = {
        name: value for name, value in os.environ.items() if not name.startswith(("VITASCOPE_", "PYTHON"))
    }
    own = {"VITASCOPE_DATA_DIR": folder / "data", "VITASCOPE_CACHE_DIR": folder / "cache"}
    return kept | {"VITASCOPE_API_KEY": KEY} | {name: str(path) for name, path in own.items()}


def run(*command: str | Path, **options: Any) -> None:
    """Run it to its end; what it says is shown where it fails."""
    done = subprocess.run(
        [str(part) for part in command], capture_output=True, text=True, check=False, **options
    )
    if done.returncode:
        sys.exit(f"{command[0]} failed:\n{done.stdout}{done.stderr}")


def main(folder: Path) -> None:
    """All of it."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    folder = folder.resolve()
    wheel = timed("build the wheel", lambda: build(folder))
    began = time.monotonic()
    programs = timed("install it into an empty environment", lambda: install(wheel, folder / "venv"))
    how = timed("serve, make five seconds of 540p, play them", lambda: first_video(programs, folder))
    sys.stdout.write(f"{time.monotonic() - began:6.1f} s  from pip install to the first video ({how})\n")
    timed("vitascope generate, a second of 540p", lambda: generate(programs, folder))


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else "out/wheel"))
