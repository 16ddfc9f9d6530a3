"""Yesterday's tables become today's with all that is in them, and yesterday's code goes on working."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from sqlalchemy import MetaData, Table, insert, literal_column, select, update

from contract.samples import a_generation, an_asset, an_outcome
from support import postgres
from vitascope import ids
from vitascope.clock import SystemClock
from vitascope.domain.generation import Generation, State
from vitascope.domain.limits import Limits
from vitascope.ledger import Ledger, migrate
from vitascope.ledger.backup import backup, restore
from vitascope.ledger.database import Database, Transaction

EMPTY: dict[str, Callable[[Path], str]] = {
    "sqlite": lambda folder: f"sqlite:///{folder}/ledger.sqlite3",
    "postgresql": lambda _folder: postgres.empty_database(),
}


class Old:
    """A ledger with the tables of 0001, and the statements of the code that knew no others."""

    def __init__(self, url: str) -> None:
        self.database = Database.connect(url, SystemClock())
        with self.database.write() as tx:
            command.upgrade(migrate.config(tx.connection), "0001")
            known = MetaData()
            known.reflect(tx.connection)
        self.generation: Table = known.tables["generation"]
        self.event: Table = known.tables["event"]

    def insert(self, **changes: Any) -> str:
        given = a_generation()
        fields = {"id", "owner", "request", "engine", "model", "seed", "pool", "priority", "created_at"}
        row = given.model_dump(mode="json", include=fields) | {"state": "queued", "attempt": 0, "deaths": 0}
        row |= {"furthest": 0, "cancel_requested": False, "progress": {}, "assets": []}
        with self.database.write() as tx:
            tx.connection.execute(insert(self.generation).values(row | changes))
            self._tell(tx, changes.get("id", given.id), "queued")
        return str(changes.get("id", given.id))

    def claim(self, worker: str) -> tuple[str, int] | None:
        of = self.generation.c
        queued = of.state == literal_column("'queued'"), of.pool == "default"
        first = select(of.number).where(*queued).order_by(of.priority.desc(), of.number).limit(1)
        started = {"state": "running", "worker": worker, "lease_until": time.time() + 60, "started_at": 1.0}
        taken = update(self.generation).where(
            of.number == first.with_for_update(skip_locked=True).scalar_subquery()
        )
        taken = taken.values(started | {"attempt": of.attempt + 1}).returning(of.id, of.attempt)
        with self.database.write() as tx:
            row = tx.connection.execute(taken).one_or_none()
            if row is None:
                return None
            self._tell(tx, row.id, "running")
        return row.id, row.attempt

    def complete(self, id_: str, attempt: int) -> None:
        of = self.generation.c
        held = of.id == id_, of.attempt == attempt, of.state == "running"
        done = {"state": "completed", "worker": None, "lease_until": None, "finished_at": time.time()}
        outcome = an_outcome().model_dump(mode="json")
        with self.database.write() as tx:
            ended = update(self.generation).where(*held).values(done | {"outcome": outcome})
            assert tx.connection.execute(ended).rowcount == 1
            self._tell(tx, id_, "completed")

    def states(self) -> dict[str, str]:
        with self.database.read() as tx:
            rows = tx.connection.execute(select(self.generation)).mappings().all()
        return {row["id"]: row["state"] for row in rows}

    def _tell(self, tx: Transaction, id_: str, kind: str) -> None:
        said = len(tx.connection.execute(select(self.event).where(self.event.c.generation == id_)).all())
        row = {"generation": id_, "sequence": said + 1, "kind": kind, "at": time.time(), "data": {}}
        tx.connection.execute(insert(self.event).values(row))


@pytest.fixture(params=sorted(EMPTY))
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    return EMPTY[request.param](tmp_path)


@pytest.fixture
def old(url: str) -> Iterator[Old]:
    made = Old(url)
    yield made
    made.database.close()


@pytest.fixture
def new(url: str, old: Old) -> Iterator[Ledger]:
    """Opened after the old code has begun, which brings the tables up to date."""
    with closing(Ledger.open(url, SystemClock())) as opened:
        yield opened


def test_an_old_backup_replaces_newer_tables_and_is_upgraded(url: str, old: Old, tmp_path: Path) -> None:
    kept, file = old.insert(), tmp_path / "backup"
    backup(url, file)
    old.database.close()
    with closing(Ledger.open(url, SystemClock())) as ledger:
        later = ledger.insert(a_generation()).id

    restore(url, file, replace=True)
    with closing(Ledger.open(url, SystemClock())) as ledger:
        assert set(ledger.live([kept, later])) == {kept}
        lease = ledger.claim("w", 60.0)
        assert lease
        assert lease.generation.id == kept


def ended(state: str) -> dict[str, Any]:
    row: dict[str, Any] = {"state": state, "attempt": 1, "started_at": 5.0, "finished_at": 9.0}
    if state == "completed":
        assets = [an_asset("video", "x/1/video.mp4").model_dump(mode="json")]
        return row | {"outcome": an_outcome({"shots": [1]}).model_dump(mode="json"), "assets": assets}
    return row | {"error_name": "EngineError", "error_message": "no"}


def test_everything_in_the_old_tables_is_there_afterwards(url: str, old: Old) -> None:
    running = {"state": "running", "attempt": 2, "started_at": 5.0, "worker": "w", "lease_until": 9.0}
    rows: dict[str, dict[str, Any]] = {
        "completed": ended("completed"),
        "failed": ended("failed"),
        "cancelled": ended("cancelled"),
        "running": running,
        "queued": {},
    }
    made = {state: old.insert(id=ids.generation_id(), **row) for state, row in rows.items()}
    later, sooner = old.insert(), old.insert(priority=3)

    with closing(Ledger.open(url, SystemClock())) as ledger:
        assert {state: ledger.get(id_).state.value for state, id_ in made.items()} == {s: s for s in made}
        done = ledger.get(made["completed"])
        assert done.outcome == an_outcome({"shots": [1]})
        assert done.asset("video") == an_asset("video", "x/1/video.mp4")
        assert [event.kind for event in ledger.events(done.id)] == ["queued"]
        order = [lease.generation.id for _ in range(3) if (lease := ledger.claim("w", 60.0))]
        assert order == [sooner, made["queued"], later]
        assert ledger.sweep_expired() == [made["running"]]
        assert ledger.retry(made["failed"]).state is State.QUEUED


def test_old_and_new_processes_work_off_one_queue_together(old: Old, new: Ledger) -> None:
    made = {old.insert() for _ in range(30)} | {new.insert(a_generation(), cost=3.0).id for _ in range(30)}

    def old_worker(name: str) -> list[str]:
        done: list[str] = []
        while taken := old.claim(name):
            old.complete(*taken)
            done.append(taken[0])
        return done

    def new_worker(name: str) -> list[str]:
        done: list[str] = []
        while lease := new.claim(name, 60.0):
            done.append(new.complete(lease, (), an_outcome()).id)
        return done

    with ThreadPoolExecutor(4) as threads:
        hauls = [
            threads.submit(work, f"w{n}")
            for n, work in enumerate([old_worker, new_worker, old_worker, new_worker])
        ]
        done = [one for haul in hauls for one in haul.result()]

    assert sorted(done) == sorted(made)
    assert set(old.states().values()) == {"completed"}
    kinds = {one: [event.kind for event in new.events(one)] for one in made}
    assert all(told == ["queued", "running", "completed"] for told in kinds.values())


def test_what_an_old_process_ends_lets_the_next_one_past_a_cap(old: Old, new: Ledger) -> None:
    new.set_limits(Limits(owner="anna", running_cap=1))
    for _ in range(2):
        new.insert(a_generation())
    taken = old.claim("old")
    assert taken
    old.complete(*taken)
    assert new.claim("w", 60.0) is None

    new.sweep_expired()

    assert new.claim("w", 60.0)


def test_an_old_insert_is_served_and_seen_by_new_code(old: Old, new: Ledger) -> None:
    first: Generation = new.insert(a_generation())
    second = old.insert()
    assert {first.id, second} == {entry.generation.id for entry in new.queue()}
    assert {new.position(first.id), new.position(second)} == {0, 1}
    assert new.cancel(second, "anna").state is State.CANCELLED
