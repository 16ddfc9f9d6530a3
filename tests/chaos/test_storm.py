"""kill -9 of servers, workers and children under load: nothing is lost, nothing is made twice."""

from __future__ import annotations

import statistics
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from support.figures import Tell
from support.house import children, start
from support.site import LEASE_SECONDS, Machines, OneMachine, Site
from support.storm import storm
from vitascope.domain.generation import State
from vitascope.settings import Settings

CHILD_SECONDS = 1.0
WORKER_SECONDS = LEASE_SECONDS + 1.0
ENOUGH = 5
"""So many measured kills of workers make a median."""
SPARE_KILLS = 5
"""Kills of a previz child for its figure, each with a second child that stands by."""

pytestmark = [pytest.mark.slow, pytest.mark.timeout(7200)]


@pytest.fixture(params=[OneMachine, Machines])
def site(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Site]:
    made: Site = request.param(tmp_path)
    yield made
    made.close()
    made.ledger.close()


def test_kills_under_load(site: Site, kills: int, tell: Tell) -> None:
    found = storm(site, kills, seed=1)
    tell("kills", found.kills)
    tell("accepted / completed once", f"{found.accepted} / {found.completed_once}")
    tell("lost / recorded twice / orphan files", f"{found.lost} / {found.doubled} / {found.orphans}")
    for part in sorted(found.again):
        tell(f"{part} killed, running again p50 / p99 (n)", found.shown(part))
    assert (found.lost, found.doubled, found.orphans) == (0, 0, 0)
    assert found.completed_once == found.accepted >= kills // 4
    if isinstance(site, Machines) and len(found.again.get("worker", [])) >= ENOUGH:
        assert statistics.median(found.again["worker"]) <= WORKER_SECONDS


def test_a_killed_previz_child(tmp_path: Path, tell: Tell) -> None:
    works = start(tmp_path, engines=(), cache_dir=Settings().cache_dir)
    again, drawn = list[float](), list[float]()
    for _ in range(SPARE_KILLS):
        works.relieved(180)
        running = works.create("previz", num_frames=120)
        works.rendering(running)
        children()[0].kill()
        killed = time.monotonic()
        works.until(running, lambda found: found.attempt == 2)
        again.append(time.monotonic() - killed)
        works.until(running, lambda found: found.progress.stage == "render" and found.attempt == 2)
        drawn.append(time.monotonic() - killed)
        assert works.final(running, 120).state is State.COMPLETED
        assert works.stored() == works.owned(*works.house.ledger.list("default"))
    works.house.close()
    tell(
        "running again / drawing again, median",
        f"{statistics.median(again):.2f} / {statistics.median(drawn):.2f} s",
    )
    assert statistics.median(again) <= CHILD_SECONDS
