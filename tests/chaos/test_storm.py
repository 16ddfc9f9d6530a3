"""kill -9 of servers, workers and children under load: nothing is lost, nothing is made twice.

How long it takes until work goes on is told, not judged: ``bench.deaths`` measures it without load.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from support.figures import Tell
from support.site import Machines, OneMachine, Site
from support.storm import KILLS_FOR_ONE, storm

pytestmark = [pytest.mark.slow, pytest.mark.timeout(7200)]


@pytest.fixture(params=[OneMachine, Machines])
def site(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Site]:
    made: Site = request.param(tmp_path)
    yield made
    made.close()
    made.ledger.close()


def test_kills_under_load(site: Site, kills: int, seed: int, tell: Tell) -> None:
    found = storm(site, kills, seed)
    tell("kills", found.kills)
    tell("accepted / completed once", f"{found.accepted} / {found.completed_once}")
    tell("lost / recorded twice / orphan files", f"{found.lost} / {found.doubled} / {found.orphans}")
    for part in sorted(found.again):
        tell(f"{part} killed, running again p50 / p99 (n)", found.shown(part))
    assert (found.lost, found.doubled, found.orphans) == (0, 0, 0)
    assert found.completed_once == found.accepted >= kills // KILLS_FOR_ONE
