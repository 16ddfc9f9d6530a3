"""``/static/…``: what the pages consist of, out of the package itself."""

from __future__ import annotations

import gzip
import hashlib
from dataclasses import dataclass
from functools import cached_property
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any

from fastapi import FastAPI
from starlette.requests import Request
from starlette.responses import Response

from vitascope.errors import NotFound
from vitascope.http.conditional import is_fresh
from vitascope.http.openapi import PUBLIC, describe

FOLDER = files("vitascope.http") / "static"
TYPES = {
    "js": "text/javascript; charset=utf-8",
    "css": "text/css; charset=utf-8",
    "html": "text/html; charset=utf-8",
    "svg": "image/svg+xml",
}
PACKED = ".gz"
"""The ending of others' large files, which are kept compressed."""
PAGE_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; "
    "media-src 'self' blob:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
"""What a page may do: run and load what this server sends, show pictures of its own, and nothing else."""


@dataclass(frozen=True)
class StaticFile:
    """One file of the package, plain and compressed."""

    content: bytes
    kind: str

    @cached_property
    def compressed(self) -> bytes:
        """The same in gzip."""
        return gzip.compress(self.content, 9, mtime=0)

    @cached_property
    def etag(self) -> str:
        """An entity tag over the content."""
        return f'"{hashlib.sha256(self.content).hexdigest()[:32]}"'

    def answer(self, request: Request, headers: dict[str, str]) -> Response:
        """The file, or 304 where the client has it already."""
        told = {"ETag": self.etag, "Cache-Control": "no-cache", "Vary": "Accept-Encoding", **headers}
        if is_fresh(request.headers, self.etag):
            return Response(status_code=304, headers=told)
        content = self.content
        if "gzip" in request.headers.get("accept-encoding", ""):
            content, told["Content-Encoding"] = self.compressed, "gzip"
        return Response(content, headers=told, media_type=self.kind)


def load() -> dict[str, StaticFile]:
    """Every file of the pages by its path below ``/static/``."""
    return dict(_files(FOLDER, ""))


def _files(folder: Traversable, prefix: str) -> list[tuple[str, StaticFile]]:
    found: list[tuple[str, StaticFile]] = []
    for entry in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if entry.is_dir():
            found += _files(entry, f"{prefix}{entry.name}/")
            continue
        name, packed = entry.name.removesuffix(PACKED), entry.name.endswith(PACKED)
        if (kind := TYPES.get(name.rpartition(".")[2])) is not None:
            content = entry.read_bytes()
            found.append((prefix + name, StaticFile(gzip.decompress(content) if packed else content, kind)))
    return found


class StaticRoutes:
    """Serves the files; needs no key, for they hold nothing of anybody's."""

    def __init__(self, served: dict[str, StaticFile]) -> None:
        self._served = served

    def install(self, app: FastAPI) -> None:
        """Serve them in ``app``."""
        responses: dict[int | str, dict[str, Any]] = {
            200: {"description": "The file.", "content": {"*/*": {"schema": {"type": "string"}}}},
            304: {"description": describe(304)},
            404: {"description": describe(404)},
        }
        app.add_api_route(
            "/static/{name:path}",
            self.file,
            methods=["GET"],
            summary="A part of the pages",
            response_class=Response,
            response_model=None,
            responses=responses,
            openapi_extra=PUBLIC,
            tags=["server"],
        )

    async def file(self, request: Request) -> Response:
        """A script or a style sheet of the playground."""
        found = self._served.get(request.path_params["name"])
        if found is None:
            raise NotFound("There is no such file. The pages at / and /admin name those that there are.")
        return found.answer(request, {})
