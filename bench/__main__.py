"""Print one table: jobs against their encode floor, memory, and requests per second against a bare route."""

from __future__ import annotations

import json
import os
import platform
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from bench.jobs import Job, measure
from bench.load import requests_per_second
from support import pictures, server
from support.server import KEY, Server

DRAGON = "a menacing dragon rushes toward the camera over snowy mountains at dusk"
RUNS = int(os.environ.get("BENCH_RUNS", "3"))
"""Runs of each 1080p job, of which the median counts; 4K jobs run once."""


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
    return [_median([measure(live, folder, name, body) for _ in range(runs)]) for name, runs, body in asked]


def rates(live: Server) -> dict[str, tuple[float, float]]:
    """Requests per second of poll and create, each with the bare route's."""
    done = live.make(prompt="a calm sea", resolution="540p", num_frames=4)
    poll = f"{live.url}/v2/video/generations?generation_id={done['id']}"
    body = json.dumps({"model": "luma/ray-2", "prompt": "a calm sea", "resolution": "540p", "num_frames": 2})
    size = len(live.http.get(poll).content)
    command = [sys.executable, "-m", "bench.bare", str(size)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as bare:
        assert bare.stdout is not None
        url = bare.stdout.readline().strip() + "/"
        try:
            reads = requests_per_second("GET", poll, KEY), requests_per_second("GET", url, KEY)
            with_body = requests_per_second("POST", url, KEY, body.encode())
        finally:
            bare.terminate()
    create = requests_per_second("POST", f"{live.url}/v2/video/generations", KEY, body.encode(), seconds=2)
    return {"poll": reads, "create": (create, with_body)}


def _median(found: list[Job]) -> Job:
    floor = statistics.median(job.floor for job in found)
    seconds = statistics.median(job.seconds for job in found)
    return Job(found[0].name, seconds, floor, max(job.peak for job in found))


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
        spoken = rates(live)
    table = Table(title=f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}")
    for column in ("job", "seconds", "encode floor", "ratio", "peak memory (PSS)"):
        table.add_column(column, justify="left" if column == "job" else "right")
    for job in made:
        cells = f"{job.seconds:.2f}", f"{job.floor:.2f}", f"{job.ratio:.2f}", f"{job.peak / 1e9:.2f} GB"
        table.add_row(job.name, *cells)
    console.print(table)
    for name, (ours, bare) in spoken.items():
        console.print(f"{name}: {ours:.0f}/s, bare FastAPI route {bare:.0f}/s: {ours / bare:.0%}")


if __name__ == "__main__":
    main()
