"""Reading what changes of many generations at once."""

from __future__ import annotations

from pathlib import Path

from contract.samples import a_generation
from vitascope.domain.generation import Progress, State
from vitascope.ledger import Ledger
from vitascope.ledger.database import Database
from vitascope.ledger.glances import AT_ONCE, Glance, Glances
from vitascope.testing.clock import FakeClock


def test_what_there_is_however_many_are_asked_for(ledger: Ledger, path: Path) -> None:
    for id_ in ("first", "second"):
        ledger.insert(a_generation(id=id_))
    lease = ledger.claim("worker", 60.0, only="second")
    assert lease is not None
    ledger.beat(lease, Progress(fraction=0.5, stage="render", step=1, steps=2), 60.0)
    ledger.cancel("second", lease.generation.owner)
    database = Database.connect(f"sqlite:///{path}", FakeClock())
    found = Glances(database).look(["first", "second", *(f"none-{n}" for n in range(2 * AT_ONCE))])
    database.close()
    assert found.keys() == {"first", "second"}
    assert (found["first"].state, found["first"].sequence) == (State.QUEUED, 1)
    progress = {"fraction": 0.5, "stage": "render", "step": 1, "steps": 2, "preview": ""}
    assert found["second"] == Glance(State.RUNNING, progress, cancel_requested=True, sequence=3)


def test_nothing_is_still_that_somebody_writes(ledger: Ledger, path: Path) -> None:
    database = Database.connect(f"sqlite:///{path}", FakeClock())
    glances = Glances(database)
    assert not glances.still()
    assert [glances.still() for _ in range(3)] == [True] * 3
    ledger.insert(a_generation())
    assert [glances.still() for _ in range(2)] == [False, True]
    database.close()


def test_who_waits_and_which_event_was_the_last(ledger: Ledger, path: Path) -> None:
    for id_ in ("first", "second"):
        ledger.insert(a_generation(id=id_))
    database = Database.connect(f"sqlite:///{path}", FakeClock())
    glances = Glances(database)
    before = glances.latest_event()
    assert glances.waiting(["first", "second", "none"]) == {"first", "second"}
    lease = ledger.claim("worker", 60.0, only="second")
    assert lease is not None
    after = glances.latest_event()
    assert after is not None
    assert before != after
    ledger.beat(lease, Progress(fraction=0.5, stage="render", step=1, steps=2), 60.0)
    assert glances.latest_event() == after
    assert glances.waiting(["first", "second"]) == {"first"}
    assert glances.waiting([]) == set()
    database.close()
