"""HEAD wherever there is a GET: what monitors, balancers and ``curl -I`` ask."""

from __future__ import annotations

from starlette.routing import BaseRoute, Match
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from vitascope.http.tidy import tidied

ENDLESS = "/events"
"""What never ends has no HEAD: nobody would hear when it does."""


class HeadAsGet:
    """Asks for what a GET answers, where no route answers a HEAD itself; the server leaves the body out."""

    def __init__(self, app: ASGIApp, routes: list[BaseRoute]) -> None:
        """``routes`` are those of the application, which may still grow."""
        self._app = app
        self._routes = routes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the call on, a HEAD mostly as a GET."""
        if scope["type"] != "http" or scope["method"] != "HEAD" or self._is_served(scope):
            await self._app(scope, receive, send)
            return
        asked = {**scope, "method": "GET"}  # a copy: the server must still see a HEAD

        def tell() -> None:
            scope.update({name: value for name, value in asked.items() if name != "method"})

        async def sending(message: Message) -> None:
            tell()  # who counts answers asks for the route when they start
            await send(message)

        try:
            await self._app(asked, receive, sending)
        finally:
            tell()

    def _is_served(self, scope: Scope) -> bool:
        path = tidied(scope["path"])
        if path.endswith(ENDLESS):
            return True
        asked = {**scope, "path": path}
        return any(route.matches(asked)[0] is Match.FULL for route in self._routes)
