"""``GET /metrics``, and the counting of requests."""

from __future__ import annotations

from functools import cache
from typing import Any

from anyio import to_thread
from fastapi import FastAPI
from prometheus_client import Counter, Histogram
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from vitascope.clock import Clock
from vitascope.http.auth import admin
from vitascope.http.openapi import PUBLIC, describe
from vitascope.service import Services
from vitascope.telemetry import metrics

PATH = "/metrics"
NO_ROUTE = "none"
"""The route of requests that no route answers: their paths are the callers' to choose, and without end."""


class MetricsRoute:
    """Answers whoever runs the server, or everybody where the settings say so."""

    def __init__(self, services: Services) -> None:
        self._operator = services.operator
        self._keys = services.keys
        self._access = services.settings.metrics
        self._clock = services.clock

    def install(self, app: FastAPI) -> None:
        """Serve it in ``app``, unless it is off, and count requests."""
        app.add_middleware(Counted, clock=self._clock)
        if self._access == "off":
            return
        responses: dict[int | str, dict[str, Any]] = {
            200: {"description": "The metrics.", "content": {"text/plain": {"schema": {"type": "string"}}}},
        }
        if self._access != "open":
            responses |= {code: {"description": describe(code)} for code in (401, 403)}
        app.add_api_route(
            PATH,
            self.metrics,
            methods=["GET"],
            response_class=Response,
            response_model=None,
            responses=responses,
            openapi_extra=PUBLIC if self._access == "open" else None,
            tags=["server"],
            summary="Metrics",
        )

    async def metrics(self, request: Request) -> Response:
        """What the server counts, in Prometheus' text format."""
        if self._access != "open":
            await admin(request, self._keys)
        text = await to_thread.run_sync(self._told)
        return Response(text, media_type=metrics.CONTENT_TYPE, headers={"Cache-Control": "no-store"})

    def _told(self) -> bytes:
        return metrics.exposition(self._operator.signals())


@cache
def _requests(method: str, route: str, status: int) -> Counter:
    """The one counter of these labels: to look it up anew costs more than to count."""
    return metrics.REQUESTS.labels(method, route, str(status))


@cache
def _seconds(route: str) -> Histogram:
    return metrics.REQUEST_SECONDS.labels(route)


class Counted:
    """Counts each answer under its route, and the time to its first byte."""

    def __init__(self, app: ASGIApp, clock: Clock) -> None:
        self._app = app
        self._clock = clock

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the call on."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        began = self._clock.monotonic()

        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start":
                route = getattr(scope.get("route"), "path", NO_ROUTE)
                _requests(scope["method"], route, message["status"]).inc()
                _seconds(route).observe(self._clock.monotonic() - began)
            await send(message)

        await self._app(scope, receive, sending)
