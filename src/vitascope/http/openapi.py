"""The OpenAPI document: what FastAPI cannot see in endpoints that read their requests themselves."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from vitascope.http.auth import SCHEME

REF = "#/components/schemas/{model}"
SECURITY: list[dict[str, list[str]]] = [{name: []} for name in SCHEME]
PUBLIC: dict[str, Any] = {"security": []}
"""Marks an endpoint that needs no key."""
FORMS = ("multipart/form-data", "application/x-www-form-urlencoded")
_DESCRIPTIONS = {
    304: "Not modified.",
    400: "The request is wrong; the message says what, and what was expected.",
    401: "The key is missing, mistyped, unknown or revoked.",
    403: "The key lacks the scope for this, a budget or store is used up, or a session's cookie came from "
    "another page than its own.",
    404: "There is no such thing, or it belongs to somebody else.",
    405: "Another method; Allow names those served.",
    413: "The body is too large.",
    414: "The address is too long; send what is in it in the body.",
    415: "The body is in an encoding that is not read here.",
    416: "No such range in the file.",
    422: "The request is not of the documented form; the answer says where.",
    431: "The header is too large, or has too many fields.",
    503: "A part the server needs does not answer.",
}


_IN_PATHS = {
    "character_id": "A character's id; there are none.",
    "endpoint_id": "The endpoint's id, `we_…`.",
    "file": "The file's name, such as `video.mp4`.",
    "file_id": "The file's id, `file-…`.",
    "generation_id": "The generation's id, in any of the forms in which the server writes it.",
    "key_id": "The key's id, or its first characters.",
    "message_id": "The message's id, `msg_…`.",
    "model": "The model's name, or a hosted name that is served.",
    "name": "The file's name.",
    "pool": "The queue's name; `default` where there is but one.",
    "provider": "The provider's name: `luma-ai`.",
    "signature": "What makes the link valid without a key.",
    "video_id": "The video's id, in any of the forms in which the server writes it.",
    "webhook_endpoint_id": "The endpoint's id, `we_…`.",
}
"""What is named in a path, in words."""


def json_body(model: type[BaseModel], *, required: bool = True) -> dict[str, Any]:
    """Says that an endpoint reads this model as JSON."""
    content = {"application/json": {"schema": {"$ref": REF.format(model=model.__name__)}}}
    return {"requestBody": {"required": required, "content": content}}


def form_body(model: type[BaseModel]) -> dict[str, Any]:
    """Says that an endpoint reads this model as JSON, and as a form."""
    schema = {"schema": {"$ref": REF.format(model=model.__name__)}}
    content = dict.fromkeys(("application/json", *FORMS), schema)
    return {"requestBody": {"required": True, "content": content}}


def upload_body(file: str, **fields: str) -> dict[str, Any]:
    """Says that an endpoint reads a file from a form, and beside it these fields with their descriptions."""
    properties = {name: {"type": "string", "description": told} for name, told in fields.items()}
    schema = {
        "type": "object",
        "required": [file],
        "properties": {file: {"type": "string", "format": "binary"}, **properties},
    }
    return {"requestBody": {"required": True, "content": {FORMS[0]: {"schema": schema}}}}


def query(name: str, description: str) -> dict[str, Any]:
    """Says that an endpoint needs this query parameter."""
    schema = {"type": "string", "minLength": 1}
    parameter = {"name": name, "in": "query", "required": True, "description": description, "schema": schema}
    return {"parameters": [parameter]}


def page_query(limit: int, most: int) -> dict[str, Any]:
    """Says that an endpoint answers page by page: ``limit`` unless it is given, at most ``most``."""
    numbers = {
        "limit": {"type": "integer", "minimum": 1, "maximum": most, "default": limit},
        "offset": {"type": "integer", "minimum": 0, "default": 0},
    }
    told = {"limit": "How many to answer.", "offset": "How many to leave out."}
    return {
        "parameters": [
            {"name": name, "in": "query", "required": False, "description": told[name], "schema": schema}
            for name, schema in numbers.items()
        ]
    }


def path_id(name: str) -> dict[str, Any]:
    """Says that an endpoint's path has this id."""
    return {"parameters": [_in_path(name)]}


def _in_path(name: str) -> dict[str, Any]:
    schema = {"type": "string", "minLength": 1}
    return {"name": name, "in": "path", "required": True, "description": _IN_PATHS[name], "schema": schema}


def refusals(model: type[BaseModel], *statuses: int) -> dict[int | str, dict[str, Any]]:
    """The refusals an endpoint can answer, all in one shape.

    What reads a body that may be too large (413) may also find too many of them at once (429). By reference:
    a model of FastAPI's for each status of each route takes most of the time to start.
    """
    statuses = (*statuses, 429) if 413 in statuses and 429 not in statuses else statuses
    content = {"application/json": {"schema": {"$ref": REF.format(model=model.__name__)}}}
    return {status: {"description": describe(status), "content": content} for status in statuses}


def describe(status: int) -> str:
    """What a status means here."""
    return _DESCRIPTIONS.get(status, HTTPStatus(status).phrase)


def describe_app(
    app: FastAPI, bodies: Sequence[type[BaseModel]], refused: Mapping[str, type[BaseModel]]
) -> dict[str, Any]:
    """The document of all routes; ``bodies`` are read by ``json_body`` endpoints, ``refused`` answered.

    Every path also answers 405 to the methods it does not list, and 414 and 431 to too much of address or
    header, in the shape that ``refused`` has for the longest prefix of the path, and needs a key unless it
    is marked ``PUBLIC``: 403 for one without the scope.
    """
    document = get_openapi(
        title=app.title, version=app.version, description=app.description, routes=app.routes
    )
    components = document.setdefault("components", {})
    models = dict.fromkeys([*bodies, *refused.values()])
    _, schemas = models_json_schema([(model, "validation") for model in models], ref_template=REF)
    components.setdefault("schemas", {}).update(schemas.get("$defs", {}))
    components["securitySchemes"] = SCHEME
    for path, operations in document["paths"].items():
        shape = refused[max((prefix for prefix in refused if path.startswith(prefix)), key=len)]
        for operation in operations.values():
            _name_path(path, operation)
            operation.setdefault("security", SECURITY)
            content = {"application/json": {"schema": {"$ref": REF.format(model=shape.__name__)}}}
            for status in ("405", "414", "431"):
                told = {"description": describe(int(status)), "content": content}
                operation["responses"].setdefault(status, told)
            if operation["security"]:
                operation["responses"].setdefault("403", {"description": describe(403), "content": content})
    return document


def _name_path(path: str, operation: dict[str, Any]) -> None:
    """Describe what the path names and the endpoint does not say."""
    parameters: list[dict[str, Any]] = operation.setdefault("parameters", [])
    listed = {one["name"]: one for one in parameters if one["in"] == "path"}
    for name in re.findall(r"\{(\w+)\}", path):
        if name in listed:
            listed[name].setdefault("description", _IN_PATHS[name])
        else:
            parameters.append(_in_path(name))
    if not parameters:
        del operation["parameters"]
