"""The older Luma routes of the AI/ML API, which clients still call."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator, Sequence
from typing import Any, TypeVar

from anyio import move_on_after, sleep, to_thread
from fastapi import FastAPI
from pydantic import BaseModel, ValidationError
from starlette.requests import Request
from starlette.responses import Response

from vitascope import ids
from vitascope.domain.generation import Generation, State
from vitascope.domain.idempotency import Idempotency
from vitascope.domain.request import GenerationRequest
from vitascope.errors import InvalidRequest
from vitascope.http.auth import caller
from vitascope.http.body import parse_json, read_body
from vitascope.http.dialects.aiml.faults import invalid_body, located
from vitascope.http.dialects.aiml.headers import answer_headers
from vitascope.http.dialects.aiml.legacy import (
    LegacyCreateBody,
    LegacyExtendBody,
    LegacyGeneration,
    LegacyGenerations,
    LegacyTask,
    LegacyTasks,
    legacy_generation,
    legacy_task,
)
from vitascope.http.dialects.aiml.schema import ErrorBody
from vitascope.http.dialects.luma.faults import InvalidForm
from vitascope.http.dialects.luma.reading import read_form
from vitascope.http.dialects.luma.schema import LumaCreateBody
from vitascope.http.facts import spent
from vitascope.http.idempotency import idempotency_header, read_idempotency
from vitascope.http.openapi import json_body, refusals
from vitascope.http.problem import Fault, InvalidBody
from vitascope.service import Services
from vitascope.service.callback import check_callback
from vitascope.service.turns import Turns

V2 = "/v2/generate/video/{provider}"
V1 = "/luma-ai"
WAIT_SECONDS, LOOK_SECONDS = 30.0, 0.25
"""How long a fetch waits for a state at most, and between two looks."""
MOST = 100
"""Generations in one answer."""
RANKS = {"queued": 0, "dreaming": 1, "completed": 2}
"""The states that can be waited for: whoever is as far, or failed, is told at once."""
_FAR = {State.QUEUED: 0, State.RUNNING: 1}
TOLD = "The generation, or those that were asked for."
Form = TypeVar("Form", bound=BaseModel)
Endpoint = Callable[[Request], Awaitable[Response]]
Told = tuple[str, str, str, Endpoint, int, type[BaseModel], dict[str, Any]]
"""A route: method, path, summary, endpoint, status, answer, and what else its entry in the document says."""


class LegacyRoutes:
    """Create, fetch and extend in the words of old."""

    def __init__(self, services: Services) -> None:
        self._keys = services.keys
        self._generations = services.generations
        self._links = services.assets
        self._fetch_allow = services.settings.fetch_allow
        self._creating = Turns()

    def install(self, app: FastAPI) -> None:
        """Serve them in ``app``."""
        for method, path, summary, endpoint, status, answer, extra in (*self._second(), *self._first()):
            codes = (400, 401, 403, 404, 413, 415, 422, 429) if method == "POST" else (400, 401, 404)
            told: dict[int | str, dict[str, Any]] = {status: {"model": answer, "description": TOLD}}
            app.add_api_route(
                path,
                endpoint,
                methods=[method],
                summary=summary,
                response_model=None,
                status_code=status,
                responses={**told, **refusals(ErrorBody, *codes)},
                openapi_extra=extra,
                tags=["legacy"],
            )

    def _second(self) -> Iterator[Told]:
        provider = [_path_name("provider", "Whose model it is, such as `luma-ai`; `model` decides.")]
        body = _body(LumaCreateBody, [*provider, idempotency_header()])
        one, many = {"parameters": provider + _ONE}, {"parameters": provider + _many("generation_ids")}
        yield "POST", f"{V2}/generation", "Create", self.create, 201, LegacyGeneration, body
        yield "GET", f"{V2}/generation", "Fetch", self.fetch, 200, LegacyGeneration, one
        yield "GET", f"{V2}/generations", "Fetch several", self.fetch_many, 200, LegacyGenerations, many

    def _first(self) -> Iterator[Told]:
        once = idempotency_header()
        body = _body(LegacyCreateBody, [once])
        more = _body(LegacyExtendBody, [_path_name("generation_id", "The clip's id."), once])
        extend = f"{V1}/generations/{{generation_id:aiml_id}}/extend"
        ids_ = {"parameters": _many("ids")}
        yield "POST", f"{V1}/generations", "Create, version 1", self.create_task, 200, LegacyTask, body
        yield "GET", f"{V1}/generation", "Fetch, version 1", self.fetch_tasks, 200, LegacyTasks, ids_
        yield "POST", extend, "Extend, version 1", self.extend_task, 200, LegacyTask, more

    async def create(self, request: Request) -> Response:
        """Accept a generation; the body is Luma's."""
        owner = await caller(request, self._keys)
        body = await read_body(request)
        return await self._creating.run(owner, self._create, request, owner, body)

    async def fetch(self, request: Request) -> Response:
        """How a generation stands; with `state`, once it is as far, or half a minute later."""
        owner = await caller(request, self._keys)
        text = request.query_params.get("generation_id") or ""
        wanted = request.query_params.get("state") or "queued"
        if not text:
            raise _odd("generation_id", text, "the id that the create answered")
        if wanted not in RANKS:
            raise _odd("state", wanted, " | ".join(RANKS))
        found = await to_thread.run_sync(self._generations.get, text, owner)
        with move_on_after(WAIT_SECONDS):
            while _FAR.get(found.state, len(RANKS)) < RANKS[wanted]:
                await sleep(LOOK_SECONDS)
                found = await to_thread.run_sync(self._generations.get, text, owner)
        return await to_thread.run_sync(self._shown, request, found, (), 200)

    async def fetch_many(self, request: Request) -> Response:
        """How several generations stand."""
        owner = await caller(request, self._keys)
        wanted = named(request, "generation_ids")
        return _reply(request, await to_thread.run_sync(self._shown_many, wanted, owner))

    async def create_task(self, request: Request) -> Response:
        """Accept a generation; the body is that of the first version."""
        owner = await caller(request, self._keys)
        body = await read_body(request)
        return await self._creating.run(owner, self._create_task, request, owner, body)

    async def fetch_tasks(self, request: Request) -> Response:
        """How generations stand, in the words of the first version."""
        owner = await caller(request, self._keys)
        found = await to_thread.run_sync(self._several, named(request, "ids"), owner)
        return _reply(request, LegacyTasks([legacy_task(one, self._links) for one in found]))

    async def extend_task(self, request: Request) -> Response:
        """Accept what follows on a completed clip."""
        owner = await caller(request, self._keys)
        body = await read_body(request)
        return await self._creating.run(owner, self._extend_task, request, owner, body)

    def _create(self, request: Request, owner: str, body: bytes) -> Response:
        try:
            asked, ignored = read_form(body, LumaCreateBody)
        except InvalidForm as error:
            raise InvalidBody(error.faults) from error
        wanted = asked.request()
        once = read_idempotency(request, owner, body)
        made = self._generations.repeated(once)
        if made is None:
            if wanted.callback_url is not None:
                check_callback(wanted.callback_url, self._fetch_allow)
            made = self._generations.create(wanted, owner, idempotency=once)
        return self._shown(request, made, ignored, 201)

    def _create_task(self, request: Request, owner: str, body: bytes) -> Response:
        asked = _read(body, LegacyCreateBody)
        once = read_idempotency(request, owner, body)
        return self._task(request, owner, asked.request(), once)

    def _extend_task(self, request: Request, owner: str, body: bytes) -> Response:
        asked = _read(body, LegacyExtendBody)
        once = read_idempotency(request, owner, body)
        if asked.image_url:
            raise _odd("image_url", asked.image_url, "none: a clip is continued from its own end")
        return self._task(request, owner, asked.continuing(request.path_params["generation_id"]), once)

    def _task(
        self, request: Request, owner: str, wanted: GenerationRequest, once: Idempotency | None
    ) -> Response:
        try:
            made = self._generations.repeated(once)
            if made is None:
                made = self._generations.create(wanted, owner, idempotency=once)
        except InvalidRequest as error:
            raise located(error, {}) from error
        return _reply(request, legacy_task(made, self._links), made)

    def _several(self, texts: Sequence[str], owner: str) -> list[Generation]:
        return [self._generations.get(text, owner) for text in texts]

    def _shown_many(self, texts: Sequence[str], owner: str) -> LegacyGenerations:
        found = [self._generations.standing(one) for one in self._several(texts, owner)]
        return LegacyGenerations([legacy_generation(one, self._links, []) for one in found])

    def _shown(self, request: Request, found: Generation, ignored: Sequence[str], status: int) -> Response:
        standing = self._generations.accepted(found)
        return _reply(request, legacy_generation(standing, self._links, ignored), found, status)


