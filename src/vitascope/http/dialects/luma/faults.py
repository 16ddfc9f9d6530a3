"""What is wrong with a request's form, in the shape in which FastAPI tells it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from vitascope.http.dialects.luma.answers import LumaExpected, LumaFault
from vitascope.http.problem import Fault, InvalidBody

SHOWN = 100
"""Characters of what was received that are sent back."""


@dataclass(frozen=True)
class FormFault(Fault):
    """A fault that knows its kind and its place; ``loc`` begins with ``body`` or ``query``."""

    kind: str = "value_error"
    loc: tuple[str, ...] = ()

    def as_luma(self) -> LumaFault:
        """The fault as a member of ``detail``: clients read every place and every input as text."""
        return LumaFault(
            type=self.kind,
            loc=list(self.loc),
            msg=self.message,
            input=str(self.received),
            ctx=LumaExpected(expected=self.expected) if self.expected else None,
        )


class InvalidForm(InvalidBody):
    """A request that is not of the documented form; everything that is wrong with it."""

    status = 422


def invalid_form(error: ValidationError, where: Literal["body", "query"] = "body") -> InvalidForm:
    """Everything a validation found, as one error."""
    return InvalidForm(tuple(_fault(details, where) for details in error.errors(include_url=False)))


def _fault(details: ErrorDetails, where: str) -> FormFault:
    loc = tuple(str(part) for part in details["loc"])
    return FormFault(
        field=".".join(loc),
        message=details["msg"],
        received=_text(details["input"]),
        expected=_expected(details.get("ctx", {})),
        kind=details["type"],
        loc=(where, *loc),
    )


def _expected(context: Mapping[str, Any]) -> str | None:
    found = context.get("expected") or context.get("expected_tags")
    return None if found is None else str(found)


def _text(value: Any) -> str:
    """What was received as text, cut short: a data URL is no use in an answer."""
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return text[:SHOWN] + "…" if len(text) > SHOWN else text
