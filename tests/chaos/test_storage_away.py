"""Half a minute without the storage: what was made is kept, what was accepted is made, and nothing twice."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from support.cluster import Cluster
from vitascope.domain.generation import State

AWAY_SECONDS = 30.0
CLIP: dict[str, Any] = {"prompt": "stripes", "resolution": "540p", "num_frames": 24, "model": "slow-stripes"}

pytestmark = [pytest.mark.slow, pytest.mark.timeout(1800)]


@pytest.fixture
def cluster(tmp_path: Path) -> Iterator[Cluster]:
    made = Cluster(tmp_path)
    try:
        yield made
    finally:
        made.close()


def test_half_a_minute_without_storage(cluster: Cluster, tmp_path: Path) -> None:
    node, gate = cluster.node(), tmp_path / "gate"
    cluster.staff(2)
    made = [str(node.create(**CLIP | {"model": "held", "prompt": str(gate)})["id"])]
    made += [str(node.create(**CLIP, seed=number)["id"]) for number in range(5)]
    cluster.working_on(made[0])

    cluster.s3.freeze()
    try:
        gate.touch()
        time.sleep(AWAY_SECONDS)
        states = [cluster.get(one).state for one in made]
        assert not any(state in {State.FAILED, State.CANCELLED} for state in states), states
    finally:
        cluster.s3.thaw()

    cluster.until(lambda: all(cluster.get(one).state.final for one in made), 1200)
    found = [cluster.get(one) for one in made]
    assert {one.state for one in found} == {State.COMPLETED}
    for one in found:
        kinds = [event.kind for event in cluster.ledger.events(one.id)]
        assert kinds.count("completed") == 1
    assert found[0].attempt == 1  # kept by its worker all the while
    owned = {asset.key for one in found for asset in one.assets}
    cluster.until(lambda: {entry.key for entry in cluster.storage.entries()} == owned)
