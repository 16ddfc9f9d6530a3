"""Print tables: jobs against their encode floor, memory, scenes, first frames, requests, how late events are.

And the queue, a small cluster and how long work rests after a death, each in small; ``bench.queue`` and
``bench.deaths`` measure more of it.
"""

from __future__ import annotations

import os
import platform
import tempfile
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console
from rich.table import Table

from bench import deaths, dialects, first, queue, scenes, streams
from bench.jobs import Job, measure, settle
from support import pictures, server
from support.server import Server

DRAGON = "a menacing dragon rushes toward the camera over snowy mountains at dusk"
RUNS = int(os.environ.get("BENCH_RUNS", "5"))
"""Runs of each 1080p job, of which the median counts; 4K jobs run once. One more each for memory."""
ROWS, CLAIMED, KILLS = (1_000, 10_000), 1_000, 3
"""Tables of the queue, jobs that eight processes claim, and kills of a child and of a worker."""


def jobs(live: Server, web: str, folder: Path) -> list[Job]:
    """The four jobs of the issue, in a warm server."""
    picture = {"frame0": {"type": "image", "url": f"{web}/landscape.jpg"}}
    live.make(prompt=DRAGON, num_frames=4)
    live.make(prompt="warm", num_frames=4, keyframes=picture)
    asked: list[tuple[str, int, dict[str, Any]]] = [
        ("image path, 5 s 1080p", RUNS, {"prompt": "push in", "keyframes": picture}),
        ("scene path, 5 s 1080p", RUNS, {"prompt": DRAGON, "seed": 1}),
        (
            "image path, 9 s 4K",
            1,
            {"prompt": "push in", "keyframes": picture, "duration": 9, "resolution": "4k"},
        ),
        ("scene path, 9 s 4K", 1, {"prompt": DRAGON, "seed": 1, "duration": 9, "resolution": "4k"}),
    ]
    settle(live)
    return [measure(live, folder, name, body, runs) for name, runs, body in asked]


def main() -> None:
    """Run everything and print it."""
    console = Console()
    files = {"landscape.jpg": pictures.encoded(pictures.landscape(2400, 1500), "JPEG")}
    with (
        tempfile.TemporaryDirectory() as folder,
        pictures.served(files) as web,
        server.running(Path(folder) / "data") as live,
    ):
        made = jobs(live, web, Path(folder))
        drawn = scenes.table(scenes.measure(live))
        begun = first.measure(live, web, RUNS)
        spoken = dialects.table(live)
    table = Table(title=f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}")
    for column in ("job", "seconds", "encode floor", "ratio", "peak memory (PSS)"):
        table.add_column(column, justify="left" if column == "job" else "right")
    for job in made:
        cells = f"{job.seconds:.2f}", f"{job.floor:.2f}", f"{job.ratio:.2f}", f"{job.peak / 1e9:.2f} GB"
        table.add_row(job.name, *cells)
    console.print(table)
    console.print(drawn)
    for what, seconds in begun:
        console.print(f"first frame after {seconds:.2f} s: {what}")
    console.print(spoken)
    for measured in streams.spreads():
        console.print(str(measured))
    try:
        together()
    except pytest.skip.Exception as missing:  # how the tests' PostgreSQL says that there is none
        console.print(str(missing))


def together() -> None:
    """What several processes make of one ledger."""
    queue.measure(ROWS, CLAIMED)
    queue.cluster(*queue.SMALL)
    deaths.measure(KILLS)


if __name__ == "__main__":
    main()
