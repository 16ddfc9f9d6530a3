"""Coroutines without an event loop."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator

import pytest

from vitascope.client.wire import complete, iterate


async def answer() -> int:
    return 42


async def failing() -> None:
    raise LookupError("not here")


async def waiting() -> None:
    await asyncio.sleep(0)


async def counting(closed: list[bool]) -> AsyncGenerator[int, None]:
    try:
        for number in range(3):
            yield number
    finally:
        closed.append(True)


def test_a_coroutine_is_run_to_its_end() -> None:
    assert complete(answer()) == 42
    with pytest.raises(LookupError, match="not here"):
        complete(failing())


def test_one_that_needs_a_loop_is_refused() -> None:
    with pytest.raises(RuntimeError, match="event loop"):
        complete(waiting())


def test_a_generator_is_gone_through() -> None:
    closed: list[bool] = []
    assert list(iterate(counting(closed))) == [0, 1, 2]
    assert closed == [True]


def test_a_generator_that_is_left_is_closed() -> None:
    closed: list[bool] = []
    numbers = counting(closed)
    items = iterate(numbers)
    assert next(items) == 0
    assert closed == []
    del items
    assert closed == [True]
