"""``/v1/files``: pictures and videos that are sent ahead, to be named by id in later requests."""

from __future__ import annotations

from typing import Any

from anyio import to_thread
from fastapi import FastAPI
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from vitascope.errors import NotFound
from vitascope.http.auth import caller
from vitascope.http.dialects.openai.answers import FileDeleted, FileList, FileObject, OpenAIError
from vitascope.http.dialects.openai.cursors import Cursor, cursor_query, read_cursor
from vitascope.http.dialects.openai.faults import InvalidType, MissingParameter, shown
from vitascope.http.dialects.openai.paths import FILE, FILE_ID, FILES
from vitascope.http.dialects.openai.replies import HEADERS, documented, reply
from vitascope.http.forms import SentFile, read_fields
from vitascope.http.openapi import refusals, upload_body
from vitascope.service import Services
from vitascope.service.turns import Turns
from vitascope.service.uploads import MAX_UPLOAD, Upload

PAGE = PAGE_MOST = 10_000
PURPOSE = "user_data"
ROOM = 1 << 20
"""Bytes for what a form has beside the file."""
_ID: dict[str, Any] = {
    "parameters": [
        {
            "name": FILE_ID,
            "in": "path",
            "required": True,
            "description": "The id that the upload answered.",
            "schema": {"type": "string", "minLength": 1},
        }
    ]
}


class FileRoutes:
    """Upload, retrieve, list, delete and download."""

    def __init__(self, services: Services) -> None:
        self._keys = services.keys
        self._uploads = services.uploads
        self._writing = Turns()

    def install(self, app: FastAPI) -> None:
        """Serve them in ``app``."""
        app.add_api_route(
            FILES,
            self.create,
            methods=["POST"],
            summary="Upload a file",
            openapi_extra=upload_body("file", purpose="What the file is for; absent: `user_data`."),
            **documented(FileObject, "The file.", 400, 403, 413, 415),
        )
        app.add_api_route(
            FILES,
            self.list,
            methods=["GET"],
            summary="List files",
            openapi_extra=_listing(),
            **documented(FileList, "A page of files.", 400, 404),
        )
        app.add_api_route(
            FILE,
            self.retrieve,
            methods=["GET"],
            summary="Retrieve a file's record",
            openapi_extra=_ID,
            **documented(FileObject, "The file.", 404),
        )
        app.add_api_route(
            FILE,
            self.delete,
            methods=["DELETE"],
            summary="Delete a file",
            openapi_extra=_ID,
            **documented(FileDeleted, "It is gone; videos made with it keep their own copy.", 404),
        )
        binary: dict[str, Any] = {"application/octet-stream": {"schema": {"type": "string"}}}
        for method in ("GET", "HEAD"):
            app.add_api_route(
                f"{FILE}/content",
                self.content,
                methods=[method],
                operation_id=f"{method.lower()}_file_content",
                summary="Download a file",
                response_class=Response,
                response_model=None,
                responses={
                    200: {"description": "The file.", "content": binary},
                    **refusals(OpenAIError, 401, 404),
                },
                openapi_extra=_ID,
                tags=["openai"],
            )

    async def create(self, request: Request) -> Response:
        """Keep a picture or an MP4 video."""
        owner = await caller(request, self._keys)
        async with read_fields(request, MAX_UPLOAD + ROOM) as fields:
            return await self._writing.run(owner, self._create, fields, owner)

    async def retrieve(self, request: Request) -> Response:
        """What is known of a file."""
        owner = await caller(request, self._keys)
        file_id: str = request.path_params[FILE_ID]
        return reply(_shown(await to_thread.run_sync(self._uploads.get, file_id, owner)))

    async def list(self, request: Request) -> Response:
        """The caller's files."""
        owner = await caller(request, self._keys)
        cursor = read_cursor(request, PAGE, PAGE_MOST)
        purpose = request.query_params.get("purpose") or None
        return await to_thread.run_sync(self._list, owner, cursor, purpose)

    async def delete(self, request: Request) -> Response:
        """Remove a file."""
        owner = await caller(request, self._keys)
        file_id: str = request.path_params[FILE_ID]
        gone = await to_thread.run_sync(self._uploads.delete, file_id, owner)
        return reply(FileDeleted(id=gone.id))

    async def content(self, request: Request) -> Response:
        """A file's bytes."""
        owner = await caller(request, self._keys)
        file_id: str = request.path_params[FILE_ID]
        upload = await to_thread.run_sync(self._uploads.get, file_id, owner)
        headers = HEADERS | {
            "Content-Length": str(upload.size),
            "Content-Disposition": f'attachment; filename="{upload.id}"',
        }
        if request.method == "HEAD":
            return Response(headers=headers, media_type="application/octet-stream")
        chunks = await to_thread.run_sync(self._uploads.read, upload)
        return StreamingResponse(chunks, 200, headers, "application/octet-stream")

    def _create(self, fields: dict[str, Any], owner: str) -> Response:
        file = fields.get("file")
        if file is None:
            raise MissingParameter("Missing required parameter: 'file'.", "file")
        if not isinstance(file, SentFile):
            raise InvalidType(
                f"Invalid type for 'file': expected a file in multipart/form-data, received {shown(file)}.",
                "file",
            )
        purpose = fields.get("purpose") or PURPOSE
        if not isinstance(purpose, str):
            raise InvalidType("Invalid type for 'purpose': expected a word.", "purpose")
        with file.on_disk() as path:
            return reply(_shown(self._uploads.add(path, file.name, purpose, owner)))

    def _list(self, owner: str, cursor: Cursor, purpose: str | None) -> Response:
        found = [one for one in self._uploads.list(owner) if purpose in (None, one.purpose)]
        if cursor.oldest_first:
            found.reverse()
        if cursor.after is not None:
            found = found[_place(found, cursor.after) + 1 :]
        page = [_shown(one) for one in found[: cursor.limit]]
        return reply(
            FileList(
                data=page,
                first_id=page[0].id if page else None,
                last_id=page[-1].id if page else None,
                has_more=len(found) > cursor.limit,
            )
        )


def _listing() -> dict[str, Any]:
    purpose = {
        "name": "purpose",
        "in": "query",
        "required": False,
        "description": "Only files that were uploaded for this.",
        "schema": {"type": "string"},
    }
    return {"parameters": [*cursor_query(PAGE, PAGE_MOST)["parameters"], purpose]}


def _place(files: list[Upload], after: str) -> int:
    place = next((place for place, one in enumerate(files) if one.id == after), None)
    if place is None:
        raise NotFound(f"No file in this list has the id {after[:80]!r}.")
    return place


def _shown(upload: Upload) -> FileObject:
    return FileObject(
        id=upload.id,
        bytes=upload.size,
        created_at=int(upload.created_at),
        filename=upload.name,
        purpose=upload.purpose,
    )
