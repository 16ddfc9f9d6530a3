"""Create and poll per second in each API of a server: ``python -m bench.dialects``.

A create is one of two frames that nobody renders while this measures; a poll is of one that is completed.
"""

from __future__ import annotations

import json
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.load import requests_per_second
from support import server
from support.server import KEY, Server
from vitascope.ids import parse_generation_id

SECONDS = 2.0


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


def rates(live: Server, seconds: float = SECONDS) -> Iterator[tuple[str, float, float]]:
    """Each API's name, its creates and its polls per second."""
    done = parse_generation_id(live.make(prompt="a calm sea", resolution="540p", num_frames=2)["id"])
    polls = {
        one.name: requests_per_second("GET", live.url + one.poll.format(done), KEY, seconds=seconds)
        for one in DIALECTS
    }
    for one in DIALECTS:  # last, for what is created is rendered meanwhile
        body = json.dumps(one.body).encode()
        creates = requests_per_second("POST", live.url + one.create, KEY, body, seconds=seconds)
        yield one.name, creates, polls[one.name]


def main() -> None:
    """Measure a server of one's own."""
    with tempfile.TemporaryDirectory() as folder, server.running(Path(folder) / "data") as live:
        for name, creates, polls in rates(live):
            sys.stdout.write(f"{name}: {creates:.0f} creates/s, {polls:.0f} polls/s\n")


if __name__ == "__main__":
    main()
