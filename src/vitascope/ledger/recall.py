"""Generations as they were last read, good for as long as their rows stay the same."""

from __future__ import annotations

import sqlite3
from collections import OrderedDict
from collections.abc import Mapping
from contextlib import suppress
from threading import Lock
from typing import Any, cast

from sqlalchemy import PoolProxiedConnection, bindparam, select

from vitascope.domain.generation import Generation
from vitascope.ledger.database import Database, Transaction
from vitascope.ledger.tables import generation

KEPT = 4096
"""How many generations are kept; those asked for least lately go first."""

LARGEST = 65_536
"""Characters in a row that is kept: plans that clients send may be larger, and memory is everybody's."""

Row = tuple[Any, ...]


class Recall:
    """Answers a repeated read from memory after comparing the row, which costs a tenth of reading it anew.

    Clients poll, and mostly nothing has changed since. On SQLite comparing is one short statement on a
    connection of its own that waits for no writer and no thread, so that an event loop may call it. A
    server's answer takes a network's time: there nothing is kept.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        statement = select(generation).where(generation.c.id == bindparam("id"))
        self._row_of = str(statement.compile(dialect=database.engine.dialect))
        self._kept: OrderedDict[str, tuple[Row, Generation]] = OrderedDict()
        self._turn = Lock()
        self._connection: PoolProxiedConnection | None = None

    def keep(self, tx: Transaction, read: Mapping[str, Generation]) -> None:
        """Remember what ``tx`` has just read."""
        if not self._database.local:
            return
        for id_, one in read.items():
            row = tx.connection.exec_driver_sql(self._row_of, (id_,)).one()
            if sum(len(value) for value in row if isinstance(value, str)) > LARGEST:
                continue
            with self._turn:
                self._connection = self._connection or self._database.engine.raw_connection()
                self._kept[id_] = tuple(row), one
                if len(self._kept) > KEPT:
                    self._kept.popitem(last=False)

    def get(self, id_: str) -> Generation | None:
        """The very object that was kept, if its row is still the same; None: read it in a transaction."""
        if not self._turn.acquire(blocking=False):
            return None
        try:
            if id_ not in self._kept:
                return None
            row, kept = self._kept[id_]
            if self._row(id_) != row:
                del self._kept[id_]
                return None
            self._kept.move_to_end(id_)
            return kept
        finally:
            self._turn.release()

    def close(self) -> None:
        """Give the connection back."""
        with self._turn:
            self._forget_connection()

    def _row(self, id_: str) -> Row | None:
        """The row as the driver gives it; None also where the file fails: whoever reads it next says so."""
        if self._connection is None:
            return None
        driver = cast("sqlite3.Connection", self._connection.driver_connection)
        try:
            rows = driver.execute(self._row_of, (id_,)).fetchall()
        except sqlite3.Error:
            self._forget_connection()
            return None
        return rows[0] if rows else None

    def _forget_connection(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            with suppress(sqlite3.Error):
                connection.close()
