"""F11, F14, F15: the same twice, honest about its maker, and small in memory."""

from __future__ import annotations

import threading
import time
from pathlib import Path

import psutil
import pytest

from support import film, server
from support.server import Server


@pytest.mark.parametrize("path", ["scene", "picture"])
def test_the_same_seed_makes_the_same_packets(live: Server, web: str, tmp_path: Path, path: str) -> None:
    body = {"prompt": "koi in a pond, pan left", "resolution": "540p", "num_frames": 24, "seed": 11}
    if path == "picture":
        body["keyframes"] = {"frame0": {"type": "image", "url": f"{web}/landscape.jpg"}}
    first, second = (live.video(tmp_path / f"{i}.mp4", **body) for i in range(2))
    assert film.packets(first) == film.packets(second)


def test_another_seed_makes_another_film(live: Server, tmp_path: Path) -> None:
    body = {"prompt": "a dragon over mountains", "resolution": "540p", "num_frames": 8}
    first, second = (live.video(tmp_path / f"{seed}.mp4", seed=seed, **body) for seed in (1, 2))
    assert film.packets(first) != film.packets(second)


def test_without_metadata_equal_requests_are_equal_files_on_any_number_of_threads(tmp_path: Path) -> None:
    made = []
    for threads in ("1", "3"):
        environment = {"VITASCOPE_METADATA": "false", "VITASCOPE_RENDER_THREADS": threads}
        with server.running(tmp_path / threads, environment=environment) as own:
            made.append(
                own.video(
                    tmp_path / f"{threads}.mp4", prompt="a gull", seed=4, num_frames=24, resolution="540p"
                )
            )
    assert made[0].read_bytes() == made[1].read_bytes()


def test_previz_says_that_it_is_previz(live: Server, mp4: Path) -> None:
    found = live.make(prompt="a calm sea", resolution="540p", num_frames=8)
    live.download(found["video"]["url"], mp4)
    film.assert_honest(mp4, found)


def test_nine_seconds_of_4k_are_216_frames_and_fit_in_one_and_a_half_gigabytes(
    tmp_path: Path, mp4: Path
) -> None:
    with server.running(tmp_path / "data") as own:
        peak, done = [0], threading.Event()

        def watch() -> None:
            root = psutil.Process(own.process.pid)
            while not done.is_set():
                peak[0] = max(peak[0], _pss(root))
                time.sleep(0.2)

        watcher = threading.Thread(target=watch)
        watcher.start()
        try:
            asked = {"prompt": "a dragon rushes at the camera", "resolution": "4k", "duration": 9}
            own.video(mp4, **asked, seed=1)
        finally:
            done.set()
            watcher.join()
    film.assert_right(mp4, (3840, 2160), 216)
    assert 0 < peak[0] <= 1.5e9, f"{peak[0] / 1e9:.2f} GB"


def _pss(root: psutil.Process) -> int:
    """Proportional memory of a process and all below it, in bytes."""
    total = 0
    for process in [root, *root.children(recursive=True)]:
        try:
            total += process.memory_full_info().pss
        except psutil.Error:
            continue
    return total
