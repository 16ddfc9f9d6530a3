"""What is wrong with a request, in the words of the OpenAI API: a sentence, a parameter, a code."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from vitascope.errors import InvalidRequest
from vitascope.http.forms import SentFile

SHOWN = 100
"""Characters of what was received that are sent back."""


class MissingParameter(InvalidRequest):
    """A field that must be there."""

    code = "missing_required_parameter"


class InvalidType(InvalidRequest):
    """A number where there should be a text, and the like."""

    code = "invalid_type"


class InvalidValue(InvalidRequest):
    """A value of the right type that cannot be used."""

    code = "invalid_value"


class UnsupportedValue(InvalidRequest):
    """A value that others take and nobody here does."""

    code = "unsupported_value"


class UnsupportedParameter(InvalidRequest):
    """A field that others read and nobody here can honour."""

    code = "unsupported_parameter"


def refusal(error: ValidationError) -> InvalidRequest:
    """The first thing that a validation found: the dialect tells one at a time."""
    details = error.errors(include_url=False)[0]
    context: dict[str, Any] = details.get("ctx", {})
    param = ".".join(str(part) for part in details["loc"]) or context.get("param")
    if details["type"] == "missing":
        return MissingParameter(f"Missing required parameter: '{param}'.", param)
    told = f"{_expected(details)}, received {shown(_received(details, param))}."
    if details["type"] == "unsupported_value":
        return UnsupportedValue(f"Unsupported value for '{param}': {told}", param)
    if details["type"].endswith("_type"):
        return InvalidType(f"Invalid type for '{param}': {told}", param)
    return InvalidValue(f"Invalid value for '{param}': {told}", param)


def shown(value: Any) -> str:
    """What was received, cut short: a data URL is no use in an answer."""
    if isinstance(value, SentFile):
        return f"the file {value.name[:SHOWN]!r}"
    if isinstance(value, dict):
        return "an object"
    if isinstance(value, list):
        return "a list"
    if value is None:
        return "nothing"
    text = repr(value) if isinstance(value, str) else str(value).lower()
    return text if len(text) <= SHOWN else text[:SHOWN] + "…"


def _received(details: ErrorDetails, param: str | None) -> Any:
    """What the field held, also where the whole body was looked at."""
    whole: Any = details["input"]
    if details["loc"] or not isinstance(whole, Mapping):
        return whole
    return cast("Mapping[str, Any]", whole).get(param or "")


def _expected(details: ErrorDetails) -> str:
    return details["msg"].replace("Input should be", "expected").rstrip(".")
