"""Whether the parts answer."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from vitascope.errors import VitascopeError

Status = Literal["ok", "starting", "degraded"]
OK: Literal["ok"] = "ok"
STARTING: Literal["starting"] = "starting"


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


class Health:
    """Asks every part."""

    def __init__(
        self, ledger: Callable[[], None], storage: Callable[[], None], slots: Callable[[], str]
    ) -> None:
        self._ledger = ledger
        self._storage = storage
        self._slots = slots

    def report(self) -> HealthReport:
        """How the parts are now."""
        return HealthReport(_probe(self._ledger), _probe(self._storage), self._slots())


def _probe(check: Callable[[], None]) -> str:
    try:
        check()
    except VitascopeError as error:
        return error.message
    except OSError as error:
        return error.strerror or type(error).__name__
    return OK
