"""Answering with a stored file: whole or in one part, or not at all where the client has it already."""

from __future__ import annotations

from email.utils import formatdate

from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from vitascope.http.conditional import RangeNotSatisfiable, is_fresh, one_range, range_holds
from vitascope.service.assets import AssetLinks, Served


def serve_file(request: Request, links: AssetLinks, served: Served, cache: str) -> Response:
    """The answer to a GET or HEAD of a file; ``cache`` is its Cache-Control."""
    headers = {
        "Accept-Ranges": "bytes",
        "ETag": f'"{served.asset.sha256}"',
        "Last-Modified": formatdate(served.entry.modified, usegmt=True),
        "Cache-Control": cache,
    }
    if is_fresh(request.headers, headers["ETag"], served.entry.modified):
        return Response(status_code=304, headers=headers)
    try:
        part = _part(request, served, headers)
    except RangeNotSatisfiable:
        return Response(status_code=416, headers={"Content-Range": f"bytes */{served.entry.size}"})
    start, end = part or (0, served.entry.size)
    headers["Content-Length"] = str(end - start)
    headers["Content-Disposition"] = f'inline; filename="{served.generation.id}-{served.file}"'
    if part is not None:
        headers["Content-Range"] = f"bytes {start}-{end - 1}/{served.entry.size}"
    status, kind = 200 if part is None else 206, served.asset.media_type
    if request.method == "HEAD":
        return Response(status_code=status, headers=headers, media_type=kind)
    return StreamingResponse(links.read(served, start, end), status, headers, kind)


def _part(request: Request, served: Served, headers: dict[str, str]) -> tuple[int, int] | None:
    wanted = request.headers.get("range")
    if wanted is None or not range_holds(request.headers, headers["ETag"], headers["Last-Modified"]):
        return None
    return one_range(wanted, served.entry.size)
