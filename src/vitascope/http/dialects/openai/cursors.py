"""Pages of a list: ``after``, ``limit`` and ``order`` in the query."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from starlette.requests import Request

from vitascope.http.dialects.openai.faults import InvalidValue

ORDERS = ("asc", "desc")


@dataclass(frozen=True)
class Cursor:
    """Which part of a list: so many, from the one that follows the id ``after`` on."""

    limit: int
    after: str | None
    oldest_first: bool


def read_cursor(request: Request, limit: int, most: int) -> Cursor:
    """What the query says, else the newest ``limit``. Raises ``InvalidRequest``."""
    query = request.query_params
    order = query.get("order") or "desc"
    if order not in ORDERS:
        raise InvalidValue(
            f"Invalid value for 'order': expected asc or desc, received {order[:40]!r}.", "order"
        )
    text = query.get("limit") or str(limit)
    if not (text.isascii() and text.isdigit() and len(text) < 9 and 1 <= int(text) <= most):
        raise InvalidValue(
            f"Invalid value for 'limit': expected a whole number, 1 to {most}, received {text[:40]!r}.",
            "limit",
        )
    return Cursor(int(text), query.get("after") or None, order == "asc")


def cursor_query(limit: int, most: int) -> dict[str, Any]:
    """Says that an endpoint answers page by page."""
    told: list[tuple[str, str, dict[str, Any]]] = [
        ("after", "The id of the last one of the page before.", {"type": "string"}),
        ("limit", "How many.", {"type": "integer", "minimum": 1, "maximum": most, "default": limit}),
        ("order", "By time of creation.", {"enum": list(ORDERS), "default": "desc"}),
    ]
    return {
        "parameters": [
            {"name": name, "in": "query", "required": False, "description": description, "schema": schema}
            for name, description, schema in told
        ]
    }
