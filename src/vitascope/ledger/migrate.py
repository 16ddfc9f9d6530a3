"""Bring a database to the tables this version needs, however many processes try at once."""

from __future__ import annotations

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, inspect, text

from vitascope.errors import ConfigurationError
from vitascope.ledger.database import Database

HEAD = "0001"
"""The newest file in ``migrations/versions``, known without reading them: most starts need none."""
_ADVISORY_LOCK = 7_612_350_921


def upgrade(database: Database) -> None:
    """Run the migrations that are missing, all in one transaction that other processes wait for.

    Raises ``ConfigurationError`` for a database made by a newer version.
    """
    with database.read() as tx:
        if revision(tx.connection) == HEAD:
            return
    with database.write() as tx:
        if tx.connection.dialect.name == "postgresql":
            tx.connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _ADVISORY_LOCK})
        _run(tx.connection, revision(tx.connection))


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


def _run(connection: Connection, present: str | None) -> None:
    known = {script.revision for script in ScriptDirectory.from_config(config()).walk_revisions()}
    if present is not None and present not in known:
        raise ConfigurationError(
            f"The ledger was made by a newer vitascope: its tables are at {present}, this one knows up to "
            f"{HEAD}. Install that version or a newer one, or use another VITASCOPE_DATA_DIR."
        )
    command.upgrade(config(connection), "head")
