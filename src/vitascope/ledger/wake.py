"""Waiting for work without asking again and again."""

from __future__ import annotations

import hashlib
import selectors
import socket
from contextlib import suppress
from typing import Any

from sqlalchemy import Engine, func, select
from sqlalchemy.exc import DBAPIError

from vitascope.ledger.database import Transaction


def notify(tx: Transaction, pool: str) -> None:
    """Tell whoever waits for the pool's work, once the transaction is committed; PostgreSQL only."""
    if tx.connection.dialect.name == "postgresql":
        tx.connection.execute(select(func.pg_notify(channel(pool), "")))


def channel(pool: str) -> str:
    """The name under which PostgreSQL tells of a pool: any pool's name in 63 plain characters."""
    return "vitascope_" + hashlib.sha256(pool.encode()).hexdigest()[:32]


class Wake:
    """One thread's wait for one pool.

    On PostgreSQL ``wait`` ends when any process queues something; a connection of its own listens, and where
    that is lost a wait is a plain sleep until it is back. SQLite tells nobody: there only ``ring`` ends a
    wait early. Look for work after making one of these and after every wait, whatever it answered.
    """

    def __init__(self, engine: Engine, pool: str) -> None:
        self._engine = engine
        self._channel = channel(pool)
        self._bell, self._rope = socket.socketpair()
        self._bell.setblocking(False)
        self._rope.setblocking(False)
        self._line: Any = self._listening()

    def wait(self, timeout: float) -> bool:
        """Sleep for so many seconds at most; whether something woke us."""
        if self._line is None and (line := self._listening()):
            self._line = line
            return True  # what was queued while nobody listened was told to nobody
        woken = _readable([self._bell] if self._line is None else [self._bell, self._line], timeout)
        if self._bell in woken:
            with suppress(BlockingIOError):
                self._bell.recv(4096)
        if self._line in woken:
            self._drain()
        return bool(woken)

    def ring(self) -> None:
        """End the wait, or the next one, at once. From any thread."""
        with suppress(BlockingIOError, OSError):  # a full bell rings, a closed one need not
            self._rope.send(b"!")

    def close(self) -> None:
        """Stop listening."""
        self._hang_up()
        self._bell.close()
        self._rope.close()

    def _listening(self) -> Any:
        """The driver's own connection, out of the pool; None on SQLite and while the server is away."""
        if self._engine.dialect.name != "postgresql":
            return None
        with suppress(DBAPIError, *_broken()):
            connection = self._engine.raw_connection()
            line: Any = connection.driver_connection
            connection.detach()
            line.autocommit = True
            line.execute(f"LISTEN {self._channel}")
            return line
        return None

    def _drain(self) -> None:
        """Take what was told; a broken line is put down, and taken up again by the next wait."""
        try:
            for _ in self._line.notifies(timeout=0):
                pass
        except _broken():
            self._hang_up()

    def _hang_up(self) -> None:
        if self._line is not None:
            self._line.close()
            self._line = None


def _readable(sources: list[Any], timeout: float) -> list[Any]:
    """Those of the sources that have something to read, as soon as one has; however high their numbers."""
    with selectors.DefaultSelector() as selector:
        for source in sources:
            selector.register(source, selectors.EVENT_READ)
        return [key.fileobj for key, _ in selector.select(timeout)]


def _broken() -> tuple[type[Exception], ...]:
    """What the driver raises; it is an extra, imported only where it is known to be installed."""
    import psycopg  # noqa: PLC0415

    return (psycopg.Error,)
