"""Processor time in a unit that every machine has, so that a budget holds on a slow one too."""

from __future__ import annotations

import time
from collections.abc import Callable

STEPS = 100_000
TIMES = 7


def counts(work: Callable[[], object]) -> float:
    """How often Python could count to a hundred thousand meanwhile; of both the best of some runs."""
    both = [(_spent(work), _spent(_count)) for _ in range(TIMES)]
    return min(spent for spent, _ in both) / min(counting for _, counting in both)


def _spent(work: Callable[[], object]) -> float:
    began = time.process_time()
    work()
    return time.process_time() - began


def _count() -> None:
    for _ in range(STEPS):
        pass
