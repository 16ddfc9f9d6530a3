"""kill -9 of whoever delivers: every message arrives all the same, under one id and with one body."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random

import pytest

from chaos.test_webhooks import Moody
from contract.samples import a_generation, an_outcome
from support.figures import Tell
from support.patience import PATIENCE
from support.receiver import Heard, receiving
from vitascope.clock import SystemClock
from vitascope.domain.webhook import ENDINGS, MessageState
from vitascope.ledger import Ledger
from vitascope.ledger.webhooks import WebhookLedger

TESTS = Path(__file__).parents[1]
LEAST = 20
"""Kills; as many as ``--kills`` says if that is more."""
WAITING = MessageState.WAITING
SOON = 20.0
"""Seconds after which a message is due again that was refused once, or whose courier was killed."""
ALL = 10_000
"""Messages that are read at once: more than any storm makes."""


@contextmanager
def couriers(url: str) -> Iterator[subprocess.Popen[str]]:
    """Forks a courier for each line that it is sent, and says its process id."""
    command = [sys.executable, "-m", "support.couriers", url]
    path = os.pathsep.join(filter(None, (str(TESTS), os.environ.get("PYTHONPATH"))))
    pipe = subprocess.PIPE
    with subprocess.Popen(
        command, stdin=pipe, stdout=pipe, text=True, env={**os.environ, "PYTHONPATH": path}
    ) as forking:
        yield forking


def start(forking: subprocess.Popen[str]) -> int:
    """One more courier; its process id."""
    assert forking.stdin is not None
    assert forking.stdout is not None
    forking.stdin.write("\n")
    forking.stdin.flush()
    return int(forking.stdout.readline())


def complete(ledger: Ledger) -> str:
    """A generation that a worker completed, of which a message tells; its id."""
    made = ledger.insert(a_generation())
    lease = ledger.claim("worker", 600.0, only=made.id)
    assert lease is not None
    return ledger.complete(lease, (), an_outcome()).id


def whole(heard: Heard) -> bool:
    """Whether all of it arrived: a courier may be killed in the middle of a body."""
    return len(heard.body) == int(heard.headers["content-length"])


def finish(book: WebhookLedger, seconds: float) -> None:
    """Wait until nothing waits; what was refused so often that it is due in minutes is sent at once."""
    deadline = time.monotonic() + seconds
    while waiting := [one for one, _ in book.messages("anna", limit=ALL) if one.state is WAITING]:
        assert time.monotonic() < deadline, waiting
        for one in waiting:
            if one.due > time.time() + SOON:
                book.redeliver(one.id, "anna")
        time.sleep(0.5)


@pytest.mark.timeout(1800)
def test_killed_couriers_lose_no_message(tmp_path: Path, kills: int, tell: Tell) -> None:
    random, moody, made = Random(3), Moody(), set[str]()
    url = f"sqlite:///{tmp_path / 'ledger.sqlite3'}"
    ledger = Ledger.open(url, SystemClock())
    book = WebhookLedger(ledger.database)
    with receiving() as receiver, couriers(url) as forking:
        receiver.answer = moody
        _, secret = book.create("anna", receiver.url, ENDINGS)
        for _ in range(max(kills, LEAST)):
            courier = start(forking)
            made |= {complete(ledger), complete(ledger)}
            time.sleep(random.uniform(0, 0.3))
            os.kill(courier, signal.SIGKILL)
        moody.calm = True
        courier = start(forking)
        finish(book, PATIENCE)
        os.kill(courier, signal.SIGKILL)
    found = [message for message, _ in book.messages("anna", limit=ALL)]
    ledger.close()
    assert {one.state for one in found} == {MessageState.DELIVERED}
    assert len(found) == len(made)
    assert {one.generation for one in found} == made
    bodies: dict[str, set[bytes]] = {}
    for heard in filter(whole, receiver.heard):
        heard.verified(secret.text)
        bodies.setdefault(heard.id, set()).add(heard.body)
    assert bodies.keys() == {one.id for one in found}
    assert {len(same) for same in bodies.values()} == {1}
    tell("couriers killed while they delivered", max(kills, LEAST))
    tell("messages delivered, each under one id", len(bodies))
    tell("tries that the receiver heard of", len(receiver.heard))
