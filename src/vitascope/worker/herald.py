"""Telling the ledger that this process is there, and what it can do."""

from __future__ import annotations

from collections.abc import Callable

from vitascope import __version__
from vitascope.domain.queue import About, Place
from vitascope.worker.desk import Desk

TELL_SECONDS = 5.0
"""How often an unchanged presence is told again."""
VALID_SECONDS = 3 * TELL_SECONDS


class Herald:
    """Says which slots serve which pools: at once where that changed, else from time to time."""

    def __init__(self, desk: Desk, name: str, places: Callable[[], tuple[Place, ...]], ready: str) -> None:
        self._desk = desk
        self._name = name
        self._places = places
        self._ready = ready
        self._told: tuple[bool, tuple[Place, ...]] | None = None
        self._due = 0.0

    def tell(self) -> None:
        """Say it where it is time. Raises ``StorageFull`` and ``Unavailable``."""
        closing, places, now = self._desk.closing.is_set(), self._places(), self._desk.clock.monotonic()
        if self._told == (closing, places) and now < self._due:
            return
        about = About(version=__version__, engines=self._desk.engines, places=places)
        live = 0 if closing else sum(one.condition == self._ready for one in places)
        for pool in self._desk.settings.pools:
            self._desk.ledger.here(self._name, pool, live, VALID_SECONDS, about)
        self._told, self._due = (closing, places), now + TELL_SECONDS

    def leave(self) -> None:
        """Say that it ends. Raises as ``tell``."""
        if self._told is not None:
            self._desk.ledger.gone(self._name)
