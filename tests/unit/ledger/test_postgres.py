"""What is PostgreSQL's own: its clock, its locks, its plans, its absence."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import closing
from typing import Any

import psycopg
import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.dialects import registry

from contract.samples import a_generation, an_outcome
from support import postgres
from support.patience import PATIENCE
from vitascope.clock import SystemClock
from vitascope.domain.generation import State
from vitascope.domain.idempotency import Idempotency
from vitascope.errors import ConfigurationError, Unavailable
from vitascope.ledger import Ledger
from vitascope.ledger.claims import next_number
from vitascope.ledger.database import Database
from vitascope.ledger.tables import metadata
from vitascope.testing.clock import FakeClock

OPEN = """
import sys
from vitascope.clock import SystemClock
from vitascope.ledger import Ledger
print("ready", flush=True)
sys.stdin.read(1)
ledger = Ledger.open(sys.argv[1], SystemClock())
print(ledger.secret("links").hex())
"""
SHAPE = """
SELECT 'index', indexdef FROM pg_indexes WHERE schemaname = 'public' AND tablename <> 'alembic_version'
UNION ALL SELECT 'rule', conrelid::regclass || ' ' || conname || ' ' || pg_get_constraintdef(oid)
    FROM pg_constraint WHERE connamespace = 'public'::regnamespace AND conname <> 'alembic_version_pkc'
UNION ALL SELECT 'column', concat_ws(' ', table_name, column_name, data_type, is_nullable, column_default,
    character_maximum_length) FROM information_schema.columns
    WHERE table_schema = 'public' AND table_name <> 'alembic_version'
