"""Routes that call their endpoint with the request, and nothing between."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Coroutine
from typing import Any, cast

from fastapi.routing import APIRoute
from starlette.requests import Request
from starlette.responses import Response

Handler = Callable[[Request], Coroutine[Any, Any, Response]]


class DirectRoute(APIRoute):
    """A route whose endpoint reads the request itself and answers with a ``Response``.

    Our endpoints have no dependencies to solve and no model to serialise, and solving none of them still
    costs a fifth of a poll. Any other endpoint is handled in FastAPI's own way.
    """

    def get_route_handler(self) -> Handler:
        """The endpoint itself, where it is a coroutine of one request."""
        taken = [*inspect.signature(self.endpoint).parameters]
        if taken == ["request"] and inspect.iscoroutinefunction(self.endpoint):
            return cast("Handler", self.endpoint)
        return super().get_route_handler()
