"""What who runs the server sees and does: everybody's queue, workers, keys, storage, errors."""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from dataclasses import dataclass
from math import inf
from pathlib import Path

from vitascope import ids
from vitascope.clock import Clock
from vitascope.domain.generation import Generation, State
from vitascope.domain.key import ApiKey, NewKey
from vitascope.domain.limits import Limits, Usage
from vitascope.domain.queue import Presence, QueueEntry, Signal
from vitascope.domain.request import PRIORITIES, GenerationKeyframe
from vitascope.errors import InvalidRequest, NotFound
from vitascope.ledger import Ledger
from vitascope.ledger.shelf import Shelf
from vitascope.service.keys import DEFAULT_OWNER
from vitascope.service.room import Room
from vitascope.storage import Storage

POOL = "default"
COUNTED_SECONDS = 30.0
"""How long the stored files are not counted again: there may be very many."""


@dataclass(frozen=True)
class StorageUse:
    """Files and bytes that are kept, and the bytes that are free on the data directory's disk."""

    files: int
    bytes: int
    free: int


@dataclass(frozen=True)
class Overview:
    """The server at a glance."""

    pools: tuple[Signal, ...]
    workers: tuple[Presence, ...]
    counts: dict[State, int]
    storage: StorageUse


class Operator:
    """Acts on everybody's generations. Ids may be in any form a client was shown."""

    def __init__(self, ledger: Ledger, shelf: Shelf, storage: Storage, folder: Path, clock: Clock) -> None:
        self._ledger = ledger
        self._shelf = shelf
        self._storage = storage
        self._room = Room(ledger, storage)
        self._folder = folder
        self._clock = clock
        self._use: tuple[StorageUse, float] | None = None

    def overview(self) -> Overview:
        """Pools, workers, counts, storage; the last is at most half a minute old."""
        return Overview(
            self.signals(),
            tuple(self._ledger.workers()),
            self._ledger.counts(),
            self._storage_use(),
        )

    def signals(self) -> tuple[Signal, ...]:
        """Every pool in numbers."""
        pools = sorted({POOL, *self._ledger.pools()})
        return tuple(self._ledger.signal(pool) for pool in pools)

    def workers(self) -> tuple[Presence, ...]:
        """Who is at work."""
        return tuple(self._ledger.workers())

    def queue(self, pool: str = POOL, limit: int = 100) -> list[QueueEntry]:
        """What runs in a pool, then what waits, by place; at most ``limit`` of each."""
        return self._ledger.queue(pool, limit)

    def workers_of(self, generations: Iterable[Generation]) -> dict[str, str]:
        """Which worker renders each of the generations that is running, by id."""
        return self._shelf.workers_of([one.id for one in generations])

    def source_of(self, generation: Generation) -> Generation | None:
        """The clip that this one continues or leads into, if it is still there."""
        for end in (generation.request.frame0, generation.request.frame1):
            if isinstance(end, GenerationKeyframe):
                try:
                    return self._ledger.get(end.id)
                except NotFound:
                    return None
        return None

    def failures(self, limit: int = 20) -> list[Generation]:
        """What failed last."""
        return self._shelf.failures(limit)

    def pause(self, pool: str = POOL) -> None:
        """Let nothing of a pool start; what runs goes on. Raises ``NotFound`` for a pool nobody serves."""
        self._ledger.pause(self._known(pool))

    def resume(self, pool: str = POOL) -> None:
        """End a pause. Raises ``NotFound`` for a pool nobody serves."""
        self._ledger.resume(self._known(pool))

    def cancel(self, generation_id: str) -> Generation:
        """Stop anybody's generation; a finished one stays as it is. Raises ``NotFound``."""
        found = self._ledger.get(ids.parse_generation_id(generation_id))
        return self._ledger.cancel(found.id, found.owner)

    def retry(self, generation_id: str) -> Generation:
        """Queue a failed or cancelled one again. Raises ``NotFound``, and ``InvalidRequest`` for others."""
        return self._ledger.retry(ids.parse_generation_id(generation_id))

    def reprioritise(self, generation_id: str, priority: int) -> Generation:
        """Give a waiting one another priority. Raises ``NotFound``, and ``InvalidRequest`` for others."""
        least, most = PRIORITIES
        if not least <= priority <= most:
            raise InvalidRequest(f"The priority is {priority}; expected {least} to {most}.", "priority")
        return self._ledger.reprioritise(ids.parse_generation_id(generation_id), priority)

    def keys(self) -> list[ApiKey]:
        """Every key there ever was, oldest first."""
        return self._ledger.list_keys()

    def create_key(self, new: NewKey) -> tuple[ApiKey, str]:
        """A new key and its text, which is not to be had again."""
        return self._ledger.create_key(new.owner, new.name, new.scopes, new.expires_at)

    def rotate_key(self, key_id: str, grace: float) -> tuple[ApiKey, str]:
        """Another key in place of one, which is good for ``grace`` seconds more. Raises ``NotFound``."""
        return self._ledger.rotate_key(key_id, grace)

    def owners(self) -> list[str]:
        """Everybody who holds a key that opens, and the owner of the configured one, by name."""
        now = self._clock.now()
        held = [one for one in self._ledger.list_keys() if one.revoked_at is None]
        return sorted({DEFAULT_OWNER, *(one.owner for one in held if (one.expires_at or inf) > now)})

    def usage(self, owner: str) -> Usage:
        """What an owner has spent and keeps."""
        return self._room.usage(owner)

    def limits(self, owner: str) -> Limits:
        """What an owner may ask for."""
        return self._ledger.get_limits(owner)

    def set_limits(self, limits: Limits) -> None:
        """Replace what an owner may ask for."""
        self._ledger.set_limits(limits)

    def revoke_key(self, key_id: str) -> ApiKey:
        """Close a key; may be repeated. Raises ``NotFound``."""
        return self._ledger.revoke_key(key_id)

    def _known(self, pool: str) -> str:
        if pool != POOL and pool not in self._ledger.pools():
            raise NotFound(f"There is no pool {pool[:80]!r}: nothing waits in it and no worker serves it.")
        return pool

    def _storage_use(self) -> StorageUse:
        now = self._clock.monotonic()
        if self._use is None or now >= self._use[1]:
            sizes = [entry.size for entry in self._storage.entries()]
            free = shutil.disk_usage(self._folder).free
            self._use = StorageUse(len(sizes), sum(sizes), free), now + COUNTED_SECONDS
        return self._use[0]
