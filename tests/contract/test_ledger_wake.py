"""Waiting for work."""

from __future__ import annotations

import os
import resource
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from pathlib import Path
from threading import Timer

import pytest

from contract.samples import a_generation
from support import postgres
from support.patience import PATIENCE
from vitascope.clock import SystemClock
from vitascope.domain.limits import Limits
from vitascope.ledger import Ledger
from vitascope.ledger.wake import Wake
from vitascope.testing.clock import FakeClock

LONG = PATIENCE
speaking = pytest.mark.parametrize("url", ["postgresql"], indirect=True)
"""SQLite tells nobody."""


@pytest.fixture
def wake(ledger: Ledger) -> Iterator[Wake]:
    with closing(ledger.wake()) as made:
        yield made


def waited(wake: Wake, seconds: float, after: Callable[[], object]) -> float | None:
    """How long after something happened a wait ended; None where it did not end early."""
    begun = time.monotonic()
    timer = Timer(0.2, after)
    timer.start()
    woken = wake.wait(seconds)
    timer.join()
    return time.monotonic() - begun - 0.2 if woken else None


def test_a_wait_ends_after_its_time(wake: Wake) -> None:
    begun = time.monotonic()
    assert not wake.wait(0.2)
    assert time.monotonic() - begun > 0.15


def test_a_ring_ends_a_wait_and_one_before_it_ends_the_next(wake: Wake) -> None:
    assert waited(wake, LONG, wake.ring) is not None
    for _ in range(3):
        wake.ring()
    assert wake.wait(LONG)
    assert not wake.wait(0.0)
    for _ in range(100_000):
        wake.ring()


def test_a_process_with_thousands_of_open_files_waits_as_well(ledger: Ledger) -> None:
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, 4096), hard))
    with ExitStack() as open_files:
        while open_files.enter_context(Path(os.devnull).open("rb")).fileno() < 1100:
            pass
        wake = open_files.enter_context(closing(ledger.wake()))
        assert not wake.wait(0.0)
        wake.ring()
        assert wake.wait(LONG)


def test_a_ring_after_the_end_is_nothing(ledger: Ledger) -> None:
    wake = ledger.wake()
    wake.close()
    wake.ring()


@speaking
def test_an_insert_by_anybody_ends_a_wait_for_its_pool(ledger: Ledger, url: str, wake: Wake) -> None:
    with closing(Ledger.open(url, SystemClock())) as other:
        assert waited(wake, LONG, lambda: other.insert(a_generation())) is not None
        assert waited(wake, 1.0, lambda: other.insert(a_generation(pool="gpu"))) is None
        with closing(ledger.wake("gpu")) as gpu:
            assert waited(gpu, LONG, lambda: other.insert(a_generation(pool="gpu"))) is not None


@speaking
def test_what_was_told_while_nobody_waited_ends_the_next_wait(ledger: Ledger, wake: Wake) -> None:
    ledger.insert(a_generation())
    assert wake.wait(LONG)
    assert not wake.wait(0.1)


@speaking
def test_whatever_may_start_again_ends_a_wait(ledger: Ledger, clock: FakeClock, wake: Wake) -> None:
    ledger.set_limits(Limits(owner="anna", running_cap=1))
    made = ledger.insert(a_generation())
    ledger.insert(a_generation())

    def claimed() -> None:
        assert ledger.claim("w", 5.0)
        while wake.wait(0.05):
            pass

    def held() -> None:
        lease = ledger.claim("w", 5.0)
        assert lease
        while wake.wait(0.05):
            pass
        ledger.cancel(lease.generation.id, "anna")
        ledger.cancelled(lease)

    claimed()
    clock.advance(6)
    ledger.sweep_expired()
    assert wake.wait(LONG), "a lease that ran out"
    lease = ledger.claim("w", 5.0)
    assert lease
    while wake.wait(0.05):
        pass
    ledger.hand_back(lease)
    assert wake.wait(LONG), "a job handed back"
    held()
    assert wake.wait(LONG), "a place under a cap"
    ledger.retry(made.id)
    assert wake.wait(LONG), "a retry"
    ledger.pause()
    assert not wake.wait(0.05)
    ledger.resume()
    assert wake.wait(LONG), "the end of a pause"


def test_a_wait_sleeps_while_the_server_is_away_and_listens_again_after() -> None:
    server = postgres.Server.another()
    try:
        with closing(Ledger.open(server.dsn("postgres"), SystemClock())) as ledger:
            wake = ledger.wake()
            server.kill()
            assert wake.wait(LONG), "a line that breaks ends the wait"
            begun = time.monotonic()
            woken = [wake.wait(0.2) for _ in range(4)]
            assert woken[-2:] == [False, False], "a wait without a line must not spin"
            assert time.monotonic() - begun > 0.35
            server.start()
            assert wake.wait(LONG), "whatever was queued meanwhile was told to nobody"
            assert waited(wake, LONG, lambda: ledger.insert(a_generation())) is not None
            wake.close()
    finally:
        server.stop()
