"""Frozen workers, a database that is restarted, a full disk: nothing lost, nothing twice, and it goes on."""

from __future__ import annotations

import os
import resource
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import psutil
import pytest

from support import postgres, server
from support.figures import Tell
from support.patience import PATIENCE
from support.site import LEASE_SECONDS, Machines, OneMachine, Site
from support.storm import settled, tidied
from vitascope import ids
from vitascope.domain.generation import State

CLIP: dict[str, Any] = {"model": "slow-stripes", "prompt": "stripes", "resolution": "540p", "num_frames": 30}
DATABASE_AWAY_SECONDS = 3.0
ROOM = "24m"
"""The size of the disk that fills up."""
FULL_SECONDS = 4.0

pytestmark = [pytest.mark.slow, pytest.mark.timeout(1800)]


@pytest.fixture(params=[OneMachine, Machines])
def site(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Site]:
    made: Site = request.param(tmp_path)
    try:
        made.open()
        yield made
    finally:
        made.close()
        made.ledger.close()


def accepted(site: Site, **fields: Any) -> str:
    return ids.parse_generation_id(str(site.nodes[0].create(**CLIP | fields)["id"]))


def held(site: Site, gate: Path) -> str:
    """One that is half rendered and waits for the file ``gate``."""
    generation = accepted(site, model="held", prompt=str(gate))
    deadline = time.monotonic() + PATIENCE
    while (found := site.ledger.get(generation)).progress.stage != "render":
        assert time.monotonic() < deadline, found
        time.sleep(0.02)
    return generation


def working(site: Site, generation: str) -> psutil.Process:
    """The process that has it, once one has: a lease may have run out just now."""
    deadline = time.monotonic() + PATIENCE
    while True:
        has = next(one.worker for one in site.ledger.queue() if one.generation.id == generation)
        if has is not None:
            return site.workers()[has.rpartition("-")[0]]
        assert time.monotonic() < deadline, "nobody has it"
        time.sleep(0.02)


def assert_made_once(site: Site, made: list[str]) -> None:
    found = settled(site, made)
    assert {one.state for one in found.values()} == {State.COMPLETED}
    assert len(found) == len(made) == sum(site.ledger.counts().values())
    for one in made:
        assert [event.kind for event in site.ledger.events(one)].count("completed") == 1


@pytest.mark.parametrize("with_child", [False, True])
def test_a_frozen_worker_publishes_nothing(site: Site, with_child: bool, tmp_path: Path, tell: Tell) -> None:
    gate = tmp_path / "gate"
    generation = held(site, gate)
    frozen = working(site, generation)
    stopped = [frozen, *(frozen.children() if with_child else [])]
    for process in stopped:
        process.send_signal(signal.SIGSTOP)
    gate.touch()
    time.sleep(LEASE_SECONDS + 1)
    if isinstance(site, Machines):
        settled(site, [generation])
        assert site.ledger.get(generation).attempt > 1
    for process in stopped:
        process.send_signal(signal.SIGCONT)
    settled(site, [generation])
    time.sleep(LEASE_SECONDS)  # whatever the thawed one still meant to do
    assert_made_once(site, [generation])
    found = site.ledger.get(generation)
    assert all(asset.key.split("/")[1] == str(found.attempt) for asset in found.assets)
    assert tidied(site) == set()
    tell("recorded", f"once, by attempt {found.attempt}")


def test_a_database_that_is_restarted(tmp_path: Path, tell: Tell) -> None:
    database = postgres.Server.another()
    site = Machines(tmp_path, database)
    try:
        site.open()
        gate = tmp_path / "gate"
        made = [held(site, gate), *(accepted(site, seed=number) for number in range(5))]
        database.kill()
        gate.touch()
        refused = _create_status(site.nodes[0])
        time.sleep(DATABASE_AWAY_SECONDS)
        database.start()
        back = time.monotonic()
        while _create_status(site.nodes[0]) >= 500:
            assert time.monotonic() < back + PATIENCE
            time.sleep(0.05)
        tell("create meanwhile / works again after", f"{refused} / {time.monotonic() - back:.2f} s")
        assert refused == 503
        found = settled(site, made)
        assert {one.state for one in found.values()} == {State.COMPLETED}
        assert [[event.kind for event in site.ledger.events(one)].count("completed") for one in made] == [
            1
        ] * len(made)
        site.close()
    finally:
        site.close()
        site.ledger.close()
        database.stop()


def test_a_full_disk(tmp_path: Path, tell: Tell) -> None:
    with _small_disk(tmp_path / "small") as (folder, how):
        site = OneMachine(folder)
        try:
            site.open()
            gate = tmp_path / "gate"
            made = [held(site, gate), *(accepted(site, seed=number) for number in range(3))]
            with _full(site, folder, how):
                gate.touch()
                time.sleep(FULL_SECONDS)
                states = {site.ledger.get(one).state for one in made}
                assert not states & {State.FAILED, State.CANCELLED}, states
            assert_made_once(site, made)
            assert tidied(site) == set()
            tell("made once after the disk was full", f"{len(made)} of {len(made)} ({how})")
        finally:
            site.close()
            site.ledger.close()


def _create_status(node: server.Server) -> int:
    headers = {**node.http.headers, "Idempotency-Key": "one"}
    url = f"{node.url}/v2/video/generations"
    return httpx.post(url, json=CLIP, headers=headers, timeout=PATIENCE).status_code


@contextmanager
def _small_disk(folder: Path) -> Iterator[tuple[Path, str]]:
    """A file system of its own where this user may mount one; else files will not be allowed to grow."""
    folder.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={ROOM}", "tmpfs", str(folder)], capture_output=True, check=False
    )
    try:
        yield folder, "tmpfs" if mounted.returncode == 0 else "file size limit"
    finally:
        if mounted.returncode == 0:
            subprocess.run(["umount", "-l", str(folder)], check=True)


@contextmanager
def _full(site: Site, folder: Path, how: str) -> Iterator[None]:
    if how == "tmpfs":
        balloon = folder / "balloon"
        with balloon.open("wb") as file:
            free = os.statvfs(folder)
            os.posix_fallocate(file.fileno(), 0, free.f_bavail * free.f_frsize)
        try:
            yield
        finally:
            balloon.unlink()
        return
    running = psutil.Process(site.nodes[0].process.pid)
    processes = [running, *running.children()]
    for process in processes:
        process.rlimit(resource.RLIMIT_FSIZE, (100_000, resource.RLIM_INFINITY))
    try:
        yield
    finally:
        for process in processes:
            process.rlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
