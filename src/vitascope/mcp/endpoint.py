"""The tools over HTTP, at ``/mcp`` of a running server, for whoever has a key of it."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncGenerator, Awaitable, Callable, MutableMapping
from contextlib import asynccontextmanager
from math import ceil
from typing import TYPE_CHECKING, Any, Protocol

import anyio
from anyio import to_thread
from anyio.abc import TaskGroup, TaskStatus

from vitascope.errors import Forbidden, TooManyRequests, Unauthenticated, VitascopeError
from vitascope.mcp.studio import Studio, Take
from vitascope.service import Services
from vitascope.service.keys import sent_key

if TYPE_CHECKING:  # a third of a server's start if it were imported before somebody asks
    from mcp.server.streamable_http_manager import StreamableHTTPSessionManager as Manager

PATH = "/mcp"
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
REFUSALS = (Unauthenticated, Forbidden, TooManyRequests)


class Held(Protocol):
    """What is held of a request's body while it is read and answered."""

    def expect(self, size: int) -> None:
        """A body of so many bytes at least. Raises ``TooManyRequests``."""
        ...


Hold = Callable[[Message, str], Held]
"""For a request's scope and its owner."""


class McpEndpoint:
    """An ASGI application, Streamable HTTP without sessions: any node of a server answers any request.

    A key is needed before anything is read. It comes in a header, never in a cookie, so a page of another
    origin can do nothing with it, and the host it is called by does not matter.
    """

    def __init__(self, services: Services, take: Take | None = None, hold: Hold | None = None) -> None:
        """``take`` bounds how many calls of an owner wait, ``hold`` how many bytes of bodies there are."""
        self._studio = Studio(services, take=take)
        self._hold = hold
        self._manager: Manager | None = None
        self._first = asyncio.Lock()

    @asynccontextmanager
    async def run(self) -> AsyncGenerator[None]:
        """What must be open while it answers."""
        async with anyio.create_task_group() as self._running:
            yield
            self._running.cancel_scope.cancel()

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        """Answer one request; who sent it is noted for the log."""
        noted, headers = scope.setdefault("state", {}), _headers(scope)
        try:
            noted["caller"] = await self._studio.authenticate(sent_key(headers))
            owner = self._studio.admit(noted["caller"])
            manager = await self._started(self._running)
            if self._hold is not None and scope["method"] == "POST":
                self._hold(scope, owner).expect(_announced(headers, manager.max_request_body_size))
        except REFUSALS as error:
            noted["problem"] = error.code
            await _refuse(send, error)
            return
        await manager.handle_request(scope, receive, send)

    async def _started(self, running: TaskGroup) -> Manager:
        """What speaks the protocol, made when the first request with a key comes."""
        async with self._first:
            if self._manager is None:
                made = await to_thread.run_sync(_manager, self._studio)
                await running.start(_run, made)
                self._manager = made
        return self._manager


def _manager(studio: Studio) -> Manager:
    from mcp.server.transport_security import TransportSecuritySettings  # noqa: PLC0415

    from vitascope.mcp.server import create_server  # noqa: PLC0415

    server = create_server(studio)
    server.streamable_http_app(
        stateless_http=True,
        transport_security=TransportSecuritySettings(enable_dns_rebinding_protection=False),
    )
    return server.session_manager


async def _run(manager: Manager, *, task_status: TaskStatus[None]) -> None:
    """Keep it open until the server ends."""
    async with manager.run():
        task_status.started()
        await anyio.sleep_forever()


def offer(app: Any, services: Services) -> None:
    """Serve the tools at ``/mcp`` of a FastAPI application."""
    endpoint = McpEndpoint(services, app.state.places.take, app.state.intake.hold)
    inner = app.router.lifespan_context

    @asynccontextmanager
    async def lifespan(app: Any) -> AsyncGenerator[Any]:
        async with inner(app) as state, endpoint.run():
            yield state

    app.router.lifespan_context = lifespan
    app.add_route(PATH, endpoint, ["GET", "POST", "DELETE"])


def _headers(scope: Message) -> dict[str, str]:
    """By name; of several the first, as everywhere else."""
    return {
        name.decode("latin-1").lower(): value.decode("latin-1") for name, value in reversed(scope["headers"])
    }


def _announced(headers: dict[str, str], most: int) -> int:
    """Bytes of a body, of which at most so many are read: all of them where it does not say."""
    said = headers.get("content-length", "")
    return min(int(said), most) if said.isdecimal() and len(said) < 16 else most


async def _refuse(send: Send, error: VitascopeError) -> None:
    body = {"jsonrpc": "2.0", "id": None, "error": {"code": -32001, "message": error.message}}
    headers = [(b"content-type", b"application/json")]
    if isinstance(error, Unauthenticated):
        headers.append((b"www-authenticate", b"Bearer"))
    if isinstance(error, TooManyRequests):
        headers.append((b"retry-after", str(ceil(error.retry_after)).encode()))
    await send({"type": "http.response.start", "status": error.status, "headers": headers})
    await send({"type": "http.response.body", "body": json.dumps(body).encode()})
