"""From a create to its start, and a small cluster under load: parts of ``python -m bench.queue``."""

from __future__ import annotations

import tempfile
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx

from support.site import Machines
from vitascope import ids
from vitascope.bootstrap import House, open_house
from vitascope.clock import SystemClock
from vitascope.domain.generation import State
from vitascope.domain.request import GenerationRequest, Resolution
from vitascope.ledger import Ledger
from vitascope.ledger.keyring import Keyring
from vitascope.settings import Settings

STARTS = 100
OWNERS = 4
CLUSTER_SECONDS = 3 * 3600.0


def starts(url: str, tmp: Path) -> list[float]:
    """Milliseconds from the create to the claim by an idle slot of the same process, one after the other."""
    settings = Settings(
        data_dir=tmp / "data",
        database_url=url,
        storage_url=f"file://{tmp / 'storage'}",
        engines=("vitascope.testing.engine:StripesEngine",),
        c2pa=False,
        watermark=False,
    )
    Ledger.open(url, SystemClock()).close()  # which makes the tables
    with open_house(settings) as house:
        house.dispatcher.start()
        until(lambda: house.dispatcher.health() == "ok")
        return [_start(house, seed) for seed in range(STARTS)]


def _start(house: House, seed: int) -> float:
    asked = GenerationRequest(
        model="stripes", prompt="stripes", resolution=Resolution.P540, num_frames=2, seed=seed
    )
    made = house.services.generations.create(asked, "default")
    until(lambda: house.ledger.get(made.id).state.final)
    at = {event.kind: event.at for event in house.ledger.events(made.id)}
    return (at["running"] - at["queued"]) * 1000.0


def throughput(jobs: int, nodes: int, workers: int) -> str:
    """So many previz jobs of 16 frames at 256x256, of 4 owners with equal weights, by nodes and workers.

    One owner after the other queues all it has at the nodes; then the pool is opened and the workers render.
    """
    with tempfile.TemporaryDirectory() as folder:
        site = Machines(Path(folder), nodes=nodes, workers=workers)
        for name in ("VITASCOPE_CACHE_DIR", "VITASCOPE_ENGINES"):
            site.environment.pop(name)
        try:
            site.open()
            site.ledger.pause()
            made = _queued(site, jobs)
            began = time.monotonic()
            site.ledger.resume()
            until(
                lambda: _finished(site) >= jobs, CLUSTER_SECONDS, every=0.5
            )  # counting costs the database time
            seconds = time.monotonic() - began
            return f"{_once(site, made)} of {jobs} once in {seconds:.0f} s, {_shares(site, made)}"
        finally:
            site.close()
            site.ledger.close()


def _queued(site: Machines, jobs: int) -> list[str]:
    """The ids of what four owners asked the nodes for."""
    keyring = Keyring(site.ledger.database, SystemClock())
    keys = [keyring.create_key(f"owner{number}", "bench")[1] for number in range(OWNERS)]
    with ThreadPoolExecutor(len(site.nodes)) as threads:
        order = ((site.nodes[n % len(site.nodes)].url, keys[n * OWNERS // jobs], n) for n in range(jobs))
        return list(threads.map(lambda one: _ask(*one), order))


def _ask(url: str, key: str, seed: int) -> str:
    body = {"model": "previz", "prompt": "a calm sea", "size": "256x256", "num_frames": 16, "seed": seed}
    headers = {"Authorization": f"Bearer {key}"}
    answer = httpx.post(f"{url}/v1/videos", json=body, headers=headers, timeout=120).raise_for_status()
    return ids.parse_generation_id(str(answer.json()["id"]))


def _finished(site: Machines) -> int:
    return sum(count for state, count in site.ledger.counts().items() if state.final)


def _once(site: Machines, made: list[str]) -> int:
    found = site.ledger.live(made)
    kinds = ([event.kind for event in site.ledger.events(one)] for one in found)
    return sum(one.count("completed") == 1 for one in kinds)


def _shares(site: Machines, made: list[str]) -> str:
    """How far an owner's part of what was done at half-time was from an equal part."""
    found = [one for one in site.ledger.live(made).values() if one.state is State.COMPLETED]
    early = sorted(found, key=lambda one: one.finished_at or 0.0)[: len(found) // 2]
    parts = Counter(one.owner for one in early)
    fair = len(early) / OWNERS
    worst = max(abs(parts[f"owner{number}"] - fair) / fair for number in range(OWNERS)) if early else 0.0
    return f"owners within {worst:.0%} of equal parts at half-time"


def until(holds: Callable[[], bool], seconds: float = 180.0, every: float = 0.01) -> None:
    """Wait until something holds. Raises ``TimeoutError`` when it does not in time."""
    deadline = time.monotonic() + seconds
    while not holds():
        if time.monotonic() > deadline:
            raise TimeoutError(f"waited for {seconds:.0f} s in vain")
        time.sleep(every)
