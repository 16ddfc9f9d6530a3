"""One connection pool, two kinds of transaction, and what the database's errors mean to us."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING
from typing import cast as cast_to

from sqlalchemy import (
    URL,
    ColumnElement,
    Connection,
    Double,
    Engine,
    Function,
    cast,
    create_engine,
    event,
    extract,
    func,
    make_url,
)
from sqlalchemy.exc import (
    ArgumentError,
    DataError,
    DBAPIError,
    IntegrityError,
    NoSuchModuleError,
    ProgrammingError,
)
from sqlalchemy.exc import TimeoutError as PoolTimeout

from vitascope.clock import Clock
from vitascope.errors import ConfigurationError, StorageFull, Unavailable, VitascopeError

if TYPE_CHECKING:  # installed with vitascope[postgres] only
    from psycopg import Connection as PsycopgConnection

BUSY_SECONDS = 30.0
"""How long a transaction waits for another process's."""
_LOOK_AGAIN = 0.001
"""Seconds between two tries to become the writer."""
_FULL = {"SQLITE_FULL", "SQLITE_IOERR_SHMSIZE"}
_POSTGRES_FULL = "53100"
_FROZEN = "SET idle_in_transaction_session_timeout = '10s'"
_POSTGRES_NAMES = ("postgresql", "postgres", "postgresql+psycopg")
_NOW = "vitascope_now"
_CLOCKS_NOW: ColumnElement[float] = Function[float](_NOW, type_=Double())
"""The process's clock, which SQLite asks as it would a function of its own."""
_SERVERS_NOW: ColumnElement[float] = cast(extract("epoch", func.clock_timestamp()), Double())
"""On a shared server its own clock, for machines disagree."""
_PRAGMAS = (
    "synchronous = FULL",  # a commit has reached the disk before anybody is told of it
    "fullfsync = ON",  # the same on macOS, where fsync alone does not say so
    "foreign_keys = ON",
    "journal_size_limit = 67108864",
)


@dataclass(frozen=True)
class Transaction:
    """One transaction, and ``now``, the moment in epoch seconds as an SQL expression.

    The expression is one of two that never change, so that a statement with it can be built once.
    """

    connection: Connection
    now: ColumnElement[float]


