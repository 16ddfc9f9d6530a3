"""The endpoints that begin with a video: remix, edit, extend; and characters, which nobody here makes."""

from __future__ import annotations

from typing import Any

from fastapi import FastAPI
from starlette.requests import Request
from starlette.responses import Response

from vitascope.domain.generation import Generation
from vitascope.domain.idempotency import Idempotency
from vitascope.errors import MissingCapability, NotFound
from vitascope.http.auth import caller
from vitascope.http.dialects.openai.extras import options_by_name
from vitascope.http.dialects.openai.paths import ID, VIDEO, VIDEOS
from vitascope.http.dialects.openai.reading import read
from vitascope.http.dialects.openai.references import VideoReference
from vitascope.http.dialects.openai.replies import documented_video, reply_video
from vitascope.http.dialects.openai.schema import (
    DEFAULT_MODEL,
    VideoEditBody,
    VideoExtendBody,
    VideoRemixBody,
)
from vitascope.http.dialects.openai.shown import Shown
from vitascope.http.forms import read_fields
from vitascope.http.idempotency import idempotency_header, read_form_idempotency
from vitascope.http.openapi import form_body, path_id
from vitascope.service import Services
from vitascope.service.extensions import Extension
from vitascope.service.turns import Turns
from vitascope.service.uploads import MAX_UPLOAD, is_file_id

ROOM = 1 << 20
"""Bytes for what a form has beside the file."""


class ReworkRoutes:
    """New videos from those there are."""

    def __init__(self, services: Services, shown: Shown) -> None:
        self._keys = services.keys
        self._generations = services.generations
        self._remixes = services.remixes
        self._extensions = services.extensions
        self._uploads = services.uploads
        self._shown = shown
        self._creating = Turns()

    def install(self, app: FastAPI) -> None:
        """Serve them in ``app``."""
        answers = documented_video(400, 403, 404, 413, 415, 422, 429)
        app.add_api_route(
            f"{VIDEO}/remix",
            self.remix,
            methods=["POST"],
            summary="Remix a video",
            openapi_extra={"parameters": [*path_id(ID)["parameters"], idempotency_header()]}
            | form_body(VideoRemixBody),
            **answers,
        )
        app.add_api_route(
            f"{VIDEOS}/edits",
            self.edit,
            methods=["POST"],
            summary="Edit a video",
            openapi_extra=form_body(VideoEditBody) | {"parameters": [idempotency_header()]},
            **answers,
        )
        app.add_api_route(
            f"{VIDEOS}/extensions",
            self.extend,
            methods=["POST"],
            summary="Extend a video",
            openapi_extra=form_body(VideoExtendBody) | {"parameters": [idempotency_header()]},
            **answers,
        )
        app.add_api_route(
            f"{VIDEOS}/characters",
            self.create_character,
            methods=["POST"],
            summary="Create a character: refused",
            **documented_video(400),
        )
        app.add_api_route(
            f"{VIDEOS}/characters/{{character_id}}",
            self.get_character,
            methods=["GET"],
            summary="Retrieve a character: none exist",
            openapi_extra=path_id("character_id"),
            **documented_video(404),
        )

    async def remix(self, request: Request) -> Response:
        """A new video: a completed one planned anew from another prompt, with its size, length and seed."""
        owner = await caller(request, self._keys)
        async with read_fields(request) as fields:
            return await self._creating.run(owner, self._remix, request, fields, owner)

    async def edit(self, request: Request) -> Response:
        """The same as a remix, for a video that is named or sent in the body."""
        owner = await caller(request, self._keys)
        async with read_fields(request, MAX_UPLOAD + ROOM) as fields:
            return await self._creating.run(owner, self._edit, request, fields, owner)

    async def extend(self, request: Request) -> Response:
        """A new video: a completed one and what follows on it, as one file."""
        owner = await caller(request, self._keys)
        async with read_fields(request, MAX_UPLOAD + ROOM) as fields:
            return await self._creating.run(owner, self._extend, request, fields, owner)

    async def create_character(self, request: Request) -> Response:
        """No model here has the capability."""
        await caller(request, self._keys)
        raise MissingCapability(
            "No model here has the capability characters. Describe who is to be seen in the prompt, or send "
            "a picture as input_reference."
        )

    async def get_character(self, request: Request) -> Response:
        """There are none."""
        await caller(request, self._keys)
        raise NotFound("There is no such character: no model here has the capability characters.")

    def _remix(self, request: Request, fields: dict[str, Any], owner: str) -> Response:
        asked, ignored = read(fields, VideoRemixBody)
        once = read_form_idempotency(request, owner, fields)
        made = self._generations.repeated(once)
        if made is None:
            made = self._remixes.remix(request.path_params[ID], owner, asked.prompt, once)
        return self._answer(made, ignored)

    def _edit(self, request: Request, fields: dict[str, Any], owner: str) -> Response:
        asked, ignored = read(fields, VideoEditBody)
        once = read_form_idempotency(request, owner, fields)
        made = self._generations.repeated(once) or self._edited(asked.video, owner, asked.prompt, once)
        return self._answer(made, ignored)

    def _extend(self, request: Request, fields: dict[str, Any], owner: str) -> Response:
        asked, ignored = read(fields, VideoExtendBody)
        once = read_form_idempotency(request, owner, fields)
        wish = Extension(asked.prompt, asked.continued(), DEFAULT_MODEL)
        with options_by_name(asked):
            made = self._generations.repeated(once) or self._extended(asked.video, owner, wish, once)
        return self._answer(made, ignored)

    def _edited(self, video: VideoReference, owner: str, prompt: str, once: Idempotency | None) -> Generation:
        if video.file is not None:
            with video.file.on_disk() as path:
                return self._remixes.remix_file(path, owner, prompt, once)
        if is_file_id(video.id):
            with self._uploads.on_disk(video.id, owner) as path:
                return self._remixes.remix_file(path, owner, prompt, once)
        return self._remixes.remix(video.id, owner, prompt, once)

    def _extended(
        self, video: VideoReference, owner: str, wish: Extension, once: Idempotency | None
    ) -> Generation:
        if video.file is not None:
            with video.file.on_disk() as path:
                return self._extensions.extend_file(path, owner, wish, once)
        if is_file_id(video.id):
            with self._uploads.on_disk(video.id, owner) as path:
                return self._extensions.extend_file(path, owner, wish, once)
        return self._extensions.extend(video.id, owner, wish, once)

    def _answer(self, generation: Generation, ignored: list[str]) -> Response:
        return reply_video(self._shown.accepted(generation, ignored))
