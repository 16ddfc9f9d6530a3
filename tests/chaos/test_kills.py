"""kill -9 of children and of whole servers while they render: nothing is lost, nothing is made twice."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random
from typing import Any

import psutil
import pytest

from support import film, server
from vitascope import ids
from vitascope.clock import SystemClock
from vitascope.ledger import Ledger
from vitascope.storage import LocalStorage

CLIP: dict[str, Any] = {"prompt": "stripes", "resolution": "540p", "num_frames": 24}
TIDIED_SECONDS = 15
"""A server tidies up at its start and once more within 10 seconds."""

pytestmark = [pytest.mark.slow, pytest.mark.timeout(900)]


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    """A server whose engine needs 1.2 s for a clip, that forgives a silence of 1.5 s and never gives up."""
    return {
        "VITASCOPE_ENGINES": "vitascope.testing.engine:SlowStripes",
        "VITASCOPE_CACHE_DIR": str(tmp_path / "cache"),
        "VITASCOPE_LEASE_SECONDS": "1.5",
        "VITASCOPE_HEARTBEAT_SECONDS": "0.25",
        "VITASCOPE_POISON_AFTER": "0",
    }


@contextmanager
def _ledger(data: Path) -> Iterator[Ledger]:
    ledger = Ledger.open(f"sqlite:///{data / 'ledger.sqlite3'}", SystemClock())
    try:
        yield ledger
    finally:
        ledger.close()


def _generating(live: server.Server) -> str:
    made = str(live.create(**CLIP)["id"])
    deadline = time.monotonic() + 30
    while live.get(made)["status"] == "queued":
        assert time.monotonic() < deadline
        time.sleep(0.02)
    return made


def _children(live: server.Server) -> list[psutil.Process]:
    return psutil.Process(live.process.pid).children()


def _assert_whole(data: Path, made: list[str]) -> None:
    """Each completed once with its 24 frames, and no file that belongs to none."""
    storage = LocalStorage(data / "storage")
    with _ledger(data) as ledger:
        generations = ledger.live([ids.parse_generation_id(one) for one in made])
        assert len(generations) == len(made)
        owned = {asset.key for generation in generations.values() for asset in generation.assets}
        for generation in generations.values():
            kinds = [event.kind for event in ledger.events(generation.id)]
            assert kinds.count("completed") == 1, kinds
            video = generation.asset("video")
            assert video is not None
            assert film.stream(storage.path(video.key)).frames == 24
    deadline = time.monotonic() + TIDIED_SECONDS
    while {entry.key for entry in storage.entries()} != owned or len(list((data / "scratch").iterdir())) > 2:
        assert time.monotonic() < deadline, {entry.key for entry in storage.entries()} - owned
        time.sleep(0.2)
    assert list((data / "storage" / ".unfinished").iterdir()) == []


def test_killed_children(tmp_path: Path, environment: dict[str, str], kills: int) -> None:
    random, made = Random(1), list[str]()
    with server.running(tmp_path / "data", environment=environment) as live:
        for _ in range(kills):
            made.append(_generating(live))
            time.sleep(random.uniform(0, 1.2))
            random.choice(_children(live)).kill()
        for one in made:
            assert live.wait(one, 60)["status"] == "completed"
        _assert_whole(tmp_path / "data", made)


def test_killed_servers(tmp_path: Path, environment: dict[str, str], kills: int) -> None:
    random, made = Random(2), list[str]()
    for _ in range(kills):
        live = server.start(tmp_path / "data", environment=environment)
        made.append(_generating(live))
        time.sleep(random.uniform(0, 2.0))
        live.kill()
    with server.running(tmp_path / "data", environment=environment) as live:
        for one in made:
            assert live.wait(one, 120)["status"] == "completed"
        _assert_whole(tmp_path / "data", made)
