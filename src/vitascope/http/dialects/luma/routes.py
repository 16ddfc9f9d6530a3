"""The endpoints around generations: create, fetch, list, delete."""

from __future__ import annotations

from anyio import to_thread
from fastapi import FastAPI
from starlette.requests import Request
from starlette.responses import Response

from vitascope.http.auth import caller
from vitascope.http.body import read_body
from vitascope.http.dialects.luma.answers import LumaGenerationList
from vitascope.http.dialects.luma.faults import FormFault, InvalidForm
from vitascope.http.dialects.luma.paths import GENERATION, GENERATIONS, ID
from vitascope.http.dialects.luma.present import present
from vitascope.http.dialects.luma.reading import read_form
from vitascope.http.dialects.luma.replies import (
    documented,
    documented_generation,
    reply,
    shown,
    written,
)
from vitascope.http.dialects.luma.schema import LumaCreateBody
from vitascope.http.idempotency import idempotency_header, read_idempotency
from vitascope.http.openapi import json_body, page_query, path_id
from vitascope.http.polls import Polls
from vitascope.http.removal import remove
from vitascope.service import Services
from vitascope.service.callback import check_callback
from vitascope.service.generations import Standing
from vitascope.service.turns import Turns

PAGE = 100
PAGE_MOST = 1000
OFFSET_MOST = 2**31


class GenerationRoutes:
    """Create, fetch, list and delete."""

    def __init__(self, services: Services) -> None:
        self._keys = services.keys
        self._generations = services.generations
        self._links = services.assets
        self._fetch_allow = services.settings.fetch_allow
        self._polls = Polls(services.generations, self._written, services.assets.term)
        self._creating = Turns()

    def install(self, app: FastAPI) -> None:
        """Serve them in ``app``."""
        for path, told in (
            (f"{GENERATIONS}/video", "Create a generation"),
            (GENERATIONS, "Create a generation, as older clients ask for it"),
        ):
            app.add_api_route(
                path,
                self.create,
                methods=["POST"],
                summary=told,
                openapi_extra=json_body(LumaCreateBody) | {"parameters": [idempotency_header()]},
                **documented_generation(201, 400, 403, 404, 413, 415, 422, 429),
            )
        app.add_api_route(
            GENERATIONS,
            self.list,
            methods=["GET"],
            summary="List generations",
            openapi_extra=page_query(PAGE, PAGE_MOST),
            **documented(200, LumaGenerationList, "A page of generations, the newest first.", 422),
        )
        app.add_api_route(
            GENERATION,
            self.fetch,
            methods=["GET"],
            summary="Fetch a generation",
            openapi_extra=path_id(ID),
            **documented_generation(200, 404),
        )
        app.add_api_route(
            GENERATION,
            self.delete,
            methods=["DELETE"],
            summary="Delete a generation",
            response_class=Response,
            openapi_extra=path_id(ID),
            **documented(204, None, "It is gone, with its files.", 400, 404, 503),
        )

    async def create(self, request: Request) -> Response:
        """Accept a generation; it is rendered later. Fetch it by the id in the answer."""
        owner = await caller(request, self._keys)
        body = await read_body(request)
        return await self._creating.run(owner, self._create, request, owner, body)

    async def fetch(self, request: Request) -> Response:
        """How a generation stands, whichever dialect made it; its video once it is completed."""
        owner = await caller(request, self._keys)
        _, body = await self._polls.get(request.path_params[ID], owner)
        return written(body)

    async def list(self, request: Request) -> Response:
        """The caller's generations, those of the other dialects too."""
        owner = await caller(request, self._keys)
        limit = _number(request, "limit", PAGE, (1, PAGE_MOST))
        offset = _number(request, "offset", 0, (0, OFFSET_MOST))
        return await to_thread.run_sync(self._list, owner, limit, offset)

    async def delete(self, request: Request) -> Response:
        """Remove a generation and its files, stopped first if need be.

        Those that continue it keep theirs; while one of them waits or runs this is refused.
        """
        owner = await caller(request, self._keys)
        await remove(self._generations, request.path_params[ID], owner)
        return Response(status_code=204)

    def _written(self, standing: Standing) -> bytes:
        return present(standing, self._links).model_dump_json().encode()

    def _create(self, request: Request, owner: str, body: bytes) -> Response:
        asked, ignored = read_form(body, LumaCreateBody)
        wanted = asked.request()
        once = read_idempotency(request, owner, body)
        made = self._generations.repeated(once)
        if made is None:
            if wanted.callback_url is not None:
                check_callback(wanted.callback_url, self._fetch_allow)
            made = self._generations.create(wanted, owner, idempotency=once)
        return shown(self._generations.accepted(made), self._links, 201, ignored)

    def _list(self, owner: str, limit: int, offset: int) -> Response:
        page = self._generations.list(owner, limit, offset)
        found = [present(Standing(one), self._links) for one in page.generations]
        return reply(
            LumaGenerationList(
                generations=found, count=len(found), has_more=page.has_more, limit=limit, offset=offset
            )
        )


def _number(request: Request, name: str, default: int, bounds: tuple[int, int]) -> int:
    """A number in the query; ``InvalidForm`` for one out of bounds or none at all."""
    text = request.query_params.get(name)
    if not text:
        return default
    least, most = bounds
    if text.isascii() and text.isdigit() and len(text) < 12 and least <= int(text) <= most:
        return int(text)
    expected = f"a whole number from {least} to {most}"
    fault = FormFault(
        name, f"Input should be {expected}", text[:40], expected, kind="int_parsing", loc=("query", name)
    )
    raise InvalidForm((fault,))
