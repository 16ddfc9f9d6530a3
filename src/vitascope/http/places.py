"""How many streams each owner has open, and how many creates that wait for their video."""

from __future__ import annotations

from collections import Counter
from collections.abc import Generator
from contextlib import contextmanager

from vitascope.errors import TooManyRequests

RETRY_SECONDS = 5.0


class Places:
    """A bounded number for each owner. Lives on one event loop."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._taken: Counter[str] = Counter()

    @contextmanager
    def take(self, owner: str) -> Generator[None]:
        """A place that is held while the context is; ``TooManyRequests`` where there is none left."""
        if self._taken[owner] >= self._most:
            raise TooManyRequests(
                f"{owner} has {self._most} streams of events and waiting creates open, as many as may. Close "
                "one, or poll.",
                retry_after=RETRY_SECONDS,
            )
        self._taken[owner] += 1
        try:
            yield
        finally:
            self._taken[owner] -= 1
            self._taken += Counter()  # drops those at zero
