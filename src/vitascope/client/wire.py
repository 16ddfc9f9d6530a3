"""The two ways to reach a server: blocking, and on an event loop.

Everything above this module is written once, as coroutines over a ``Wire``. The blocking wire's methods are
coroutines that never wait for an event loop, so ``complete`` can run whatever is built on them to its end in
one step; nobody needs a loop or a thread.
"""

from __future__ import annotations

import time
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Coroutine, Iterable, Iterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, field
from typing import Any, Protocol, TypeVar

import anyio
import anyio.to_thread
import httpx

T = TypeVar("T")
TIMEOUT = httpx.Timeout(60.0, connect=5.0)
"""Seconds without a byte."""


@dataclass(frozen=True)
class Call:
    """One request; ``url`` is absolute."""

    method: str
    url: str
    headers: dict[str, str] = field(default_factory=dict[str, str])
    params: dict[str, str] | None = None
    content: bytes | None = None


@dataclass(frozen=True)
class Stream:
    """An answer whose body comes in pieces; that of a refusal is already read."""

    response: httpx.Response
    pieces: AsyncIterator[bytes]


class Wire(Protocol):
    """What the client needs of the world. Network errors are those of httpx."""

    async def send(self, call: Call) -> httpx.Response:
        """The answer, read whole."""
        ...

    def stream(self, call: Call) -> AbstractAsyncContextManager[Stream]:
        """The answer in pieces, after redirects."""
        ...

    async def pause(self, seconds: float) -> None:
        """Let time pass."""
        ...

    async def run(self, work: Callable[[], T]) -> T:
        """Do something that reads or writes files."""
        ...


class BlockingWire:
    """Blocks the calling thread."""

    def __init__(self, http: httpx.Client) -> None:
        self._http = http

    async def send(self, call: Call) -> httpx.Response:
        """See ``Wire``."""
        return self._http.request(
            call.method, call.url, headers=call.headers, params=call.params, content=call.content
        )

    @asynccontextmanager
    async def stream(self, call: Call) -> AsyncGenerator[Stream, None]:
        """See ``Wire``."""
        with self._http.stream(
            call.method, call.url, headers=call.headers, follow_redirects=True
        ) as response:
            if response.is_error:
                response.read()
            yield Stream(response, _each(response.iter_raw()))

    async def pause(self, seconds: float) -> None:
        """See ``Wire``."""
        time.sleep(seconds)  # noqa: ASYNC251 - there is no loop to block

    async def run(self, work: Callable[[], T]) -> T:
        """See ``Wire``."""
        return work()


class LoopWire:
    """Gives way to the event loop while it waits."""

    def __init__(self, http: httpx.AsyncClient) -> None:
        self._http = http

    async def send(self, call: Call) -> httpx.Response:
        """See ``Wire``."""
        return await self._http.request(
            call.method, call.url, headers=call.headers, params=call.params, content=call.content
        )

    @asynccontextmanager
    async def stream(self, call: Call) -> AsyncGenerator[Stream, None]:
        """See ``Wire``."""
        opened = self._http.stream(call.method, call.url, headers=call.headers, follow_redirects=True)
        async with opened as response:
            if response.is_error:
                await response.aread()
            yield Stream(response, response.aiter_raw())

    async def pause(self, seconds: float) -> None:
        """See ``Wire``."""
        await anyio.sleep(seconds)

    async def run(self, work: Callable[[], T]) -> T:
        """See ``Wire``."""
        return await anyio.to_thread.run_sync(work)


def complete(work: Coroutine[Any, Any, T]) -> T:
    """Run a coroutine over a ``BlockingWire`` to its end."""
    try:
        work.send(None)
    except StopIteration as end:
        result: T = end.value
        return result
    work.close()
    raise RuntimeError("The coroutine waits for an event loop; expected one over a BlockingWire.")


def iterate(items: AsyncGenerator[T, None]) -> Iterator[T]:
    """The items of an asynchronous generator over a ``BlockingWire``."""
    try:
        while True:
            try:
                item = complete(_following(items))
            except StopAsyncIteration:
                return
            yield item
    finally:
        complete(_closed(items))


async def _following(items: AsyncGenerator[T, None]) -> T:
    return await anext(items)


async def _closed(items: AsyncGenerator[Any, None]) -> None:
    await items.aclose()


async def _each(pieces: Iterable[bytes]) -> AsyncIterator[bytes]:
    for piece in pieces:
        yield piece
