"""Load on a site whose processes are killed at random, and what came of it."""

from __future__ import annotations

import math
import statistics
import threading
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from random import Random
from typing import Any

import httpx
import psutil

from support import film
from support.patience import PATIENCE
from support.site import Part, Site
from vitascope import ids
from vitascope.domain.events import Event
from vitascope.domain.generation import Generation, State

FRAMES = 8
CLIP: dict[str, Any] = {
    "model": "slow-stripes",
    "prompt": "stripes",
    "resolution": "540p",
    "num_frames": FRAMES,
}
IN_FLIGHT = 4
LONGEST_CALM = 0.5
"""Seconds between two kills, at most, while one generation is accepted for every so many kills."""
KILLS_FOR_ONE = 4
STILL_SECONDS = PATIENCE
"""How long nothing may move before whatever does not end is given up."""
TIDY_SECONDS = PATIENCE


@dataclass(frozen=True)
class Kill:
    """One kill: of what, of whose process, when, and the generations that its slots were making.

    ``stands_in`` says whether another worker had a slot ready.
    """

    part: Part
    worker: str
    at: float
    hit: dict[str, int]
    stands_in: bool


@dataclass
class Figures:
    """What a storm came to; ``again`` are the seconds until a killed job ran again, by what was killed."""

    kills: int
    accepted: int
    completed_once: int
    lost: int
    doubled: int
    orphans: int
    again: dict[Part, list[float]] = field(default_factory=dict)

    def shown(self, part: Part) -> str:
        """Median, 99th percentile and count of one part's seconds."""
        found = sorted(self.again.get(part, []))
        if not found:
            return "-"
        high = found[min(len(found) - 1, len(found) * 99 // 100)]
        return f"{statistics.median(found):.2f} / {high:.2f} s ({len(found)})"


class Load(threading.Thread):
    """Keeps a few generations in flight, whichever server answers; ``accepted`` are those answered with 2xx.

    A create whose answer did not come is sent again under its idempotency key, as clients should.
    """

    def __init__(self, site: Site) -> None:
        super().__init__(name="load", daemon=True)
        self._site = site
        self._ending = threading.Event()
        self._keys = 0
        self.accepted: list[str] = []

    def run(self) -> None:
        """Until told to end."""
        while not self._ending.wait(0.02):
            counts = self._site.ledger.counts()
            if counts.get(State.QUEUED, 0) + counts.get(State.RUNNING, 0) < IN_FLIGHT:
                self._keys += 1
                self._create(f"key-{self._keys}")

    def end(self) -> None:
        """Send no more, and wait for the last answer."""
        self._ending.set()
        self.join(STILL_SECONDS)
        assert not self.is_alive(), "a create was not answered by any server"

    def _create(self, key: str) -> None:
        while True:
            for node in list(self._site.nodes):
                try:
                    answer = httpx.post(
                        f"{node.url}/v2/video/generations",
                        json=CLIP,
                        headers={**node.http.headers, "Idempotency-Key": key},
                        timeout=PATIENCE,
                    )
                except httpx.TransportError:
                    continue
                if answer.is_success:
                    self.accepted.append(str(answer.json()["id"]))
                    return
            time.sleep(0.02)


def storm(site: Site, kills: int, seed: int) -> Figures:
    """Kill so many processes under load, let everything come to rest, and count."""
    random, done = Random(seed), list[Kill]()
    site.open()
    load = Load(site)
    load.start()
    while len(done) < kills:
        time.sleep(random.uniform(0, LONGEST_CALM))
        _keep_pace(load, len(done) // KILLS_FOR_ONE)
        with suppress(psutil.NoSuchProcess):  # a child may be replaced while it is chosen
            victims = site.victims(random.choice(site.parts)) or site.victims("child")
            if victims:
                done.append(_kill(site, *random.choice(victims)))
        site.open()
    _keep_pace(load, kills // KILLS_FOR_ONE)
    load.end()
    return _counted(site, load.accepted, done)


def _keep_pace(load: Load, wanted: int) -> None:
    """Wait until so many were accepted: a slow machine would be killed faster than it does anything."""
    before, moved = -1, time.monotonic()
    while (now := len(load.accepted)) < wanted:
        if now != before:
            before, moved = now, time.monotonic()
        assert time.monotonic() < moved + STILL_SECONDS, "the load stands still"
        time.sleep(0.05)


def _kill(site: Site, worker: str, process: psutil.Process) -> Kill:
    """End one process, noting what it or its worker was making."""
    working = site.workers().get(worker)
    part: Part = "server" if process.pid in {one.process.pid for one in site.nodes} else "child"
    if part == "child" and working is not None and working.pid == process.pid:
        part = "worker"
    running = [one for one in site.ledger.queue() if one.worker and worker]
    hit = {
        one.generation.id: one.generation.attempt
        for one in running
        if one.worker and one.worker.rpartition("-")[0] == worker
    }
    stands_in = any(one.slots for one in site.ledger.workers() if one.worker != worker)
    at = time.time()
    process.kill()
    if part != "child":  # a child is waited for by its parent, once it is missed
        process.wait(PATIENCE)
    return Kill(part, worker, at, hit, stands_in)


def _counted(site: Site, accepted: Sequence[str], kills: list[Kill]) -> Figures:
    """Wait for every end, start everything anew, and see what is there."""
    wanted = [ids.parse_generation_id(one) for one in accepted]
    found = settled(site, wanted)
    events = {one: site.ledger.events(one) for one in found}
    ends = {one: _times(told, "completed") for one, told in events.items()}
    return Figures(
        kills=len(kills),
        accepted=len(wanted),
        completed_once=sum(one.state is State.COMPLETED and ends[id_] == 1 for id_, one in found.items()),
        lost=len(wanted) - len(found),
        doubled=sum(site.ledger.counts().values()) - len(found) + sum(count > 1 for count in ends.values()),
        orphans=len(tidied(site)),
        again=_again(kills, events),
    )


def settled(site: Site, wanted: list[str]) -> dict[str, Generation]:
    """Those that exist, once nothing waits or runs any more; their videos are whole."""
    rest, moved = list[Generation](), time.monotonic()
    while now := [one for one in site.ledger.live(wanted).values() if not one.state.final]:
        if now != rest:
            rest, moved = now, time.monotonic()
        assert time.monotonic() < moved + STILL_SECONDS, rest
        time.sleep(0.05)
    found = site.ledger.live(wanted)
    for one in found.values():
        video = one.asset("video")
        assert one.state is not State.COMPLETED or video is not None
        if video is not None:
            assert film.stream(site.storage.path(video.key)).frames == one.request.num_frames
    return found


def tidied(site: Site) -> set[str]:
    """What is left of files that nobody owns after a restart, when they are old enough to be removed."""
    site.close()
    site.age()
    site.open()
    deadline = time.monotonic() + TIDY_SECONDS
    while (left := site.orphans()) and time.monotonic() < deadline:
        time.sleep(0.1)
    return left


def _times(events: list[Event], kind: str) -> int:
    return [event.kind for event in events].count(kind)


def _again(kills: list[Kill], events: dict[str, list[Event]]) -> dict[Part, list[float]]:
    """Seconds from each kill to the next attempt of what it hit, where no later kill came in between.

    Of a worker's only those count where another could take over: else the next one's start is measured.
    """
    again: dict[Part, list[float]] = {}
    for kill in (one for one in kills if one.part != "worker" or one.stands_in):
        others = (one.at for one in kills if one.at > kill.at and one.hit.keys() & kill.hit.keys())
        later = min(others, default=math.inf)
        for hit, attempt in kill.hit.items():
            runs = [event.at for event in events.get(hit, []) if event.kind == "running"]
            if len(runs) > attempt and kill.at <= runs[attempt] < later:
                again.setdefault(kill.part, []).append(runs[attempt] - kill.at)
    return again
