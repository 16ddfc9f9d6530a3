"""What the operator's endpoints share: reading a body, and saying what they answer."""

from __future__ import annotations

from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from vitascope.http.body import parse_json
from vitascope.http.dialects.aiml.schema import ErrorBody
from vitascope.http.openapi import refusals
from vitascope.http.problem import Fault, InvalidBody

Wish = TypeVar("Wish", bound=BaseModel)


def read_wish(body: bytes, model: type[Wish]) -> Wish:
    """A body as its model has it; ``InvalidRequest`` for anything else."""
    try:
        return model.model_validate(parse_json(body))
    except ValidationError as error:
        faults = tuple(_fault(found["loc"], found["msg"]) for found in error.errors())
        raise InvalidBody(faults) from error


def documented(model: type[BaseModel] | None, told: str, *statuses: int, ok: int = 200) -> dict[str, Any]:
    """How an endpoint for operators is described; without a model it answers nothing."""
    good: dict[int | str, dict[str, Any]] = {ok: {"model": model, "description": told}} if model else {}
    return {
        "response_model": None,
        "responses": {**good, **refusals(ErrorBody, 401, 403, *statuses)},
        "tags": ["admin"],
    }


def _fault(where: tuple[int | str, ...], message: str) -> Fault:
    field = ".".join(str(part) for part in where)
    return Fault(field, f"{message} at {field or 'the body'}")
