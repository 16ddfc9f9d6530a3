"""``GET /assets/…``: stored files by signed link."""

from __future__ import annotations

from email.utils import formatdate
from typing import Any

from anyio import to_thread
from fastapi import FastAPI
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from vitascope.http.conditional import RangeNotSatisfiable, is_fresh, one_range, range_holds
from vitascope.http.openapi import PUBLIC, describe
from vitascope.service.assets import PREFIX, AssetLinks, Served

CACHE = "private, max-age=31536000, immutable"
"""A link's file never changes."""


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
        headers = _headers(served)
        if is_fresh(request.headers, headers["ETag"], served.entry.modified):
            return Response(status_code=304, headers=headers)
        try:
            part = _part(request, served, headers)
        except RangeNotSatisfiable:
            return Response(status_code=416, headers={"Content-Range": f"bytes */{served.entry.size}"})
        return self._send(request, served, part, headers)

    def _send(
        self, request: Request, served: Served, part: tuple[int, int] | None, headers: dict[str, str]
    ) -> Response:
        start, end = part or (0, served.entry.size)
        headers["Content-Length"] = str(end - start)
        headers["Content-Disposition"] = f'inline; filename="{served.generation.id}-{served.file}"'
        if part is not None:
            headers["Content-Range"] = f"bytes {start}-{end - 1}/{served.entry.size}"
        status, kind = 200 if part is None else 206, served.asset.media_type
        if request.method == "HEAD":
            return Response(status_code=status, headers=headers, media_type=kind)
        return StreamingResponse(self._links.read(served, start, end), status, headers, kind)


def _headers(served: Served) -> dict[str, str]:
    return {
        "Accept-Ranges": "bytes",
        "ETag": f'"{served.asset.sha256}"',
        "Last-Modified": formatdate(served.entry.modified, usegmt=True),
        "Cache-Control": CACHE,
    }


def _part(request: Request, served: Served, headers: dict[str, str]) -> tuple[int, int] | None:
    wanted = request.headers.get("range")
    if wanted is None or not range_holds(request.headers, headers["ETag"], headers["Last-Modified"]):
        return None
    return one_range(wanted, served.entry.size)
