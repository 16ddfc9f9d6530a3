"""The ledger's whole surface on one page; each method is one transaction."""
# ruff: noqa: A002 - "id" is what every caller calls it

from __future__ import annotations

import builtins
from collections.abc import Iterable, Mapping
from math import inf
from typing import Any

from vitascope.clock import Clock
from vitascope.domain.events import Event
from vitascope.domain.generation import Asset, Failure, Generation, Lease, Outcome, Progress, State
from vitascope.domain.idempotency import Idempotency
from vitascope.domain.limits import Limits, Usage
from vitascope.domain.price import Due
from vitascope.domain.queue import About, Choice, Presence, QueueEntry, Signal, Standing
from vitascope.errors import InvalidRequest
from vitascope.ledger import (
    caps,
    claims,
    events,
    leases,
    migrate,
    operations,
    presence,
    queue,
    records,
    removal,
    usage,
)
from vitascope.ledger import idempotency as idempotent
from vitascope.ledger import limits as owners
from vitascope.ledger.database import Database
from vitascope.ledger.keyring import Keyring
from vitascope.ledger.recall import Recall
from vitascope.ledger.wake import Wake


class Ledger(Keyring):
    """The state of record and the queue.

    Synchronous; one object serves any number of threads, and any number of processes may open the same
    database. What a method has answered is on the disk. Every method raises ``StorageFull`` where there is
    no room to write and ``Unavailable`` where the database does not answer; both are worth a retry.

    A generation's worker holds a ``Lease``. Whoever lost it (it ran out and was swept, or the generation
    ended) gets ``LeaseLost`` from every method that takes one.
    """

    def __init__(self, database: Database, clock: Clock) -> None:
        super().__init__(database, clock)
        self._recall = Recall(database)

    @property
    def database(self) -> Database:
        """The connections, for what reads beside the ledger."""
        return self._database

    @property
    def shared(self) -> bool:
        """Whether other machines may open it: a server's, not a file's."""
        return not self._database.local

    @classmethod
    def open(cls, url: str, clock: Clock, *, upgrade: bool = True) -> Ledger:
        """Open the database, made and brought up to date where it needs that.

        With ``upgrade`` off its tables are only looked at, for a database user who may not change them.
        Times are the clock's on SQLite and the server's on PostgreSQL.

        Raises ``ConfigurationError`` for a URL that cannot work, a database of a newer version that this
        one cannot work with, or (with ``upgrade`` off) tables that are missing or too old.
        """
        database = Database.connect(url, clock)
        (migrate.upgrade if upgrade else migrate.check)(database)
        return cls(database, clock)

    def close(self) -> None:
        """Let go of the database."""
        self._recall.close()
        self._database.close()

    def check(self) -> None:
        """Raise unless the database can be read and a write could begin."""
        with self._database.write() as tx:
            migrate.revision(tx.connection)

    # -- generations, from outside

    def insert(
        self,
        generation: Generation,
        events: Mapping[str, Mapping[str, Any]] | None = None,
        idempotency: Idempotency | None = None,
        cost: float = 1.0,
        price: int = 0,
    ) -> Generation:
        """Queue a generation, with further events (kind to data) if any.

        Id, owner, request, engine, model, seed, pool, priority, assets and time of creation are taken as
        they are, everything else begins anew. ``cost`` is the estimated render seconds, by which its owner's
        share is charged, ``price`` is in credits. With ``idempotency`` a repeated create answers the
        generation of the first, and changes and counts nothing.

        Raises ``InvalidRequest`` where the id is in use or the cost is not above 0, ``TooManyRequests``
        and ``QuotaReached`` over one of the owner's limits, ``IdempotencyMismatch`` where the key was used
        with another body, and ``NotFound`` where what it made was deleted.
        """
        if not 0 < cost < inf:
            raise InvalidRequest(f"A generation's cost is {cost}. Give the seconds it takes, above 0.")
        with self._database.write() as tx:
            if idempotency and (before := idempotent.earlier(tx, idempotency, generation.id)):
                return before
            limits = owners.limits_of(tx, generation.owner)
            owners.admit(tx, limits, cost, price)
            return claims.put_in(tx, generation, events or {}, limits, Due(seconds=cost, credits=price))

    def made(self, idempotency: Idempotency) -> Generation | None:
        """What a create made under this key, None if none did. Raises as ``insert`` for another body."""
        with self._database.read() as tx:
            return idempotent.made(tx, idempotency)

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
            found = records.existing(tx, sorted(set(ids)))
            self._recall.keep(tx, found)
            return found

    def recall(self, id: str) -> Generation | None:
        """A generation that has not changed since ``live`` last read it, without a transaction.

        None says nothing: ask ``live``. May be called where nothing may block.
        """
        return self._recall.get(id)

    def counts(self) -> dict[State, int]:
        """How many generations are in each state, every state named."""
        with self._database.read() as tx:
            return records.counts(tx)

    def position(self, id: str) -> int:
        """How many queued generations come before it; 0 when it waits no more. Raises ``NotFound``."""
        with self._database.read() as tx:
            return queue.position(tx, id)

    def standing(self, id: str) -> Standing | None:
        """Its position and estimated start; None when it waits no more. Raises ``NotFound``."""
        with self._database.read() as tx:
            return queue.standing(tx, id)

    def standings(self, id: str, limit: int) -> dict[str, Standing]:
        """Those of the first ``limit`` that wait in the same pool. Raises ``NotFound``."""
        with self._database.read() as tx:
            return queue.standings(tx, id, limit)

    def cancel(self, id: str, owner: str) -> Generation:
        """Cancel: at once while queued, by a request to its worker while running; ended ones stay.

        May be repeated. A worker that finishes before it sees the request still completes. Raises
        ``NotFound``.
        """
        with self._database.write() as tx:
            return records.cancel(tx, id, owner)

    def delete(self, id: str, owner: str) -> Generation:
        """Remove an ended generation with its events and answer what it was; its files are the caller's.

        What it cost stays spent. Raises ``NotFound``, and ``InvalidRequest`` while it is queued or running
        or one that waits or runs builds on it.
        """
        with self._database.write() as tx:
            return removal.remove(tx, id, owner)

    # -- generations, from their worker

    def claim(
        self,
        worker: str,
        seconds: float,
        pool: str = "default",
        only: str | None = None,
        choice: Choice | None = None,
    ) -> Lease | None:
        """Lease the next generation of a pool for that many seconds: highest priority, then whose turn it is.

        ``only`` names the one generation that will do, whatever pauses and running caps say. ``choice``
        leaves others' engines out and lets one of a loaded engine go before its turn, for no longer than
        ``claims.PATIENCE`` past anybody. None where nothing waits that may start.
        """
        while True:
            try:
                with self._database.write() as tx:
                    return claims.claim(tx, worker, seconds, claims.Wanted(pool, only, choice))
            except caps.OverCap as over:
                with self._database.write() as tx:
                    caps.settle(tx, owners.limits_of(tx, over.owner))

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
        """Queue again (or cancel, where that was asked) whatever's lease ran out; the ids.

        Also forgets idempotency keys that are old enough and workers that fell silent.
        """
        with self._database.write() as tx:
            taken_back = claims.sweep(tx)
            caps.rescue(tx)
            idempotent.forget(tx)
            presence.forget(tx)
            return taken_back

    # -- the queue, for its operator

    def queue(self, pool: str = "default", limit: int = 1000) -> builtins.list[QueueEntry]:
        """What runs in a pool, then what waits, by place; at most ``limit`` of each."""
        with self._database.read() as tx:
            return queue.entries(tx, pool, limit)

    def pools(self) -> builtins.list[str]:
        """The pools in which something waits or runs, and those that a worker serves."""
        with self._database.read() as tx:
            return queue.pools(tx)

    def signal(self, pool: str = "default") -> Signal:
        """What an autoscaler needs to know of a pool."""
        with self._database.read() as tx:
            return queue.signal(tx, pool)

    def pause(self, pool: str = "default") -> None:
        """Let nothing of the pool start; what runs goes on, what comes waits. May be repeated."""
        with self._database.write() as tx:
            operations.set_paused(tx, pool, paused=True)

    def resume(self, pool: str = "default") -> None:
        """End a pause. May be repeated."""
        with self._database.write() as tx:
            operations.set_paused(tx, pool, paused=False)

    def paused(self, pool: str = "default") -> bool:
        """Whether the pool is paused."""
        with self._database.read() as tx:
            return operations.is_paused(tx, pool)

    def retry(self, id: str, owner: str | None = None) -> Generation:
        """Queue a failed or cancelled generation again under its id, as if nothing had been counted.

        Its attempts count on. Raises ``NotFound``, and ``InvalidRequest`` in every other state.
        """
        with self._database.write() as tx:
            return operations.retry(tx, id, owner)

    def reprioritise(self, id: str, priority: int, owner: str | None = None) -> Generation:
        """Give a waiting generation another priority.

        Raises ``NotFound``, and ``InvalidRequest`` where it does not wait.
        """
        with self._database.write() as tx:
            return operations.reprioritise(tx, id, priority, owner)

    def set_limits(self, limits: Limits) -> None:
        """Replace what an owner may ask for; holds for what waits already, except its weight."""
        with self._database.write() as tx:
            owners.store(tx, limits)
            caps.change(tx, limits)

    def usage(self, owner: str) -> Usage:
        """What an owner has spent and keeps."""
        with self._database.read() as tx:
            return usage.read(tx, owner)

    def get_limits(self, owner: str) -> Limits:
        """What an owner may ask for; no limits where none were set."""
        with self._database.read() as tx:
            return owners.read(tx, owner)

    # -- workers

    def here(self, worker: str, pool: str, slots: int, seconds: float, about: About | None = None) -> None:
        """A worker serves the pool with so many slots; to be said again within that many seconds."""
        told = Presence(worker=worker, pool=pool, slots=slots, until=0.0, about=about or About())
        with self._database.write() as tx:
            presence.here(tx, told, seconds)

    def gone(self, worker: str) -> None:
        """A worker ends. May be repeated."""
        with self._database.write() as tx:
            presence.gone(tx, worker)

    def workers(self, pool: str | None = None) -> builtins.list[Presence]:
        """Who said ``here`` and has not fallen silent, in one pool or in all."""
        with self._database.read() as tx:
            return presence.live(tx, pool)

    def wake(self, pool: str = "default") -> Wake:
        """A wait for the pool's work, for one thread; to be closed."""
        return Wake(self._database.engine, pool)
