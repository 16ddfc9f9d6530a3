"""The page of routes, from the OpenAPI document that the server itself answers."""

from __future__ import annotations

import tempfile
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from starlette.testclient import TestClient

from tools.reference.markdown import code, described, first_paragraph, page, table
from vitascope.bootstrap import open_house
from vitascope.http.app import create_app
from vitascope.settings import Settings

INTRO = (
    "Every route needs `Authorization: Bearer KEY` but those marked *open*. Bodies, answers and "
    "refusals field by field are at `/docs` on a running server, and in the OpenAPI document at "
    "`/openapi.json`. Where the `mcp` extra is installed, `/mcp` speaks the [Model Context "
    "Protocol](../howto/mcp.md)."
)
DIALECTS = {
    "video": "Generations: the AI/ML API",
    "legacy": "The AI/ML API's older routes",
    "account": "The AI/ML API's account",
    "luma": "Luma's Dream Machine API",
    "openai": "The /v1/videos API",
    "gallery": "Gallery and session",
    "webhooks": "Webhooks",
    "models": "Models",
    "assets": "Files",
    "admin": "For operators",
    "server": "The server",
}
"""Tags of the document in the order of the page; a route with another tag is refused as undocumented."""


def page_of_routes() -> str:
    """The page. Raises ``Undocumented``."""
    found: dict[str, list[tuple[str, str, str, str]]] = defaultdict(list)
    for path, method, operation in operations(document()):
        tag = operation["tags"][0]
        described(f"tag {tag} of {method} {path}", DIALECTS.get(tag))
        found[tag].append(_row(path, method, operation))
    parts: list[str] = []
    for tag, title in DIALECTS.items():
        if found[tag]:
            parts += [
                f"## {title}",
                table(("route", "what it does", "asked in the query", "key"), found[tag]),
            ]
    return page("Routes", INTRO, parts)


def document() -> dict[str, Any]:
    """The document of a server with the installed engines."""
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(
            data_dir=Path(folder), database_url=None, storage_url=None, engines=(), remotes=()
        )
        with open_house(settings, standby=False) as house:
            answer: dict[str, Any] = TestClient(create_app(house.services)).get("/openapi.json").json()
            return answer


def operations(found: dict[str, Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Path, method and description of each route."""
    for path, methods in found["paths"].items():
        for method, operation in methods.items():
            yield path, method.upper(), operation


def _row(path: str, method: str, operation: dict[str, Any]) -> tuple[str, str, str, str]:
    where = f"{method} {path}"
    told = described(where, first_paragraph(operation.get("description")))
    asked = [
        code(one["name"]) + ("" if one.get("required") else "?")
        for one in operation.get("parameters", [])
        if one["in"] == "query"
    ]
    for one in operation.get("parameters", []):
        described(f"{one['name']} of {where}", one.get("description") or one["schema"].get("description"))
    title = described(where, operation.get("summary"))
    return (
        code(where),
        f"**{title}.** {told}",
        ", ".join(asked),
        "open" if operation["security"] == [] else "",
    )
