"""``GET /health``."""

from __future__ import annotations

from typing import Any

from anyio import CapacityLimiter, to_thread
from fastapi import FastAPI
from pydantic import BaseModel
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from vitascope.errors import VitascopeError
from vitascope.http.auth import is_admin
from vitascope.http.openapi import PUBLIC, describe
from vitascope.service import Services
from vitascope.service.health import Status


class HealthBody(BaseModel):
    """How the server is: each part ``ok``, ``starting`` or ``failed``.

    Whoever runs the server reads the reason in the place of ``failed``.
    """

    status: Status
    ledger: str
    storage: str
    slots: str


class HealthRoute:
    """Says how the parts are; needs no key."""

    def __init__(self, services: Services) -> None:
        self._health = services.health
        self._keys = services.keys
        self._asking = CapacityLimiter(1)  # a part that hangs must not take the threads of everybody else

    def install(self, app: FastAPI) -> None:
        """Serve it in ``app``."""
        responses: dict[int | str, dict[str, Any]] = {
            200: {"model": HealthBody, "description": "Generations are accepted."},
            503: {"model": HealthBody, "description": describe(503)},
        }
        app.add_api_route(
            "/health",
            self.health,
            methods=["GET"],
            response_model=None,
            responses=responses,
            openapi_extra=PUBLIC,
            tags=["server"],
            summary="Health",
        )

    async def health(self, request: Request) -> Response:
        """Whether the ledger, the storage and the renderers answer; who runs the server reads why not."""
        report = self._health.recent()
        if report is None:
            report = await to_thread.run_sync(self._health.report, limiter=self._asking)
        if report.status == "degraded" and not await self._tells(request):
            report = report.without_reasons
        body = HealthBody(
            status=report.status, ledger=report.ledger, storage=report.storage, slots=report.slots
        )
        status = 200 if report.can_accept else 503
        return JSONResponse(body.model_dump(), status, {"Cache-Control": "no-store"})

    async def _tells(self, request: Request) -> bool:
        """Whether the caller runs this server; a key that is not good is a stranger's here."""
        try:
            return await is_admin(request, self._keys)
        except VitascopeError:
            return False
