"""The ledger's whole surface on one page; each method is one transaction."""
# ruff: noqa: A002 - "id" is what every caller calls it

from __future__ import annotations

import builtins
from collections.abc import Iterable, Mapping
from contextlib import suppress
from typing import Any

from sqlalchemy.exc import IntegrityError

from vitascope.clock import Clock
from vitascope.domain.events import Event
from vitascope.domain.generation import Asset, Failure, Generation, Lease, Outcome, Progress, State
from vitascope.domain.key import ApiKey
from vitascope.errors import StorageFull, Unavailable
from vitascope.ledger import claims, events, keys, leases, migrate, records
from vitascope.ledger.database import Database


class Ledger:
    """The state of record and the queue.

    Synchronous; one object serves any number of threads, and any number of processes may open the same
    database. What a method has answered is on the disk. Every method raises ``StorageFull`` where there is
    no room to write and ``Unavailable`` where the database does not answer; both are worth a retry.

    A generation's worker holds a ``Lease``. Whoever lost it (it ran out and was swept, or the generation
    ended) gets ``LeaseLost`` from every method that takes one.
    """

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    @classmethod
    def open(cls, url: str, clock: Clock) -> Ledger:
        """Open the database, made and brought up to date where it needs that.

        Raises ``ConfigurationError`` for a URL that cannot work or a database of a newer version.
        """
        database = Database.connect(url, clock)
        migrate.upgrade(database)
        return cls(database, clock)

    def close(self) -> None:
        """Let go of the database."""
        self._database.close()

    def check(self) -> None:
        """Raise unless the database can be read and a write could begin."""
        with self._database.write() as tx:
            migrate.revision(tx.connection)

    # -- generations, from outside

    def insert(
        self, generation: Generation, events: Mapping[str, Mapping[str, Any]] | None = None
    ) -> Generation:
        """Queue a generation, with further events (kind to data) if any.

        Id, owner, request, engine, model, seed, pool, priority, assets and time of creation are taken as
        they are, everything else begins anew. Raises ``InvalidRequest`` where the id is in use.
        """
        with self._database.write() as tx:
            return claims.put_in(tx, generation, events or {})

    def get(self, id: str, owner: str | None = None) -> Generation:
        """One generation. Raises ``NotFound``, for an unknown id and for another owner's alike."""
        with self._database.read() as tx:
            return records.get(tx, id, owner)

    def events(self, id: str, after: int = 0) -> builtins.list[Event]:
        """What happened to a generation since the event numbered ``after``, in order."""
        with self._database.read() as tx:
            return events.read(tx, id, after)

    def list(self, owner: str, limit: int = 100, offset: int = 0) -> builtins.list[Generation]:
        """An owner's generations, newest first."""
        with self._database.read() as tx:
            return records.page(tx, owner, limit, offset)

    def page(
        self, owner: str, limit: int, after: str | None = None, *, oldest_first: bool = False
    ) -> builtins.list[Generation]:
        """An owner's generations, newest first or oldest first, from the one that follows ``after`` on.

        Raises ``NotFound`` where ``after`` is none of the owner's.
        """
        with self._database.read() as tx:
            return records.page_after(tx, owner, limit, after, oldest_first=oldest_first)

    def live(self, ids: Iterable[str]) -> dict[str, Generation]:
        """Those of the ids that exist."""
        with self._database.read() as tx:
            return records.existing(tx, sorted(set(ids)))

    def counts(self) -> dict[State, int]:
        """How many generations are in each state, every state named."""
        with self._database.read() as tx:
            return records.counts(tx)

    def position(self, id: str) -> int:
        """How many queued generations come before it; 0 when it waits no more. Raises ``NotFound``."""
        with self._database.read() as tx:
            return claims.position(tx, id)

    def cancel(self, id: str, owner: str) -> Generation:
        """Cancel: at once while queued, by a request to its worker while running; ended ones stay.

        May be repeated. A worker that finishes before it sees the request still completes. Raises
        ``NotFound``.
        """
        with self._database.write() as tx:
            return records.cancel(tx, id, owner)

    def delete(self, id: str, owner: str) -> Generation:
        """Remove an ended generation with its events and answer what it was; its files are the caller's.

        Raises ``NotFound``, and ``InvalidRequest`` while it is queued or running.
        """
        with self._database.write() as tx:
            return records.remove(tx, id, owner)

    # -- generations, from their worker

    def claim(
        self, worker: str, seconds: float, pool: str = "default", only: str | None = None
    ) -> Lease | None:
        """Lease the next generation of a pool for that many seconds: highest priority, then oldest.

        ``only`` names the one generation that will do. None where nothing waits.
        """
        with self._database.write() as tx:
            return claims.claim(tx, worker, seconds, pool, only)

    def beat(self, lease: Lease, progress: Progress, seconds: float) -> Lease:
        """Renew the lease; the answer's ``generation.cancel_requested`` tells of a cancel."""
        with self._database.write() as tx:
            return leases.beat(tx, lease, progress, seconds)

    def keep_input(self, lease: Lease, asset: Asset) -> None:
        """Add a stored input (``input.*``) to a running generation, for a later attempt to use again."""
        with self._database.write() as tx:
            leases.keep_input(tx, lease, asset)

    def keep_plan(self, lease: Lease, plan: dict[str, Any]) -> None:
        """Store the engine's plan early; ``complete`` uses it where the outcome brings none."""
        with self._database.write() as tx:
            leases.keep_plan(tx, lease, plan)

    def hand_back(self, lease: Lease) -> None:
        """Give the work up for somebody else to do, at its old place in the queue; counts nothing.

        One whose owner cancelled it is cancelled instead.
        """
        with self._database.write() as tx:
            leases.hand_back(tx, lease)

    def died(self, lease: Lease, furthest: int, poison_after: int) -> Generation:
        """The process that made it died after ``furthest`` frames, its supervisor lives: queue it again.

        The ``poison_after``-th death in a row (0: never) without a frame beyond the furthest ever reached
        fails it as ``Poisoned``; a death that got further is the first of a new row. One whose owner
        cancelled it is cancelled instead.
        """
        with self._database.write() as tx:
            return leases.died(tx, lease, furthest, poison_after)

    def complete(self, lease: Lease, assets: tuple[Asset, ...], outcome: Outcome) -> Generation:
        """Publish what was made: assets beside the kept inputs, outcome, state and event together."""
        with self._database.write() as tx:
            return leases.complete(tx, lease, assets, outcome)

    def fail(self, lease: Lease, failure: Failure) -> Generation:
        """End it without a video."""
        with self._database.write() as tx:
            return leases.fail(tx, lease, failure)

    def cancelled(self, lease: Lease) -> Generation:
        """End it because its owner asked for that."""
        with self._database.write() as tx:
            return leases.cancelled(tx, lease)

    def sweep_expired(self) -> builtins.list[str]:
        """Queue again (or cancel, where that was asked) whatever's lease ran out; the ids."""
        with self._database.write() as tx:
            return claims.sweep(tx)

    # -- keys and secrets

    def create_key(self, owner: str, name: str) -> tuple[ApiKey, str]:
        """A new API key and its text, which is shown this once and kept only as a hash."""
        with self._database.write() as tx:
            return keys.create(tx, owner, name)

    def list_keys(self) -> builtins.list[ApiKey]:
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
