"""``Idempotency-Key``: one create, one generation, however often it is sent."""

from __future__ import annotations

import hashlib
from typing import Any

from starlette.requests import Request

from vitascope.domain.idempotency import Idempotency
from vitascope.errors import InvalidRequest

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
    return Idempotency(owner=owner, key=key, body_hash=hashlib.sha256(body).hexdigest())


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
