"""From a create to its start, and a small cluster under load: parts of ``python -m bench.queue``."""

from __future__ import annotations

import tempfile
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from contract.samples import a_generation
from support.site import Machines
from vitascope.bootstrap import House, open_house
from vitascope.domain.generation import Generation, State
from vitascope.domain.request import GenerationRequest, Resolution
from vitascope.settings import Settings

STARTS = 100
OWNERS = 4
CLUSTER_SECONDS = 3600.0


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
    with open_house(settings) as house:
        house.dispatcher.start()
        _until(lambda: house.dispatcher.health() == "ok")
        return [_start(house, seed) for seed in range(STARTS)]


def _start(house: House, seed: int) -> float:
    asked = GenerationRequest(
        model="stripes", prompt="stripes", resolution=Resolution.P540, num_frames=2, seed=seed
    )
    made = house.services.generations.create(asked, "default")
    _until(lambda: house.ledger.get(made.id).state.final)
    at = {event.kind: event.at for event in house.ledger.events(made.id)}
    return (at["running"] - at["queued"]) * 1000.0


def throughput(jobs: int, nodes: int, workers: int) -> str:
    """So many previz jobs of 16 frames at 256x256, of 4 owners with equal weights, by nodes and workers.

    One owner after the other queues all it has; the nodes serve, the workers render.
    """
    with tempfile.TemporaryDirectory() as folder:
        site = Machines(Path(folder), nodes=nodes, workers=workers)
        site.environment.pop("VITASCOPE_CACHE_DIR")
        try:
            site.open()
            began = time.monotonic()
            made = [_tiny(f"owner{number * OWNERS // jobs}", number) for number in range(jobs)]
            for one in made:
                site.ledger.insert(one)
            _until(lambda: _finished(site) >= jobs, CLUSTER_SECONDS)
            seconds = time.monotonic() - began
            return f"{_once(site, made)} of {jobs} once in {seconds:.0f} s, {_shares(site, made)}"
        finally:
            site.close()
            site.ledger.close()


def _tiny(owner: str, seed: int) -> Generation:
    made = a_generation(owner)
    request = GenerationRequest(
        model="previz", prompt="a calm sea", size=(256, 256), num_frames=16, seed=seed
    )
    return made.model_copy(update={"request": request, "engine": "previz", "model": "previz", "seed": seed})


def _finished(site: Machines) -> int:
    return sum(count for state, count in site.ledger.counts().items() if state.final)


def _once(site: Machines, made: list[Generation]) -> int:
    found = site.ledger.live([one.id for one in made])
    kinds = ([event.kind for event in site.ledger.events(one)] for one in found)
    return sum(one.count("completed") == 1 for one in kinds)


def _shares(site: Machines, made: list[Generation]) -> str:
    """How far an owner's part of what was done at half-time was from an equal part."""
    found = [
        one for one in site.ledger.live([one.id for one in made]).values() if one.state is State.COMPLETED
    ]
    early = sorted(found, key=lambda one: one.finished_at or 0.0)[: len(found) // 2]
    parts = Counter(one.owner for one in early)
    fair = len(early) / OWNERS
    worst = max(abs(parts[f"owner{number}"] - fair) / fair for number in range(OWNERS)) if early else 0.0
    return f"owners within {worst:.0%} of equal parts at half-time"


def _until(holds: Callable[[], bool], seconds: float = 60.0) -> None:
    deadline = time.monotonic() + seconds
    while not holds():
        if time.monotonic() > deadline:
            raise TimeoutError(f"waited for {seconds:.0f} s in vain")
        time.sleep(0.01)
