"""Backups of SQLite: its own online copy, which waits for nobody and holds up nobody."""

from __future__ import annotations

import sqlite3
from collections.abc import Generator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

from vitascope import ids
from vitascope.errors import InvalidRequest, StorageFull, Unavailable

_COMPANIONS = ("-wal", "-shm")


def save(path: Path, file: Path) -> None:
    """Copy the database as it is at one moment, and look whether the copy is sound."""
    if not path.is_file():
        raise Unavailable(f"There is no ledger at {path}. Check --data-dir or VITASCOPE_DATABASE_URL.")
    with _translated(path), closing(_opened(path)) as source, closing(sqlite3.connect(file)) as copy:
        source.backup(copy)  # all pages in one step: one read transaction, beside which writers go on
        copy.execute("PRAGMA journal_mode = DELETE")
    _check(file)


def load(path: Path, file: Path, *, replace: bool) -> str:
    """Put the backup at ``path``; the file to which the ledger that was there was moved, or an empty text."""
    _check(file)
    if path.exists() and _has_tables(path):
        if not replace:
            raise InvalidRequest(
                f"There is a ledger at {path} already. Move it away, or give --replace to have it renamed "
                "and replaced."
            )
        _take_out(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    new = path.with_name(f".{path.name}.{ids.token(8)}")
    kept = path.with_name(f"{path.name}.before-{ids.token(8)}")
    try:
        with _translated(path), closing(_opened(file)) as source, closing(sqlite3.connect(new)) as copy:
            source.backup(copy)
        new.chmod(0o600)
        moved = _moved(path, kept)
        new.replace(path)
    finally:
        new.unlink(missing_ok=True)
    return str(kept) if moved else ""


def _moved(path: Path, kept: Path) -> bool:
    if not path.exists():
        return False
    path.replace(kept)
    for companion in _COMPANIONS:
        with suppress(FileNotFoundError):
            path.with_name(path.name + companion).unlink()
    return True


def _opened(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"{path.resolve().as_uri()}?mode=rw", uri=True)


def _check(file: Path) -> None:
    """Raise ``InvalidRequest`` unless the file is a sound ledger."""
    try:
        with closing(sqlite3.connect(f"{file.resolve().as_uri()}?mode=ro", uri=True)) as copy:
            (verdict,) = copy.execute("PRAGMA integrity_check(1)").fetchone()
            sound = verdict == "ok" and _ledgers(copy)
    except sqlite3.DatabaseError:
        sound = False
    if not sound:
        raise InvalidRequest(
            f"{file} is no whole backup of a SQLite ledger. Name one that `vitascope db backup` wrote."
        )


def _has_tables(path: Path) -> bool:
    with _translated(path), closing(_opened(path)) as connection:
        return _ledgers(connection)


def _ledgers(connection: sqlite3.Connection) -> bool:
    named = connection.execute("SELECT count(*) FROM sqlite_master WHERE name = 'alembic_version'")
    return bool(named.fetchone()[0])


def _take_out(path: Path) -> None:
    """Fold the write-ahead log into the file, which SQLite does only while nobody else has it open."""
    with _translated(path), closing(_opened(path)) as connection:
        connection.execute("PRAGMA locking_mode = EXCLUSIVE")
        connection.execute("PRAGMA journal_mode = DELETE")


@contextmanager
def _translated(path: Path) -> Generator[None]:
    try:
        yield
    except sqlite3.OperationalError as error:
        if error.sqlite_errorname == "SQLITE_FULL":
            raise StorageFull(
                "The disk has no room for the copy. Free some, or name another disk."
            ) from error
        if error.sqlite_errorcode == sqlite3.SQLITE_BUSY:
            raise Unavailable(
                f"Somebody uses the ledger {path}. Stop `vitascope serve` first, then try again."
            ) from error
        raise Unavailable(
            f"The ledger {path} cannot be copied ({error}). Check the disk and try again."
        ) from error
