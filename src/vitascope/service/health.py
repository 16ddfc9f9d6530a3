"""Whether the parts answer."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass, replace
from threading import Lock
from typing import Literal

from vitascope.clock import Clock
from vitascope.errors import VitascopeError

Status = Literal["ok", "starting", "degraded"]
OK: Literal["ok"] = "ok"
STARTING: Literal["starting"] = "starting"
FAILED = "failed"
"""What strangers are told of a part that does not answer: the reason may name paths and addresses."""
KEPT_SECONDS = 2.0
"""How long the ledger and the storage are not asked again: each time both are written to."""

log = logging.getLogger("vitascope.health")


@dataclass(frozen=True)
class HealthReport:
    """Each part ``ok``, ``starting`` (slots only), or the reason why not."""

    ledger: str
    storage: str
    slots: str

    @property
    def status(self) -> Status:
        """``ok``; ``starting`` while nothing can render yet; ``degraded`` when a part does not answer."""
        parts = (self.ledger, self.storage, self.slots)
        if all(part in {OK, STARTING} for part in parts):
            return STARTING if self.slots == STARTING else OK
        return "degraded"

    @property
    def can_accept(self) -> bool:
        """Whether a create would be kept: the ledger and the storage answer."""
        return self.ledger == OK and self.storage == OK

    @property
    def without_reasons(self) -> HealthReport:
        """The same as anybody may know it: ``failed`` in the place of each reason."""
        parts = (self.ledger, self.storage, self.slots)
        return HealthReport(*(part if part in {OK, STARTING} else FAILED for part in parts))


class Health:
    """Asks every part, however many ask it: the ledger and the storage once in ``KEPT_SECONDS``."""

    def __init__(
        self,
        ledger: Callable[[], None],
        storage: Callable[[], None],
        slots: Callable[[], str],
        clock: Clock,
    ) -> None:
        self._ledger = ledger
        self._storage = storage
        self._slots = slots
        self._clock = clock
        self._lock = Lock()
        self._last: HealthReport | None = None
        self._until = 0.0

    def recent(self) -> HealthReport | None:
        """How the parts are, where they were asked a moment ago; waits for nothing."""
        last = self._last
        if last is None or self._clock.monotonic() >= self._until:
            return None
        return replace(last, slots=self._slots())

    def report(self) -> HealthReport:
        """How the parts are now, or were a moment ago."""
        with self._lock:
            return self.recent() or self._asked()

    def _asked(self) -> HealthReport:
        found = HealthReport(_probe(self._ledger), _probe(self._storage), self._slots())
        before = self._last or HealthReport(OK, OK, OK)
        for name, now, then in (
            ("ledger", found.ledger, before.ledger),
            ("storage", found.storage, before.storage),
        ):
            if now not in {OK, then}:
                log.error("The %s does not answer: %s", name, now)
        self._last, self._until = found, self._clock.monotonic() + KEPT_SECONDS
        return found


def _probe(check: Callable[[], None]) -> str:
    try:
        check()
    except VitascopeError as error:
        return error.message
    except OSError as error:
        return error.strerror or type(error).__name__
    return OK
