"""What every request passes first: its id, its size, and the line in the audit log."""

from __future__ import annotations

import re

from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from vitascope import ids
from vitascope.http.audit import Audit
from vitascope.http.errors import ErrorDesk
from vitascope.http.intake import release
from vitascope.http.problem import Problem

MAX_TARGET = 8192
"""Bytes of path and query together."""
MAX_HEADERS = 32_768
"""Bytes of all header fields together."""
MAX_FIELDS = 100
NAME = b"x-request-id"
_ID = re.compile(rb"[0-9A-Za-z._:-]{1,128}")


class Gate:
    """Gives each request an id, or keeps the client's, and refuses what no route should see.

    That is too much around the body, and a NUL character in the path.

    The id is in ``request.state.request_id``, in the answer's ``X-Request-ID`` and in every line of the
    log that the request causes.
    """

    def __init__(self, app: ASGIApp, desk: ErrorDesk, audit: Audit) -> None:
        self._app = app
        self._desk = desk
        self._audit = audit

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or answer it."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        known = _sent_id(scope) or ids.request_id().encode()
        scope.setdefault("state", {})["request_id"] = known.decode()
        began = self._audit.begin()
        status = 500  # of an answer that never came

        async def sending(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                message["headers"] = [*message.get("headers", ()), (NAME, known)]
            await send(message)

        try:
            problem = _refusal(scope)
            if problem is not None:
                await self._desk.answer(Request(scope), problem)(scope, receive, sending)
            else:
                await self._app(scope, receive, sending)
        finally:
            release(scope)
            self._audit.note(scope, status, began)


def _sent_id(scope: Scope) -> bytes | None:
    """The client's own id where it is one plain word: it comes back in a header and goes into logs."""
    found = [value for name, value in scope["headers"] if name == NAME]
    return found[0] if len(found) == 1 and _ID.fullmatch(found[0]) else None


def _refusal(scope: Scope) -> Problem | None:
    target = len(scope.get("raw_path") or b"") + len(scope["query_string"])
    if target > MAX_TARGET:
        message = f"The address has {target:,} bytes; at most {MAX_TARGET:,} are read. Send them in the body."
        return Problem(414, message, "address_too_long")
    if "\0" in scope["path"]:  # PostgreSQL refuses to compare it with what there is
        return Problem(
            404,
            "Nothing has a NUL character in its name; /docs lists what there is. Leave out the %00.",
            "not_found",
        )
    size = sum(len(name) + len(value) for name, value in scope["headers"])
    if size > MAX_HEADERS or len(scope["headers"]) > MAX_FIELDS:
        message = (
            f"The request has {len(scope['headers'])} header fields of {size:,} bytes; at most {MAX_FIELDS} "
            f"of {MAX_HEADERS:,} are read. Send fewer."
        )
        return Problem(431, message, "headers_too_large")
    return None
