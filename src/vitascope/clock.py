"""The only source of time."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from typing import Protocol


class Clock(Protocol):
    """What the rest of the house asks for the time; tests give one that they move by hand."""

    def now(self) -> float:
        """Seconds since the epoch."""
        ...

    def monotonic(self) -> float:
        """Seconds since some moment, never running backwards."""
        ...


class SystemClock:
    """The machine's clock."""

    def now(self) -> float:
        """Seconds since the epoch."""
        return time.time()

    def monotonic(self) -> float:
        """Seconds since the machine's start."""
        return time.monotonic()


def iso(seconds: float, *, digits: int = 3) -> str:
    """Seconds since the epoch as ``2026-01-31T12:00:00.000Z`` with 3 or 6 fractional digits."""
    moment = datetime.fromtimestamp(seconds, UTC)
    timespec = "milliseconds" if digits == 3 else "microseconds"
    return moment.isoformat(timespec=timespec).replace("+00:00", "Z")
