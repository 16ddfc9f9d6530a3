"""Frames from several threads, in order, never more of them than a few ahead."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TypeVar

from vitascope.errors import Cancelled

Made = TypeVar("Made")

POLL_SECONDS = 0.05
"""How often a wait for a frame asks whether it is still wanted."""

AHEAD = 1
"""Frames in the making beyond one for each thread, so that none waits for the encoder."""


def cores() -> int:
    """The cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def at_once(*calls: Callable[[], Made]) -> list[Made]:
    """What these return, which share nothing that they write: beside each other where there are cores."""
    if cores() == 1:
        return [call() for call in calls]
    with ThreadPoolExecutor(cores(), thread_name_prefix="bake") as pool:
        return [made.result() for made in [pool.submit(call) for call in calls]]


def in_order(
    make: Callable[[int], Made], count: int, threads: int, cancelled: Callable[[], bool]
) -> Iterator[Made]:
    """``make(0)`` to ``make(count - 1)``, in this order, made by ``threads`` threads.

    At most ``threads + 2`` results exist at a time, the one being used included. Raises ``Cancelled``
    once ``cancelled()`` is true and the frames under way are done, and whatever ``make`` raises.
    """
    pool = ThreadPoolExecutor(threads, thread_name_prefix="frame")
    waiting: deque[Future[Made]] = deque()
    started = 0
    try:
        for _ in range(count):
            while started < count and len(waiting) <= threads - 1 + AHEAD:
                waiting.append(pool.submit(make, started))
                started += 1
            yield _result(waiting.popleft(), cancelled)
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def _result(future: Future[Made], cancelled: Callable[[], bool]) -> Made:
    """Wait for one frame, asking all the while whether it is still wanted."""
    while True:
        if cancelled():
            raise Cancelled("The generation was cancelled while it was rendered.")
        try:
            return future.result(timeout=POLL_SECONDS)
        except TimeoutError:
            if future.done():
                return future.result()
