"""Reading a request of the dialect."""

from __future__ import annotations

from typing import Any, TypeVar, cast

from pydantic import BaseModel, ValidationError

from vitascope.http.body import parse_json
from vitascope.http.dialects.luma.faults import invalid_form

IGNORED_SHOWN = 20
Model = TypeVar("Model", bound=BaseModel)


def read_form(body: bytes, model: type[Model], *, optional: bool = False) -> tuple[Model, list[str]]:
    """The body as its model, and the names of what was sent and is not read.

    No body at all is an empty one where it is ``optional``. Raises ``InvalidForm`` for JSON of another
    form, ``InvalidRequest`` for what is no JSON.
    """
    fields: Any = {} if optional and not body.strip() else parse_json(body)
    try:
        # From attributes, as FastAPI does: what is no object is then told in its words.
        found = model.model_validate(fields, from_attributes=True)
    except ValidationError as error:
        raise invalid_form(error) from error
    names = [
        name[:50]
        for name, value in cast("dict[str, Any]", fields).items()
        if name not in model.model_fields and value is not None
    ]
    return found, names[:IGNORED_SHOWN]
