"""Who is calling."""

from __future__ import annotations

from vitascope import ids
from vitascope.clock import Clock
from vitascope.errors import Unauthenticated
from vitascope.ledger import Ledger

DEFAULT_OWNER = "default"
REMEMBERED_SECONDS = 1.0
"""How long a key that was found good is not looked up again; a revoked key may live that long."""
REMEMBERED_KEYS = 1024


class Keys:
    """Turns a key into its owner."""

    def __init__(self, ledger: Ledger, configured: str | None, clock: Clock) -> None:
        self._ledger = ledger
        self._configured = configured
        self._clock = clock
        self._seen: dict[str, tuple[str, float]] = {}

    def authenticate(self, plaintext: str | None) -> str:
        """The owner of a key; ``Unauthenticated`` when it is missing, mistyped, unknown or revoked."""
        if not plaintext:
            raise Unauthenticated("No API key was given.")
        if self._configured is not None and ids.same(plaintext, self._configured):
            return DEFAULT_OWNER
        if not ids.is_api_key(plaintext):
            raise Unauthenticated("The API key is mistyped or cut short.")
        return self._owner(plaintext)

    def _owner(self, plaintext: str) -> str:
        digest, now = ids.key_hash(plaintext), self._clock.monotonic()
        owner, until = self._seen.get(digest, ("", now))
        if now < until:
            return owner
        found = self._ledger.find_key(plaintext)
        if found is None:
            self._seen.pop(digest, None)
            raise Unauthenticated("The API key is unknown or revoked.")
        if len(self._seen) >= REMEMBERED_KEYS:
            self._seen.clear()
        self._seen[digest] = (found.owner, now + REMEMBERED_SECONDS)
        return found.owner
