"""Both clients under one set of tests, and a live server with fast engines."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any, Protocol, cast

import httpx
import pytest
from anyio.from_thread import BlockingPortal, start_blocking_portal

from support import server
from support.engines import HELD
from vitascope.client import AsyncClient, Client, Event, Generation, Retry
from vitascope.client.wire import TIMEOUT

QUICK = Retry(times=3, first=0.01, longest=0.05)
ENGINES = f"vitascope.testing.engine:SlowStripes,vitascope.testing.engine:StripesEngine,{HELD}"


class Connect(Protocol):
    """Makes a client."""

    def __call__(self, url: str, key: str | None = ..., retry: Retry = ...) -> Client: ...


class Driven:
    """An ``AsyncClient`` on a loop of its own, called like a ``Client``."""

    def __init__(self, portal: BlockingPortal, client: AsyncClient) -> None:
        self._portal = portal
        self._client = client

    def __getattr__(self, name: str) -> Callable[..., Any]:
        method = getattr(self._client, name)
        return lambda *args, **options: self._portal.call(partial(method, *args, **options))

    def events(self, which: Generation | str) -> Iterator[Event]:
        """One after the other."""
        stream = self._client.events(which)
        try:
            while True:
                event: Event | None = self._portal.call(anext, stream, None)
                if event is None:
                    return
                yield event
        finally:
            self._portal.call(stream.aclose)


@pytest.fixture(params=["blocking", "asyncio"])
def connect(request: pytest.FixtureRequest) -> Iterator[Connect]:
    """Makes clients of one kind; their connections trust anybody, for loading certificates takes long."""
    if request.param == "blocking":
        made: list[httpx.Client] = []

        def blocking(url: str, key: str | None = server.KEY, retry: Retry = QUICK) -> Client:
            made.append(httpx.Client(timeout=TIMEOUT, verify=False))
            return Client(url, key, retry=retry, http=made[-1])

        yield blocking
        for http in made:
            http.close()
        return
    with start_blocking_portal(request.param) as portal:
        opened: list[httpx.AsyncClient] = []

        def on_a_loop(url: str, key: str | None = server.KEY, retry: Retry = QUICK) -> Client:
            opened.append(httpx.AsyncClient(timeout=TIMEOUT, verify=False))
            client = AsyncClient(url, key, retry=retry, http=opened[-1])
            return cast("Client", Driven(portal, client))

        yield on_a_loop
        for one in opened:
            portal.call(one.aclose)


@pytest.fixture(scope="session")
def stripes(tmp_path_factory: pytest.TempPathFactory) -> Iterator[server.Server]:
    """A live server whose engines draw stripes, quickly (``stripes``) or not (``slow-stripes``)."""
    environment = {"VITASCOPE_ENGINES": ENGINES, "VITASCOPE_CANCEL_GRACE_SECONDS": "0.2"}
    with server.running(tmp_path_factory.mktemp("stripes"), environment=environment) as running:
        yield running


@pytest.fixture
def client(connect: Connect, stripes: server.Server) -> Client:
    """A client of the live server."""
    return connect(stripes.url)


@pytest.fixture(scope="session")
def clip(stripes: server.Server) -> Generation:
    """A finished generation of eight frames."""
    with Client(stripes.url, server.KEY) as client:
        return client.generate("stripes", model="stripes", resolution="540p", num_frames=8, seed=7)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where downloads go; nothing else is in it."""
    made = tmp_path / "downloads"
    made.mkdir()
    return made
