"""Routes that call their endpoint with the request, and nothing between."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Coroutine
from functools import cached_property
from typing import Any, cast

from fastapi.routing import APIRoute
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Match
from starlette.types import Scope

Handler = Callable[[Request], Coroutine[Any, Any, Response]]


class DirectRoute(APIRoute):
    """A route that is found fast, whose endpoint reads the request itself and answers with a ``Response``.

    Our endpoints have no dependencies to solve and no model to serialise, and solving none of them still
    costs a fifth of a poll. Any other endpoint is handled in FastAPI's own way.
    """

    @cached_property
    def _start(self) -> str:
        """What every path of the route begins with."""
        return self.path.partition("{")[0]

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        """As any route; a path that begins otherwise costs no expression, and a hundred routes are asked."""
        if not scope["path"].startswith(self._start) and not scope.get("root_path"):
            return Match.NONE, {}
        return super().matches(scope)

    def get_route_handler(self) -> Handler:
        """The endpoint itself, where it is a coroutine of one request."""
        taken = [*inspect.signature(self.endpoint).parameters]
        if taken == ["request"] and inspect.iscoroutinefunction(self.endpoint):
            return cast("Handler", self.endpoint)
        return super().get_route_handler()
