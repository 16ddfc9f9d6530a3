"""What the endpoints of ``/v1/webhooks`` have in common."""

from __future__ import annotations

from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from starlette.responses import Response

from vitascope.http.body import parse_json
from vitascope.http.dialects.aiml.faults import invalid_body
from vitascope.http.dialects.aiml.schema import ErrorBody
from vitascope.http.openapi import refusals

BASE = "/v1/webhooks"
Model = TypeVar("Model", bound=BaseModel)


def read(body: bytes, model: type[Model], *, optional: bool = False) -> Model:
    """The body as its model; none at all is an empty one where it is ``optional``.

    Raises ``InvalidRequest``.
    """
    fields: Any = {} if optional and not body.strip() else parse_json(body)
    try:
        return model.model_validate(fields)
    except ValidationError as error:
        raise invalid_body(error) from error


def reply(answer: BaseModel, status: int = 200) -> Response:
    """An answer as JSON."""
    return Response(answer.model_dump_json(), status, {"Cache-Control": "no-store"}, "application/json")


def documented(status: int, model: type[BaseModel] | None, told: str, *refused: int) -> dict[str, Any]:
    """What an endpoint's entry in the OpenAPI document says of its answers."""
    found: dict[str, Any] = {"description": told} | ({"model": model} if model is not None else {})
    return {
        "response_model": None,
        "status_code": status,
        "responses": {status: found, **refusals(ErrorBody, 401, *refused)},
        "tags": ["webhooks"],
    }


def path_parameter(name: str, told: str) -> dict[str, Any]:
    """Says that an endpoint's path has this id."""
    schema = {"type": "string", "minLength": 1}
    return {
        "parameters": [{"name": name, "in": "path", "required": True, "description": told, "schema": schema}]
    }
