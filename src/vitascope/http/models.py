"""``GET /v1/models``: what can be named in ``model``."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from functools import cached_property
from typing import Any

from fastapi import FastAPI
from pydantic import BaseModel
from starlette.requests import Request
from starlette.responses import Response

from vitascope.domain.request import Capability
from vitascope.engines.base import ModelCard
from vitascope.engines.registry import SERVED_ALIASES, Registry
from vitascope.errors import InvalidRequest
from vitascope.http.conditional import is_fresh
from vitascope.http.openapi import PUBLIC, describe

PATHS = ("/v1/models", "/models", "/api/v1/models")
KIND = "internal/video-generations/submit"
_SHORT = {name: name.removeprefix("luma/") for name in SERVED_ALIASES}


class ModelInfo(BaseModel):
    """What a model is."""

    name: str
    developer: str
    description: str
    licence: str


class Model(BaseModel):
    """One name that ``model`` may have. ``served_by`` is the installed model that answers it.

    ``options`` are the fields of a create that it honours beyond those that every model does.
    """

    id: str
    object: str = "model"
    owned_by: str = "vitascope"
    aliases: list[str]
    type: str = KIND
    info: ModelInfo
    tags: list[str]
    capabilities: list[str]
    options: list[str]
    served_by: str


class ModelList(BaseModel):
    """All of them."""

    object: str = "list"
    data: list[Model]


class ModelRoutes:
    """Lists the models; needs no key."""

    def __init__(self, registry: Registry) -> None:
        self._registry = registry

    def install(self, app: FastAPI) -> None:
        """Serve the list in ``app``."""
        responses: dict[int | str, dict[str, Any]] = {
            200: {"model": ModelList, "description": "The models."},
            304: {"description": describe(304)},
        }
        for path in PATHS:
            app.add_api_route(
                path,
                self.models,
                methods=["GET"],
                operation_id="models" + path.replace("/", "_"),
                response_model=None,
                responses=responses,
                openapi_extra=PUBLIC,
                tags=["models"],
                summary="List models",
            )

    async def models(self, request: Request) -> Response:
        """The hosted names that are answered here, then the installed models."""
        content, etag = self._content
        headers = {"ETag": etag, "Cache-Control": "no-cache"}
        if is_fresh(request.headers, etag):
            return Response(status_code=304, headers=headers)
        return Response(content, headers=headers, media_type="application/json")

    @cached_property
    def _content(self) -> tuple[bytes, str]:
        listed = ModelList(data=list(model_list(self._registry)))
        content = json.dumps(listed.model_dump(), separators=(",", ":")).encode()
        return content, f'"{hashlib.sha256(content).hexdigest()[:32]}"'


def model_list(registry: Registry) -> Iterator[Model]:
    """Every name that is served, with the model behind it."""
    serving: dict[str, ModelCard] = {}
    for name in SERVED_ALIASES:
        try:
            serving[name] = registry.resolve(name, frozenset({Capability.TEXT}))
        except InvalidRequest:
            continue
        yield _model(name, serving[name], [_SHORT[name]])
    for card in registry.cards:
        names = [name for name, by in serving.items() if by is card]
        yield _model(card.name, card, [*names, *(_SHORT[name] for name in names)])


def _model(name: str, card: ModelCard, aliases: list[str]) -> Model:
    return Model(
        id=name,
        aliases=aliases,
        info=ModelInfo(name=name, developer=card.engine, description=card.description, licence=card.licence),
        tags=sorted(card.roles),
        capabilities=sorted(card.capabilities),
        options=sorted(card.options),
        served_by=card.name,
    )
