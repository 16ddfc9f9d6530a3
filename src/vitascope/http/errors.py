"""The one place where an exception becomes an answer."""

from __future__ import annotations

import logging
import math
from collections.abc import Mapping

from fastapi import FastAPI
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Match

from vitascope.errors import InvalidRequest, PolicyRefused, TooManyRequests, Unauthenticated, VitascopeError
from vitascope.http.headers import SECURITY_HEADERS
from vitascope.http.idempotency import HEADER
from vitascope.http.problem import Fault, InvalidBody, Problem, Shape

_log = logging.getLogger("vitascope.http")

LONGEST_RETRY = 60
"""Seconds: clients that are told to wait longer give up at once."""
RETRIED = {429, 503}
"""Statuses that say: later it may work."""
SHOULD_RETRY = "x-should-retry"
"""What the SDKs of every dialect obey where it is sent."""
HIDDEN = "Something went wrong on the server. Its log has the details under the request's id."


class ErrorDesk:
    """Gives every problem the shape of the dialect whose path it happened on."""

    def __init__(self, default: Shape, shapes: Mapping[str, Shape] | None = None) -> None:
        """``shapes`` maps path prefixes to dialects' shapes; the longest that fits wins, else ``default``."""
        self._default = default
        self._shapes = sorted((shapes or {}).items(), key=lambda pair: -len(pair[0]))

    def install(self, app: FastAPI) -> None:
        """Answer everything that is raised in ``app``."""
        app.add_exception_handler(VitascopeError, self._on_own)
        app.add_exception_handler(HTTPException, self._on_http)
        app.add_exception_handler(Exception, self._on_bug)

    async def _on_own(self, request: Request, error: Exception) -> Response:
        if not isinstance(error, VitascopeError):
            return await self._on_bug(request, error)
        if error.status >= 500:
            _log.error("%s %s (request %s): %s", request.method, _route(request), _id(request), error.message)
        response = self.answer(request, problem_of(error))
        policy = error if isinstance(error, PolicyRefused) else error.__cause__  # where a dialect reworded it
        if isinstance(policy, PolicyRefused):
            request.state.problem, request.state.reason = policy.code, policy.reason
        return response

    async def _on_http(self, request: Request, error: Exception) -> Response:
        if not isinstance(error, HTTPException):
            return await self._on_bug(request, error)
        if error.status_code == 405:
            return self.answer(request, _wrong_method(request))
        if error.status_code == 404:
            return self.answer(request, Problem(404, _no_route(request), "not_found"))
        return self.answer(
            request, Problem(error.status_code, str(error.detail), headers=error.headers or {})
        )

    async def _on_bug(self, request: Request, error: Exception) -> Response:
        _log.error("%s %s (request %s) failed", request.method, _route(request), _id(request), exc_info=error)
        response = self.answer(request, Problem(500, HIDDEN, "internal_error"))
        # Written outside the middleware that gives every other answer these.
        response.headers.update(SECURITY_HEADERS)
        response.headers.setdefault("X-Request-ID", _id(request))
        return response

    def answer(self, request: Request, problem: Problem) -> Response:
        """The problem in the shape of the dialect whose path it happened on."""
        request.state.problem = problem.code
        path = request.scope["path"]
        shape = next((shape for prefix, shape in self._shapes if path.startswith(prefix)), self._default)
        response = shape(request, problem)
        response.headers.update(problem.headers)
        if not _may_repeat(request, problem.status):
            response.headers[SHOULD_RETRY] = "false"
        return response


def _may_repeat(request: Request, status: int) -> bool:
    """Whether a client may ask again: after any 5xx it would, and a second create is a second video."""
    harmless = request.method in {"GET", "HEAD"} or HEADER in request.headers
    return status in RETRIED or (status >= 500 and harmless)


def problem_of(error: VitascopeError) -> Problem:
    """One of our errors as a problem; what a 500 says stays in the log."""
    if type(error).status == 500:
        return Problem(500, HIDDEN, error.code)
    return Problem(error.status, error.message, error.code, _faults(error), _headers(error))


def _faults(error: VitascopeError) -> tuple[Fault, ...]:
    if isinstance(error, InvalidBody):
        return error.faults
    if isinstance(error, InvalidRequest) and error.field:
        return (Fault(error.field, error.message),)
    return ()


def _headers(error: VitascopeError) -> dict[str, str]:
    if isinstance(error, Unauthenticated):
        return {"WWW-Authenticate": "Bearer"}
    if isinstance(error, TooManyRequests):
        return {"Retry-After": str(min(math.ceil(error.retry_after), LONGEST_RETRY))}
    if error.status == 413:
        return {"Connection": "close"}
    return {}


def _wrong_method(request: Request) -> Problem:
    allowed = ", ".join(sorted(allowed_methods(request)))
    message = f"{request.method} is not served at this path. Served: {allowed}."
    return Problem(405, message, "method_not_allowed", headers={"Allow": allowed})


def allowed_methods(request: Request) -> set[str]:
    """Every method that some route serves at the request's path."""
    methods: set[str] = set()
    for route in request.app.routes:
        if isinstance(route, BaseRoute) and route.matches(request.scope)[0] is not Match.NONE:
            methods |= getattr(route, "methods", None) or set()
    return methods


def _no_route(request: Request) -> str:
    return f"Nothing is served at {request.scope['path'][:200]!r}. /docs lists what is."


def _route(request: Request) -> str:
    """The route's pattern, which unlike the path of an asset holds no secret."""
    return getattr(request.scope.get("route"), "path", None) or "(no route)"


def _id(request: Request) -> str:
    """The request's id, which its answer carries too."""
    return str(getattr(request.state, "request_id", "-"))
