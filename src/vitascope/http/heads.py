"""HEAD wherever there is a GET: what monitors, balancers and ``curl -I`` ask."""

from __future__ import annotations

from starlette.routing import BaseRoute, Match
from starlette.types import ASGIApp, Receive, Scope, Send

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
        try:
            await self._app(asked, receive, send)
        finally:
            scope.update({name: value for name, value in asked.items() if name != "method"})

    def _is_served(self, scope: Scope) -> bool:
        if scope["path"].rstrip("/").endswith(ENDLESS):
            return True
        return any(route.matches(scope)[0] is Match.FULL for route in self._routes)
