"""The tools over HTTP, at ``/mcp`` of a running server, for whoever has a key of it."""

from __future__ import annotations

import json
from collections.abc import AsyncGenerator, Awaitable, Callable, MutableMapping
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Any

from mcp.server.transport_security import TransportSecuritySettings

from vitascope.errors import Forbidden, Unauthenticated
from vitascope.mcp.server import create_server
from vitascope.mcp.studio import Studio
from vitascope.service import Services

PATH = "/mcp"
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]


class McpEndpoint:
    """An ASGI application, Streamable HTTP without sessions: any node of a server answers any request.

    A key is needed before anything is read. It comes in a header, never in a cookie, so a page of another
    origin can do nothing with it, and the host it is called by does not matter.
    """

    def __init__(self, services: Services) -> None:
        self._studio = Studio(services)
        server = create_server(self._studio)
        server.streamable_http_app(
            stateless_http=True,
            transport_security=TransportSecuritySettings(enable_dns_rebinding_protection=False),
        )
        self._manager = server.session_manager

    def run(self) -> AbstractAsyncContextManager[None]:
        """What must be open while it answers."""
        return self._manager.run()

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        """Answer one request."""
        try:
            await self._studio.authenticate(_bearer(scope))
        except (Unauthenticated, Forbidden) as error:
            await _refuse(send, error)
            return
        await self._manager.handle_request(scope, receive, send)


def offer(app: Any, services: Services) -> None:
    """Serve the tools at ``/mcp`` of a FastAPI application."""
    endpoint, inner = McpEndpoint(services), app.router.lifespan_context

    @asynccontextmanager
    async def lifespan(app: Any) -> AsyncGenerator[Any]:
        async with inner(app) as state, endpoint.run():
            yield state

    app.router.lifespan_context = lifespan
    app.add_route(PATH, endpoint, ["GET", "POST", "DELETE"])


def _bearer(scope: Message) -> str | None:
    headers = {name.lower(): value for name, value in scope["headers"]}
    scheme, _, key = headers.get(b"authorization", b"").decode("latin-1").partition(" ")
    return key.strip() or None if scheme.lower() == "bearer" else None


async def _refuse(send: Send, error: Unauthenticated | Forbidden) -> None:
    body = {"jsonrpc": "2.0", "id": None, "error": {"code": -32001, "message": error.message}}
    headers = [(b"content-type", b"application/json")]
    if isinstance(error, Unauthenticated):
        headers.append((b"www-authenticate", b"Bearer"))
    await send({"type": "http.response.start", "status": error.status, "headers": headers})
    await send({"type": "http.response.body", "body": json.dumps(body).encode()})
