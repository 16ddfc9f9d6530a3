"""Slots that are Ray actors: a clip is made; actors and nodes are killed, and it is made all the same."""

from __future__ import annotations

import base64
import time
from typing import Any

import psutil
import pytest

from support import film, pictures
from support.cluster import Cluster
from support.figures import Tell
from vitascope.domain.generation import State
from vitascope.storage import on_disk

SLOW: dict[str, Any] = {"prompt": "stripes", "resolution": "540p", "model": "slow-stripes", "num_frames": 60}
ACTOR_SECONDS, NODE_SECONDS = 2.0, 6.0
ACTOR = "ray::Outpost"

pytestmark = [pytest.mark.slow, pytest.mark.timeout(1800)]


def actors() -> list[psutil.Process]:
    """The actors' processes of this machine that run a child each."""
    found = [one for one in psutil.process_iter(["name", "cmdline"]) if _is_actor(one)]
    return [one for one in found if one.children()]


def working() -> psutil.Process:
    """The actor whose child renders: the first whose child takes time."""
    spent, deadline = {one: _spent(one) for one in actors()}, time.monotonic() + 120
    while True:
        for one, before in spent.items():
            if _spent(one) - before >= 0.05:
                return one
        assert time.monotonic() < deadline, spent
        time.sleep(0.05)


def relieved() -> None:
    """Wait until a second actor stands by, and its child no longer loads."""
    deadline = time.monotonic() + 240
    while True:
        spent = {one.pid: _spent(one) for one in actors()}
        time.sleep(1.0)
        after = {one.pid: _spent(one) for one in actors()}
        if (
            len(after) >= 2
            and spent.keys() == after.keys()
            and all(after[pid] - spent[pid] < 0.05 for pid in after)
        ):
            return
        assert time.monotonic() < deadline, after


def again(cluster: Cluster, shown: str, killed: float) -> float:
    """The seconds from a moment until the generation runs again."""
    cluster.until(lambda: cluster.get(shown).attempt == 2)
    seconds = time.monotonic() - killed
    cluster.until(lambda: cluster.get(shown).state.final, 240)
    found = cluster.get(shown)
    assert (found.state, found.attempt) == (State.COMPLETED, 2)
    assert [event.kind for event in cluster.ledger.events(found.id)].count("completed") == 1
    return seconds


def test_a_clip_that_begins_with_a_picture(cluster: Cluster) -> None:
    """Its picture is carried to the actor, its files are carried back."""
    url = "data:image/png;base64," + base64.b64encode(pictures.encoded(pictures.landscape(320, 180))).decode()
    frame = {"frame0": {"type": "image", "url": url}}
    shown = str(cluster.nodes[0].create(**SLOW | {"num_frames": 8, "keyframes": frame})["id"])
    cluster.until(lambda: cluster.get(shown).state.final, 240)
    found = cluster.get(shown)
    assert found.state is State.COMPLETED, found.error
    video = found.asset("video")
    assert video is not None
    with on_disk(cluster.storage, video.key) as path:
        assert film.stream(path).frames == 8


def test_a_cancel_stops_the_actors_job(cluster: Cluster) -> None:
    shown = str(cluster.nodes[0].create(**SLOW)["id"])
    cluster.until(lambda: cluster.get(shown).progress.stage == "render")
    found = cluster.get(shown)
    cluster.ledger.cancel(found.id, found.owner)
    cluster.until(lambda: cluster.get(shown).state.final)
    assert cluster.get(shown).state is State.CANCELLED


def test_a_killed_actor(cluster: Cluster, tell: Tell, judged: bool) -> None:
    relieved()
    shown = str(cluster.nodes[0].create(**SLOW)["id"])
    cluster.until(lambda: cluster.get(shown).progress.stage == "render")
    working().kill()
    seconds = again(cluster, shown, time.monotonic())
    tell("actor killed, running again", f"{seconds:.2f} s")
    assert seconds <= ACTOR_SECONDS or not judged


def test_a_killed_raylet(cluster: Cluster, tell: Tell, judged: bool) -> None:
    relieved()
    shown = str(cluster.nodes[0].create(**SLOW)["id"])
    cluster.until(lambda: cluster.get(shown).progress.stage == "render")
    actor = working()
    raylet = next(one for one in actor.parents() if one.name() == "raylet")
    raylet.kill()
    seconds = again(cluster, shown, time.monotonic())
    tell("raylet killed, running again", f"{seconds:.2f} s")
    assert seconds <= NODE_SECONDS or not judged


def _is_actor(process: psutil.Process) -> bool:
    command = process.info["cmdline"] or []
    return bool(command) and command[0].startswith(ACTOR)


def _spent(process: psutil.Process) -> float:
    """CPU seconds of an actor's children."""
    total = 0.0
    for child in process.children():
        times = child.cpu_times()
        total += times.user + times.system
    return total
