"""Whose turn it is: work that may take long is done in a few threads, and no owner gets all of them."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar, TypeVarTuple
from weakref import WeakValueDictionary

from anyio import CapacityLimiter, to_thread

AT_ONCE = 8
"""Creates may fetch and decode pictures; they must not take the threads that answer polls."""
OF_ONE = 3
"""Of these for one owner: whose creates take long waits for them alone."""

T = TypeVar("T")
Args = TypeVarTuple("Args")


class Turns:
    """Threads that all owners share. Lives on one event loop."""

    def __init__(self, at_once: int = AT_ONCE, of_one: int = OF_ONE) -> None:
        self._all = CapacityLimiter(at_once)
        self._of_one = of_one
        self._owners = WeakValueDictionary[str, CapacityLimiter]()  # of those who have work here

    async def run(self, owner: str, work: Callable[[*Args], T], *args: *Args) -> T:
        """What ``work`` gives, once a thread is free and fewer than the owner's share are at work."""
        share = self._owners.get(owner)
        if share is None:
            share = self._owners[owner] = CapacityLimiter(self._of_one)
        async with share:
            return await to_thread.run_sync(work, *args, limiter=self._all)
