"""The models as they are listed, and which of them a query wants."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from pydantic import BaseModel
from starlette.requests import Request

from vitascope.domain.request import Capability
from vitascope.engines.base import ModelCard
from vitascope.engines.registry import SERVED_ALIASES, Registry
from vitascope.errors import InvalidRequest

KIND = "internal/video-generations/submit"
_SHORT = {name: name.removeprefix("luma/") for name in SERVED_ALIASES}
_PICTURES = {one.value for one in (Capability.FIRST, Capability.LAST, Capability.FIRST_LAST)}
_CLIPS = {one.value for one in (Capability.EXTEND, Capability.REVERSE_EXTEND)}


class ModelInfo(BaseModel):
    """What a model is."""

    name: str
    developer: str
    description: str
    licence: str


class Model(BaseModel):
    """One name that ``model`` may have. ``served_by`` is the installed model that answers it.

    ``created`` is the Unix second since which this server serves it, as other self-hosted servers say it.
    ``options`` are the fields of a create that it honours beyond those that every model does.
    """

    id: str
    object: str = "model"
    created: int
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


def model_list(registry: Registry, since: int) -> Iterator[Model]:
    """Every name that is served, with the model behind it; ``since`` is in Unix seconds."""
    serving: dict[str, ModelCard] = {}
    for name in SERVED_ALIASES:
        try:
            serving[name] = registry.resolve(name, frozenset({Capability.TEXT}))
        except InvalidRequest:
            continue
        yield _model(name, serving[name], [_SHORT[name]], since)
    for card in registry.cards:
        names = [name for name, by in serving.items() if by is card]
        yield _model(card.name, card, [*names, *(_SHORT[name] for name in names)], since)


def other_model(registry: Registry, name: str, since: int) -> Model:
    """The model behind another name that creates take; raises ``InvalidRequest`` where there is none."""
    return _model(name, registry.resolve(name, frozenset({Capability.TEXT})), [], since)


def wanted(models: Iterable[Model], request: Request) -> list[Model]:
    """Those that have all that the query asks for; a value may be repeated or be a list with commas."""
    asked = {name: _values(request, name) for name in FILTERS}
    return [one for one in models if all(asked[name] <= FILTERS[name](one) for name in FILTERS)]


def _values(request: Request, name: str) -> set[str]:
    texts = request.query_params.getlist(name)
    return {part.strip() for text in texts for part in text.split(",") if part.strip()}


def _inputs(model: Model) -> set[str]:
    found, can = {"text"}, set(model.capabilities)
    if can & _PICTURES:
        found.add("image")
    if can & _CLIPS:
        found.add("video")
    return found


FILTERS: dict[str, Callable[[Model], set[str]]] = {
    "id": lambda model: {model.id, *model.aliases},
    "type": lambda model: {model.type},
    "tags": lambda model: set(model.tags),
    "capabilities": lambda model: set(model.capabilities),
    "input_modalities": _inputs,
    "output_modalities": lambda _: {"video"},
    "modalities": lambda model: {"video", *_inputs(model)},
}
"""What a query may ask for, and what a model has of it."""


def _model(name: str, card: ModelCard, aliases: list[str], since: int) -> Model:
    return Model(
        id=name,
        created=since,
        aliases=aliases,
        info=ModelInfo(name=name, developer=card.engine, description=card.description, licence=card.licence),
        tags=sorted(card.roles),
        capabilities=sorted(card.capabilities),
        options=sorted(card.options),
        served_by=card.name,
    )
