"""What is wrong with a body, in the words of the hosted API: field, what came, what should have come."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, cast

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from vitascope.errors import InvalidRequest
from vitascope.http.dialects.aiml.schema import NO_KEYFRAMES
from vitascope.http.problem import Fault, InvalidBody

SHOWN = 100
"""Characters of what was received that are sent back."""
_TAGS = {"image", "generation"}
_KINDS = {
    "string_type": "string",
    "bool_type": "boolean",
    "int_type": "number",
    "int_from_float": "whole number",
    "model_type": "object",
    "model_attributes_type": "object",
    "dict_type": "object",
}


def invalid_body(error: ValidationError) -> InvalidBody:
    """Everything a validation found, as one error."""
    return InvalidBody(tuple(_fault(details) for details in error.errors(include_url=False)))


def located(error: InvalidRequest, body: Mapping[str, Any]) -> InvalidRequest:
    """A refusal that names a field, with what that field held."""
    if error.field is None or isinstance(error, InvalidBody):
        return error
    value: Any = body
    for name in error.field.split("."):
        value = cast("Mapping[str, Any]", value).get(name) if isinstance(value, Mapping) else None
    return InvalidBody((Fault(error.field, error.message, shown(value)),))


def shown(value: Any) -> Any:
    """What was received, cut short: a data URL is no use in an answer."""
    if isinstance(value, str) and len(value) > SHOWN:
        return value[:SHOWN] + "…"
    if isinstance(value, dict | list):
        return type_name(value)
    return value


def type_name(value: Any) -> str:
    """JSON's word for a value's type."""
    names = ((bool, "boolean"), (str, "string"), ((int, float), "number"), (dict, "object"), (list, "array"))
    return next((name for kind, name in names if isinstance(value, kind)), "null")


def _fault(details: ErrorDetails) -> Fault:
    field = _field(details["loc"])
    if details["type"].startswith("union_tag"):
        field += ".type"
    write = _WRITERS.get(details["type"], _other)
    message, expected = write(details)
    if message != NO_KEYFRAMES:
        message = f'{message} at "{field}"' if field else message
    received = None if message.startswith("Required") else shown(_received(details))
    return Fault(field, message, received, expected)


def _received(details: ErrorDetails) -> Any:
    context: Mapping[str, Any] = details.get("ctx", {})
    return context.get("tag") if details["type"] == "union_tag_invalid" else details["input"]


def _field(loc: tuple[int | str, ...]) -> str:
    """The dotted name, without the names of the union's branches."""
    parts = [str(part) for part in loc]
    return ".".join(part for index, part in enumerate(parts) if not (index == 2 and part in _TAGS))


def _missing(details: ErrorDetails) -> tuple[str, str]:
    branch = next((str(part) for part in details["loc"] if part in _TAGS), None)
    name = str(details["loc"][-1])
    expected = f"{name} of the {branch} keyframe" if branch else name
    return "Required", f"{expected}, which was not given"


def _enum(details: ErrorDetails) -> tuple[str, str]:
    context: Mapping[str, Any] = details.get("ctx", {})
    words = str(context.get("expected", "")).replace(" or ", ", ").replace("'", "").split(", ")
    return _choice(words, details["input"])


def _tag(details: ErrorDetails) -> tuple[str, str]:
    return _choice(sorted(_TAGS, reverse=True), _received(details))


def _no_tag(_details: ErrorDetails) -> tuple[str, str]:
    return "Required", "type: 'image' | 'generation'"


def _choice(words: list[str], received: Any) -> tuple[str, str]:
    expected = " | ".join(f"'{word}'" for word in words)
    came = f"'{shown(received)}'" if isinstance(received, str) else _came(received)
    return f"Invalid enum value. Expected {expected}, received {came}", expected


def _came(value: Any) -> str:
    return (
        str(shown(value))
        if isinstance(value, int | float) and not isinstance(value, bool)
        else type_name(value)
    )


def _kind(details: ErrorDetails) -> tuple[str, str]:
    expected = _KINDS[details["type"]]
    came = str(details["input"]) if details["type"] == "int_from_float" else type_name(details["input"])
    return f"Expected {expected}, received {came}", expected


def _extra(details: ErrorDetails) -> tuple[str, str]:
    loc = [str(part) for part in details["loc"]]
    if "image" in loc:
        expected = "an image keyframe with type and url"
    elif "generation" in loc:
        expected = "a generation keyframe with type and id"
    else:
        expected = "frame0 and frame1"
    return f"Unrecognized key: '{loc[-1][:SHOWN]}'. Expected {expected}", expected


def _too_long(details: ErrorDetails) -> tuple[str, str]:
    limit = details.get("ctx", {})["max_length"]
    size = len(details["input"])
    if details["loc"] == ("prompt",):
        return (
            f"Prompt is too long, maximum length is {limit} characters, received {size}",
            f"at most {limit} characters",
        )
    return f"Too long: expected at most {limit} characters, received {size}", f"at most {limit} characters"


def _own(details: ErrorDetails) -> tuple[str, str]:
    """What a value's own check says."""
    expected, value = details["msg"].removeprefix("expected "), details["input"]
    quoted = isinstance(value, str) and details["type"] != "invalid_type"
    return f"Expected {expected}, received {repr(shown(value)) if quoted else _came(value)}", expected


def _none(_details: ErrorDetails) -> tuple[str, str]:
    return NO_KEYFRAMES, "frame0, frame1 or both; or no keyframes at all"


def _other(details: ErrorDetails) -> tuple[str, str]:
    expected = details["msg"].removeprefix("Input should be ").removeprefix("Value should be ")
    return f"Expected {expected}, received {_came(details['input'])}", expected


_WRITERS: dict[str, Callable[[ErrorDetails], tuple[str, str]]] = {
    "missing": _missing,
    "enum": _enum,
    "literal_error": _enum,
    "union_tag_invalid": _tag,
    "union_tag_not_found": _no_tag,
    "extra_forbidden": _extra,
    "string_too_long": _too_long,
    "no_keyframes": _none,
    "invalid_type": _own,
    "invalid_value": _own,
    **dict.fromkeys(_KINDS, _kind),
}
