"""The endpoints for which no model here has the capability."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from anyio import to_thread
from fastapi import FastAPI
from pydantic import BaseModel
from starlette.requests import Request
from starlette.responses import Response

from vitascope.errors import MissingCapability
from vitascope.http.auth import caller
from vitascope.http.body import read_body
from vitascope.http.dialects.luma.others import (
    LumaAudioBody,
    LumaImageBody,
    LumaModifyVideoBody,
    LumaReframeImageBody,
)
from vitascope.http.dialects.luma.paths import GENERATION, GENERATIONS, ID
from vitascope.http.dialects.luma.reading import read_form
from vitascope.http.dialects.luma.replies import documented_generation
from vitascope.http.openapi import json_body, path_id
from vitascope.service import Services


@dataclass(frozen=True)
class Unserved:
    """One endpoint, the capability it needs, and what may be done instead."""

    path: str
    body: type[BaseModel]
    status: int
    capability: str
    instead: str


UNSERVED = (
    Unserved(
        f"{GENERATION}/audio",
        LumaAudioBody,
        200,
        "add_audio",
        "add sound to the downloaded video",
    ),
    Unserved(
        f"{GENERATIONS}/image",
        LumaImageBody,
        201,
        "image",
        "ask for a video and take its picture from assets.image",
    ),
    Unserved(
        f"{GENERATIONS}/image/reframe",
        LumaReframeImageBody,
        201,
        "reframe_image",
        "reframe a video that was made here, with generations/video/reframe",
    ),
    Unserved(
        f"{GENERATIONS}/video/modify",
        LumaModifyVideoBody,
        201,
        "modify_video",
        "create a generation with another prompt and the same seed",
    ),
)


class UnservedRoutes:
    """Reads what is asked, so that a mistake in it is told first; then says what is missing."""

    def __init__(self, services: Services) -> None:
        self._keys = services.keys
        self._generations = services.generations

    def install(self, app: FastAPI) -> None:
        """Serve them in ``app``."""
        for one in UNSERVED:
            has_id = ID in one.path
            parameters = path_id(ID) if has_id else {}
            app.add_api_route(
                one.path,
                self._refusing(one),
                methods=["POST"],
                name=one.capability,
                summary=f"Refused: no model here has the capability {one.capability}",
                openapi_extra=parameters | json_body(one.body, required=not has_id),
                **documented_generation(one.status, 400, *([404] if has_id else []), 413, 415, 422),
            )

    def _refusing(self, one: Unserved) -> Callable[[Request], Awaitable[Response]]:
        async def refuse(request: Request) -> Response:
            owner = await caller(request, self._keys)
            body = await read_body(request)
            return await to_thread.run_sync(self._refuse, one, owner, request.path_params.get(ID), body)

        refuse.__doc__ = "Always a 400 that names the missing capability, once the request itself is right."
        return refuse

    def _refuse(self, one: Unserved, owner: str, generation_id: str | None, body: bytes) -> Response:
        if generation_id is not None:
            self._generations.get(generation_id, owner)
        read_form(body, one.body, optional=generation_id is not None)
        raise MissingCapability(
            f"No model here has the capability {one.capability}, which this endpoint needs. "
            f"Instead, {one.instead}.",
            "model",
        )
