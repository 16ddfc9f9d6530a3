"""Many requests, one trip to a thread."""

from __future__ import annotations

from asyncio import Lock, Task, create_task, shield
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from anyio import to_thread

Key = TypeVar("Key")
Value = TypeVar("Value")


@dataclass
class _Trip(Generic[Key, Value]):
    keys: set[Key] = field(default_factory=set[Key])
    task: Task[Mapping[Key, Value]] | None = None


class Batch(Generic[Key, Value]):
    """Looks things up off the event loop, each together with whatever else is asked for meanwhile.

    A trip to a thread costs more than a read of the ledger. While one is under way requests gather,
    and the next fetches what all of them asked for. Nobody is answered from a read that began before
    they asked.
    """

    def __init__(self, fetch: Callable[[Iterable[Key]], Mapping[Key, Value]]) -> None:
        self._fetch = fetch
        self._under_way = Lock()
        self._next: _Trip[Key, Value] | None = None

    async def get(self, key: Key) -> Value | None:
        """What ``fetch`` finds under the key, or None; raises what ``fetch`` raises."""
        trip = self._next
        if trip is None:
            trip = self._next = _Trip()
        trip.keys.add(key)
        if trip.task is None:
            trip.task = create_task(self._travel(trip))
        # One who goes away must not take the others' answer along.
        return (await shield(trip.task)).get(key)

    async def _travel(self, trip: _Trip[Key, Value]) -> Mapping[Key, Value]:
        async with self._under_way:
            self._next = None
            return await to_thread.run_sync(self._fetch, trip.keys)
