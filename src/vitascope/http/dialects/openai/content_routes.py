"""``GET /v1/videos/{id}/content``: the video itself, or a picture of it."""

from __future__ import annotations

from typing import Any

from anyio import to_thread
from fastapi import FastAPI
from starlette.requests import Request
from starlette.responses import Response

from vitascope.domain.generation import Generation
from vitascope.errors import InvalidRequest, NotFound
from vitascope.http.auth import caller
from vitascope.http.dialects.openai.answers import OpenAIError
from vitascope.http.dialects.openai.faults import InvalidValue
from vitascope.http.dialects.openai.paths import ID, VIDEO
from vitascope.http.dialects.openai.present import shown_id
from vitascope.http.openapi import path_id, refusals
from vitascope.http.serving import serve_file
from vitascope.service import Services
from vitascope.service.assets import Served

VARIANTS = {"video": ("stitched", "video"), "thumbnail": ("thumbnail",), "spritesheet": ("sheet",)}
"""Each variant with the files it may be, the first that there is; a continued video is the whole."""
CACHE = "private, no-cache"
"""May be kept by the client, which asks each time whether the key still opens it."""


class NotReady(InvalidRequest):
    """The video is still being made."""

    code = "video_not_ready"


class ContentRoutes:
    """Sends files whole or in one part, to their owner."""

    def __init__(self, services: Services) -> None:
        self._keys = services.keys
        self._generations = services.generations
        self._links = services.assets

    def install(self, app: FastAPI) -> None:
        """Serve them in ``app``."""
        kinds = ("video/mp4", "image/webp", "image/jpeg")
        binary: dict[str, Any] = {kind: {"schema": {"type": "string", "format": "binary"}} for kind in kinds}
        variant: dict[str, Any] = {
            "name": "variant",
            "in": "query",
            "required": False,
            "description": "Which file: the video as MP4, a picture as WebP, a sheet of pictures as JPEG.",
            "schema": {"enum": list(VARIANTS), "default": "video"},
        }
        for method in ("GET", "HEAD"):
            app.add_api_route(
                f"{VIDEO}/content",
                self.content,
                methods=[method],
                operation_id=f"{method.lower()}_video_content",
                summary="Download a video",
                response_class=Response,
                response_model=None,
                responses={
                    200: {"description": "The file.", "content": binary},
                    206: {"description": "One part of it.", "content": binary},
                    304: {"description": "Not modified."},
                    416: {"description": "No such range in the file."},
                    **refusals(OpenAIError, 400, 401, 404),
                },
                openapi_extra={"parameters": [*path_id(ID)["parameters"], variant]},
                tags=["openai"],
            )

    async def content(self, request: Request) -> Response:
        """The file of a completed video, whole or the part that Range asks for."""
        owner = await caller(request, self._keys)
        variant = request.query_params.get("variant") or "video"
        if variant not in VARIANTS:
            raise InvalidValue(
                f"Invalid value for 'variant': expected {', '.join(VARIANTS)}, received {variant[:40]!r}.",
                "variant",
            )
        served = await to_thread.run_sync(self._find, request.path_params[ID], owner, variant)
        return serve_file(request, self._links, served, CACHE)

    def _find(self, video_id: str, owner: str, variant: str) -> Served:
        generation = self._generations.get(video_id, owner)
        for name in VARIANTS[variant]:
            served = self._links.served(generation, name)
            if served is not None:
                return served
        raise _missing(generation, variant)


def _missing(generation: Generation, variant: str) -> Exception:
    shown = shown_id(generation.id)
    if not generation.state.final:
        return NotReady(f"The video {shown} is not ready yet. Retrieve it until its status is completed.")
    return NotFound(f"The video {shown} has no {variant}: it is {generation.state.value}.")
