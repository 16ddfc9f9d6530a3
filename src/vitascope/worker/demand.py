"""How many slots the queue is worth: the autoscaling signal, turned into a number."""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Sequence
from threading import Lock

from vitascope.clock import Clock
from vitascope.errors import StorageFull, Unavailable
from vitascope.ledger import Ledger

LOOK_SECONDS = 2.0
HOLD_SECONDS = 60.0
"""How long a number stays wanted after the last moment that asked for it: loading a model is dear."""
BACKLOG_SECONDS = 30.0
"""The estimated render time that may wait before another slot is wanted for it."""


class Demand:
    """Asked by every slot whether it should be there; looks at the queue now and then. Any thread may ask."""

    def __init__(self, ledger: Ledger, clock: Clock, pools: Sequence[str], most: int) -> None:
        self._ledger = ledger
        self._clock = clock
        self._pools = pools
        self._most = most
        self._lock = Lock()
        self._seen: deque[tuple[float, int]] = deque()
        self._next = 0.0

    def wants(self, number: int) -> bool:
        """Whether the slot of that number, counted from 0, should be there. The first one always should."""
        with self._lock:
            now = self._clock.monotonic()
            if now >= self._next:
                self._next = now + LOOK_SECONDS
                self._look(now)
            return number < max((slots for _, slots in self._seen), default=1)

    def _look(self, now: float) -> None:
        try:
            signals = [self._ledger.signal(pool) for pool in self._pools]
        except (Unavailable, StorageFull):
            return  # What was wanted before is wanted still.
        waiting = [one for one in signals if not one.paused]
        more = sum(
            min(one.queued - one.held, math.ceil(one.queued_seconds / BACKLOG_SECONDS)) for one in waiting
        )
        running = sum(one.running for one in signals)
        while self._seen and self._seen[0][0] < now - HOLD_SECONDS:
            self._seen.popleft()
        self._seen.append((now, min(max(1, running + more), self._most)))
