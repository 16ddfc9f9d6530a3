"""The pages a browser finds: the playground, the operator's page, and what can be asked.

They load nothing but what this server sends itself.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from html import escape
from typing import Any

from fastapi import FastAPI
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from vitascope.http.headers import PAGE_HEADERS
from vitascope.http.openapi import PUBLIC
from vitascope.http.session import LocalSession
from vitascope.http.static import PAGE_POLICY, StaticFile

CODE = re.compile(r"`([^`]+)`")
POLICY = {"Content-Security-Policy": PAGE_POLICY, **PAGE_HEADERS}


class Pages:
    """``/``, ``/admin``, ``/docs``, ``/docs/swagger`` and ``/openapi.json``; none needs a key."""

    def __init__(
        self, document: Callable[[], dict[str, Any]], served: dict[str, StaticFile], session: LocalSession
    ) -> None:
        self._document = document
        self._served = served
        self._session = session

    def install(self, app: FastAPI) -> None:
        """Serve them in ``app``."""
        pages: dict[str, Callable[..., Any]] = {
            "/": self.home,
            "/admin": self.admin,
            "/docs": self.docs,
            "/docs/swagger": self.swagger,
        }
        for path, endpoint in pages.items():
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

    async def home(self, request: Request) -> Response:
        """The playground: make videos in a browser."""
        return await self._page(request, "index.html")

    async def admin(self, request: Request) -> Response:
        """The operator's page."""
        return await self._page(request, "admin.html")

    async def docs(self) -> Response:
        """Every route, on one page."""
        document = self._document()
        return _page("vitascope API", "".join(_sections(document)))

    async def swagger(self, request: Request) -> Response:
        """The same in Swagger UI, where each route can be called."""
        return await self._page(request, "swagger.html")

    async def openapi(self) -> Response:
        """The OpenAPI document."""
        return Response(json.dumps(self._document()), media_type="application/json")

    async def _page(self, request: Request, name: str) -> Response:
        """A page; on the server's own machine it brings the session that opens the API."""
        cookie = await self._session.cookie(request)
        given = {} if cookie is None else {"Set-Cookie": cookie}
        return self._served[name].answer(request, POLICY | given)


def _page(title: str, body: str) -> Response:
    return HTMLResponse(
        f'<!doctype html><html lang="en"><meta charset="utf-8"><title>{title}</title>'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f'<meta name="description" content="{title}: every route and field.">'
        '<link rel="icon" href="/static/icon.svg" type="image/svg+xml">'
        '<link rel="stylesheet" href="/static/css/base.css">'
        '<link rel="stylesheet" href="/static/css/docs.css">'
        '<header class="top"><a class="brand" href="/"><img src="/static/icon.svg" alt="" width="26" '
        'height="26">vitascope</a><nav aria-label="Site"><a href="/">Playground</a>'
        '<a href="/docs/swagger">Swagger UI</a></nav></header>'
        f"<main><h1>{title}</h1>{body}</main></html>",
        headers=POLICY,
    )


def _sections(document: dict[str, Any]) -> Iterator[str]:
    yield f"<p>{escape(document['info']['description'])}</p>"
    yield "<p><a href='/docs/swagger'>Try it in Swagger UI</a>, or take the "
    yield "<a href='/openapi.json'>OpenAPI document</a>.</p>"
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            yield f"<h2><code>{method.upper()} {escape(path)}</code></h2>"
            yield f"<p>{_told(operation.get('description') or operation.get('summary', ''))}</p>"
            yield _fields(operation, document["components"]["schemas"])
            yield _answers(operation["responses"])


def _told(text: str) -> str:
    """Words with code in backticks."""
    return CODE.sub(r"<code>\1</code>", escape(text))


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
        f"<td>{_told(field.get('description', ''))}"
        for name, field in schema["properties"].items()
    )
    return f"<table><tr><th>Field<th>Meaning{''.join(rows)}</table>"


def _answers(responses: dict[str, Any]) -> str:
    rows = (
        f"<tr><td><code>{status}</code><td>{_told(response['description'])}"
        for status, response in responses.items()
    )
    return f"<table>{''.join(rows)}</table>"
