"""Two API nodes, two workers, one PostgreSQL, one S3: all is made once, whoever is stopped or killed."""

from __future__ import annotations

import hashlib
import signal
import subprocess
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from support import film
from support.cluster import Cluster, Worker
from support.patience import PATIENCE
from vitascope.domain.generation import State
from vitascope.storage import on_disk

SMALL: dict[str, Any] = {"prompt": "stripes", "resolution": "540p", "num_frames": 4, "model": "stripes"}
HELD: dict[str, Any] = {"resolution": "540p", "num_frames": 24, "model": "held"}
"""Its prompt names the file that it waits for."""


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    made = Cluster(tmp_path_factory.mktemp("cluster"))
    try:
        made.node()
        yield made
    finally:
        made.close()


def kinds(cluster: Cluster, shown: str) -> list[str]:
    return [event.kind for event in cluster.ledger.events(cluster.get(shown).id)]


def held(cluster: Cluster, gate: Path) -> str:
    """One that is half rendered and waits for the file ``gate``."""
    made = str(cluster.nodes[0].create(**HELD, prompt=str(gate))["id"])
    cluster.working_on(made)
    return made


def told_to_stop(cluster: Cluster, worker: Worker) -> None:
    """SIGTERM, and wait until it was heard."""
    worker.terminate()
    cluster.until(lambda: not any(one.slots for one in cluster.ledger.workers() if one.worker == worker.name))


def test_two_nodes_and_two_workers_make_everything_once(cluster: Cluster, tmp_path: Path) -> None:
    nodes, gate = [cluster.nodes[0], cluster.node()], tmp_path / "gate"
    first = [str(nodes[0].create(**HELD, prompt=str(gate))["id"]) for _ in range(3)]
    rest = [str(nodes[number % 2].create(**SMALL, seed=number)["id"]) for number in range(27)]
    workers, made = [cluster.worker("--slots", "2"), cluster.worker("--slots", "1x1")], [*first, *rest]
    for one in first:  # one in each slot, so that both workers have a part in it
        cluster.working_on(one)
    gate.touch()

    cluster.until(lambda: all(cluster.get(one).state.final for one in made))

    found = [cluster.get(one) for one in made]
    assert {one.state for one in found} == {State.COMPLETED}
    assert {one.attempt for one in found} == {1}
    assert all(kinds(cluster, one) == ["queued", "running", "completed"] for one in made)
    told = [event for one in found for event in cluster.ledger.events(one.id) if event.kind == "running"]
    by_worker = Counter(str(event.data["worker"]).rpartition("-")[0] for event in told)
    assert set(by_worker) == {one.name for one in workers}
    owned = {asset.key for one in found for asset in one.assets}
    cluster.until(lambda: {entry.key for entry in cluster.storage.entries()} == owned)
    shown = nodes[1].get(made[0])  # the other node than the one that was asked
    data = httpx.get(shown["video"]["url"], timeout=PATIENCE).content
    video = found[0].asset("video")
    assert video is not None
    assert hashlib.sha256(data).hexdigest() == video.sha256
    with on_disk(cluster.storage, video.key) as path:
        assert film.stream(path).frames == HELD["num_frames"]


def test_a_killed_workers_job_runs_again_elsewhere(cluster: Cluster, tmp_path: Path) -> None:
    cluster.staff(2)
    gate = tmp_path / "gate"
    made = held(cluster, gate)
    victim = cluster.working_on(made)

    victim.kill()
    gate.touch()
    cluster.expire(made)
    cluster.until(lambda: cluster.get(made).state.final)

    assert kinds(cluster, made) == ["queued", "running", "queued", "running", "completed"]
    events = cluster.ledger.events(cluster.get(made).id)
    assert events[2].data["reason"] == "lease expired"
    assert not str(events[3].data["worker"]).startswith(f"{victim.name}-")


def test_a_storage_that_is_away_delays_the_end_and_nothing_else(cluster: Cluster, tmp_path: Path) -> None:
    cluster.staff()
    gate = tmp_path / "gate"
    made = held(cluster, gate)

    cluster.s3.freeze()
    try:
        gate.touch()
        cluster.until(lambda: cluster.get(made).progress.stage == "finish")
        beats = {cluster.leased_until(made)}

        def told() -> int:
            beats.add(cluster.leased_until(made))
            return len(beats)

        cluster.until(lambda: told() > 5)  # its worker goes on to say that it is there
        assert cluster.get(made).state is State.RUNNING
    finally:
        cluster.s3.thaw()

    cluster.until(lambda: cluster.get(made).state.final)
    assert kinds(cluster, made) == ["queued", "running", "completed"]
    found = cluster.get(made)
    owned = {one.key for one in found.assets}
    cluster.until(lambda: {entry.key for entry in cluster.storage.entries(found.id)} == owned)


def test_a_worker_that_is_told_to_stop_finishes_and_takes_nothing_new(
    cluster: Cluster, tmp_path: Path
) -> None:
    for one in cluster.alive:
        one.kill()
    worker, gate = cluster.worker("--drain", str(PATIENCE)), tmp_path / "gate"
    first = held(cluster, gate)
    second = str(cluster.nodes[0].create(**SMALL)["id"])

    told_to_stop(cluster, worker)
    gate.touch()

    assert worker.process.wait(PATIENCE) == 0
    assert cluster.get(first).state is State.COMPLETED
    assert cluster.get(second).state is State.QUEUED
    assert [one for one in cluster.ledger.workers() if one.worker == worker.name] == []
    cluster.dismiss(second)


def test_work_that_does_not_end_in_time_is_handed_back(cluster: Cluster, tmp_path: Path) -> None:
    for worker in cluster.alive:
        worker.kill()
    worker = cluster.worker("--drain", "0.2")
    made = held(cluster, tmp_path / "never")

    worker.terminate()

    assert worker.process.wait(PATIENCE) == 0
    found = cluster.get(made)
    assert (found.state, found.attempt) == (State.QUEUED, 1)
    assert cluster.ledger.events(found.id)[-1].data["reason"] == "handed back"
    cluster.dismiss(made)


def test_a_second_signal_does_not_wait(cluster: Cluster, tmp_path: Path) -> None:
    for worker in cluster.alive:
        worker.kill()
    worker = cluster.worker("--drain", str(2 * PATIENCE))
    made = held(cluster, tmp_path / "never")

    told_to_stop(cluster, worker)
    with pytest.raises(subprocess.TimeoutExpired):
        worker.process.wait(1.0)
    worker.process.send_signal(signal.SIGINT)

    assert worker.process.wait(PATIENCE) == 0
    assert cluster.get(made).state is State.QUEUED
    cluster.dismiss(made)


@pytest.mark.parametrize(
    ("setting", "value", "reason"),
    [
        ("VITASCOPE_DATABASE_URL", "sqlite:////tmp/ledger.sqlite3", "needs PostgreSQL"),
        ("VITASCOPE_STORAGE_URL", "", "needs a storage"),
    ],
)
def test_a_worker_that_others_could_not_share_with_is_refused(
    cluster: Cluster, setting: str, value: str, reason: str, tmp_path: Path
) -> None:
    kept = dict(cluster.environment)
    cluster.environment.pop(setting)
    cluster.environment.update({setting: value} if value else {})
    try:
        refused = cluster.begin("worker", "--data-dir", str(tmp_path))
        said, _ = refused.communicate(timeout=PATIENCE)
    finally:
        cluster.environment.update(kept)
    assert refused.returncode == 1
    assert said.startswith("Error: ")
    assert reason in said
