"""``/proxy/luma/…``: the prefix under which ComfyUI's own nodes ask for the same endpoints."""

from __future__ import annotations

from starlette.types import ASGIApp, Receive, Scope, Send

BASE = "/dream-machine/v1"
ALIAS = "/proxy/luma"


def canonical(path: str) -> str:
    """The path under ``BASE`` for one under ``ALIAS``, with or without ``BASE`` in between."""
    if not path.startswith(f"{ALIAS}/"):
        return path
    return BASE + path.removeprefix(ALIAS).removeprefix(BASE)


class LumaAlias:
    """Lets every endpoint of the dialect answer under the other prefix too."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the call on under the path that is served."""
        if scope["type"] == "http":
            # In place, so that who answers an error further out finds the route that was taken.
            scope["path"] = canonical(scope["path"])
        await self._app(scope, receive, send)
