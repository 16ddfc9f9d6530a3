"""``GET /v1/models``: what can be named in ``model``."""

from __future__ import annotations

import hashlib
import json
from functools import cached_property
from typing import Any

from fastapi import FastAPI
from pydantic import BaseModel
from starlette.requests import Request
from starlette.responses import Response

from vitascope.clock import Clock
from vitascope.engines.registry import Registry
from vitascope.errors import InvalidRequest, NotFound
from vitascope.http.catalogue import FILTERS, Model, ModelList, model_list, other_model, wanted
from vitascope.http.conditional import is_fresh
from vitascope.http.openapi import PUBLIC, describe

PATHS = ("/v1/models", "/models", "/api/v1/models")
ONE = ("/v1/models/{model:path}", "/model/{model:path}")


class ModelRoutes:
    """Lists the models; needs no key."""

    def __init__(self, registry: Registry, clock: Clock) -> None:
        self._registry = registry
        self._since = int(clock.now())

    def install(self, app: FastAPI) -> None:
        """Serve the list in ``app``."""
        for path in PATHS:
            self._add(app, path, "List models", ModelList, _FILTERED)
        for path in ONE:
            self._add(app, path, "Retrieve a model", Model, _NAMED)

    def _add(
        self, app: FastAPI, path: str, summary: str, answer: type[BaseModel], parameters: list[dict[str, Any]]
    ) -> None:
        responses: dict[int | str, dict[str, Any]] = {
            200: {"model": answer, "description": "What can be named."},
            304: {"description": describe(304)},
        }
        if answer is Model:
            responses[404] = {"description": describe(404)}
        app.add_api_route(
            path,
            self.models if answer is ModelList else self.model,
            methods=["GET"],
            operation_id="models" + path.partition("{")[0].rstrip("/").replace("/", "_") + answer.__name__,
            response_model=None,
            responses=responses,
            openapi_extra=PUBLIC | {"parameters": parameters},
            tags=["models"],
            summary=summary,
        )

    async def models(self, request: Request) -> Response:
        """The hosted names that are answered here, then the installed models."""
        return _answer(request, ModelList(data=wanted(self._listed, request)))

    async def model(self, request: Request) -> Response:
        """One of them, by its id or an alias."""
        name: str = request.path_params["model"]
        if not name.strip("/"):  # the list's path with a slash behind it
            return await self.models(request)
        found = next((one for one in self._listed if one.id == name), None)
        found = found or next((one for one in self._listed if name in one.aliases), None)
        return _answer(request, found or self._other(name))

    def _other(self, name: str) -> Model:
        """A name that creates take and no list has, such as ``sora-2``."""
        try:
            return other_model(self._registry, name, self._since)
        except InvalidRequest as error:
            raise NotFound(f"No model {name[:80]!r} is served here. /v1/models lists what is.") from error

    @cached_property
    def _listed(self) -> list[Model]:
        return list(model_list(self._registry, self._since))


def _answer(request: Request, found: BaseModel) -> Response:
    content = json.dumps(found.model_dump(), separators=(",", ":")).encode()
    etag = f'"{hashlib.sha256(content).hexdigest()[:32]}"'
    headers = {"ETag": etag, "Cache-Control": "no-cache"}
    if is_fresh(request.headers, etag):
        return Response(status_code=304, headers=headers)
    return Response(content, headers=headers, media_type="application/json")


_FILTERED: list[dict[str, Any]] = [
    {
        "name": name,
        "in": "query",
        "required": False,
        "description": "Only models that have this; several may be given.",
        "schema": {"type": "string"},
    }
    for name in FILTERS
]
_NAMED: list[dict[str, Any]] = [
    {
        "name": "model",
        "in": "path",
        "required": True,
        "description": "Its id or an alias, slashes and all.",
        "schema": {"type": "string", "minLength": 1},
    }
]
