"""Values that clients write in several ways, read alike in every dialect, in JSON and in forms."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Container
from typing import Annotated, Any, Final, Literal, cast

from pydantic import BeforeValidator, ValidationError, WithJsonSchema
from pydantic_core import PydanticCustomError

from vitascope.domain.concepts import CONCEPTS
from vitascope.domain.request import (
    GUIDANCE,
    LORAS,
    NUM_FRAMES,
    PRIORITIES,
    PROMPT_LIMIT,
    STEPS,
    Lora,
    Quality,
)
from vitascope.errors import InvalidRequest
from vitascope.http.body import parse_json

SEEDS: Final = 2**32
PLAN_BYTES: Final = 256 * 1024
"""Of its JSON; a plan is kept with its generation, in the ledger and in memory."""
PLAN_LEVELS: Final = 32
Kind = Literal["invalid_type", "invalid_value", "unsupported_value", "missing"]
_WHOLE = re.compile(r"[+-]?\d{1,18}(\.0{1,6})?")
_DECIMAL = re.compile(r"[+-]?\d{1,9}(\.\d{1,9})?")
_TRUTH = {"true": True, "1": True, "false": False, "0": False}


def bad(kind: Kind, expected: str, param: str | None = None) -> PydanticCustomError:
    """What a body's own check raises; ``param`` where it is not the field that is checked."""
    return PydanticCustomError(kind, "{expected}", {"expected": expected, "param": param})


def said(body: Any, texts: Container[str] | None = None) -> Any:
    """A body's fields without nulls and empty texts; the latter only of ``texts`` where some are named."""
    if not isinstance(body, dict):
        return body
    fields = cast("dict[str, Any]", body)
    return {
        name: value
        for name, value in fields.items()
        if value is not None and (value != "" or (texts is not None and name not in texts))
    }


def whole(value: Any) -> int:
    """A whole number, which may come as text."""
    if isinstance(value, str):
        if not _WHOLE.fullmatch(value.strip()):
            raise bad("invalid_type", "expected a whole number")
        return int(value.strip().split(".")[0])
    if isinstance(value, bool) or not isinstance(value, int | float) or value != int(value):
        raise bad("invalid_type", "expected a whole number")
    return int(value)


def number_or_text(least: int, most: int) -> WithJsonSchema:
    """Says that a field takes a whole number, as such or as text."""
    number = {"type": "integer", "minimum": least, "maximum": most}
    pattern = r"^-?\d{1,10}$" if least < 0 else r"^\d{1,10}$"
    return WithJsonSchema({"anyOf": [number, {"type": "string", "pattern": pattern}]})


def _between(least: int, most: int, what: str) -> BeforeValidator:
    def check(value: Any) -> int:
        number = whole(value)
        if not least <= number <= most:
            raise bad("invalid_value", f"expected {what}, {least} to {most}")
        return number

    return BeforeValidator(check)


def _truth(value: Any) -> bool:
    found = _TRUTH.get(value.strip().lower()) if isinstance(value, str) else value
    if not isinstance(found, bool):
        raise bad("invalid_type", "expected true or false")
    return found


def _concepts(value: Any) -> tuple[str, ...]:
    """Names, or objects with a ``key`` as Luma has them; several in a text are parted by commas."""
    if isinstance(value, str):
        items: list[object] = [part.strip() for part in value.split(",") if part.strip()]
    elif isinstance(value, list):
        items = cast("list[object]", value)
    else:
        raise bad("invalid_type", "expected a list of concepts")
    if len(items) > len(CONCEPTS):
        raise bad("invalid_value", f"expected at most {len(CONCEPTS)} concepts")
    return tuple(_concept(item) for item in items)


def _concept(item: Any) -> str:
    name = cast("dict[str, Any]", item).get("key") if isinstance(item, dict) else item
    if not isinstance(name, str):
        raise bad("invalid_type", "expected concepts by name, or objects with a key")
    return name


def _guidance(value: Any) -> float:
    """A number, which may come as text."""
    number = float(value) if isinstance(value, str) and _DECIMAL.fullmatch(value.strip()) else value
    if isinstance(number, bool) or not isinstance(number, int | float) or not math.isfinite(number):
        raise bad("invalid_type", "expected a number")
    if not GUIDANCE[0] <= number <= GUIDANCE[1]:
        raise bad("invalid_value", f"expected a number, {GUIDANCE[0]:g} to {GUIDANCE[1]:g}")
    return float(number)


