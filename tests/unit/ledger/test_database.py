"""How SQLite is set up, and what its errors become."""

from __future__ import annotations

import sqlite3
import threading
from pathlib import Path

import pytest
from sqlalchemy import text

from contract.samples import a_generation
from support.patience import PATIENCE
from vitascope.errors import ConfigurationError, StorageFull, Unavailable
from vitascope.ledger import Ledger
from vitascope.ledger.database import Database
from vitascope.testing.clock import FakeClock


def test_every_connection_is_durable_and_keeps_foreign_keys(url: str, clock: FakeClock) -> None:
    database = Database.connect(url, clock)
    for begin in (database.read, database.write):
        with begin() as tx:
            found = {
                name: tx.connection.execute(text(f"PRAGMA {name}")).scalar_one()
                for name in ("journal_mode", "synchronous", "foreign_keys")
            }
        assert found == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1}
    database.close()


def test_nobody_else_may_read_the_files(ledger: Ledger, path: Path) -> None:
    ledger.insert(a_generation())
    files = list(path.parent.iterdir())
    assert len(files) == 3
    assert {file.stat().st_mode & 0o777 for file in files} == {0o600}


def test_a_reader_sees_the_last_commit_while_somebody_writes(
    ledger: Ledger, url: str, clock: FakeClock
) -> None:
    before = ledger.insert(a_generation())
    other = Database.connect(url, clock)
    with other.write() as tx:
        tx.connection.execute(text("UPDATE generation SET owner = 'nobody'"))
        assert ledger.get(before.id).owner == "anna"
    other.close()


def test_a_writer_waits_for_another_processes_turn(ledger: Ledger, url: str, clock: FakeClock) -> None:
    other = Database.connect(url, clock)
    done = threading.Event()

    def insert() -> None:
        ledger.insert(a_generation())
        done.set()

    writer = threading.Thread(target=insert)
    with other.write():
        writer.start()
        assert not done.wait(0.2)
    assert done.wait(PATIENCE)
    writer.join()
    other.close()


def test_a_block_that_fails_leaves_nothing(url: str, ledger: Ledger, clock: FakeClock) -> None:
    database = Database.connect(url, clock)

    def half() -> None:
        with database.write() as tx:
            tx.connection.execute(text("INSERT INTO secret VALUES ('half', zeroblob(32))"))
            raise KeyError

    with pytest.raises(KeyError):
        half()
    with database.read() as tx:
        assert tx.connection.execute(text("SELECT count(*) FROM secret")).scalar_one() == 0
    database.close()


def test_a_full_disk_is_storage_full_and_loses_nothing(ledger: Ledger) -> None:
    kept = ledger.insert(a_generation())
    with ledger._database.read() as tx:
        pages = tx.connection.execute(text("PRAGMA page_count")).scalar_one()
        tx.connection.execute(text(f"PRAGMA max_page_count = {pages}"))

    with pytest.raises(StorageFull, match="Free some room"):
        insert_many(ledger, 100)

    assert ledger.get(kept.id) == kept
    with ledger._database.read() as tx:
        tx.connection.execute(text(f"PRAGMA max_page_count = {pages + 1000}"))
    insert_many(ledger, 1)


def insert_many(ledger: Ledger, number: int) -> None:
    for _ in range(number):
        ledger.insert(a_generation(prompt="x" * 4000))


def test_a_damaged_file_is_unavailable(path: Path, url: str, clock: FakeClock) -> None:
    path.parent.mkdir()
    path.write_bytes(b"no database at all" * 500)
    with pytest.raises(Unavailable, match="not a database"):
        Ledger.open(url, clock)


def test_a_file_replaced_under_our_feet_is_unavailable(ledger: Ledger, path: Path) -> None:
    ledger.close()
    for file in path.parent.iterdir():
        file.unlink()
    path.mkdir()
    with pytest.raises(Unavailable):
        ledger.check()


def test_a_folder_that_cannot_be_made_is_unavailable(tmp_path: Path, clock: FakeClock) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(Unavailable, match="VITASCOPE_DATA_DIR"):
        Ledger.open(f"sqlite:///{tmp_path}/file/ledger.sqlite3", clock)


@pytest.mark.parametrize(
    "url",
    [
        "",
        "nonsense",
        "sqlite://",
        "sqlite:///:memory:",
        "sqlite:///file:x?mode=memory&uri=true",
        "oracel://x",
    ],
)
def test_a_url_that_cannot_work_is_refused(url: str, clock: FakeClock) -> None:
    with pytest.raises(ConfigurationError, match="VITASCOPE_DATABASE_URL"):
        Ledger.open(url, clock)


def test_a_password_is_in_no_message(clock: FakeClock) -> None:
    with pytest.raises(ConfigurationError) as refused:
        Ledger.open("postgresql+nodriver://user:hunter2@host/database", clock)
    assert "hunter2" not in refused.value.message


def test_another_journal_mode_is_left_for_wal(path: Path, url: str, clock: FakeClock) -> None:
    path.parent.mkdir()
    with sqlite3.connect(path) as plain:
        plain.execute("PRAGMA journal_mode = DELETE")
    Ledger.open(url, clock).close()
    with sqlite3.connect(path) as plain:
        assert plain.execute("PRAGMA journal_mode").fetchone() == ("wal",)
