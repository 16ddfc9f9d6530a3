"""Who is calling."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import inf

from vitascope import ids
from vitascope.clock import Clock
from vitascope.domain.key import Scope
from vitascope.errors import Forbidden, Unauthenticated
from vitascope.ledger import Ledger

DEFAULT_OWNER = "default"
REMEMBERED_SECONDS = 1.0
"""How long a key that was found good is not looked up again; a revoked key may live that long."""
REMEMBERED_KEYS = 1024
EVERYTHING = frozenset(Scope)


@dataclass(frozen=True)
class Caller:
    """Whose key it was and what it may do; ``key`` tells it from the owner's others without being it."""

    owner: str
    scopes: frozenset[Scope] = EVERYTHING
    key: str = "configured"

    def need(self, scope: Scope) -> None:
        """Raise ``Forbidden`` unless the key may do this; who runs the server may do everything."""
        if scope in self.scopes or Scope.ADMIN in self.scopes:
            return
        held = ", ".join(sorted(self.scopes)) or "none"
        if scope is Scope.ADMIN:
            raise Forbidden(
                "This key does not run the server. Use the key in VITASCOPE_API_KEY or one with the scope "
                f"admin (it has: {held}), or open /admin in a browser on the server's own machine."
            )
        raise Forbidden(
            f"This key may not do that: it needs the scope {scope} and has: {held}. Use another key, or make "
            f"one with `vitascope keys create --scope {scope}`."
        )


def sent_key(headers: Mapping[str, str]) -> str | None:
    """The key in a request's headers, or None: that of ``authorization``, else that of ``x-api-key``.

    The headers' names are in small letters, or are found whatever their letters.
    """
    scheme, _, key = headers.get("authorization", "").partition(" ")
    found = key if scheme.lower() == "bearer" else headers.get("x-api-key", "")
    return found.strip() or None


class Keys:
    """Turns a key into its owner."""

    def __init__(self, ledger: Ledger, configured: str | None, clock: Clock) -> None:
        self._ledger = ledger
        self._configured = configured
        self._clock = clock
        self._seen: dict[str, tuple[Caller, float]] = {}

    def remembered(self, plaintext: str | None) -> Caller | None:
        """Who holds a key that was found good a moment ago, from memory; None means: authenticate it."""
        if plaintext is None:
            return None
        caller, until = self._seen.get(ids.key_hash(plaintext), (None, 0.0))
        return caller if self._clock.monotonic() < until else None

    def authenticate(self, plaintext: str | None) -> Caller:
        """Who holds a key; ``Unauthenticated`` when it is missing, mistyped, unknown, revoked or expired."""
        if not plaintext:
            raise Unauthenticated("No API key was given.")
        caller, good_for = self._caller(plaintext)
        if len(self._seen) >= REMEMBERED_KEYS:
            self._seen.clear()
        until = self._clock.monotonic() + min(REMEMBERED_SECONDS, good_for)
        self._seen[ids.key_hash(plaintext)] = (caller, until)
        return caller

    def session_secret(self) -> bytes:
        """What the sessions of this machine's browser are signed with."""
        return self._ledger.secret("session")

    def _caller(self, plaintext: str) -> tuple[Caller, float]:
        """Who holds the key, and for how many seconds more."""
        if self._configured is not None and ids.same(plaintext, self._configured):
            return Caller(DEFAULT_OWNER), inf
        if not ids.is_api_key(plaintext):
            raise Unauthenticated("The API key is mistyped or cut short.")
        found = self._ledger.find_key(plaintext)
        if found is None:
            raise Unauthenticated("The API key is unknown or revoked, or has expired.")
        left = inf if found.expires_at is None else found.expires_at - self._clock.now()
        return Caller(found.owner, frozenset(found.scopes), found.prefix), left
