"""The endpoints that make a finished clip again: larger, or in another shape."""

from __future__ import annotations

from fastapi import FastAPI
from starlette.requests import Request
from starlette.responses import Response

from vitascope.errors import MissingCapability
from vitascope.http.auth import caller
from vitascope.http.body import read_body
from vitascope.http.dialects.luma.paths import GENERATION, GENERATIONS, ID
from vitascope.http.dialects.luma.reading import read_form
from vitascope.http.dialects.luma.replies import documented_generation, shown
from vitascope.http.dialects.luma.schema import LumaGrid, LumaReframeVideoBody, LumaUpscaleBody
from vitascope.http.dialects.luma.words import read_resolution
from vitascope.http.idempotency import idempotency_header, read_idempotency
from vitascope.http.openapi import json_body, path_id
from vitascope.service import Services
from vitascope.service.callback import check_callback
from vitascope.service.reworks import Reframe
from vitascope.service.turns import Turns

_UNSERVED = (*LumaGrid.model_fields, "first_frame")


class ReworkRoutes:
    """Upscale and reframe."""

    def __init__(self, services: Services) -> None:
        self._keys = services.keys
        self._generations = services.generations
        self._reworks = services.reworks
        self._links = services.assets
        self._fetch_allow = services.settings.fetch_allow
        self._creating = Turns()

    def install(self, app: FastAPI) -> None:
        """Serve them in ``app``."""
        app.add_api_route(
            f"{GENERATION}/upscale",
            self.upscale,
            methods=["POST"],
            summary="Make a clip larger",
            openapi_extra={"parameters": [*path_id(ID)["parameters"], idempotency_header()]}
            | json_body(LumaUpscaleBody, required=False),
            **documented_generation(200, 400, 403, 404, 413, 415, 422, 429),
        )
        app.add_api_route(
            f"{GENERATIONS}/video/reframe",
            self.reframe,
            methods=["POST"],
            summary="Render a clip in another shape",
            openapi_extra=json_body(LumaReframeVideoBody) | {"parameters": [idempotency_header()]},
            **documented_generation(201, 400, 403, 404, 413, 415, 422, 429),
        )

    async def upscale(self, request: Request) -> Response:
        """A new generation: a completed clip rendered again, larger, by the model that made it."""
        owner = await caller(request, self._keys)
        body = await read_body(request)
        return await self._creating.run(owner, self._upscale, request, owner, body)

    async def reframe(self, request: Request) -> Response:
        """A new generation: a completed clip rendered again in another shape, by the model that made it."""
        owner = await caller(request, self._keys)
        body = await read_body(request)
        return await self._creating.run(owner, self._reframe, request, owner, body)

    def _upscale(self, request: Request, owner: str, body: bytes) -> Response:
        asked, ignored = read_form(body, LumaUpscaleBody, optional=True)
        wanted = None if asked.resolution is None else read_resolution(asked.resolution)
        once = read_idempotency(request, owner, body)
        made = self._generations.repeated(once)
        if made is None:
            self._check(asked.callback_url)
            made = self._reworks.upscale(request.path_params[ID], owner, wanted, asked.callback_url, once)
        return shown(self._generations.accepted(made), self._links, 200, ignored)

    def _reframe(self, request: Request, owner: str, body: bytes) -> Response:
        asked, ignored = read_form(body, LumaReframeVideoBody)
        unserved = [name for name in _UNSERVED if getattr(asked, name) is not None]
        if unserved:
            raise MissingCapability(
                f"No model here has the capability outpainting, which {', '.join(unserved)} asks for: a clip "
                "is rendered again in the new shape, nothing is painted around it. Leave that out.",
                unserved[0],
            )
        wish = Reframe(asked.media.url, asked.aspect_ratio, asked.model, asked.prompt or "")
        once = read_idempotency(request, owner, body)
        made = self._generations.repeated(once)
        if made is None:
            self._check(asked.callback_url)
            made = self._reworks.reframe(wish, owner, asked.callback_url, once)
        return shown(self._generations.accepted(made), self._links, 201, ignored)

    def _check(self, callback_url: str | None) -> None:
        if callback_url is not None:
            check_callback(callback_url, self._fetch_allow)
