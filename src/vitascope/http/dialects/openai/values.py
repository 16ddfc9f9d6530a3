"""Values that clients write in several ways, alike in JSON and in forms."""

from __future__ import annotations

import math
import re
from typing import Annotated, Any, Final, cast

from pydantic import BeforeValidator, ValidationError, WithJsonSchema

from vitascope.domain.concepts import CONCEPTS
from vitascope.domain.render import FPS
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
from vitascope.http.dialects.openai.faults import bad
from vitascope.service.rules import SECONDS

SIDES: Final = (256, 5040)
"""Pixels."""
LARGEST: Final = (5040, 2160)
"""The longer side and the shorter."""
SEEDS: Final = 2**32
_WHOLE = re.compile(r"[+-]?\d{1,18}(\.0{1,6})?")
_DECIMAL = re.compile(r"[+-]?\d{1,9}(\.\d{1,9})?")
_SIZE = re.compile(r"(\d{1,5})\s*[xX×*]\s*(\d{1,5})")
_TRUTH = {"true": True, "1": True, "false": False, "0": False}


def whole(value: Any) -> int:
    """A whole number, which may come as text."""
    if isinstance(value, str):
        if not _WHOLE.fullmatch(value.strip()):
            raise bad("invalid_type", "expected a whole number")
        return int(value.strip().split(".")[0])
    if isinstance(value, bool) or not isinstance(value, int | float) or value != int(value):
        raise bad("invalid_type", "expected a whole number")
    return int(value)


def _between(least: int, most: int, what: str) -> BeforeValidator:
    def check(value: Any) -> int:
        number = whole(value)
        if not least <= number <= most:
            raise bad("invalid_value", f"expected {what}, {least} to {most}")
        return number

    return BeforeValidator(check)


def _seconds(value: Any) -> int:
    """``4``, ``"4"`` and ``"4s"``."""
    plain = value.strip().lower().removesuffix("s") if isinstance(value, str) else value
    number = whole(plain)
    if not SECONDS[0] <= number <= SECONDS[1]:
        raise bad("invalid_value", f"expected whole seconds from {SECONDS[0]} to {SECONDS[1]}")
    return number


def _fps(value: Any) -> int:
    if whole(value) != FPS:
        raise bad("unsupported_value", f"expected {FPS}, the rate of every video here")
    return FPS


def _size(value: Any) -> tuple[int, int]:
    """``1280x720``."""
    found = _SIZE.fullmatch(value.strip()) if isinstance(value, str) else None
    if found is None:
        raise bad(
            "invalid_value" if isinstance(value, str) else "invalid_type",
            "expected width and height in pixels, such as 1280x720",
        )
    return check_sides(int(found[1]), int(found[2]))


def check_sides(width: int, height: int, param: str | None = None) -> tuple[int, int]:
    """The two, if a video can have them; ``param`` is the field to name if not."""
    small, large = min(width, height), max(width, height)
    fits = small >= SIDES[0] and large <= LARGEST[0] and small <= LARGEST[1]
    if not fits or width % 2 or height % 2:
        raise bad(
            "invalid_value",
            f"expected even sides from {SIDES[0]} pixels on, the longer at most {LARGEST[0]} and the shorter "
            f"at most {LARGEST[1]}",
            param,
        )
    return width, height


def _truth(value: Any) -> bool:
    found = _TRUTH.get(value.strip().lower()) if isinstance(value, str) else value
    if not isinstance(found, bool):
        raise bad("invalid_type", "expected true or false")
    return found


def _concepts(value: Any) -> tuple[str, ...]:
    """Names, or objects with a ``key`` as in another dialect; several in a text are parted by commas."""
    if isinstance(value, str):
        items: list[object] = [part.strip() for part in value.split(",") if part.strip()]
    elif isinstance(value, list):
        items = cast("list[object]", value)
    else:
        raise bad("invalid_type", "expected a list of concepts")
    return tuple(_concept(item) for item in items)


def _concept(item: Any) -> str:
    name = cast("dict[str, Any]", item).get("key") if isinstance(item, dict) else item
    if not isinstance(name, str):
        raise bad("invalid_type", "expected a concept's name")
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


