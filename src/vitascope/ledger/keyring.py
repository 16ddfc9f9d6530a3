"""The keys of the API and the server's own secrets; each method is one transaction."""

from __future__ import annotations

from contextlib import suppress

from sqlalchemy.exc import IntegrityError

from vitascope.clock import Clock
from vitascope.domain.key import USUAL, ApiKey, NewKey, Scope
from vitascope.errors import StorageFull, Unavailable
from vitascope.ledger import keys
from vitascope.ledger.database import Database


class Keyring:
    """A part of the ledger; raises what the ledger raises."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def create_key(
        self, owner: str, name: str, scopes: tuple[Scope, ...] = USUAL, expires_at: float | None = None
    ) -> tuple[ApiKey, str]:
        """A new API key and its text, which is shown this once and kept only as a hash."""
        with self._database.write() as tx:
            return keys.create(tx, NewKey(owner=owner, name=name, scopes=scopes, expires_at=expires_at))

    def rotate_key(self, prefix_or_id: str, grace: float) -> tuple[ApiKey, str]:
        """A key like an open one, itself good for ``grace`` seconds more. Raises as ``revoke_key``."""
        with self._database.write() as tx:
            return keys.rotate(tx, prefix_or_id, grace)

    def list_keys(self) -> list[ApiKey]:
        """Every key, oldest first, revoked ones too."""
        with self._database.read() as tx:
            return keys.all_keys(tx)

    def find_key(self, key: str) -> ApiKey | None:
        """Who holds this key; None for one that is unknown or revoked.

        Its last use is noted to the minute, so that most look-ups write nothing.
        """
        with self._database.read() as tx:
            found = keys.find(tx, key)
        if found and self._clock.now() - (found.last_used_at or 0.0) >= keys.USED_EVERY:
            # a full disk must not lock anybody out
            with suppress(StorageFull, Unavailable), self._database.write() as tx:
                keys.used(tx, found.id)
        return found

    def has_keys(self) -> bool:
        """Whether there is a key that is not revoked."""
        with self._database.read() as tx:
            return keys.any_works(tx)

    def revoke_key(self, prefix_or_id: str) -> ApiKey:
        """Close a key, named by its first 8 characters, its id or the whole key. May be repeated.

        Raises ``NotFound``, and ``InvalidRequest`` where two open keys share the prefix.
        """
        with self._database.write() as tx:
            return keys.revoke(tx, prefix_or_id)

    def secret(self, name: str) -> bytes:
        """32 random bytes, made at the first call and the same ever after, in every process."""
        with self._database.read() as tx:
            found = keys.find_secret(tx, name)
        if found is not None:
            return found
        # where another process makes it in this moment, its is taken
        with suppress(IntegrityError), self._database.write() as tx:
            keys.make_secret(tx, name)
        return self.secret(name)