def named(request: Request, name: str) -> list[str]:
    """Ids from ``name``, ``name[]`` and ``name[0]``, or parted by commas. Raises ``InvalidBody``."""
    found: list[str] = []
    for key, text in request.query_params.multi_items():
        if key == name or (key.startswith(f"{name}[") and key.endswith("]")):
            found.extend(part.strip() for part in text.split(",") if part.strip())
    if not 1 <= len(found) <= MOST:
        raise _odd(name, str(len(found)), f"1 to {MOST} ids")
    for text in found:
        ids.parse_generation_id(text)
    return found


def _read(body: bytes, model: type[Form]) -> Form:
    try:
        return model.model_validate(parse_json(body))
    except ValidationError as error:
        raise invalid_body(error) from error


def _reply(
    request: Request, answer: BaseModel, generation: Generation | None = None, status: int = 200
) -> Response:
    headers = answer_headers(
        request, generation.id if generation else None, spent(generation) if generation else 0
    )
    return Response(answer.model_dump_json(), status, headers, "application/json")


def _odd(name: str, received: str, expected: str) -> InvalidBody:
    message = f'Expected {expected}, received {received[:40]!r} at "{name}"'
    return InvalidBody((Fault(name, message, received[:40], expected),))


def _body(model: type[BaseModel], parameters: list[dict[str, Any]]) -> dict[str, Any]:
    return json_body(model) | {"parameters": parameters}


def _many(name: str) -> list[dict[str, Any]]:
    schema = {"type": "array", "items": {"type": "string"}, "minItems": 1, "maxItems": MOST}
    told = f"Ids, as `{name}[]=` or `{name}[0]=` for each, or parted by commas."
    return [{"name": name, "in": "query", "required": True, "description": told, "schema": schema}]


def _path_name(name: str, told: str) -> dict[str, Any]:
    schema = {"type": "string", "minLength": 1}
    return {"name": name, "in": "path", "required": True, "description": told, "schema": schema}


_ONE: list[dict[str, Any]] = [
    {
        "name": "generation_id",
        "in": "query",
        "required": True,
        "description": "The id that the create answered.",
        "schema": {"type": "string", "minLength": 1},
    },
    {
        "name": "state",
        "in": "query",
        "required": False,
        "description": "Answer once it is as far, or failed, at most half a minute later.",
        "schema": {"enum": list(RANKS)},
    },
]
