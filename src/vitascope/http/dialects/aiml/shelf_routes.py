"""What vitascope adds to the AI/ML API for generations that are there: list, delete, plan."""

from __future__ import annotations

import json
from typing import Any

from anyio import to_thread
from fastapi import FastAPI
from starlette.convertors import Convertor, register_url_convertor
from starlette.requests import Request
from starlette.responses import Response

from vitascope.errors import NotFound
from vitascope.http.auth import caller
from vitascope.http.dialects.aiml.headers import answer_headers
from vitascope.http.dialects.aiml.present import present
from vitascope.http.dialects.aiml.schema import ErrorBody, VideoGenerationList
from vitascope.http.openapi import path_id, refusals
from vitascope.http.problem import Fault, InvalidBody
from vitascope.http.removal import remove
from vitascope.service import Services

PATH = "/v2/video/generations"
LIMIT, MOST = 20, 100
"""How many are listed unless it is said, and at most."""
FARTHEST = 10**9


class IdConvertor(Convertor[str]):
    """An id in any form, whose model may have slashes; not what the other routes below an id end with."""

    regex = r"[^/:]+(?::.*)?(?<!/cancel)(?<!/events)(?<!/plan)"

    def convert(self, value: str) -> str:
        """The text as it is."""
        return value

    def to_string(self, value: str) -> str:
        """The text as it is."""
        return value


register_url_convertor("aiml_id", IdConvertor())


class ShelfRoutes:
    """Looks at what is there, and removes it."""

    def __init__(self, services: Services) -> None:
        self._keys = services.keys
        self._generations = services.generations
        self._links = services.assets

    def install(self, app: FastAPI) -> None:
        """Serve them in ``app``."""
        parameters = path_id("generation_id")
        app.add_api_route(
            PATH + "/{generation_id:path}/plan",
            self.plan,
            methods=["GET"],
            summary="Fetch a generation's plan",
            response_model=None,
            responses={200: _PLAN, **refusals(ErrorBody, 401, 404)},
            openapi_extra=parameters,
            tags=["video"],
        )
        app.add_api_route(
            PATH + "/{generation_id:aiml_id}",
            self.delete,
            methods=["DELETE"],
            summary="Delete a generation",
            status_code=204,
            response_model=None,
            responses=refusals(ErrorBody, 400, 401, 404, 503),
            openapi_extra=parameters,
            tags=["video"],
        )

    async def plan(self, request: Request) -> Response:
        """The engine's own account of the clip: sent as `plan` it makes the same clip again."""
        owner = await caller(request, self._keys)
        return await to_thread.run_sync(self._plan, request, owner)

    async def delete(self, request: Request) -> Response:
        """Remove a generation and its files; one that is queued or running is cancelled first."""
        owner = await caller(request, self._keys)
        gone = await remove(self._generations, request.path_params["generation_id"], owner)
        return Response(status_code=204, headers=answer_headers(request, gone.id))

    def listed(self, request: Request, owner: str) -> Response:
        """The owner's generations, the newest first. Raises ``InvalidRequest`` for an odd query."""
        limit, offset = _number(request, "limit", LIMIT, 1, MOST), _number(request, "offset", 0, 0, FARTHEST)
        after = request.query_params.get("after")
        if after and offset:
            raise _odd("offset", str(offset), "either after or offset")
        page = (
            self._generations.page(owner, limit, after)
            if after
            else self._generations.list(owner, limit, offset)
        )
        found = [present(self._generations.standing(one), self._links) for one in page.generations]
        answer = VideoGenerationList(
            data=found, has_more=page.has_more, last_id=found[-1].generation_id if found else None
        )
        headers = answer_headers(request, None)
        return Response(answer.model_dump_json(), headers=headers, media_type="application/json")

    def _plan(self, request: Request, owner: str) -> Response:
        generation = self._generations.get(request.path_params["generation_id"], owner)
        plan = generation.outcome.plan if generation.outcome else generation.request.plan
        if plan is None:
            raise NotFound(
                f"The generation {generation.id} has no plan: it is {generation.state.value}, made by "
                f"{generation.model}. Expected a completed one of a model that plans, like previz."
            )
        headers = answer_headers(request, generation.id)
        return Response(json.dumps(plan), headers=headers, media_type="application/json")


_PLAN: dict[str, Any] = {
    "description": "The plan.",
    "content": {"application/json": {"schema": {"type": "object", "additionalProperties": True}}},
}


def list_query() -> list[dict[str, Any]]:
    """The parameters of a list, for an OpenAPI operation."""
    told: list[tuple[str, str, dict[str, Any]]] = [
        (
            "limit",
            "Of a list: how many.",
            {"type": "integer", "minimum": 1, "maximum": MOST, "default": LIMIT},
        ),
        ("offset", "Of a list: how many to leave out.", {"type": "integer", "minimum": 0, "default": 0}),
        ("after", "Of a list: the id of the last one of the page before.", {"type": "string"}),
    ]
    return [
        {"name": name, "in": "query", "required": False, "description": description, "schema": schema}
        for name, description, schema in told
    ]


def _number(request: Request, name: str, default: int, least: int, most: int) -> int:
    text = request.query_params.get(name) or str(default)
    if not (text.isascii() and text.isdigit() and len(text) < 11 and least <= int(text) <= most):
        raise _odd(name, text, f"a whole number, {least} to {most}")
    return int(text)


def _odd(name: str, received: str, expected: str) -> InvalidBody:
    message = f'Expected {expected}, received {received[:40]!r} at "{name}"'
    return InvalidBody((Fault(name, message, received[:40], expected),))
