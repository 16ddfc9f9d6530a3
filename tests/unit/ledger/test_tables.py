"""What the database itself refuses, and which index answers what."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, literal, select
from sqlalchemy.dialects import registry

from contract.samples import a_generation
from vitascope.ledger import Ledger
from vitascope.ledger.claims import next_number, ran_out
from vitascope.ledger.tables import generation


@pytest.fixture
def plain(ledger: Ledger, path: Path) -> Iterator[sqlite3.Connection]:
    """A queued, a running and a completed generation, seen without any of our code."""
    for id_ in ("queued", "running", "completed"):
        ledger.insert(a_generation(id=id_))
    connection = sqlite3.connect(path, isolation_level=None)
    running = "state = 'running', attempt = 1, started_at = 1, worker = 'w', lease_until = 2"
    connection.execute(f"UPDATE generation SET {running} WHERE id = 'running'")
    done = "state = 'completed', attempt = 1, started_at = 1, finished_at = 2, outcome = '{}'"
    connection.execute(f"UPDATE generation SET {done} WHERE id = 'completed'")
    yield connection
    connection.close()


@pytest.mark.parametrize(
    ("id_", "change", "rule"),
    [
        ("queued", "state = 'dreaming'", "state"),
        ("queued", "attempt = -1", "counters"),
        ("queued", "deaths = -1", "counters"),
        ("queued", "worker = 'w'", "worker"),
        ("queued", "lease_until = 5", "lease"),
        ("queued", "outcome = '{}'", "outcome"),
        ("queued", "error_name = 'X', error_message = 'x'", "error"),
        ("queued", "finished_at = 5", "finished"),
        ("queued", "started_at = 5", "started"),
        ("queued", "attempt = 1", "started"),
        ("queued", "cancel_requested = 1", "cancel"),
        ("queued", "state = 'running', worker = 'w', lease_until = 5", "attempted"),
        ("running", "worker = NULL", "worker"),
        ("running", "lease_until = NULL", "lease"),
        ("running", "state = 'completed', worker = NULL, lease_until = NULL, finished_at = 5", "outcome"),
        ("running", "state = 'failed', worker = NULL, lease_until = NULL, finished_at = 5", "error"),
        ("completed", "finished_at = NULL", "finished"),
        ("completed", "error_message = 'x'", "message"),
    ],
)
def test_the_database_refuses_what_cannot_be(
    plain: sqlite3.Connection, id_: str, change: str, rule: str
) -> None:
    with pytest.raises(sqlite3.IntegrityError, match=f"ck_generation_{rule}"):
        plain.execute(f"UPDATE generation SET {change} WHERE id = ?", (id_,))


@pytest.mark.parametrize(
    "statement",
    [
        "INSERT INTO event VALUES ('nobody', 1, 'queued', 0, '{}')",
        "INSERT INTO event VALUES ('queued', 1, 'queued', 0, '{}')",
        "INSERT INTO event VALUES ('queued', 0, 'queued', 0, '{}')",
        "INSERT INTO secret VALUES ('short', zeroblob(16))",
        "INSERT INTO api_key VALUES ('1', 'anna', 'a', 'vsk_aaaa', 'text', 0, NULL, NULL, 'read', NULL)",
        "UPDATE generation SET id = 'queued' WHERE id = 'running'",
        "UPDATE generation SET owner = NULL",
    ],
)
def test_the_database_refuses_strays(plain: sqlite3.Connection, statement: str) -> None:
    plain.execute("PRAGMA foreign_keys = ON")
    with pytest.raises(sqlite3.IntegrityError):
        plain.execute(statement)


def explained(plain: sqlite3.Connection, statement: Any) -> str:
    given = statement.params({"of_pool": "default", "of_id": "queued"})
    sql = given.compile(dialect=registry.load("sqlite")(), compile_kwargs={"literal_binds": True})
    return " ".join(row[3] for row in plain.execute(f"EXPLAIN QUERY PLAN {sql}"))


def test_a_claim_reads_the_first_entry_of_an_index(plain: sqlite3.Connection) -> None:
    for named in (False, True):
        steps = explained(plain, next_number(named=named))
        assert "SCAN" not in steps
        assert "TEMP B-TREE" not in steps
    assert "ix_generation_line" in explained(plain, next_number(named=False))


def test_sweeps_pages_and_counts_use_an_index(plain: sqlite3.Connection) -> None:
    columns = generation.c
    sweep = select(columns.id).where(ran_out(literal(5.0)))
    assert "ix_generation_state (state=? AND lease_until<?)" in explained(plain, sweep)
    page = select(generation).where(columns.owner == "anna").order_by(columns.number.desc()).limit(10)
    assert "ix_generation_owner" in explained(plain, page)
    assert "TEMP B-TREE" not in explained(plain, page)
    counts = select(columns.state, func.count()).group_by(columns.state)
    assert "COVERING INDEX ix_generation_state" in explained(plain, counts)


def test_postgresql_skips_what_another_is_taking() -> None:
    sql = str(next_number(named=False).compile(dialect=registry.load("postgresql")()))
    assert sql.rstrip().endswith("FOR UPDATE SKIP LOCKED")