def _plan(value: Any) -> dict[str, Any]:
    """An object, which a form has as the text of its JSON."""
    if isinstance(value, str):
        try:
            value = parse_json(value.encode("utf-8", "surrogatepass"))
        except InvalidRequest as error:
            raise bad("invalid_value", "expected an object as JSON") from error
    if not isinstance(value, dict):
        raise bad("invalid_type", "expected an object")
    return cast("dict[str, Any]", value)


def _loras(value: Any) -> tuple[Lora, ...]:
    """A list of objects, or one, which a form has as the text of its JSON."""
    if isinstance(value, str):
        try:
            value = parse_json(value.encode("utf-8", "surrogatepass"))
        except InvalidRequest as error:
            raise bad("invalid_value", "expected a list of objects as JSON") from error
    items = cast("list[object]", value) if isinstance(value, list) else [value] if value else []
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


def _number_or_text(least: int, most: int) -> dict[str, Any]:
    number = {"type": "integer", "minimum": least, "maximum": most}
    return {"anyOf": [number, {"type": "string", "pattern": r"^\d{1,10}$"}]}


Seconds = Annotated[int, BeforeValidator(_seconds), WithJsonSchema(_number_or_text(*SECONDS))]
Size = Annotated[
    tuple[int, int],
    BeforeValidator(_size),
    WithJsonSchema({"type": "string", "pattern": r"^\d{3,4}x\d{3,4}$", "examples": ["1280x720"]}),
]
Side = Annotated[int, BeforeValidator(whole), WithJsonSchema(_number_or_text(*SIDES))]
Seed = Annotated[int, _between(0, SEEDS - 1, "a whole number"), WithJsonSchema(_number_or_text(0, SEEDS - 1))]
Frames = Annotated[int, _between(*NUM_FRAMES, "frames"), WithJsonSchema(_number_or_text(*NUM_FRAMES))]
Fps = Annotated[int, BeforeValidator(_fps), WithJsonSchema({"enum": [FPS, str(FPS)]})]
Truth = Annotated[bool, BeforeValidator(_truth), WithJsonSchema({"enum": [True, False, "true", "false"]})]
Concepts = Annotated[
    tuple[str, ...],
    BeforeValidator(_concepts),
    WithJsonSchema({"type": "array", "items": {"enum": list(CONCEPTS)}}),
]
Steps = Annotated[int, _between(*STEPS, "steps"), WithJsonSchema(_number_or_text(*STEPS))]
Guidance = Annotated[
    float,
    BeforeValidator(_guidance),
    WithJsonSchema(
        {
            "anyOf": [
                {"type": "number", "minimum": GUIDANCE[0], "maximum": GUIDANCE[1]},
                {"type": "string", "pattern": r"^\d{1,3}(\.\d{1,9})?$"},
            ]
        }
    ),
]
Priority = Annotated[
    int,
    _between(*PRIORITIES, "a whole number"),
    WithJsonSchema(
        {
            "anyOf": [
                {"type": "integer", "minimum": PRIORITIES[0], "maximum": PRIORITIES[1]},
                {"type": "string", "pattern": r"^-?\d{1,2}$"},
            ]
        }
    ),
]
Grade = Annotated[
    Quality, BeforeValidator(_quality), WithJsonSchema({"enum": [one.value for one in Quality]})
]
Loras = Annotated[
    tuple[Lora, ...],
    BeforeValidator(_loras),
    WithJsonSchema(
        {
            "anyOf": [
                {"type": "array", "items": Lora.model_json_schema(), "maxItems": LORAS},
                {"type": "string"},
            ]
        }
    ),
]
Plan = Annotated[
    dict[str, Any],
    BeforeValidator(_plan),
    WithJsonSchema({"anyOf": [{"type": "object", "additionalProperties": True}, {"type": "string"}]}),
]
Unwanted = Annotated[
    str, BeforeValidator(_unwanted), WithJsonSchema({"type": "string", "maxLength": PROMPT_LIMIT})
]
