"""One generation in a warm server: seconds from claim to completion, memory, and the floor of its encode.

Time and memory are taken in runs of their own: to ask the kernel ten times a second what a tree of processes
holds costs it a quarter of a core.
"""

from __future__ import annotations

import math
import statistics
import threading
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import av
import numpy as np
import psutil

from support.server import Server
from vitascope.clock import SystemClock
from vitascope.ids import parse_generation_id
from vitascope.ledger import Ledger
from vitascope.media.encode import Encoder


@dataclass(frozen=True)
class Job:
    """What one job cost. ``floor`` is the time to encode the very same frames again, and nothing else."""

    name: str
    seconds: float
    floor: float
    peak: int

    @property
    def ratio(self) -> float:
        """How many times the floor."""
        return self.seconds / self.floor


def settle(server: Server) -> None:
    """Wait until nothing in the server computes: a spare process may still be making itself ready."""
    before = -math.inf
    while (now := _processor(server.process.pid)) - before > 0.1:
        before = now
        time.sleep(2.0)


def measure(server: Server, folder: Path, name: str, body: dict[str, Any], runs: int) -> Job:
    """Medians of so many runs of one job, and the peak of one more."""
    timed = [_timed(server, folder, body) for _ in range(runs)]
    seconds, floors = zip(*timed, strict=True)
    return Job(name, statistics.median(seconds), statistics.median(floors), _peak(server, body))


def _timed(server: Server, folder: Path, body: dict[str, Any]) -> tuple[float, float]:
    found = server.make(**body)
    path = server.download(found["video"]["url"], folder / "job.mp4")
    return claimed_to_completed(server, found["id"]), encode_floor(
        path, folder / "floor.mp4", sketch="keyframes" not in body
    )


def _peak(server: Server, body: dict[str, Any]) -> int:
    with _Watch(server.process.pid) as watch:
        server.make(**body)
    return watch.peak


def encode_floor(source: Path, scratch: Path, *, sketch: bool) -> float:
    """Seconds to encode a file's decoded frames with the server's own settings, decoding not counted."""
    planes = list(_decoded(source))
    height, width = planes[0][0].shape
    started = time.monotonic()
    with Encoder(scratch, width, height, 24, len(planes), sketch=sketch) as encoder:
        for y, u, v in planes:
            encoder.write(y, u, v)
        encoder.close()
    return time.monotonic() - started


def _decoded(path: Path) -> Any:
    with av.open(str(path)) as container:
        for frame in container.decode(video=0):
            yield tuple(
                np.frombuffer(memoryview(plane), np.uint8)
                .reshape(-1, plane.line_size)[:, : plane.width]
                .copy()
                for plane in frame.planes
            )


def claimed_to_completed(server: Server, generation: str) -> float:
    """Seconds that a finished generation took, by the ledger."""
    ledger = Ledger.open(f"sqlite:///{server.data / 'ledger.sqlite3'}", SystemClock())
    try:
        found = ledger.get(parse_generation_id(generation))
    finally:
        ledger.close()
    assert found.started_at is not None
    assert found.finished_at is not None
    return found.finished_at - found.started_at


def _tree(pid: int) -> list[psutil.Process]:
    root = psutil.Process(pid)
    return [root, *root.children(recursive=True)]


def _processor(pid: int) -> float:
    """Seconds of processor time that the living processes of the tree have used."""
    times = [process.cpu_times() for process in _tree(pid)]
    return sum(spent.user + spent.system for spent in times)


class _Watch:
    """Samples the proportional memory of a process tree ten times a second; ``peak`` in bytes."""

    def __init__(self, pid: int) -> None:
        self.peak = 0
        self._pid = pid
        self._done = threading.Event()
        self._thread = threading.Thread(target=self._run)

    def __enter__(self) -> _Watch:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._done.set()
        self._thread.join()

    def _run(self) -> None:
        while not self._done.wait(0.1):
            self.peak = max(self.peak, self._sample())

    def _sample(self) -> int:
        total = 0
        for process in _tree(self._pid):
            try:
                total += process.memory_full_info().pss
            except psutil.Error:
                continue
        return total
