"""How many generations stand at this moment, at the price of one short read."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, cast

from sqlalchemy import Integer, PoolProxiedConnection, Row, Select, func, literal_column, select
from sqlalchemy.exc import DBAPIError

from vitascope.domain.generation import State
from vitascope.ledger.database import Database
from vitascope.ledger.tables import event, generation

AT_ONCE = 500
"""Ids in one statement."""
_LATEST = select(func.max(literal_column("rowid", Integer))).select_from(event)


@dataclass(frozen=True)
class Glance:
    """What changes while a generation lives; ``sequence`` is its latest event's number.

    ``progress`` has the fields of ``Progress``, not read yet: mostly nothing has changed.
    """

    state: State
    progress: Mapping[str, Any]
    cancel_requested: bool
    sequence: int


class Glances:
    """Reads only what changes: a thousand at a time, many times a second."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._connection: PoolProxiedConnection | None = None
        self._version: object = None

    def still(self) -> bool:
        """Whether nothing at all was written since the last call; False also where that cannot be known.

        SQLite counts the commits of all other connections, in every process; asking costs no transaction.
        """
        if not self._database.local:
            return False
        try:
            if self._connection is None:
                self._connection = self._database.engine.raw_connection()
            driver = cast("sqlite3.Connection", self._connection.driver_connection)
            version = driver.execute("PRAGMA data_version").fetchone()
        except (sqlite3.Error, DBAPIError):
            self._connection = None
            return False
        before, self._version = self._version, version
        return bool(version == before)

    def latest_event(self) -> int | None:
        """Which row the latest event has; None where rows have no numbers."""
        if not self._database.local:
            return None
        with self._database.read() as tx:
            return tx.connection.execute(_LATEST).scalar()

    def look(self, ids: Iterable[str]) -> dict[str, Glance]:
        """Those of the ids that exist. Raises ``Unavailable`` where the database does not answer."""
        found: dict[str, Glance] = {}
        latest = (
            select(func.max(event.c.sequence)).where(event.c.generation == generation.c.id).scalar_subquery()
        )
        columns = (generation.c.id, generation.c.state, generation.c.progress, generation.c.cancel_requested)
        for row in self._rows(select(*columns, latest.label("latest")), ids):
            glance = Glance(State(row.state), row.progress, row.cancel_requested, row.latest or 0)
            found[row.id] = glance
        return found

    def waiting(self, ids: Iterable[str]) -> set[str]:
        """Those of the ids that wait in the queue. Raises ``Unavailable`` as ``look`` does."""
        queued = select(generation.c.id).where(generation.c.state == State.QUEUED.value)
        return {row.id for row in self._rows(queued, ids)}

    def _rows(
        self, statement: Select[*tuple[Any, ...]], ids: Iterable[str]
    ) -> Iterator[Row[*tuple[Any, ...]]]:
        wanted = sorted(set(ids))
        if not wanted:
            return
        with self._database.read() as tx:
            for first in range(0, len(wanted), AT_ONCE):
                some = generation.c.id.in_(wanted[first : first + AT_ONCE])
                yield from tx.connection.execute(statement.where(some))
