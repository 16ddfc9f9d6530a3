"""The endpoints around one's videos: create, retrieve, list, delete."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from anyio import to_thread
from fastapi import FastAPI
from starlette.requests import Request
from starlette.responses import Response

from vitascope.domain.generation import Generation
from vitascope.http.auth import caller
from vitascope.http.dialects.openai.answers import VideoDeleted, VideoList
from vitascope.http.dialects.openai.cursors import Cursor, cursor_query, read_cursor
from vitascope.http.dialects.openai.extras import options_by_name
from vitascope.http.dialects.openai.paths import ID, VIDEO, VIDEOS
from vitascope.http.dialects.openai.present import shown_id
from vitascope.http.dialects.openai.reading import read
from vitascope.http.dialects.openai.replies import (
    documented,
    documented_video,
    reply,
    reply_video,
    written,
)
from vitascope.http.dialects.openai.schema import VideoCreateBody
from vitascope.http.dialects.openai.shown import Shown
from vitascope.http.forms import read_fields
from vitascope.http.idempotency import idempotency_header, read_form_idempotency
from vitascope.http.openapi import form_body, path_id
from vitascope.http.removal import remove
from vitascope.service import Services
from vitascope.service.turns import Turns

PAGE = 20
PAGE_MOST = 100


class VideoRoutes:
    """Create, retrieve, list and delete."""

    def __init__(self, services: Services, shown: Shown) -> None:
        self._keys = services.keys
        self._generations = services.generations
        self._shown = shown
        self._creating = Turns()

    def install(self, app: FastAPI) -> None:
        """Serve them in ``app``."""
        app.add_api_route(
            VIDEOS,
            self.create,
            methods=["POST"],
            summary="Create a video",
            openapi_extra=form_body(VideoCreateBody) | {"parameters": [idempotency_header()]},
            **documented_video(400, 403, 404, 413, 415, 422, 429),
        )
        app.add_api_route(
            VIDEOS,
            self.list,
            methods=["GET"],
            summary="List videos",
            openapi_extra=cursor_query(PAGE, PAGE_MOST),
            **documented(VideoList, "A page of videos.", 400, 404),
        )
        app.add_api_route(
            VIDEO,
            self.retrieve,
            methods=["GET"],
            summary="Retrieve a video",
            openapi_extra=path_id(ID),
            **documented_video(404),
        )
        app.add_api_route(
            VIDEO,
            self.delete,
            methods=["DELETE"],
            summary="Delete a video",
            openapi_extra=path_id(ID),
            **documented(VideoDeleted, "It is gone, with its files.", 400, 404, 503),
        )

    async def create(self, request: Request) -> Response:
        """Accept a video; it is rendered later. Retrieve it by the id in the answer."""
        owner = await caller(request, self._keys)
        async with read_fields(request) as fields:
            generation, ignored = await self.accepted(request, fields, owner)
        return reply_video(await to_thread.run_sync(self._shown.accepted, generation, ignored))

    async def accepted(
        self, request: Request, fields: dict[str, Any], owner: str
    ) -> tuple[Generation, Sequence[str]]:
        """The generation that these fields ask for, and the names of those that were not read."""
        return await self._creating.run(owner, self._create, request, fields, owner)

    async def retrieve(self, request: Request) -> Response:
        """How a video stands, whichever API made it."""
        owner = await caller(request, self._keys)
        standing, video = await self._shown.polled(request.path_params[ID], owner)
        return written(video, standing.position)

    async def list(self, request: Request) -> Response:
        """The caller's videos, those made through the other APIs too."""
        owner = await caller(request, self._keys)
        cursor = read_cursor(request, PAGE, PAGE_MOST)
        return await to_thread.run_sync(self._list, owner, cursor)

    async def delete(self, request: Request) -> Response:
        """Remove a video and its files; one that is not finished is cancelled first."""
        owner = await caller(request, self._keys)
        gone = await remove(self._generations, request.path_params[ID], owner)
        return reply(VideoDeleted(id=shown_id(gone.id)))

    def _create(
        self, request: Request, fields: dict[str, Any], owner: str
    ) -> tuple[Generation, Sequence[str]]:
        asked, ignored = read(fields, VideoCreateBody)
        file = asked.reference.file if asked.reference else None
        pictures = {"frame0": file.read()} if file else None
        once = read_form_idempotency(request, owner, fields)
        made = self._generations.repeated(once)
        if made is None:
            with options_by_name(asked):
                made = self._generations.create(asked.request(), owner, pictures, once)
        return made, ignored

    def _list(self, owner: str, cursor: Cursor) -> Response:
        page = self._generations.page(owner, cursor.limit, cursor.after, oldest_first=cursor.oldest_first)
        found = [self._shown.video(one) for one in page.generations]
        return reply(
            VideoList(
                data=found,
                first_id=found[0].id if found else None,
                last_id=found[-1].id if found else None,
                has_more=page.has_more,
            )
        )