"""


@pytest.fixture
def url() -> str:
    return postgres.database()


@pytest.fixture
def plain(url: str, ledger: Ledger) -> Iterator[psycopg.Connection[Any]]:
    with closing(psycopg.connect(url, autocommit=True)) as connection:
        yield connection


def test_migrations_make_exactly_the_tables_of_the_code(url: str, ledger: Ledger) -> None:
    other = postgres.empty_database()
    engine = create_engine(other.replace("postgresql:", "postgresql+psycopg:"))
    metadata.create_all(engine)
    engine.dispose()
    shapes: list[list[Any]] = []
    for one in (url, other):
        with closing(psycopg.connect(one)) as connection:
            shapes.append(sorted(connection.execute(SHAPE).fetchall()))
    assert shapes[0] == shapes[1]
    assert len(shapes[0]) > 100


@pytest.mark.parametrize("scheme", ["postgresql", "postgres", "postgresql+psycopg"])
def test_every_usual_way_to_write_the_url_works(url: str, scheme: str) -> None:
    with closing(Ledger.open(f"{scheme}{url.removeprefix('postgresql')}", SystemClock())) as opened:
        opened.check()


def test_processes_that_open_an_empty_database_at_once_all_succeed() -> None:
    command = [sys.executable, "-c", OPEN, postgres.empty_database()]
    pipes: dict[str, Any] = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    children = [subprocess.Popen(command, **pipes) for _ in range(4)]
    for child in children:
        assert child.stdout
        assert child.stdout.readline() == "ready\n"
    for child in children:
        assert child.stdin
        child.stdin.write("g")
        child.stdin.flush()
    answers = {child.communicate()[0].strip() for child in children}
    assert [child.returncode for child in children] == [0] * 4
    assert len(answers) == 1


def test_leases_go_by_the_servers_clock(url: str) -> None:
    wrong = FakeClock(now=5.0)
    with closing(Ledger.open(url, wrong)) as ledger:
        ledger.insert(a_generation())
        lease = ledger.claim("w", 60.0)
        assert lease
        assert lease.deadline == pytest.approx(time.time() + 60.0, abs=1e6)
        wrong.advance(10_000_000)
        assert ledger.sweep_expired() == []


def test_a_claim_passes_over_what_another_is_just_taking(url: str, ledger: Ledger) -> None:
    first, second = ledger.insert(a_generation()), ledger.insert(a_generation())
    with closing(Database.connect(url, SystemClock())) as other, other.write() as tx:
        tx.connection.execute(text("SELECT 1 FROM generation WHERE id = :id FOR UPDATE"), {"id": first.id})
        lease = ledger.claim("w", 60.0)
        assert lease
        assert lease.generation.id == second.id
        assert ledger.claim("w", 60.0) is None


def test_a_second_create_with_one_key_waits_for_the_first(url: str, ledger: Ledger) -> None:
    answers: list[str] = []
    with closing(Database.connect(url, SystemClock())) as other, other.write() as tx:
        tx.connection.execute(
            text("INSERT INTO idempotency VALUES ('anna', 'k', 'body', 'x', extract(epoch FROM now()))")
        )
        waiting = threading.Thread(target=lambda: answers.append(_keyed(ledger)))
        waiting.start()
        waiting.join(0.3)
        assert waiting.is_alive()
        tx.connection.rollback()
    waiting.join(PATIENCE)
    assert ledger.get(answers[0]).state is State.QUEUED


def _keyed(ledger: Ledger) -> str:
    return ledger.insert(a_generation(), idempotency=Idempotency(owner="anna", key="k", body_hash="body")).id


def test_sweeps_at_once_take_each_lease_back_once(url: str, ledger: Ledger) -> None:
    made = [ledger.insert(a_generation()).id for _ in range(40)]
    while ledger.claim("w", -1.0):
        pass
    found: list[str] = []
    threads = [threading.Thread(target=lambda: found.extend(ledger.sweep_expired())) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(found) == sorted(made)


def test_a_claim_reads_the_first_entry_of_an_index(plain: psycopg.Connection[Any], ledger: Ledger) -> None:
    ledger.insert(a_generation())
    plain.execute("""INSERT INTO generation (id, owner, request, engine, model, seed, pool, priority, state,
        attempt, cancel_requested, deaths, furthest, progress, assets, created_at, vstart, charge)
        SELECT n::text, owner, request, engine, model, seed, pool, n % 3, state, attempt, cancel_requested,
        deaths, furthest, progress, assets, created_at, n, 1 FROM generation, generate_series(1, 20000) n""")
    plain.execute("ANALYZE generation")
    statement = (
        next_number(named=False)
        .params(of_pool="default")
        .compile(dialect=registry.load("postgresql")(), compile_kwargs={"literal_binds": True})
    )
    plan = "\n".join(row[0] for row in plain.execute(f"EXPLAIN {statement}").fetchall())
    assert "Index Scan using ix_generation_line" in plan
    assert "Sort" not in plan
    assert "Seq Scan on generation" not in plan


def test_a_read_sees_one_moment(url: str, ledger: Ledger) -> None:
    database = Database.connect(url, SystemClock())
    count = text("SELECT count(*) FROM generation")
    with database.read() as tx:
        before = tx.connection.execute(count).scalar_one()
        ledger.insert(a_generation())
        assert tx.connection.execute(count).scalar_one() == before
    database.close()


def test_a_server_that_forgets_commits_is_refused(url: str) -> None:
    name = url.partition("?")[0].rpartition("/")[2]
    with closing(psycopg.connect(url, autocommit=True)) as connection:
        connection.execute(f"ALTER DATABASE {name} SET synchronous_commit = off")
    with pytest.raises(ConfigurationError, match="synchronous_commit"):
        Ledger.open(url, SystemClock())


def test_nobody_at_the_address_is_unavailable() -> None:
    with pytest.raises(Unavailable, match="does not answer"):
        Ledger.open("postgresql://vitascope@/ledger?host=/nowhere", SystemClock())


def test_a_server_that_was_away_is_used_again_and_has_lost_nothing() -> None:
    server = postgres.Server.another()
    try:
        with closing(Ledger.open(server.dsn("postgres"), SystemClock())) as ledger:
            kept = ledger.insert(a_generation())
            lease = ledger.claim("w", 60.0)
            assert lease
            server.kill()
            for word in (ledger.check, ledger.counts, ledger.sweep_expired):
                with pytest.raises(Unavailable, match="does not answer"):
                    word()
            server.start()
            assert ledger.complete(lease, (), an_outcome()).id == kept.id
            assert ledger.counts()[State.COMPLETED] == 1
    finally:
        server.stop()


def test_a_frozen_transaction_lets_go_of_what_it_locked(
    url: str, ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("vitascope.ledger.database._FROZEN", "SET idle_in_transaction_session_timeout = '1s'")
    ledger.insert(a_generation())

    def freeze() -> None:
        with frozen.write() as tx:
            tx.connection.execute(text("SELECT 1 FROM generation FOR UPDATE"))
            assert ledger.claim("w", 60.0) is None
            deadline = time.monotonic() + PATIENCE
            while ledger.claim("w", 60.0) is None:
                assert time.monotonic() < deadline
                time.sleep(0.2)

    with closing(Database.connect(url, SystemClock())) as frozen:
        with pytest.raises(Unavailable):
            freeze()
        with frozen.read() as tx:
            assert tx.connection.execute(text("SELECT 1")).scalar_one() == 1
