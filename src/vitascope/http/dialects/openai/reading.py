"""From a request's fields to one of the dialect's bodies."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from vitascope.http.dialects.openai.extras import check_extras, refusable
from vitascope.http.dialects.openai.faults import refusal

IGNORED_SHOWN = 20
Body = TypeVar("Body", bound=BaseModel)


def read(fields: Mapping[str, Any], model: type[Body]) -> tuple[Body, list[str]]:
    """The body, and the names of what was sent and is not read.

    Raises ``InvalidRequest`` for the first thing that is wrong.
    """
    try:
        found = model.model_validate(fields)
    except ValidationError as error:
        raise refusal(error) from error
    check_extras(fields, model)
    passed_over = model.model_fields.keys() | refusable(model)
    ignored = [name[:50] for name, value in fields.items() if name not in passed_over and value is not None]
    return found, ignored[:IGNORED_SHOWN]
