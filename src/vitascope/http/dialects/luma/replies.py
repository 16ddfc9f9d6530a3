"""What all endpoints of the dialect have in common."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pydantic import BaseModel
from starlette.responses import Response

from vitascope.http.dialects.luma.answers import LumaError, LumaGeneration
from vitascope.http.dialects.luma.present import present
from vitascope.http.openapi import refusals
from vitascope.service.assets import AssetLinks
from vitascope.service.generations import Standing


def reply(answer: BaseModel, status: int = 200) -> Response:
    """An answer as JSON, its nulls written out."""
    return written(answer.model_dump_json(), status)


def written(body: str | bytes, status: int = 200) -> Response:
    """An answer that is JSON already."""
    return Response(body, status, {"Cache-Control": "no-store"}, "application/json")


def shown(standing: Standing, links: AssetLinks, status: int = 200, ignored: Sequence[str] = ()) -> Response:
    """One generation."""
    return reply(present(standing, links, ignored), status)


def documented(status: int, model: type[BaseModel] | None, told: str, *refused: int) -> dict[str, Any]:
    """What an endpoint's entry in the OpenAPI document says of its answers."""
    found: dict[str, Any] = {"description": told}
    if model is not None:
        found["model"] = model
    return {
        "response_model": None,
        "status_code": status,
        "responses": {status: found, **refusals(LumaError, 401, *refused)},
        "tags": ["luma"],
    }


def documented_generation(status: int, *refused: int) -> dict[str, Any]:
    """The same for an endpoint that answers a generation."""
    return documented(status, LumaGeneration, "The generation.", *refused)
