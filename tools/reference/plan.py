"""The page of shot plans, from the models that read them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from enum import Enum
from typing import Any

from pydantic import BaseModel, TypeAdapter

from tools.reference.markdown import code, described, page, table
from vitascope.engines.previz.catalogue import CATALOGUE
from vitascope.engines.previz.picture.plan import PicturePlan, TransitionPlan
from vitascope.engines.previz.plan import Action, CameraMove, ShotPlan, Subject, Take
from vitascope.engines.previz.vocabulary import MOVES, PLACES, TOWARD, VERBS

INTRO = (
    "A plan is what `previz` made of a request: `GET /v2/video/generations/{id}/plan` answers it, "
    "`plan` in a request takes it, `vitascope generate --plan-only` prints it. `path` says which of "
    "the three it is: `scene` (a shot that was planned from words), `picture` (a move over a picture) "
    "or `transition` (one of these giving way to another). A stored plan also has `size`, the pixels "
    "it was made for. How to work with plans stands in [Direct a shot](../howto/direct-a-shot.md)."
)
MODELS: tuple[type[BaseModel], ...] = (
    ShotPlan,
    Subject,
    Take,
    CameraMove,
    Action,
    PicturePlan,
    TransitionPlan,
)
NAMES = {"camera `kind`": MOVES, "action `verb`": VERBS, "action `toward`": TOWARD, "subject `place`": PLACES}


def page_of_plans() -> str:
    """The page. Raises ``Undocumented``."""
    parts: list[str] = []
    for model in MODELS:
        parts += [f"## {model.__name__}", _told(model), table(("field", "values", "default"), _fields(model))]
    known = [(what, ", ".join(map(code, names))) for what, names in NAMES.items()]
    rigs = [("subject `rig`", ", ".join(map(code, CATALOGUE)))]
    schema = TypeAdapter(ShotPlan | PicturePlan | TransitionPlan).json_schema()
    parts += ["## Names", table(("where", "known"), [*known, *rigs]), "## JSON schema"]
    parts.append("```json\n" + json.dumps(schema, indent=1, ensure_ascii=False) + "\n```")
    return page("Shot plan", INTRO, parts)


def _told(model: type[BaseModel]) -> str:
    paragraphs = (model.__doc__ or "").strip().split("\n\n")
    return "\n\n".join(described(model.__name__, paragraph) for paragraph in paragraphs)


def _fields(model: type[BaseModel]) -> Iterator[tuple[str, str, str]]:
    properties = model.model_json_schema()["properties"]
    for name, field in model.model_fields.items():
        default = "required" if field.is_required() else code(_written(field.default))
        yield code(name), _values(field.annotation, properties[name]), default


def _values(annotation: Any, schema: dict[str, Any]) -> str:
    if isinstance(annotation, type) and issubclass(annotation, Enum):
        return ", ".join(code(str(one.value)) for one in annotation)
    if "const" in schema:
        return code(schema["const"])
    return _shape(schema) + _limits(schema)


def _shape(schema: dict[str, Any]) -> str:
    if "anyOf" in schema:
        return " or ".join(_shape(one) for one in schema["anyOf"])
    if "$ref" in schema:
        return code(schema["$ref"].rsplit("/", 1)[1])
    if schema.get("type") == "array":
        return f"list of {_shape(schema['items'])}" if "items" in schema else "list of 7 numbers"
    return str(schema.get("type", "object"))


def _limits(schema: dict[str, Any]) -> str:
    signs = {"minimum": "≥", "exclusiveMinimum": ">", "maximum": "≤"}
    return "".join(f", {sign} {schema[name]:g}" for name, sign in signs.items() if name in schema)


def _written(value: object) -> str:
    return json.dumps(value.value if isinstance(value, Enum) else value, default=list)
