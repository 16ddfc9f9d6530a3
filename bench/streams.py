"""How late events reach a thousand open streams of one server: ``python -m bench.streams``.

The pool is paused, so that the server renders nothing. This process plays the worker: it writes progress
into the ledger, each time with another step, and takes the time from the commit until a process beside the
server has read that step from a stream. Beside the delays it says how much processor time the server takes
for each event, which depends less on what else the machine does.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Generator, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

import psutil

from support import server
from support.server import KEY, Server
from vitascope.clock import SystemClock
from vitascope.domain.generation import Lease, Progress
from vitascope.ids import parse_generation_id
from vitascope.ledger import Ledger

STREAMS = int(os.environ.get("BENCH_STREAMS", "1000"))
SECONDS = 8.0
BEATS_PER_SECOND = 10
"""Progress written each second, over all generations that run."""
READERS = 2
"""Processes that read the streams: one alone would be late itself."""
SETTLE_SECONDS = 2.0
"""Between opening and measuring: what a queued generation tells first are its places in the queue."""
SERVER = {
    "VITASCOPE_STREAMS_PER_OWNER": str(STREAMS),
    "VITASCOPE_ENGINES": "vitascope.testing.engine:StripesEngine",  # has nothing to compile meanwhile
}


@dataclass
class Delays:
    """When each step was committed, and how much later each stream had it."""

    committed: dict[int, float] = field(default_factory=dict[int, float])
    arrived: list[tuple[int, float]] = field(default_factory=list[tuple[int, float]])
    spent: float = 0.0
    """The server's processor time meanwhile, in seconds."""

    def milliseconds(self) -> list[float]:
        """Every delay, the shortest first."""
        return sorted((at - self.committed[step]) * 1000 for step, at in self.arrived)


@dataclass(frozen=True)
class Measured:
    """Delays in milliseconds, and the server's milliseconds of processor time for a thousand deliveries."""

    running: int
    delivered: int
    p50: float
    p99: float
    longest: float
    processor: float

    def __str__(self) -> str:
        """One line."""
        return (
            f"{STREAMS} streams, {self.running} generations running: {self.delivered} events, delay "
            f"p50 {self.p50:.0f} ms, p99 {self.p99:.0f} ms, longest {self.longest:.0f} ms; "
            f"{self.processor:.0f} ms of processor for a thousand deliveries"
        )


@contextmanager
def readers(url: str, ids: list[str], delays: Delays) -> Generator[None]:
    """Streams read by ``READERS`` processes, which tell when the context ends."""
    with ExitStack() as stack:
        processes = [stack.enter_context(_reader(url, ids[n::READERS])) for n in range(READERS)]
        for process in processes:
            if _pipe(process.stdout).readline() != "open\n":
                raise RuntimeError("The streams could not be opened; what the reader wrote says why.")
        yield
        for process in processes:
            _pipe(process.stdin).close()
            for line in _pipe(process.stdout):
                step, at = line.split()
                delays.arrived.append((int(step), float(at)))


def _reader(url: str, ids: list[str]) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "bench.readers", url, KEY]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    pipe = _pipe(process.stdin)
    pipe.write(" ".join(ids) + "\n")
    pipe.flush()
    return process


def _pipe(pipe: IO[str] | None) -> IO[str]:
    assert pipe is not None
    return pipe


def beat(ledger: Ledger, leases: list[Lease], delays: Delays, seconds: float) -> None:
    """Write progress, the generations in turn."""
    began = time.monotonic()
    for n in range(int(seconds * BEATS_PER_SECOND)):
        time.sleep(max(began + n / BEATS_PER_SECOND - time.monotonic(), 0))
        progress = Progress(fraction=(n + 1) / 1000, stage="render", step=n + 1, steps=1000)
        ledger.beat(leases[n % len(leases)], progress, 600.0)
        delays.committed[n + 1] = time.monotonic()


def measure(live: Server, ledger: Ledger, running: int, waiting: int) -> Delays:
    """Open the streams, spread over all generations, and watch while those that run make progress."""
    body = {"prompt": "a calm sea", "resolution": "540p", "num_frames": 2}
    ledger.pause()
    ids = [parse_generation_id(live.create(**body)["id"]) for _ in range(running + waiting)]
    leases = [lease for one in ids[:running] if (lease := ledger.claim("bench", 600.0, only=one))]
    delays = Delays()
    with readers(live.url, [ids[n % len(ids)] for n in range(STREAMS)], delays):
        time.sleep(SETTLE_SECONDS)
        before = busy(live)
        beat(ledger, leases, delays, SECONDS)
        time.sleep(1)
        delays.spent = busy(live) - before
    return delays


def busy(live: Server) -> float:
    """The processor time that the server took so far, in seconds."""
    times = psutil.Process(live.process.pid).cpu_times()
    return times.user + times.system


def spreads() -> Iterator[Measured]:
    """All streams on one generation that runs; then one generation for each stream, of which ten run."""
    for running, waiting in ((1, 0), (10, STREAMS - 10)):
        with (
            tempfile.TemporaryDirectory() as folder,
            server.running(Path(folder) / "data", environment=SERVER) as live,
        ):
            ledger = Ledger.open(f"sqlite:///{live.data / 'ledger.sqlite3'}", SystemClock())
            delays = measure(live, ledger, running, waiting)
            ledger.close()
        found = delays.milliseconds()
        each = delays.spent * 1000 / len(found) * 1000
        p50, p99 = statistics.median(found), found[int(len(found) * 0.99)]
        yield Measured(running, len(found), p50, p99, found[-1], each)


def main() -> None:
    """Print a line for each spread."""
    for measured in spreads():
        sys.stdout.write(f"{measured}\n")


if __name__ == "__main__":
    main()
