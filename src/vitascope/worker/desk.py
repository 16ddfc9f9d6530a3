"""What every attempt of this process works with."""

from __future__ import annotations

from dataclasses import dataclass
from threading import Event

from vitascope.clock import Clock
from vitascope.ledger import Ledger
from vitascope.settings import Settings
from vitascope.storage import LocalStorage
from vitascope.worker.scratch import Scratch


@dataclass(frozen=True)
class Desk:
    """The parts, and ``draining``: set once the process is about to end."""

    ledger: Ledger
    storage: LocalStorage
    settings: Settings
    clock: Clock
    scratch: Scratch
    draining: Event
