"""Bring a database to the tables this version needs, however many processes try at once."""

from __future__ import annotations

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, inspect, select, text

from vitascope.errors import ConfigurationError
from vitascope.ledger.database import Database
from vitascope.ledger.tables import compatibility

HEAD = "0007"
"""The newest file in ``migrations/versions``, known without reading them: most starts need none."""
OLDEST_POSTGRES = 15
_ADVISORY_LOCK = 7_612_350_921


def upgrade(database: Database) -> None:
    """Run the migrations that are missing, all in one transaction that other processes wait for.

    A migration only adds, so processes of the version before go on working. Raises ``ConfigurationError``
    for a database made by a version too new to work with, or by a server that is too old.
    """
    with database.read() as tx:
        _check_server(tx.connection)
        present = revision(tx.connection)
        if present == HEAD or _works_with(tx.connection, present):
            return
    with database.write() as tx:
        if tx.connection.dialect.name == "postgresql":
            tx.connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _ADVISORY_LOCK})
        if revision(tx.connection) != HEAD:
            command.upgrade(config(tx.connection), "head")


def check(database: Database) -> None:
    """Raise ``ConfigurationError`` unless the tables are there and this version may work on them."""
    with database.read() as tx:
        _check_server(tx.connection)
        present = revision(tx.connection)
    if not is_current(database):
        raise ConfigurationError(
            f"The ledger's tables are at {present or 'nothing'}, this vitascope needs {HEAD}. "
            "Run `vitascope db upgrade` once."
        )


def is_current(database: Database) -> bool:
    """Whether this version may work on the tables as they are.

    Raises ``ConfigurationError`` where they are of a version too new to work with.
    """
    with database.read() as tx:
        present = revision(tx.connection)
        return present == HEAD or _works_with(tx.connection, present)


def revision(connection: Connection) -> str | None:
    """The migration the database stands at; None where it is empty."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    return connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one_or_none()


def config(connection: Connection | None = None) -> Config:
    """Alembic's configuration, without its file."""
    made = Config(attributes={"connection": connection})
    made.set_main_option("script_location", "vitascope.ledger:migrations")
    return made


def _works_with(connection: Connection, present: str | None) -> bool:
    """Whether these are tables of a newer version that says it can be worked with.

    Raises ``ConfigurationError`` where it says that it cannot.
    """
    known = {script.revision for script in ScriptDirectory.from_config(config()).walk_revisions()}
    if present is None or present in known:
        return False
    oldest = _oldest(connection)
    if oldest is not None and oldest <= HEAD:
        return True
    raise ConfigurationError(
        f"The ledger was made by a newer vitascope: its tables are at {present}, this one knows up to "
        f"{HEAD}. Install that version or a newer one, or use another VITASCOPE_DATA_DIR."
    )


def _oldest(connection: Connection) -> str | None:
    """The oldest tables whose code may work on those that are there."""
    if not inspect(connection).has_table(compatibility.name):
        return None
    return connection.execute(select(compatibility.c.oldest)).scalar_one_or_none()


def _check_server(connection: Connection) -> None:
    if connection.dialect.name != "postgresql":
        return
    version = int(connection.execute(text("SHOW server_version_num")).scalar_one()) // 10_000
    if version < OLDEST_POSTGRES:
        raise ConfigurationError(
            f"The ledger's server is PostgreSQL {version}. Use version {OLDEST_POSTGRES} or newer."
        )
    if connection.execute(text("SHOW synchronous_commit")).scalar_one() == "off":
        raise ConfigurationError(
            "The ledger's server has synchronous_commit off and would lose accepted generations in a crash. "
            "Set it on for this role: ALTER ROLE … SET synchronous_commit = on."
        )
