"""Pictures of what is made so far, now and then."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from vitascope.clock import Clock
from vitascope.engines.base import Plane
from vitascope.media.thumbnail import preview
from vitascope.worker.job import Answer, Previewed

SECONDS = 1.0
"""Between two pictures; one takes a few milliseconds."""
WIDTH = 480


class Previews:
    """Writes one picture over the other and tells of each."""

    def __init__(self, path: Path, tell: Callable[[Answer], None], clock: Clock) -> None:
        self._path = path
        self._tell = tell
        self._clock = clock
        self._next = clock.monotonic() + SECONDS

    def see(self, y: Plane, u: Plane, v: Plane) -> None:
        """Take this frame if it is time for another picture."""
        now = self._clock.monotonic()
        if now < self._next:
            return
        self._next = now + SECONDS
        preview((y, u, v), self._path, WIDTH)
        self._tell(Previewed(self._path))
