"""The pages a browser finds: what this is, and what can be asked. They load nothing from anywhere."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from html import escape
from typing import Any

from fastapi import FastAPI
from starlette.responses import HTMLResponse, Response

from vitascope.http.openapi import PUBLIC

STYLE = (
    "body{font:16px/1.5 system-ui,sans-serif;max-width:48rem;margin:2rem auto;padding:0 1rem}"
    "code,pre{font:14px ui-monospace,monospace}pre{background:#8881;padding:1rem;overflow:auto}"
    "td,th{text-align:left;padding:.2rem .8rem .2rem 0;vertical-align:top}:root{color-scheme:light dark}"
)
HOME = """<p>A video-generation server. Change the base URL, keep the client.</p>
<pre>curl %s/v2/video/generations \\
  -H "Authorization: Bearer $VITASCOPE_API_KEY" -H "Content-Type: application/json" \\
  -d '{"model": "luma/ray-2", "prompt": "A red fox runs through fresh snow"}'</pre>
<p><a href="/docs">API reference</a> · <a href="/openapi.json">OpenAPI</a> ·
<a href="/v1/models">Models</a> · <a href="/health">Health</a></p>"""


class Pages:
    """``/``, ``/docs`` and ``/openapi.json``; none needs a key."""

    def __init__(self, document: Callable[[], dict[str, Any]], public_url: str) -> None:
        self._document = document
        self._public_url = public_url

    def install(self, app: FastAPI) -> None:
        """Serve them in ``app``."""
        for path, endpoint in (("/", self.home), ("/docs", self.docs)):
            app.add_api_route(
                path,
                endpoint,
                methods=["GET"],
                response_class=HTMLResponse,
                response_model=None,
                openapi_extra=PUBLIC,
                tags=["server"],
            )
        app.add_api_route(
            "/openapi.json",
            self.openapi,
            methods=["GET"],
            response_model=None,
            openapi_extra=PUBLIC,
            tags=["server"],
        )

    async def home(self) -> Response:
        """What this server is."""
        return _page("vitascope", HOME % escape(self._public_url))

    async def docs(self) -> Response:
        """Every route, on one page."""
        document = self._document()
        return _page("vitascope API", "".join(_sections(document)))

    async def openapi(self) -> Response:
        """The OpenAPI document."""
        return Response(json.dumps(self._document()), media_type="application/json")


def _page(title: str, body: str) -> Response:
    return HTMLResponse(
        f'<!doctype html><html lang="en"><meta charset="utf-8"><title>{title}</title>'
        f'<meta name="viewport" content="width=device-width"><style>{STYLE}</style>'
        f"<h1>{title}</h1>{body}</html>"
    )


def _sections(document: dict[str, Any]) -> Iterator[str]:
    yield f"<p>{escape(document['info']['description'])} <a href='/openapi.json'>OpenAPI document</a></p>"
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            yield f"<h2><code>{method.upper()} {escape(path)}</code></h2>"
            yield f"<p>{escape(operation.get('description') or operation.get('summary', ''))}</p>"
            yield _fields(operation, document["components"]["schemas"])
            yield _answers(operation["responses"])


def _fields(operation: dict[str, Any], schemas: dict[str, Any]) -> str:
    body = operation.get("requestBody")
    if body is None:
        return ""
    schema = next(iter(body["content"].values()))["schema"]
    if "$ref" in schema:
        schema = schemas[schema["$ref"].rsplit("/", 1)[1]]
    required = schema.get("required", [])
    rows = (
        f"<tr><td><code>{escape(name)}</code>{' *' if name in required else ''}"
        f"<td>{escape(field.get('description', ''))}"
        for name, field in schema["properties"].items()
    )
    return f"<table><tr><th>Field<th>Meaning{''.join(rows)}</table>"


def _answers(responses: dict[str, Any]) -> str:
    rows = (
        f"<tr><td><code>{status}</code><td>{escape(response['description'])}"
        for status, response in responses.items()
    )
    return f"<table>{''.join(rows)}</table>"
