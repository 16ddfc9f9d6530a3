"""Work that goes ahead of who takes its pieces, in a thread of its own."""

from __future__ import annotations

from collections.abc import Callable, Generator
from concurrent.futures import ThreadPoolExecutor
from queue import Queue
from threading import Event
from typing import TypeVar

Piece = TypeVar("Piece")
Give = Callable[[Piece], None]


class Abandoned(Exception):
    """Nobody wants the rest: raised inside the work, at its next piece."""


def ahead(work: Callable[[Give[Piece]], None], most: int) -> Generator[Piece]:
    """What ``work`` gives, in order, while it goes on until ``most`` pieces wait to be taken.

    Raises what ``work`` raises, once all that it gave is taken. Left early, it stops and waits for the work
    to end.
    """
    waiting: Queue[tuple[Piece] | None] = Queue(most)
    left = Event()

    def give(piece: Piece) -> None:
        if left.is_set():
            raise Abandoned
        waiting.put((piece,))

    def run() -> None:
        try:
            work(give)
        finally:
            waiting.put(None)

    with ThreadPoolExecutor(1, "ahead") as pool:
        done, ended = pool.submit(run), False
        try:
            while (piece := waiting.get()) is not None:
                yield piece[0]
            ended = True
        finally:
            left.set()
            while not ended:
                ended = waiting.get() is None
        done.result()
