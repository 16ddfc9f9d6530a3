from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterable

import pytest

from support.patience import PATIENCE
from vitascope.errors import Unavailable
from vitascope.http.batch import Batch


class Shelf:
    """Fetches slowly enough for requests to gather, and notes each trip."""

    def __init__(self) -> None:
        self.trips: list[set[int]] = []
        self.left, self.go = threading.Event(), threading.Event()

    def fetch(self, keys: Iterable[int]) -> dict[int, str]:
        self.trips.append(set(keys))
        self.left.set()
        self.go.wait(PATIENCE)
        if 13 in self.trips[-1]:
            raise Unavailable("The shelf is gone.")
        return {key: f"book {key}" for key in self.trips[-1] if key < 100}

    async def first_trip(self) -> None:
        """Return once the first trip is under way."""
        await asyncio.to_thread(self.left.wait, PATIENCE)


def test_what_is_asked_meanwhile_goes_together() -> None:
    """And whoever asks for the same thing later is not served from the earlier trip."""
    shelf = Shelf()

    async def visit() -> list[str | None]:
        batch = Batch(shelf.fetch)
        first = asyncio.create_task(batch.get(1))
        await shelf.first_trip()
        rest = [asyncio.create_task(batch.get(key)) for key in (1, 2, 3, 3, 100)]
        await asyncio.sleep(0)
        shelf.go.set()
        return [await first, *await asyncio.gather(*rest)]

    assert asyncio.run(visit()) == ["book 1", "book 1", "book 2", "book 3", "book 3", None]
    assert shelf.trips == [{1}, {1, 2, 3, 100}], (
        "the second who asked for 1 was not served from the first trip"
    )


def test_a_fault_reaches_everybody_on_the_trip_and_nobody_else() -> None:
    shelf = Shelf()
    shelf.go.set()

    async def visit() -> list[object]:
        batch = Batch(shelf.fetch)
        found = await asyncio.gather(batch.get(13), batch.get(1), return_exceptions=True)
        return [*found, await batch.get(1)]

    first, second, third = asyncio.run(visit())
    assert isinstance(first, Unavailable)
    assert isinstance(second, Unavailable)
    assert third == "book 1"


def test_one_who_leaves_takes_nobody_along() -> None:
    shelf = Shelf()

    async def visit() -> str | None:
        batch = Batch(shelf.fetch)
        leaving, staying = asyncio.create_task(batch.get(1)), asyncio.create_task(batch.get(2))
        await shelf.first_trip()
        leaving.cancel()
        with pytest.raises(asyncio.CancelledError):
            await leaving
        shelf.go.set()
        return await staying

    assert asyncio.run(visit()) == "book 2"
