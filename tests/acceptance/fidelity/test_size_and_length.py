"""F1 to F3: exactly the size, exactly the length, and playable everywhere."""

from __future__ import annotations

import json
import shutil
import subprocess
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from support import film
from support.patience import PATIENCE
from support.server import Server

SIZES = {
    "540p": {"1:1": (540, 540), "16:9": (960, 540), "9:16": (540, 960), "4:3": (720, 540)}
    | {"3:4": (540, 720), "21:9": (1260, 540), "9:21": (540, 1260)},
    "720p": {"1:1": (720, 720), "16:9": (1280, 720), "9:16": (720, 1280), "4:3": (960, 720)}
    | {"3:4": (720, 960), "21:9": (1680, 720), "9:21": (720, 1680)},
    "1080p": {"1:1": (1080, 1080), "16:9": (1920, 1080), "9:16": (1080, 1920), "4:3": (1440, 1080)}
    | {"3:4": (1080, 1440), "21:9": (2520, 1080), "9:21": (1080, 2520)},
    "4k": {"1:1": (2160, 2160), "16:9": (3840, 2160), "9:16": (2160, 3840), "4:3": (2880, 2160)}
    | {"3:4": (2160, 2880), "21:9": (5040, 2160), "9:21": (2160, 5040)},
}
EVERY = [(res, ratio, size) for res, ratios in SIZES.items() for ratio, size in ratios.items()]


@pytest.mark.parametrize(("resolution", "ratio", "size"), EVERY)
def test_all_28_sizes_with_a_picture(
    live: Server, web: str, mp4: Path, resolution: str, ratio: str, size: tuple[int, int]
) -> None:
    live.video(
        mp4,
        prompt="slow push in",
        resolution=resolution,
        aspect_ratio=ratio,
        num_frames=3,
        keyframes={"frame0": {"type": "image", "url": f"{web}/landscape.jpg"}},
    )
    film.assert_right(mp4, size, 3)


@pytest.mark.parametrize(("resolution", "ratio", "size"), EVERY[::5])
def test_sizes_of_a_planned_scene(
    live: Server, mp4: Path, resolution: str, ratio: str, size: tuple[int, int]
) -> None:
    live.video(
        mp4,
        prompt="an eagle over snowy mountains at dawn",
        resolution=resolution,
        aspect_ratio=ratio,
        num_frames=2,
    )
    film.assert_right(mp4, size, 2)


def test_five_seconds_is_the_default_and_has_120_frames(live: Server, mp4: Path) -> None:
    live.video(mp4, prompt="waves on a calm ocean at dusk", resolution="540p")
    film.assert_right(mp4, (960, 540), 120)


PAGE = """<!doctype html><video muted autoplay src="/video.mp4"></video><script>
const video = document.querySelector("video");
const tell = (word) => fetch("/told", {method: "POST", body: JSON.stringify({
  word, time: video.currentTime, width: video.videoWidth, height: video.videoHeight,
  length: video.duration, error: video.error && video.error.message})});
video.onended = () => tell("ended"); video.onerror = () => tell("error");
</script>"""


@pytest.mark.skipif(
    not shutil.which("chromium"), reason="NO CHROMIUM HERE: that videos play in it is UNTESTED"
)
def test_plays_in_chromium(live: Server, tmp_path: Path, mp4: Path) -> None:
    live.video(mp4, prompt="a red balloon over hills", resolution="540p", num_frames=24)
    told: list[dict[str, object]] = []
    heard = threading.Event()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            film_asked = self.path == "/video.mp4"
            body = mp4.read_bytes() if film_asked else PAGE.encode()
            self.send_response(200)
            self.send_header("Content-Type", "video/mp4" if film_asked else "text/html")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def do_POST(self) -> None:
            told.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            self.send_response(204)
            self.end_headers()
            heard.set()

        def log_message(self, format: str, *args: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    flags = ["--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-quic"]
    flags += ["--disable-background-networking", "--disable-component-update", "--disable-sync"]
    flags += ["--autoplay-policy=no-user-gesture-required", f"--user-data-dir={tmp_path / 'profile'}"]
    url = f"http://127.0.0.1:{server.server_address[1]}/"
    browser = subprocess.Popen(
        ["chromium", *flags, "--remote-debugging-port=0", url],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        assert heard.wait(PATIENCE), "Chromium said nothing"
    finally:
        browser.kill()
        browser.wait(PATIENCE)
        server.shutdown()
    assert told[0]["word"] == "ended", told
    assert (told[0]["width"], told[0]["height"]) == (960, 540)
    assert told[0]["length"] == pytest.approx(1.0, abs=0.01)
