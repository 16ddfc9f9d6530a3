"""The endpoints of the AI/ML API."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from anyio import to_thread
from fastapi import FastAPI
from pydantic import ValidationError
from starlette.requests import Request
from starlette.responses import Response

from vitascope.errors import InvalidRequest
from vitascope.http.auth import caller
from vitascope.http.body import parse_json, read_body
from vitascope.http.dialects.aiml.faults import invalid_body, located
from vitascope.http.dialects.aiml.headers import answer_headers
from vitascope.http.dialects.aiml.present import present
from vitascope.http.dialects.aiml.schema import CreateBody, ErrorBody, VideoGeneration, VideoGenerationList
from vitascope.http.dialects.aiml.shelf_routes import ShelfRoutes, list_query
from vitascope.http.facts import spent
from vitascope.http.idempotency import idempotency_header, read_idempotency
from vitascope.http.openapi import json_body, refusals
from vitascope.http.polls import Polls
from vitascope.http.problem import Fault, InvalidBody
from vitascope.service import Services
from vitascope.service.generations import Standing
from vitascope.service.turns import Turns

PATH = "/v2/video/generations"
IGNORED_SHOWN = 20


class VideoRoutes:
    """Create, fetch and cancel."""

    def __init__(self, services: Services) -> None:
        self._keys = services.keys
        self._generations = services.generations
        self._links = services.assets
        self._shelf = ShelfRoutes(services)
        self._polls = Polls(services.generations, self._written, services.assets.term)
        self._created = services.settings.create_status
        self._creating = Turns()

    def install(self, app: FastAPI) -> None:
        """Serve them in ``app``."""
        answer: dict[str, Any] = {"response_model": None, "tags": ["video"]}
        app.add_api_route(
            PATH,
            self.create,
            methods=["POST"],
            summary="Create a generation",
            responses={self._created: _OK, **refusals(ErrorBody, 400, 401, 403, 404, 413, 415, 422, 429)},
            status_code=self._created,
            openapi_extra=json_body(CreateBody) | {"parameters": [idempotency_header()]},
            **answer,
        )
        app.add_api_route(
            PATH,
            self.fetch,
            methods=["GET"],
            summary="Fetch a generation, or list them",
            responses={200: _ONE_OR_LIST, **refusals(ErrorBody, 400, 401, 404)},
            openapi_extra={"parameters": [_WANTED, *list_query()]},
            **answer,
        )
        app.add_api_route(
            PATH + "/{generation_id:aiml_id}",
            self.fetch_one,
            methods=["GET"],
            summary="Fetch a generation by its path",
            responses={200: _OK, **refusals(ErrorBody, 401, 404)},
            **answer,
        )
        app.add_api_route(
            PATH + "/{generation_id:path}/cancel",
            self.cancel,
            methods=["POST"],
            summary="Cancel a generation",
            responses={200: _OK, **refusals(ErrorBody, 401, 404)},
            **answer,
        )
        self._shelf.install(app)

    async def create(self, request: Request) -> Response:
        """Accept a generation; it is rendered later. Poll it by the id in the answer."""
        owner = await caller(request, self._keys)
        body = await read_body(request)
        return await self._creating.run(owner, self._create, request, owner, body)

    async def fetch(self, request: Request) -> Response:
        """How a generation stands; its video once it is completed. Without an id: all that are yours."""
        owner = await caller(request, self._keys)
        if "generation_id" not in request.query_params:
            return await to_thread.run_sync(self._shelf.listed, request, owner)
        generation_id = request.query_params["generation_id"]
        if not generation_id:
            expected = "the id that the create answered"
            message = f'Required at "generation_id": add ?generation_id= with {expected}'
            raise InvalidBody((Fault("generation_id", message, generation_id, expected),))
        return await self._polled(request, generation_id, owner)

    async def fetch_one(self, request: Request) -> Response:
        """The same as with `generation_id` in the query. Send the id in any of its forms."""
        owner = await caller(request, self._keys)
        return await self._polled(request, request.path_params["generation_id"], owner)

    async def cancel(self, request: Request) -> Response:
        """Stop a generation. One that is finished stays as it is, so cancelling twice does no harm."""
        owner = await caller(request, self._keys)
        return await to_thread.run_sync(self._cancel, request, owner)

    async def _polled(self, request: Request, generation_id: str, owner: str) -> Response:
        standing, body = await self._polls.get(generation_id, owner)
        headers = answer_headers(request, standing.generation.id, spent(standing.generation))
        return Response(body, headers=headers, media_type="application/json")

    def _create(self, request: Request, owner: str, body: bytes) -> Response:
        fields = parse_json(body)
        try:
            asked = CreateBody.model_validate(fields)
        except ValidationError as error:
            raise invalid_body(error) from error
        try:
            once = read_idempotency(request, owner, body)
            made = self._generations.repeated(once)
            if made is None:
                made = self._generations.create(asked.request(), owner, idempotency=once)
        except InvalidRequest as error:
            raise located(error, fields) from error
        answer = self._answer(request, self._generations.accepted(made), _ignored(fields))
        answer.status_code = self._created
        return answer

    def _cancel(self, request: Request, owner: str) -> Response:
        generation = self._generations.cancel(request.path_params["generation_id"], owner)
        return self._answer(request, self._generations.accepted(generation))

    def _written(self, standing: Standing, ignored: Sequence[str] = ()) -> bytes:
        return present(standing, self._links, ignored).model_dump_json().encode()

    def _answer(self, request: Request, standing: Standing, ignored: Sequence[str] = ()) -> Response:
        headers = answer_headers(request, standing.generation.id, spent(standing.generation))
        return Response(self._written(standing, ignored), headers=headers, media_type="application/json")


_OK: dict[str, Any] = {"model": VideoGeneration, "description": "The generation."}
_ONE_OR_LIST: dict[str, Any] = {
    "model": VideoGeneration | VideoGenerationList,
    "description": "The generation, or the list.",
}
_WANTED: dict[str, Any] = {
    "name": "generation_id",
    "in": "query",
    "required": False,
    "description": "The id that the create answered; absent: a list.",
    "schema": {"type": "string", "minLength": 1},
}


def _ignored(fields: dict[str, Any]) -> list[str]:
    """The names of what was sent and is not read."""
    names = [
        name[:50]
        for name, value in fields.items()
        if name not in CreateBody.model_fields and value is not None
    ]
    return names[:IGNORED_SHOWN]
