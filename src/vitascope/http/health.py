"""``GET /health``."""

from __future__ import annotations

from typing import Any

from anyio import to_thread
from fastapi import FastAPI
from pydantic import BaseModel
from starlette.responses import JSONResponse, Response

from vitascope.http.openapi import PUBLIC, describe
from vitascope.service.health import Health, Status


class HealthBody(BaseModel):
    """How the server is: each part ``ok``, ``starting``, or the reason why not."""

    status: Status
    ledger: str
    storage: str
    slots: str


class HealthRoute:
    """Says how the parts are; needs no key."""

    def __init__(self, health: Health) -> None:
        self._health = health

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

    async def health(self) -> Response:
        """Whether the ledger, the storage and the renderers answer."""
        report = await to_thread.run_sync(self._health.report)
        body = HealthBody(
            status=report.status, ledger=report.ledger, storage=report.storage, slots=report.slots
        )
        status = 200 if report.can_accept else 503
        return JSONResponse(body.model_dump(), status, {"Cache-Control": "no-store"})
