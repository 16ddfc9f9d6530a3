"""How much of bodies is in memory: no one's large requests may take all of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import MutableMapping
from typing import Any

from starlette.requests import Request
from starlette.types import Scope

from vitascope.errors import TooManyRequests
from vitascope.media.limits import MAX_BYTES

LITTLE = 65_536
"""Bytes of a body that is not counted: ordinary requests are read however many large ones there are."""
MOST = 24 * MAX_BYTES
"""Bytes of all bodies that are read or worked on."""
MOST_OF_ONE = 8 * MAX_BYTES
"""Of one owner's: four of the largest bodies, or two of the largest files."""
RETRY_SECONDS = 1.0
_HELD = "held"


class Intake:
    """The bytes that are held for each owner. Lives on one event loop."""

    def __init__(self, most: int = MOST, of_one: int = MOST_OF_ONE) -> None:
        self._most = most
        self._of_one = of_one
        self._held: Counter[str] = Counter()

    def take(self, owner: str, size: int) -> None:
        """Hold so many bytes more; ``TooManyRequests`` where that is too much at once."""
        if self._held[owner] + size > self._of_one or self._held.total() + size > self._most:
            raise TooManyRequests(
                f"Large requests of {owner} hold {self._held[owner]:,} bytes, of all {self._held.total():,}; "
                f"with {size:,} more it would be over {self._of_one:,} or {self._most:,}. Send this one once "
                "others are answered, or send pictures as links.",
                retry_after=RETRY_SECONDS,
            )
        self._held[owner] += size

    def give(self, owner: str, size: int) -> None:
        """Hold so many less."""
        self._held[owner] -= size
        if not self._held[owner]:
            del self._held[owner]

    def hold(self, scope: MutableMapping[str, Any], owner: str) -> Hold:
        """What is held for one request of an owner; ``release`` lets go of it."""
        state: dict[str, Any] = scope["state"]
        found: Hold = state.setdefault(_HELD, Hold(self, owner))
        return found


class Hold:
    """What is held for one request, until it is answered."""

    def __init__(self, intake: Intake, owner: str) -> None:
        self._intake = intake
        self._owner = owner
        self._size = 0

    def expect(self, size: int) -> None:
        """A body of so many bytes at least. Raises ``TooManyRequests``."""
        if size > max(self._size, LITTLE):
            self._intake.take(self._owner, size - self._size)
            self._size = size

    def release(self) -> None:
        """The request is answered."""
        self._intake.give(self._owner, self._size)
        self._size = 0


def hold(request: Request) -> Hold:
    """What is held for a request whose caller is known."""
    intake: Intake = request.app.state.intake
    return intake.hold(request.scope, request.state.caller.owner)


def release(scope: Scope) -> None:
    """Let go of what was held for an answered request."""
    held: Hold | None = scope["state"].get(_HELD)
    if held is not None:
        held.release()
