"""``/v1/videos/`` and ``//v1/videos``: what clients make of a base URL with one slash too many."""

from __future__ import annotations

import re

from starlette.types import ASGIApp, Receive, Scope, Send

_SLASHES = re.compile(r"//+")


def tidied(path: str) -> str:
    """The path with single slashes and none at its end."""
    return _SLASHES.sub("/", path).rstrip("/") or "/"


class TidyPaths:
    """What a router does where no route fits: it looks again under the tidy path, if that is another.

    A redirect would not do: most clients follow none of a POST, or make a GET of it.
    """

    def __init__(self, router: ASGIApp, otherwise: ASGIApp) -> None:
        """``otherwise`` answers what fits no route under any path."""
        self._router = router
        self._otherwise = otherwise

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the call on under the path that is served."""
        path = tidied(scope["path"]) if scope["type"] == "http" else None
        if path is None or path == scope["path"]:
            await self._otherwise(scope, receive, send)
            return
        # In place, so that who answers an error further out finds the route that was taken.
        scope["path"] = path
        await self._router(scope, receive, send)
