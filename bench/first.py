"""How long a warm server takes to its first frame: ``python -m bench.first``.

From before the create until somebody who watches the generation's events over HTTP has read that a frame of
it is encoded. Once per run and kind of clip, each with a seed of its own, so that nothing is made twice.
"""

from __future__ import annotations

import os
import re
import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from bench.jobs import settle
from bench.readers import connect
from support import pictures, server
from support.server import KEY, Server

RUNS = int(os.environ.get("BENCH_RUNS", "3"))
FRAME = re.compile(rb'event: progress\ndata: [^\n]*"stage":"render"[^\n]*"step":[1-9]')
SCENES = (
    "a menacing dragon rushes toward the camera over snowy mountains at dusk",
    "three white horses gallop across a green meadow on a sunny spring morning",
    "a sailing ship in a stormy sea, pan left",
    "a cat sleeps in a cosy living room, slow push in",
)


def first_frame(live: Server, body: dict[str, Any]) -> float:
    """Seconds from the create to the first event that tells of a frame; the clip is waited for."""
    began = time.monotonic()
    made = live.create(**body)["id"]
    read = b""
    with connect(live.url, KEY, made) as stream:
        while not FRAME.search(read):
            more = stream.recv(65536)
            if not more:
                raise RuntimeError(f"The events of {made} ended without a frame: {read[-500:].decode()}")
            read += more
    seconds = time.monotonic() - began
    live.wait(made)
    return seconds


def measure(live: Server, web: str, runs: int) -> list[tuple[str, float]]:
    """What was asked for, and the median; clips of a second in 1080p, the first of each kind not counted."""
    picture = {"frame0": {"type": "image", "url": f"{web}/landscape.jpg"}}
    asked: list[dict[str, Any]] = [{"prompt": "push in", "keyframes": picture}]
    asked += [{"prompt": prompt} for prompt in SCENES]
    found: list[tuple[str, float]] = []
    for body in asked:
        first_frame(live, body | {"num_frames": 4})
        settle(live)
        taken = [first_frame(live, body | {"num_frames": 24, "seed": seed}) for seed in range(runs)]
        found.append((f"{body['prompt']}{', a picture' * ('keyframes' in body)}", statistics.median(taken)))
    return found


def main() -> None:
    """Print a line for each."""
    files = {"landscape.jpg": pictures.encoded(pictures.landscape(2400, 1500), "JPEG")}
    with (
        tempfile.TemporaryDirectory() as folder,
        pictures.served(files) as web,
        server.running(Path(folder) / "data") as live,
    ):
        for what, seconds in measure(live, web, RUNS):
            sys.stdout.write(f"first frame after {seconds:.2f} s: {what}\n")


if __name__ == "__main__":
    main()