class Database:
    """Where transactions come from; used from any number of threads."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.local = engine.dialect.name == "sqlite"
        self._now: ColumnElement[float] = _CLOCKS_NOW if self.local else _SERVERS_NOW
        self._writer, self._reader = engine.execution_options(write=True), engine
        if not self.local:  # SQLite's only kind of transaction gives both
            self._writer = engine.execution_options(isolation_level="READ COMMITTED")
            self._reader = engine.execution_options(
                isolation_level="REPEATABLE READ", postgresql_readonly=True
            )
        self._turn = Lock()

    @classmethod
    def connect(cls, url: str, clock: Clock) -> Database:
        """A pool on the database; its file and folder are made where missing.

        Raises ``ConfigurationError`` for a URL that cannot work and ``Unavailable`` where the file
        cannot be made.
        """
        return cls(_engine(url, clock))

    @contextmanager
    def write(self) -> Generator[Transaction]:
        """A transaction that is durable when the block is left.

        Raises ``StorageFull`` where there is no room, ``Unavailable`` for what else stops the database.
        """
        with self._in_turn(), _translated(), self._writer.begin() as connection:
            yield Transaction(connection, self._now)

    @contextmanager
    def read(self) -> Generator[Transaction]:
        """A consistent view that waits for no writer. Raises what ``write`` raises."""
        with _translated(), self._reader.begin() as connection:
            yield Transaction(connection, self._now)

    def close(self) -> None:
        """Close every connection that is not in use."""
        self.engine.dispose()

    @contextmanager
    def _in_turn(self) -> Generator[None]:
        """SQLite has one writer: a thread that waits here goes on at once, at the file it would poll."""
        if not self.local:
            yield
            return
        if not self._turn.acquire(timeout=BUSY_SECONDS):
            raise _locked()
        try:
            yield
        finally:
            self._turn.release()


def _engine(url: str, clock: Clock) -> Engine:
    try:
        parsed = make_url(url)
        if parsed.drivername in _POSTGRES_NAMES:
            parsed = parsed.set(drivername="postgresql+psycopg")
        return _sqlite(parsed, clock) if parsed.get_backend_name() == "sqlite" else _postgres(parsed)
    except (ArgumentError, NoSuchModuleError, ModuleNotFoundError) as error:
        raise ConfigurationError(
            f"VITASCOPE_DATABASE_URL cannot be used ({error}). Write it as sqlite:////path/to/ledger.sqlite3 "
            "or postgresql://user:password@host/database; for the latter install vitascope[postgres]."
        ) from error


def _postgres(url: URL) -> Engine:
    """Connections that notice a server which is gone: a dead one is found out in about 15 seconds."""
    alive = {"keepalives_idle": 5, "keepalives_interval": 5, "keepalives_count": 2}
    known = {"connect_timeout": 5, "application_name": "vitascope"} | alive
    given = {name: value for name, value in known.items() if name not in url.query}
    engine = create_engine(url, connect_args=given, pool_pre_ping=True, pool_size=16, max_overflow=16)
    event.listen(engine, "connect", _on_postgres)
    return engine


def _on_postgres(connection: PsycopgConnection, _record: object) -> None:
    """Let the server end the transaction of a process that was frozen in it: it holds locks on rows."""
    connection.autocommit = True
    connection.execute(_FROZEN)
    connection.autocommit = False


def _sqlite(url: URL, clock: Clock) -> Engine:
    if not url.database or url.database == ":memory:" or url.database.startswith("file:"):
        raise ConfigurationError(
            f"VITASCOPE_DATABASE_URL is {url.render_as_string()}, which names no file. A ledger must outlive "
            "its process: write sqlite:////path/to/ledger.sqlite3."
        )
    path = Path(url.database)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)  # it holds everybody's prompts; its companions get the same rights
    except OSError as error:
        raise Unavailable(
            f"The ledger {path} cannot be made: {error.strerror}. Make its folder writable for this user or "
            "set VITASCOPE_DATA_DIR."
        ) from error
    engine = create_engine(url, connect_args={"timeout": BUSY_SECONDS}, pool_size=16, max_overflow=48)
    event.listen(engine, "connect", partial(_on_connect, clock))
    event.listen(engine, "begin", _on_begin)
    return engine


def _on_connect(clock: Clock, connection: sqlite3.Connection, _record: object) -> None:
    connection.create_function(_NOW, 0, clock.now)
    connection.isolation_level = None  # transactions begin where we say so, not where the driver thinks
    _enter_wal(connection)
    for pragma in _PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")


def _on_begin(connection: Connection) -> None:
    if not connection.get_execution_options().get("write"):
        connection.exec_driver_sql("BEGIN")
        return
    driver = cast_to(sqlite3.Connection, connection.connection.driver_connection)
    driver.execute("PRAGMA busy_timeout = 0")
    try:
        _wait_for_turn(driver)
    except sqlite3.OperationalError:
        connection.exec_driver_sql("BEGIN IMMEDIATE")  # fails in the same way, as an error of SQLAlchemy's
    finally:
        driver.execute(f"PRAGMA busy_timeout = {int(BUSY_SECONDS * 1000)}")


def _wait_for_turn(connection: sqlite3.Connection) -> None:
    """Begin when other processes let us; SQLite's own wait sleeps so long that one is starved.

    On the driver's connection: a failed try costs SQLAlchemy ten times as much, and many are made.
    """
    for _ in range(int(BUSY_SECONDS / _LOOK_AGAIN)):
        try:
            connection.execute("BEGIN IMMEDIATE")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode != sqlite3.SQLITE_BUSY:
                raise
            time.sleep(_LOOK_AGAIN)
        else:
            return
    raise _locked()


def _enter_wal(connection: sqlite3.Connection, patience: float = BUSY_SECONDS) -> None:
    """Switch to write-ahead logging; two processes that do so at once do not wait for each other."""
    pause = 0.02
    for _ in range(int(patience / pause)):
        try:
            (mode,) = connection.execute("PRAGMA journal_mode = WAL").fetchone()
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode != sqlite3.SQLITE_BUSY:
                raise
            time.sleep(pause)
            continue
        if mode == "wal":
            return
        raise ConfigurationError(
            f"The ledger's file system allows no write-ahead log (journal mode is {mode!r}). "
            "Put VITASCOPE_DATA_DIR on a local disk."
        )
    raise _locked()


@contextmanager
def _translated() -> Generator[None]:
    try:
        yield
    except (IntegrityError, ProgrammingError, DataError):
        raise  # a rule of ours was broken: a defect, not the weather
    except DBAPIError as error:
        raise _meaning(error) from error
    except PoolTimeout as error:
        raise Unavailable(
            "Every connection to the ledger is in use. Try again, or send fewer requests."
        ) from error


def _locked() -> Unavailable:
    return Unavailable("The ledger's file stays locked by another program. Stop that program and try again.")


def _meaning(error: DBAPIError) -> VitascopeError:
    name = getattr(error.orig, "sqlite_errorname", "")
    if name in _FULL or getattr(error.orig, "sqlstate", None) == _POSTGRES_FULL:
        return StorageFull("The disk of the ledger is full. Free some room; what was accepted is kept.")
    return Unavailable(
        f"The ledger does not answer ({error.orig}). Check that its disk is writable, its file whole and "
        "its server up, then try again."
    )
