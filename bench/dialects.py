"""Create and poll per second in each API of a server: ``python -m bench.dialects``.

A create is one of two frames that nobody renders while this measures; a poll is of one that is completed.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from bench.load import requests_per_second
from support import server
from support.server import KEY, Server
from vitascope.ids import parse_generation_id

SECONDS = 2.0
SERVER = {"VITASCOPE_ENGINES": "vitascope.testing.engine:StripesEngine"}
"""Has nothing to compile while this measures."""


@dataclass(frozen=True)
class Dialect:
    """Where one API creates and polls, and the least that a create says."""

    name: str
    create: str
    poll: str
    body: dict[str, Any]


DIALECTS = (
    Dialect(
        "aiml",
        "/v2/video/generations",
        "/v2/video/generations?generation_id={}",
        {"model": "luma/ray-2", "prompt": "a calm sea", "resolution": "540p", "num_frames": 2},
    ),
    Dialect(
        "luma",
        "/dream-machine/v1/generations/video",
        "/dream-machine/v1/generations/{}",
        {"model": "ray-2", "prompt": "a calm sea", "resolution": "540p", "num_frames": 2},
    ),
    Dialect(
        "openai", "/v1/videos", "/v1/videos/{}", {"prompt": "a calm sea", "size": "960x540", "num_frames": 2}
    ),
)


def bare(size: int, body: bytes, seconds: float) -> tuple[float, float]:
    """Reads and writes per second of a route that does nothing but answer ``size`` bytes."""
    command = [sys.executable, "-m", "bench.bare", str(size)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as route:
        assert route.stdout is not None
        url = route.stdout.readline().strip() + "/"
        try:
            return (
                requests_per_second("GET", url, KEY, seconds=seconds),
                requests_per_second("POST", url, KEY, body, seconds=seconds),
            )
        finally:
            route.terminate()


def rates(live: Server, done: str, seconds: float = SECONDS) -> Iterator[tuple[str, float, float]]:
    """Each API's name, its polls of the generation ``done`` and its creates per second.

    The pool is paused before the creates, so that nothing is rendered meanwhile.
    """
    polls = {
        one.name: requests_per_second("GET", live.url + one.poll.format(done), KEY, seconds=seconds)
        for one in DIALECTS
    }
    live.http.post("/v1/admin/pools/default/pause").raise_for_status()
    for one in DIALECTS:
        body = json.dumps(one.body).encode()
        creates = requests_per_second("POST", live.url + one.create, KEY, body, seconds=seconds)
        yield one.name, polls[one.name], creates


def table(live: Server, seconds: float = SECONDS) -> Table:
    """The rates, in one run with a bare route's that answers as many bytes as the first API does."""
    first = DIALECTS[0]
    done = parse_generation_id(live.make(prompt="a calm sea", resolution="540p", num_frames=2)["id"])
    size = len(live.http.get(first.poll.format(done)).content)
    reads, writes = bare(size, json.dumps(first.body).encode(), seconds)
    shown = Table(title="requests a second")
    for column in ("API", "poll", "of the bare route", "create", "of the bare route"):
        shown.add_column(column, justify="left" if column == "API" else "right")
    shown.add_row("bare FastAPI route", f"{reads:.0f}", "", f"{writes:.0f}", "")
    for name, polls, creates in rates(live, done, seconds):
        shown.add_row(
            name, f"{polls:.0f}", f"{polls / reads:.0%}", f"{creates:.0f}", f"{creates / writes:.0%}"
        )
    return shown


def main() -> None:
    """Measure a server of one's own."""
    with (
        tempfile.TemporaryDirectory() as folder,
        server.running(Path(folder) / "data", environment=SERVER) as live,
    ):
        Console().print(table(live))


if __name__ == "__main__":
    main()
