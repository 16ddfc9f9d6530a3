"""Backups made while the ledger is written to, and ledgers made of them."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from shutil import which
from threading import Event, Thread

import pytest

from contract.samples import a_generation, an_outcome
from support import postgres
from vitascope.clock import SystemClock
from vitascope.domain.generation import State
from vitascope.errors import InvalidRequest, Unavailable
from vitascope.ledger import Ledger
from vitascope.ledger.backup import backup, restore

NEW: dict[str, Callable[[Path], str]] = {
    "sqlite": lambda folder: f"sqlite:///{folder}/ledger.sqlite3",
    "postgresql": lambda _folder: postgres.empty_database(),
}


@pytest.fixture(params=sorted(NEW))
def kind(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def url(kind: str, tmp_path: Path) -> str:
    made = NEW[kind](tmp_path / "old")
    Ledger.open(made, SystemClock()).close()
    return made


@contextmanager
def under_load(url: str, done: list[str]) -> Iterator[None]:
    """Create, claim and complete without a pause; the ids of what was completed."""
    stop = Event()

    def work() -> None:
        with closing(Ledger.open(url, SystemClock())) as ledger:
            while not stop.is_set():
                made = ledger.insert(a_generation()).id
                lease = ledger.claim("w", 60.0, only=made)
                assert lease is not None
                ledger.complete(lease, (), an_outcome())
                done.append(made)

    threads = [Thread(target=work) for _ in range(2)]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        stop.set()
        for thread in threads:
            thread.join()


def test_a_backup_under_load_holds_one_moment(kind: str, url: str, tmp_path: Path) -> None:
    done: list[str] = []
    file = tmp_path / "backup"
    with under_load(url, done):
        while len(done) < 20:
            time.sleep(0.01)
        before = list(done)
        size = backup(url, file)
        after = len(done)

    assert file.stat().st_size == size > 0
    assert file.stat().st_mode & 0o777 == 0o600
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []
    fresh = NEW[kind](tmp_path / "new")
    assert restore(fresh, file) == ""
    with closing(Ledger.open(fresh, SystemClock())) as restored:
        kept = restored.live(done)
        assert set(before) <= set(kept)
        assert len(kept) <= after + 2  # what was about to be noted down
        for one in kept.values():
            kinds = [event.kind for event in restored.events(one.id)]
            whole = ["queued", "running", "completed"]
            assert kinds == whole[: len(kinds)]
            assert (one.state is State.COMPLETED) == (kinds == whole) == (one.outcome is not None)
        restored.insert(a_generation())
    with closing(Ledger.open(url, SystemClock())) as ledger:
        assert set(ledger.live(done)) == set(done)  # nobody was disturbed


def test_a_ledger_is_replaced_only_where_that_is_asked_for(kind: str, url: str, tmp_path: Path) -> None:
    file = tmp_path / "backup"
    with closing(Ledger.open(url, SystemClock())) as ledger:
        kept = ledger.insert(a_generation()).id
    backup(url, file)
    with closing(Ledger.open(url, SystemClock())) as ledger:
        later = ledger.insert(a_generation()).id

    with pytest.raises(InvalidRequest, match="--replace"):
        restore(url, file)
    with closing(Ledger.open(url, SystemClock())) as ledger:
        assert set(ledger.live([kept, later])) == {kept, later}
        with pytest.raises(Unavailable, match="Stop"):
            restore(url, file, replace=True)
    moved = restore(url, file, replace=True)

    with closing(Ledger.open(url, SystemClock())) as ledger:
        assert set(ledger.live([kept, later])) == {kept}
    if kind == "sqlite":
        with closing(Ledger.open(f"sqlite:///{moved}", SystemClock())) as ledger:
            assert set(ledger.live([kept, later])) == {kept, later}


def test_what_is_no_backup_changes_nothing(url: str, tmp_path: Path) -> None:
    wrong = tmp_path / "wrong"
    wrong.write_bytes(b"SQLite format 3\0 and nothing behind it")
    with closing(Ledger.open(url, SystemClock())) as ledger:
        kept = ledger.insert(a_generation()).id
    for file in (wrong, tmp_path / "none"):
        with pytest.raises((InvalidRequest, Unavailable)):
            restore(url, file, replace=True)
    with closing(Ledger.open(url, SystemClock())) as ledger:
        assert set(ledger.live([kept])) == {kept}


def test_half_a_backup_changes_nothing(url: str, tmp_path: Path) -> None:
    whole, half = tmp_path / "whole", tmp_path / "half"
    with closing(Ledger.open(url, SystemClock())) as ledger:
        for _ in range(20):
            ledger.insert(a_generation())
        kept = ledger.insert(a_generation()).id
    backup(url, whole)
    half.write_bytes(whole.read_bytes()[: whole.stat().st_size * 9 // 10])
    with closing(Ledger.open(url, SystemClock())) as ledger:
        later = ledger.insert(a_generation()).id
    with pytest.raises((InvalidRequest, Unavailable)):
        restore(url, half, replace=True)
    with closing(Ledger.open(url, SystemClock())) as ledger:
        assert set(ledger.live([kept, later])) == {kept, later}


def test_what_only_newer_servers_understand_is_left_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """pg_restore 17 begins every script with a setting that a server before 17 refuses."""
    url, folder, real = NEW["postgresql"](tmp_path), tmp_path / "programs", which("pg_restore")
    folder.mkdir()
    newer = folder / "pg_restore"
    newer.write_text(
        '#!/bin/sh\ncase "$*" in *--list*) ;; *) echo "SET transaction_timeout = 0;" ;; esac\n'
        f'exec {real} "$@"\n'
    )
    newer.chmod(0o755)
    monkeypatch.setenv("PATH", f"{folder}:{os.environ['PATH']}")
    with closing(Ledger.open(url, SystemClock())) as ledger:
        made = ledger.insert(a_generation()).id
    backup(url, tmp_path / "backup")
    restore(url, tmp_path / "backup", replace=True)
    with closing(Ledger.open(url, SystemClock())) as ledger:
        assert set(ledger.live([made])) == {made}


def test_a_backup_replaces_no_file(url: str, tmp_path: Path) -> None:
    file = tmp_path / "backup"
    file.write_text("mine")
    with pytest.raises(InvalidRequest, match="exists already"):
        backup(url, file)
    with pytest.raises(Unavailable, match=r"cannot be written|failed|cannot be copied"):
        backup(url, tmp_path / "no" / "folder" / "backup")
    assert file.read_text() == "mine"
