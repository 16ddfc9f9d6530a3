"""kill -9 of servers while they deliver: every end of every generation arrives, under one id each."""

from __future__ import annotations

import json
import threading
import time
from pathlib import Path
from random import Random
from typing import Any

import pytest

from support import server
from support.patience import PATIENCE
from support.receiver import Heard, Receiver, receiving

CLIP: dict[str, Any] = {"model": "stripes", "prompt": "stripes", "resolution": "540p", "num_frames": 4}
REFUSED = 0.3
"""The part of all tries that the receiver refuses."""
FEW, MOST = 2, 100
"""Kills at least, and at most: each is followed by a start."""
SHARE = 5
"""One kill here for so many that are asked for, up to the most."""

pytestmark = [pytest.mark.slow, pytest.mark.timeout(7200)]


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    """A quick engine, and receivers that are waited for so briefly that a killed try is made again soon."""
    return {
        "VITASCOPE_ENGINES": "vitascope.testing.engine:StripesEngine",
        "VITASCOPE_CACHE_DIR": str(tmp_path / "cache"),
        "VITASCOPE_SLOTS": "1",  # each start of a worker costs a second of processor time
        "VITASCOPE_LEASE_SECONDS": "1.5",
        "VITASCOPE_HEARTBEAT_SECONDS": "0.25",
        "VITASCOPE_POISON_AFTER": "0",
        "VITASCOPE_WEBHOOK_TIMEOUT_SECONDS": "1",
    }


class Moody:
    """Refuses some tries, and takes its time, so that kills come before, within and after a try."""

    def __init__(self) -> None:
        self._random = Random(5)
        self._lock = threading.Lock()
        self.calm = False

    def __call__(self, _heard: Heard) -> int:
        with self._lock:
            pause, refuses = self._random.uniform(0, 0.2), self._random.random() < REFUSED
        if self.calm:
            return 200
        time.sleep(pause)
        return 503 if refuses else 200


def _ends(receiver: Receiver) -> dict[str, set[str]]:
    """The ids of the messages that told of each generation's end."""
    ends: dict[str, set[str]] = {}
    for heard in receiver.heard:
        told = json.loads(heard.body)
        ends.setdefault(told["data"]["id"], set()).add(heard.id)
    return ends


def test_killed_servers_lose_no_message(tmp_path: Path, environment: dict[str, str], kills: int) -> None:
    random, moody, made = Random(3), Moody(), list[str]()
    with receiving() as receiver:
        receiver.answer = moody
        secret = ""
        for _ in range(max(FEW, min(kills // SHARE, MOST))):
            live = server.start(tmp_path / "data", environment=environment)
            if not secret:
                answer = live.http.post("/v1/webhooks", json={"url": receiver.url})
                secret = answer.json()["secret"]
            made += [str(live.create(**CLIP)["generation_id"]) for _ in range(2)]
            time.sleep(random.uniform(0, 1.5))
            live.http.close()
            live.kill()
        moody.calm = True
        with server.running(tmp_path / "data", environment=environment) as live:
            receiver.until(lambda: set(made) <= _ends(receiver).keys())
            deadline = time.monotonic() + PATIENCE
            while True:
                found = live.http.get("/v1/webhooks/messages", params={"limit": 1000}).json()["data"]
                waiting = [one for one in found if one["state"] == "waiting"]
                if not waiting or time.monotonic() > deadline:
                    break
                for one in waiting:  # what was refused is due in minutes: the receiver is well, so now
                    live.http.post(f"/v1/webhooks/messages/{one['id']}/redeliver")
                time.sleep(0.5)
        assert {one["state"] for one in found} == {"delivered"}
        assert len(found) == len(made)
    assert {generation: len(ids) for generation, ids in _ends(receiver).items()} == dict.fromkeys(made, 1)
    for heard in receiver.heard[-len(made) :]:
        heard.verified(secret)
