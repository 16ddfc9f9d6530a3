"""``Idempotency-Key``: one create, one generation, however often it is sent."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any, cast

from starlette.requests import Request

from vitascope.domain.idempotency import Idempotency
from vitascope.errors import InvalidRequest
from vitascope.http.forms import SentFile

HEADER = "Idempotency-Key"
LONGEST = 255


def read_idempotency(request: Request, owner: str, body: bytes) -> Idempotency | None:
    """The key that a create came with, and what its body was. Raises ``InvalidRequest`` for an odd one."""
    key = request.headers.get(HEADER)
    if key is None:
        return None
    if not 1 <= len(key) <= LONGEST or not key.isprintable():
        raise InvalidRequest(
            f"The header {HEADER} has {len(key)} characters; expected 1 to {LONGEST} that can be printed, "
            "such as a UUID."
        )
    # The path is a part of what is asked: the same words about another video are another request.
    said = request.scope["path"].encode() + b"\0" + body
    return Idempotency(owner=owner, key=key, body_hash=hashlib.sha256(said).hexdigest())


def read_form_idempotency(request: Request, owner: str, fields: Mapping[str, Any]) -> Idempotency | None:
    """The same for fields that may have come as a form, which is never sent twice in the same bytes.

    Reads the files in it, so not for the event loop.
    """
    if HEADER not in request.headers:
        return None
    plain = json.dumps(_plain(dict(fields)), sort_keys=True, separators=(",", ":"))
    return read_idempotency(request, owner, plain.encode())


def _plain(value: Any) -> Any:
    """The value, in which a file is the digest of its bytes."""
    if isinstance(value, SentFile):
        return {"sha256": hashlib.sha256(value.read()).hexdigest()}
    if isinstance(value, dict):
        return {name: _plain(item) for name, item in cast("dict[str, Any]", value).items()}
    if isinstance(value, list):
        return [_plain(item) for item in cast("list[object]", value)]
    return value


def idempotency_header() -> dict[str, Any]:
    """The header as a parameter of an OpenAPI operation."""
    return {
        "name": HEADER,
        "in": "header",
        "required": False,
        "description": "Sent again with the same body it answers the generation made the first time; with "
        " another body it is refused. Kept for a day.",
        "schema": {"type": "string", "minLength": 1, "maxLength": LONGEST},
    }
