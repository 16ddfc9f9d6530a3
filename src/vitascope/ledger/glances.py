"""How many generations stand at this moment, at the price of one short read."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, cast

from sqlalchemy import PoolProxiedConnection, func, select
from sqlalchemy.exc import DBAPIError

from vitascope.domain.generation import State
from vitascope.ledger.database import Database
from vitascope.ledger.tables import event, generation

AT_ONCE = 500
"""Ids in one statement."""


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

    def look(self, ids: Iterable[str]) -> dict[str, Glance]:
        """Those of the ids that exist. Raises ``Unavailable`` where the database does not answer."""
        wanted = sorted(set(ids))
        found: dict[str, Glance] = {}
        latest = (
            select(func.max(event.c.sequence)).where(event.c.generation == generation.c.id).scalar_subquery()
        )
        columns = (generation.c.id, generation.c.state, generation.c.progress, generation.c.cancel_requested)
        with self._database.read() as tx:
            for first in range(0, len(wanted), AT_ONCE):
                some = generation.c.id.in_(wanted[first : first + AT_ONCE])
                for row in tx.connection.execute(select(*columns, latest).where(some)):
                    id_, state, progress, cancelling, sequence = row
                    found[id_] = Glance(State(state), progress, cancelling, sequence or 0)
        return found
