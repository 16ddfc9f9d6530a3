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

    def remembered(self, plaintext: str | None) -> str | None:
        """The owner of a key that was found good a moment ago, from memory; None means: authenticate it."""
        if plaintext is None:
            return None
        owner, until = self._seen.get(ids.key_hash(plaintext), (None, 0.0))
        return owner if self._clock.monotonic() < until else None

    def authenticate(self, plaintext: str | None) -> str:
        """The owner of a key; ``Unauthenticated`` when it is missing, mistyped, unknown or revoked."""
        if not plaintext:
            raise Unauthenticated("No API key was given.")
        owner = self._owner(plaintext)
        if len(self._seen) >= REMEMBERED_KEYS:
            self._seen.clear()
        self._seen[ids.key_hash(plaintext)] = (owner, self._clock.monotonic() + REMEMBERED_SECONDS)
        return owner

    def is_admin(self, plaintext: str) -> bool:
        """Whether a key runs the server: the configured one does."""
        return self._configured is not None and ids.same(plaintext, self._configured)

    def session_secret(self) -> bytes:
        """What the sessions of this machine's browser are signed with."""
        return self._ledger.secret("session")

    def _owner(self, plaintext: str) -> str:
        if self._configured is not None and ids.same(plaintext, self._configured):
            return DEFAULT_OWNER
        if not ids.is_api_key(plaintext):
            raise Unauthenticated("The API key is mistyped or cut short.")
        found = self._ledger.find_key(plaintext)
        if found is None:
            raise Unauthenticated("The API key is unknown or revoked.")
        return found.owner
