"""Hearing of new work on a database that tells of it."""

from __future__ import annotations

from collections.abc import Callable
from threading import Thread

from vitascope.worker.desk import Desk

LISTEN_SECONDS = 1.0
"""How often it is looked whether the process ends, and whether a broken line is back."""


class Listener(Thread):
    """Waits for one pool's work and rings for it."""

    def __init__(self, desk: Desk, pool: str, ring: Callable[[], None]) -> None:
        super().__init__(name=f"listen-{pool}", daemon=True)
        self._desk = desk
        self._pool = pool
        self._ring = ring

    def run(self) -> None:
        """Until the process begins no new work."""
        wake = self._desk.ledger.wake(self._pool)
        try:
            while not self._desk.closing.is_set():
                if wake.wait(LISTEN_SECONDS):
                    self._ring()
        finally:
            wake.close()
