"""Headers that keep browsers from making more of an answer than it is."""

from __future__ import annotations

from starlette.types import ASGIApp, Message, Receive, Scope, Send

SECURITY_HEADERS = {
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "content-security-policy": (
        "default-src 'none'; img-src 'self'; media-src 'self'; base-uri 'none'; form-action 'none'; "
        "frame-ancestors 'none'"
    ),
}
"""On every answer: nothing may be loaded, framed or guessed; a video's own link still plays anywhere.

An answer that has one of these already, as a page has its own policy, keeps it.
"""
PAGE_HEADERS = {"Referrer-Policy": "no-referrer", "Cross-Origin-Opener-Policy": "same-origin"}
"""On pages besides: only a page follows links and opens windows."""


class SecurityHeaders:
    """Adds them to what leaves the application."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self._raw = [(name.encode(), value.encode()) for name, value in SECURITY_HEADERS.items()]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the call on, adding the headers to the answer."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start":
                sent = message.get("headers", ())
                own = {name.lower() for name, _ in sent}
                message["headers"] = [*sent, *(pair for pair in self._raw if pair[0] not in own)]
            await send(message)

        await self._app(scope, receive, sending)
