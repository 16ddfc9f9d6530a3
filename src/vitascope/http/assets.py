"""``GET /assets/…``: stored files by signed link."""

from __future__ import annotations

from typing import Any

from anyio import to_thread
from fastapi import FastAPI
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from vitascope.http.openapi import PUBLIC, describe
from vitascope.http.serving import serve_file
from vitascope.service.assets import PREFIX, AssetLinks

CACHE = "private, max-age=31536000, immutable"
"""A link's file never changes."""
PROXIED = "proxied"
"""The query of a link that is never redirected: the pages may load from this server only."""


class AssetRoutes:
    """Serves files whole or in one part; needs no key, for the link itself is one."""

    def __init__(self, links: AssetLinks) -> None:
        self._links = links

    def install(self, app: FastAPI) -> None:
        """Serve them in ``app``."""
        binary: dict[str, Any] = {"*/*": {"schema": {"type": "string", "format": "binary"}}}
        responses: dict[int | str, dict[str, Any]] = {
            200: {"description": "The file.", "content": binary},
            206: {"description": "One part of it.", "content": binary},
            307: {"description": "Where the storage itself sends the file."},
            304: {"description": describe(304)},
            404: {"description": describe(404)},
            416: {"description": describe(416)},
        }
        for method in ("GET", "HEAD"):
            app.add_api_route(
                PREFIX + "{signature}/{generation_id}/{file}",
                self.asset,
                methods=[method],
                operation_id=f"{method.lower()}_asset",
                response_class=Response,
                response_model=None,
                responses=responses,
                openapi_extra=PUBLIC,
                tags=["assets"],
                summary="Fetch a file",
            )

    async def asset(self, request: Request) -> Response:
        """A video or picture. Links come from the generation's answer."""
        path: str = request.scope["path"]
        served = await to_thread.run_sync(self._links.find, path.removeprefix(PREFIX))
        through = request.method != "GET" or PROXIED in request.query_params
        direct = None if through else await to_thread.run_sync(self._links.direct, served)
        if direct is not None:
            return RedirectResponse(direct, 307, {"Cache-Control": "no-store"})
        return serve_file(request, self._links, served, CACHE)
