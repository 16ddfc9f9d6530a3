"""A generation from memory is never an older one than the database's."""

from __future__ import annotations

import threading

from contract.samples import a_generation
from vitascope.domain.generation import Progress, State
from vitascope.ledger import Ledger
from vitascope.ledger.recall import LARGEST
from vitascope.testing.clock import FakeClock


def test_what_did_not_change_is_the_same_object(ledger: Ledger, url: str) -> None:
    ledger.insert(a_generation(id="one"))
    assert ledger.recall("one") is None
    read = ledger.live(["one"])["one"]
    local = url.startswith("sqlite")  # a server's row is always read in a transaction
    assert ledger.recall("one") is (read if local else None)
    assert ledger.recall("none") is None


def test_what_is_large_is_not_kept(ledger: Ledger) -> None:
    made = a_generation(id="one")
    large = made.request.model_copy(update={"plan": {"note": "x" * LARGEST}})
    ledger.insert(made.model_copy(update={"request": large}))
    ledger.live(["one"])
    assert ledger.recall("one") is None


def test_every_change_is_seen_whoever_made_it(ledger: Ledger, url: str, clock: FakeClock) -> None:
    ledger.insert(a_generation(id="one"))
    another = Ledger.open(url, clock)

    def seen() -> State | None:
        found = ledger.recall("one") or ledger.live(["one"]).get("one")
        assert found == another.live(["one"]).get("one")
        return found.state if found else None

    assert seen() is State.QUEUED
    lease = another.claim("worker", 60.0)
    assert lease is not None
    assert seen() is State.RUNNING
    another.beat(lease, Progress(fraction=0.5, stage="render", step=1, steps=2), 60.0)
    assert seen() is State.RUNNING
    another.cancel("one", lease.generation.owner)
    assert seen() is State.RUNNING
    another.cancelled(lease)
    assert seen() is State.CANCELLED
    another.delete("one", lease.generation.owner)
    assert seen() is None
    another.close()


def test_polls_and_changes_from_many_threads(ledger: Ledger) -> None:
    ledger.insert(a_generation(id="one"))
    lease = ledger.claim("worker", 60.0)
    assert lease is not None
    done = threading.Event()
    faults: list[str] = []

    def poll() -> None:
        last = 0.0
        while not done.is_set():
            found = ledger.recall("one") or ledger.live(["one"])["one"]
            if found.progress.fraction < last:
                faults.append(f"{found.progress.fraction} after {last}")
            last = found.progress.fraction

    readers = [threading.Thread(target=poll) for _ in range(3)]
    for reader in readers:
        reader.start()
    for step in range(1, 51):
        ledger.beat(lease, Progress(fraction=step / 50, stage="render", step=step, steps=50), 60.0)
    done.set()
    for reader in readers:
        reader.join()
    assert not faults
