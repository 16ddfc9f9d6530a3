"""Requests with the key, tried again where that helps, their failures named."""

from __future__ import annotations

import os
from collections.abc import AsyncGenerator, Awaitable, Callable, Generator
from contextlib import asynccontextmanager, contextmanager
from functools import partial
from importlib.metadata import version
from typing import TypeVar

import httpx

from vitascope.client.errors import BadRequest, ConnectionFailed, HttpError
from vitascope.client.reading import refusal
from vitascope.client.retry import Retry
from vitascope.client.wire import Call, Stream, Wire

T = TypeVar("T")
URL_VARIABLE = "VITASCOPE_URL"
KEY_VARIABLE = "VITASCOPE_API_KEY"
LOCAL = "http://127.0.0.1:8000"
"""Where ``vitascope serve`` listens unless told otherwise."""


class Session:
    """One server, one key, one wire."""

    def __init__(self, wire: Wire, base_url: str | None, api_key: str | None, retry: Retry) -> None:
        """What is None comes from the environment. Raises ``BadRequest`` for no http or https URL."""
        self.wire = wire
        self.retry = retry
        self.base_url = _checked(base_url or os.environ.get(URL_VARIABLE) or LOCAL)
        key = (api_key or os.environ.get(KEY_VARIABLE) or "").strip()
        self._headers = {"User-Agent": f"vitascope-python/{version('vitascope')}"}
        self._secret = {"Authorization": f"Bearer {key}"} if key else {}

    def call(self, method: str, path: str, **fields: str) -> Call:
        """A request to the server itself, with the key; ``fields`` are its query."""
        headers = {"Accept": "application/json", **self._headers, **self._secret}
        return Call(method, self.base_url + path, headers, fields or None)

    def file_call(self, url: str) -> Call:
        """A request for a file by its link, wherever that leads: the key stays here."""
        return Call("GET", url, {"Accept-Encoding": "identity", **self._headers})

    async def send(self, call: Call) -> httpx.Response:
        """The answer to a request that may safely arrive twice; ``HttpError`` or ``ConnectionFailed``."""
        return await self.retrying(partial(self.once, call))

    @asynccontextmanager
    async def stream(self, call: Call) -> AsyncGenerator[Stream, None]:
        """The answer in pieces, tried once. Raises ``HttpError``, and ``ConnectionFailed`` at any piece."""
        with _named(call.url):
            async with self.wire.stream(call) as stream:
                if stream.response.is_error:
                    raise refusal(stream.response)
                yield stream

    async def retrying(self, attempt: Callable[[], Awaitable[T]]) -> T:
        """What the first good attempt returns; the last one's error where none is."""
        tries = 0
        while True:
            tries += 1
            try:
                return await attempt()
            except (ConnectionFailed, HttpError) as error:
                pause = self.retry.pause(tries, error.retry_after) if error.retryable else None
                if pause is None:
                    raise
                await self.wire.pause(pause)

    async def once(self, call: Call) -> httpx.Response:
        """The answer to a request that is sent once; raises as ``send``."""
        with _named(call.url):
            response = await self.wire.send(call)
        if response.is_error:
            raise refusal(response)
        return response


@contextmanager
def _named(url: str) -> Generator[None, None, None]:
    """What httpx raises, as our errors."""
    try:
        yield
    except (httpx.InvalidURL, httpx.UnsupportedProtocol, httpx.LocalProtocolError) as error:
        raise BadRequest(f"The request cannot be sent: {error}. Check base_url and api_key.") from error
    except httpx.RequestError as error:
        why = str(error) or type(error).__name__
        server = httpx.URL(url).copy_with(path="/", query=None)
        raise ConnectionFailed(
            f"{server} gave no whole answer: {why}. Check that the server runs and base_url is its address."
        ) from error


def _checked(base_url: str) -> str:
    try:
        url = httpx.URL(base_url)
    except httpx.InvalidURL as error:
        raise BadRequest(f"base_url is {base_url[:100]!r}, which is no URL: {error}. {_EXPECTED}") from error
    if url.scheme not in {"http", "https"} or not url.host:
        raise BadRequest(f"base_url is {base_url[:100]!r}. {_EXPECTED}")
    return base_url.rstrip("/")


_EXPECTED = f"Expected an http or https URL such as {LOCAL}; pass base_url or set {URL_VARIABLE}."
