"""What every attempt of this process works with."""

from __future__ import annotations

from dataclasses import dataclass
from threading import Event

from vitascope.clock import Clock
from vitascope.errors import ConfigurationError, StorageFull, Unavailable
from vitascope.ledger import Ledger
from vitascope.settings import Settings
from vitascope.storage import Storage
from vitascope.worker.scratch import Scratch

TROUBLES = (ConfigurationError, StorageFull, Unavailable)
"""What is wrong with this machine, not with a generation: another may make it, or this one later."""


@dataclass(frozen=True)
class Desk:
    """The parts, and two signs of the end.

    ``engines`` are those installed, the one to load first in front. Once ``closing`` is set no new work is
    begun; once ``draining`` is set the running work is handed back too.
    """

    ledger: Ledger
    storage: Storage
    settings: Settings
    clock: Clock
    scratch: Scratch
    engines: tuple[str, ...]
    closing: Event
    draining: Event
