"""How long tests wait: for as long as a busy machine may need, and no longer than until it is there."""

from __future__ import annotations

import time
from collections.abc import Callable

PATIENCE = 300.0
"""Seconds that anything may take; only what hangs takes longer. Never a measure of anything."""
LEASE_SECONDS = 120.0
"""A lease that no standstill of the machine outlives, for whatever is not about the end of leases."""


def until(holds: Callable[[], object], seconds: float = PATIENCE, pause: float = 0.01) -> None:
    """Wait until something holds."""
    deadline = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(pause)
