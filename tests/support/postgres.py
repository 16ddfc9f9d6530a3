"""A real PostgreSQL of the machine's own binaries: one server a test process, a database a test."""

from __future__ import annotations

import atexit
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
import warnings
from collections.abc import Sequence
from functools import cache
from itertools import count
from pathlib import Path
from typing import Any

import psutil
import psycopg
import pytest
from psycopg import sql

from support.patience import PATIENCE
from vitascope.clock import SystemClock
from vitascope.ledger import Ledger
from vitascope.testing.clock import FakeClock

ROLE = "vitascope"
MISSING = (
    "NO POSTGRESQL ON THIS MACHINE: everything about it goes UNTESTED here. Install PostgreSQL 15 or newer "
    "(postgres and initdb on the PATH or under /usr/lib/postgresql)."
)
_FAKE_TIME = """
CREATE SCHEMA fake;
CREATE TABLE fake.clock (now double precision NOT NULL);
INSERT INTO fake.clock VALUES (0);
CREATE FUNCTION fake.clock_timestamp() RETURNS timestamptz LANGUAGE sql VOLATILE
    AS 'SELECT to_timestamp(now) FROM fake.clock';
"""
_numbers = count()


class Server:
    """PostgreSQL in a temporary folder, reached through a socket in it; nobody else can connect."""

    def __init__(self, binaries: Path, *, durable: bool = False) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="pg-", dir="/tmp"))  # a socket's path must be short
        self._binaries = binaries
        self._durable = durable
        self._as = _unprivileged()
        if self._as:
            shutil.chown(self.folder, **self._as)
        self._data = self.folder / "data"
        made = self._run(
            "initdb", "-D", str(self._data), "-U", ROLE, "-A", "trust", "-E", "UTF8", "--no-sync"
        )
        assert made.wait() == 0, self.log()
        self.start()

    @classmethod
    def another(cls, *, durable: bool = False) -> Server:
        """One of the test's own, to be stopped by it. Skips, loudly, where the machine has none."""
        return cls(_binaries(), durable=durable)

    def cpu_seconds(self) -> float:
        """What the server's processes used so far, those that ended too."""
        main = psutil.Process(self._process.pid)
        spent = [main.cpu_times(), *(one.cpu_times() for one in main.children(recursive=True))]
        return sum(one.user + one.system + one.children_user + one.children_system for one in spent)

    def start(self) -> None:
        """Run, until it is stopped or killed."""
        settings = {
            "listen_addresses": "",
            "unix_socket_directories": str(self.folder),
            "fsync": "on" if self._durable else "off",  # a test kills processes, not the machine
            "max_connections": "200",
        }
        flags = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
        self._process = self._run("postgres", "-D", str(self._data), *flags)
        deadline = time.monotonic() + PATIENCE
        while True:
            try:
                psycopg.connect(self.dsn("postgres")).close()
            except psycopg.OperationalError:
                assert self._process.poll() is None, self.log()
                assert time.monotonic() < deadline, self.log()
                time.sleep(0.02)
            else:
                return

    def dsn(self, database: str) -> str:
        """What psycopg and a ledger connect to."""
        return f"postgresql://{ROLE}@/{database}?host={self.folder}"

    def create(self, template: str = "template1") -> str:
        """The URL of a new database, without tables unless the template has some."""
        name = f"test_{next(_numbers)}"
        with psycopg.connect(self.dsn("postgres"), autocommit=True) as connection:
            statement = sql.SQL("CREATE DATABASE {} TEMPLATE {}")
            connection.execute(statement.format(sql.Identifier(name), sql.Identifier(template)))
        return self.dsn(name)

    def kill(self) -> None:
        """End every session without a word, as a crash does; ``start`` brings what was committed back."""
        self._process.send_signal(signal.SIGQUIT)
        self._process.wait(PATIENCE)

    def stop(self) -> None:
        """End it and leave nothing."""
        self.kill()
        shutil.rmtree(self.folder, ignore_errors=True)

    def log(self) -> str:
        """What it wrote."""
        return (self.folder / "log").read_text()

    def _run(self, program: str, *arguments: str) -> subprocess.Popen[bytes]:
        with (self.folder / "log").open("ab") as log:
            return subprocess.Popen(
                [self._binaries / program, *arguments],
                stdout=log,
                stderr=log,
                cwd=self.folder,
                env={"LC_ALL": "C", "PATH": os.defpath},
                **self._as,
            )


@cache
def server() -> Server:
    """The test process's own server. Skips, loudly, where the machine has none."""
    running = Server(_binaries())
    atexit.register(running.stop)
    return running


@cache
def _template() -> str:
    """A database with this version's tables, and a clock beside the real one."""
    made = server().create()
    with psycopg.connect(made, autocommit=True) as connection:
        connection.execute(_FAKE_TIME)
        name = connection.info.dbname
    Ledger.open(made, SystemClock()).close()
    return name


def empty_database() -> str:
    """The URL of a new database without tables, on the server's own time."""
    return server().create()


def database() -> str:
    """The URL of a new ledger on the server's own time."""
    return server().create(_template())


def database_with(clock: FakeClock) -> str:
    """The URL of an empty ledger whose sessions take the time from a table, and the clock that sets it.

    It is the same database each time: one test at a time may use it.
    """
    with psycopg.connect(_shared(), autocommit=True) as connection:
        found = connection.execute(
            "SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'alembic_version'"
        )
        tables = sql.SQL(", ").join(sql.Identifier(name) for (name,) in found)
        connection.execute(sql.SQL("TRUNCATE {} RESTART IDENTITY").format(tables))
    follow(_shared(), clock)
    return f"{_shared()}&options=-csearch_path%3Dfake,public,pg_catalog"


@cache
def _shared() -> str:
    return database()


def follow(dsn: str, clock: FakeClock) -> None:
    """Write the clock's time into the database now and at every step it makes from now on."""

    def write() -> None:
        with psycopg.connect(dsn, autocommit=True) as connection:
            connection.execute("UPDATE fake.clock SET now = %s", [clock.now()])

    def advance(seconds: float) -> None:
        FakeClock.advance(clock, seconds)
        write()

    clock.advance = advance  # type: ignore[method-assign]
    write()


def _binaries() -> Path:
    """The folder that has both programs, the newest version first."""
    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=_version, reverse=True)
    if (found := shutil.which("postgres")) is not None:
        folders.insert(0, Path(found).resolve().parent)
    for folder in folders:
        if all((folder / program).exists() for program in ("postgres", "initdb")):
            return folder
    warnings.warn(MISSING, stacklevel=2)
    pytest.skip(MISSING)


def _version(folder: Path) -> float:
    return float(folder.parent.name)


def _unprivileged(candidates: Sequence[str] = ("postgres", "nobody")) -> dict[str, Any]:
    """PostgreSQL refuses to run as root: then it runs as one of these users."""
    if os.geteuid() != 0:
        return {}
    known = {entry.pw_name for entry in pwd.getpwall()}
    name = next(name for name in candidates if name in known)
    return {"user": name, "group": pwd.getpwnam(name).pw_gid}
