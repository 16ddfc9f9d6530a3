"""Backups of PostgreSQL: its own tools, which know every version's ways."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Generator
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO, cast

from sqlalchemy import URL, inspect, make_url, text

from vitascope.clock import SystemClock
from vitascope.errors import ConfigurationError, InvalidRequest, Unavailable
from vitascope.ledger.database import Database
from vitascope.ledger.tables import metadata

_ALIKE = ("--no-owner", "--no-privileges")
"""The ledger is whoever's restores it."""
_UNKNOWN_TO_OLDER = {b"SET transaction_timeout = 0;\n"}
"""What pg_restore of PostgreSQL 17 and later says first, and servers before refuse."""
_OTHERS = text(
    "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() "
    "AND application_name = 'vitascope' AND pid <> pg_backend_pid()"
)


def save(url: str, file: Path) -> None:
    """Dump the database as it is at one moment, while it is used."""
    with _address(url) as address:
        _run("pg_dump", "--format=custom", *_ALIKE, f"--file={file}", address)


def load(url: str, file: Path, *, replace: bool) -> str:
    """Load a dump in one transaction: all of it, or nothing is changed. Answers an empty text."""
    if "TABLE public generation " not in _run("pg_restore", "--list", str(file)):
        raise InvalidRequest(
            f"{file} is no backup of a PostgreSQL ledger. Name one that `vitascope db backup` wrote."
        )
    _make_sure(url, replace=replace)
    with _address(url) as address:
        _load(address, file, replace=replace)
    return ""


def _load(address: str, file: Path, *, replace: bool) -> None:
    """Load a dump in one transaction that ends well only where all of it was read.

    It goes as a script to ``psql``: ``pg_restore --clean`` leaves tables that came after the dump, which no
    upgrade can make again, and has no transaction to remove them in.
    """
    first = ["BEGIN", "SET LOCAL client_min_messages = warning", *([_remove_all()] if replace else [])]
    begun = [f"--command={one}" for one in first]
    strict = ("--no-psqlrc", "--quiet", "--set=ON_ERROR_STOP=1")
    reads = [_path("psql"), *strict, f"--dbname={address}", *begun, "--file=-"]
    writes = [_path("pg_restore"), *_ALIKE, "--file=-", str(file)]
    pipe, nothing = subprocess.PIPE, subprocess.DEVNULL
    with (
        subprocess.Popen(reads, stdin=pipe, stdout=nothing, stderr=pipe) as reader,  # noqa: S603
        subprocess.Popen(writes, stdout=pipe, stderr=pipe) as writer,  # noqa: S603
    ):
        script, complaint = cast("IO[bytes]", writer.stdout), cast("IO[bytes]", writer.stderr)
        with suppress(BrokenPipeError):  # psql has stopped, and says why
            cast("IO[bytes]", reader.stdin).writelines(
                line for line in script if line not in _UNKNOWN_TO_OLDER
            )
        script.close()
        complained, wrote = complaint.read(), writer.wait()
        _, said = reader.communicate(b"COMMIT;" if wrote == 0 else None)
    _check("psql", reader.returncode, said.decode(errors="replace"))
    _check("pg_restore", wrote, complained.decode(errors="replace"))


def _remove_all() -> str:
    """One statement, so that no order of the tables is wrong."""
    ours = (f'public."{name}"' for name in (*metadata.tables, "alembic_version"))
    return f"DROP TABLE IF EXISTS {', '.join(ours)}"


def _make_sure(url: str, *, replace: bool) -> None:
    """That nothing is overwritten which is wanted or in use."""
    database = Database.connect(url, SystemClock())
    try:
        with database.read() as tx:
            there = inspect(tx.connection).has_table("generation")
            others = tx.connection.execute(_OTHERS).scalar_one()
    finally:
        database.close()
    if there and not replace:
        raise InvalidRequest(
            "The database has a ledger already. Restore into an empty one, or give --replace to have it "
            "replaced for good."
        )
    if others:
        raise Unavailable(
            f"{others} connections of vitascope use the database. Stop the servers and workers, then try "
            "again."
        )


@contextmanager
def _address(url: str) -> Generator[str]:
    """The database's address without its password, which lies in a file meanwhile: others see arguments."""
    parsed = make_url(url).set(drivername="postgresql")
    with TemporaryDirectory(prefix="vitascope-") as folder:
        query = dict(parsed.query)
        if parsed.password is not None:
            passwords = Path(folder, "pgpass")
            passwords.touch(mode=0o600)
            passwords.write_text(f"*:*:*:*:{_escaped(str(parsed.password))}\n")
            query["passfile"] = str(passwords)
        plain = URL.create(
            parsed.drivername, parsed.username, None, parsed.host, parsed.port, parsed.database, query
        )
        # SQLAlchemy writes a space as "+", which libpq reads as a plus
        yield plain.render_as_string(hide_password=False).replace("+", "%20")


def _escaped(password: str) -> str:
    return password.replace("\\", "\\\\").replace(":", "\\:")


def _run(program: str, *arguments: str) -> str:
    """What the program printed. Raises ``Unavailable`` with what it complained of."""
    command = [_path(program), *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603
    _check(program, done.returncode, done.stderr)
    return done.stdout


def _path(program: str) -> str:
    path = shutil.which(program)
    if path is None:
        raise ConfigurationError(
            f"{program} is not installed here. Install PostgreSQL's client programs (postgresql-client), of "
            "the server's version or newer."
        )
    return path


def _check(program: str, status: int, said: str) -> None:
    if status:
        lines = said.strip().splitlines() or [f"exit status {status}"]
        raise Unavailable(
            f"{program} failed: {lines[0]} Check the address, that the server is up, and that {program} is "
            "not older than the server."
        )
