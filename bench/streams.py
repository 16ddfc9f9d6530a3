"""How late events reach a thousand open streams of one server: ``python -m bench.streams``.

The server renders nothing. This process plays the worker: it writes progress into the ledger, each time
with another step, and takes the time from the commit until a stream delivers that step.
"""

from __future__ import annotations

import asyncio
import os
import re
import statistics
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

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
STEP = re.compile(rb'event: progress\ndata: [^\n]*"step":(\d+)')


@dataclass
class Delays:
    """When each step was committed, and how much later each stream had it."""

    committed: dict[int, float] = field(default_factory=dict[int, float])
    arrived: list[tuple[int, float]] = field(default_factory=list[tuple[int, float]])

    def milliseconds(self) -> list[float]:
        """Every delay, the shortest first."""
        return sorted((at - self.committed[step]) * 1000 for step, at in self.arrived)


async def listen(url: str, generation: str, delays: Delays, opened: asyncio.Semaphore) -> None:
    """Read one stream for ever, noting when each step came."""
    parts = urlsplit(url)
    reader, writer = await asyncio.open_connection(parts.hostname, parts.port)
    path = f"/v2/video/generations/{generation}/events"
    writer.write(
        f"GET {path} HTTP/1.1\r\nHost: {parts.netloc}\r\nAuthorization: Bearer {KEY}\r\n\r\n".encode()
    )
    head = await reader.readuntil(b"\r\n\r\n")
    if not head.startswith(b"HTTP/1.1 200"):
        raise RuntimeError(head.decode(errors="replace"))
    await reader.readuntil(b"event: state")
    opened.release()
    while chunk := await reader.read(65536):
        now = time.monotonic()
        delays.arrived.extend((int(step), now) for step in STEP.findall(chunk))


def beat(ledger: Ledger, leases: list[Lease], delays: Delays, seconds: float) -> None:
    """Write progress, the generations in turn."""
    began = time.monotonic()
    for n in range(int(seconds * BEATS_PER_SECOND)):
        time.sleep(max(began + n / BEATS_PER_SECOND - time.monotonic(), 0))
        progress = Progress(fraction=(n + 1) / 1000, stage="render", step=n + 1, steps=1000)
        ledger.beat(leases[n % len(leases)], progress, 600.0)
        delays.committed[n + 1] = time.monotonic()


async def measure(live: Server, ledger: Ledger, running: int, waiting: int) -> Delays:
    """Open the streams, spread over all generations, and watch while those that run make progress."""
    body = {"prompt": "a calm sea", "resolution": "540p", "num_frames": 2}
    ids = [parse_generation_id(live.create(**body)["id"]) for _ in range(running + waiting)]
    leases = [lease for one in ids[:running] if (lease := ledger.claim("bench", 600.0, only=one))]
    delays, opened = Delays(), asyncio.Semaphore(0)
    async with asyncio.TaskGroup() as group:
        tasks: list[asyncio.Task[None]] = []
        for n in range(STREAMS):
            tasks.append(group.create_task(listen(live.url, ids[n % len(ids)], delays, opened)))
            await opened.acquire()
        await asyncio.to_thread(beat, ledger, leases, delays, SECONDS)
        await asyncio.sleep(1)
        for task in tasks:
            task.cancel()
    return delays


def main() -> None:
    """Both spreads: all streams on one generation, and one generation for each stream."""
    for running, waiting in ((1, 0), (10, STREAMS - 10)):
        with (
            tempfile.TemporaryDirectory() as folder,
            server.running(Path(folder) / "data", environment={"VITASCOPE_SLOTS": "0"}) as live,
        ):
            ledger = Ledger.open(f"sqlite:///{live.data / 'ledger.sqlite3'}", SystemClock())
            found = asyncio.run(measure(live, ledger, running, waiting)).milliseconds()
            ledger.close()
        p50, p99 = statistics.median(found), found[int(len(found) * 0.99)]
        sys.stdout.write(
            f"{STREAMS} streams, {running} running, {waiting} queued: {len(found)} events, "
            f"p50 {p50:.0f} ms, p99 {p99:.0f} ms, longest {found[-1]:.0f} ms\n"
        )


if __name__ == "__main__":
    main()
