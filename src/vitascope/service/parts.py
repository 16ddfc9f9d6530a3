"""What the services stand on."""

from __future__ import annotations

from dataclasses import dataclass

from vitascope.clock import Clock
from vitascope.engines.registry import Registry
from vitascope.ledger import Ledger
from vitascope.ledger.database import Database
from vitascope.settings import Settings
from vitascope.storage import Storage


@dataclass(frozen=True)
class Parts:
    """The parts of one process, as the bootstrap made them."""

    ledger: Ledger
    storage: Storage
    registry: Registry
    settings: Settings
    clock: Clock
    database: Database
