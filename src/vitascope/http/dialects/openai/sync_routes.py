"""``POST /v1/videos/sync``: create a video and wait for its bytes, as other self-hosted servers offer it."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

from anyio import sleep, to_thread
from fastapi import FastAPI
from starlette.requests import Request
from starlette.responses import Response

from vitascope.domain.generation import Generation, State
from vitascope.errors import NotFound, StorageFull, Unavailable, VitascopeError
from vitascope.http.auth import caller
from vitascope.http.dialects.openai.answers import OpenAIError
from vitascope.http.dialects.openai.content_routes import CACHE
from vitascope.http.dialects.openai.paths import VIDEOS
from vitascope.http.dialects.openai.present import shown_id
from vitascope.http.dialects.openai.replies import VIDEO_ID
from vitascope.http.dialects.openai.schema import VideoCreateBody
from vitascope.http.dialects.openai.video_routes import VideoRoutes
from vitascope.http.forms import read_fields
from vitascope.http.idempotency import idempotency_header
from vitascope.http.intake import release
from vitascope.http.openapi import form_body, refusals
from vitascope.http.places import Places
from vitascope.http.serving import serve_file
from vitascope.service import Services

LOOK_SECONDS = 0.25
HUNG_UP = 499
"""Of an answer that nobody reads, for the log: nginx's word for it."""


class NoVideo(VitascopeError):
    """The video was accepted and could not be made."""

    code = "generation_failed"
    status = 422


class SyncRoutes:
    """One request, one video: for short clips and clients that do not poll."""

    def __init__(self, services: Services, videos: VideoRoutes, places: Places) -> None:
        self._keys = services.keys
        self._generations = services.generations
        self._links = services.assets
        self._videos = videos
        self._places = places

    def install(self, app: FastAPI) -> None:
        """Serve it in ``app``."""
        binary: dict[str, Any] = {"video/mp4": {"schema": {"type": "string", "format": "binary"}}}
        app.add_api_route(
            f"{VIDEOS}/sync",
            self.create,
            methods=["POST"],
            name="create_sync",
            summary="Create a video and wait for it",
            response_class=Response,
            response_model=None,
            responses={
                200: {"description": f"The video; `{VIDEO_ID}` is its id.", "content": binary},
                **refusals(OpenAIError, 400, 401, 403, 404, 413, 415, 422, 429),
            },
            openapi_extra=form_body(VideoCreateBody) | {"parameters": [idempotency_header()]},
            tags=["openai"],
        )

    async def create(self, request: Request) -> Response:
        """The video's bytes, once it is made. It is made, too, when the caller does not wait for it."""
        owner = await caller(request, self._keys)
        with self._places.take(owner):
            found = await self._accepted(request, owner)
            while not await request.is_disconnected():
                # To answer that something is away would ask for the video a second time.
                with suppress(Unavailable, StorageFull):
                    found = await to_thread.run_sync(self._generations.get, found.id, owner)
                    if found.state.final:
                        return await to_thread.run_sync(self._answer, request, found)
                await sleep(LOOK_SECONDS)
            return Response(status_code=HUNG_UP)

    async def _accepted(self, request: Request, owner: str) -> Generation:
        """What was accepted; the body is let go of, however long the video takes."""
        async with read_fields(request) as fields:
            found, _ = await self._videos.accepted(request, fields, owner)
        release(request.scope)
        return found

    def _answer(self, request: Request, found: Generation) -> Response:
        if found.state is not State.COMPLETED:
            why = found.error.message if found.error else "it was cancelled."
            raise NoVideo(f"The video {shown_id(found.id)} was not made: {why}")
        served = self._links.served(found, "video")
        if served is None:
            raise NotFound(f"The video {shown_id(found.id)} has no file.")
        response = serve_file(request, self._links, served, CACHE)
        response.headers[VIDEO_ID] = shown_id(found.id)
        return response