def _quality(value: Any) -> Quality:
    if not isinstance(value, str):
        raise bad("invalid_type", "expected a word")
    try:
        return Quality(value.strip().lower())
    except ValueError as error:
        raise bad("invalid_value", f"expected {', '.join(Quality)}") from error


def _from_json(value: Any, expected: str) -> Any:
    """What a form has as the text of its JSON."""
    if not isinstance(value, str):
        return value
    try:
        return parse_json(value.encode("utf-8", "surrogatepass"))
    except InvalidRequest as error:
        raise bad("invalid_value", f"expected {expected} as JSON") from error


def _plan(value: Any) -> dict[str, Any]:
    found = _from_json(value, "an object")
    if not isinstance(found, dict):
        raise bad("invalid_type", "expected an object")
    plan = cast("dict[str, Any]", found)
    if _deeper(plan, PLAN_LEVELS):
        raise bad("invalid_value", f"expected at most {PLAN_LEVELS} levels of objects and lists")
    if len(json.dumps(plan)) > PLAN_BYTES:
        raise bad("invalid_value", f"expected at most {PLAN_BYTES:,} bytes of JSON")
    return plan


def _deeper(value: Any, levels: int) -> bool:
    """Whether objects and lists are nested more than so many levels."""
    if not isinstance(value, dict | list):
        return False
    if not levels:
        return True
    found = cast("dict[str, Any] | list[Any]", value)
    inner = found.values() if isinstance(found, dict) else found
    return any(_deeper(one, levels - 1) for one in inner)


def _loras(value: Any) -> tuple[Lora, ...]:
    """A list of objects, or one; an empty one names none."""
    found: object = _from_json(value, "a list of objects") or []
    items = cast("list[object]", found) if isinstance(found, list) else [found]
    if len(items) > LORAS:
        raise bad("invalid_value", f"expected at most {LORAS}")
    try:
        return tuple(Lora.model_validate(item) for item in items)
    except ValidationError as error:
        wrong = error.errors()[0]
        where = ".".join(map(str, wrong["loc"])) or "each"
        expected = f"expected objects of name and scale; {where}: {wrong['msg']}"
        raise bad("invalid_value", expected) from error


def _unwanted(value: Any) -> str:
    if not isinstance(value, str):
        raise bad("invalid_type", "expected a text")
    if len(value) > PROMPT_LIMIT:
        raise bad("invalid_value", f"expected at most {PROMPT_LIMIT} characters")
    return value


def _either(*schemas: dict[str, Any]) -> WithJsonSchema:
    return WithJsonSchema({"anyOf": list(schemas)})


_KEY = {"type": "object", "properties": {"key": {"enum": list(CONCEPTS)}}, "required": ["key"]}
_NAMES = {
    "type": "array",
    "maxItems": len(CONCEPTS),
    "items": {"anyOf": [{"enum": list(CONCEPTS)}, _KEY]},
}

Seed = Annotated[int, _between(0, SEEDS - 1, "a whole number"), number_or_text(0, SEEDS - 1)]
Frames = Annotated[int, _between(*NUM_FRAMES, "frames"), number_or_text(*NUM_FRAMES)]
Steps = Annotated[int, _between(*STEPS, "steps"), number_or_text(*STEPS)]
Priority = Annotated[int, _between(*PRIORITIES, "a whole number"), number_or_text(*PRIORITIES)]
Truth = Annotated[bool, BeforeValidator(_truth), WithJsonSchema({"enum": [True, False, "true", "false"]})]
Concepts = Annotated[tuple[str, ...], BeforeValidator(_concepts), _either(_NAMES, {"type": "string"})]
Guidance = Annotated[
    float,
    BeforeValidator(_guidance),
    _either(
        {"type": "number", "minimum": GUIDANCE[0], "maximum": GUIDANCE[1]},
        {"type": "string", "pattern": r"^\d{1,3}(\.\d{1,9})?$"},
    ),
]
Grade = Annotated[
    Quality, BeforeValidator(_quality), WithJsonSchema({"enum": [one.value for one in Quality]})
]
Loras = Annotated[
    tuple[Lora, ...],
    BeforeValidator(_loras),
    _either(
        {"type": "array", "items": Lora.model_json_schema(), "maxItems": LORAS},
        {"type": "string"},
    ),
]
Plan = Annotated[
    dict[str, Any],
    BeforeValidator(_plan),
    _either({"type": "object", "additionalProperties": True}, {"type": "string"}),
]
Unwanted = Annotated[
    str, BeforeValidator(_unwanted), WithJsonSchema({"type": "string", "maxLength": PROMPT_LIMIT})
]
