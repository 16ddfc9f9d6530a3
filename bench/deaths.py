"""How long until work goes on after kill -9: ``PYTHONPATH=tests python -m bench.deaths``.

Kills the process that renders for a previz generation, then whole workers on PostgreSQL, on a machine that
does nothing else, and prints the seconds until the generation ran again.
"""

from __future__ import annotations

import statistics
import tempfile
import time
from functools import partial
from pathlib import Path

from bench.cluster import until
from support.house import children, start
from support.site import LEASE_SECONDS, Machines
from vitascope import ids
from vitascope.domain.generation import State
from vitascope.settings import Settings

KILLS = 10


def child(folder: Path, kills: int) -> tuple[list[float], list[float]]:
    """Seconds from the kill of a previz child until its job runs again, and until it draws again.

    Each is killed once a second child stands by.
    """
    works = start(folder, standby=True, engines=(), cache_dir=Settings().cache_dir)
    again, drawn = list[float](), list[float]()
    try:
        for _ in range(kills):
            works.relieved(600)  # an empty cache of kernels is filled first
            running = works.create("previz", num_frames=120)
            works.rendering(running)
            children()[0].kill()
            killed = time.monotonic()
            works.until(running, lambda found: found.attempt == 2)
            again.append(time.monotonic() - killed)
            works.until(running, lambda found: found.attempt == 2 and found.progress.stage == "render")
            drawn.append(time.monotonic() - killed)
            assert works.final(running).state is State.COMPLETED
    finally:
        works.house.close()
    return again, drawn


def worker(folder: Path, kills: int) -> list[float]:
    """Seconds from the kill of one of two workers until the other has its job."""
    folder.mkdir()
    site, again = Machines(folder, nodes=1, workers=2), list[float]()
    try:
        for _ in range(kills):
            site.open()
            until(lambda: _ready(site) == 2)
            body = {"model": "slow-stripes", "prompt": "stripes", "resolution": "540p", "num_frames": 40}
            made = ids.parse_generation_id(str(site.nodes[0].create(**body)["id"]))
            until(partial(_renders, site, made))
            slot = next(one.worker for one in site.ledger.queue() if one.generation.id == made)
            assert slot is not None
            killed = time.time()
            site.workers()[slot.rpartition("-")[0]].kill()
            until(partial(_completed, site, made))
            again.append([one.at for one in site.ledger.events(made) if one.kind == "running"][-1] - killed)
    finally:
        site.close()
        site.ledger.close()
    return again


def shown(times: list[float]) -> str:
    """Median and the longest."""
    return f"p50 {statistics.median(times):.2f} s, longest {max(times):.2f} s of {len(times)}"


def _ready(site: Machines) -> int:
    """Workers that run and have a slot ready."""
    living = site.workers()
    return sum(one.slots > 0 for one in site.ledger.workers() if one.worker in living)


def _renders(site: Machines, made: str) -> bool:
    return site.ledger.get(made).progress.stage == "render"


def _completed(site: Machines, made: str) -> bool:
    return site.ledger.get(made).state is State.COMPLETED


def measure(kills: int = KILLS) -> None:
    """Kill so often, and print."""
    with tempfile.TemporaryDirectory() as folder:
        again, drawn = child(Path(folder) / "one", kills)
        print(f"previz child killed, job runs again: {shown(again)}")
        print(f"previz child killed, frames are drawn again: {shown(drawn)}")
        late = worker(Path(folder) / "many", kills)
        print(f"worker killed, lease {LEASE_SECONDS} s, job runs again: {shown(late)}")


if __name__ == "__main__":
    measure()
