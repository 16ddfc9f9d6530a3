"""Who is calling: a key in ``Authorization: Bearer``, or the browser of whoever sits at this machine."""

from __future__ import annotations

from anyio import to_thread
from starlette.requests import Request

from vitascope.errors import Forbidden
from vitascope.http.session import LocalSession
from vitascope.service.keys import Keys

SCHEME = {
    "bearer": {
        "type": "http",
        "scheme": "bearer",
        "description": "An API key: `vsk_…`, made with `vitascope keys create`.",
    }
}
"""The security scheme in the OpenAPI document."""


async def caller(request: Request, keys: Keys) -> str:
    """The owner whose key or session the request carries.

    Raises ``Unauthenticated`` without a good one, and ``Forbidden`` for a session's cookie that comes from
    elsewhere than its own pages.
    """
    key = bearer(request)
    if key is None and (owner := await session_owner(request)) is not None:
        return owner
    owner = keys.remembered(key)
    return owner if owner is not None else await to_thread.run_sync(keys.authenticate, key)


async def is_admin(request: Request, keys: Keys) -> bool:
    """Whether the caller, who is known already, runs this server: has the configured key, or sits at it."""
    key = bearer(request)
    return keys.is_admin(key) if key is not None else await session_owner(request) is not None


async def admin(request: Request, keys: Keys) -> str:
    """The owner as ``caller``; raises ``Forbidden`` for one who does not run this server."""
    owner = await caller(request, keys)
    if not await is_admin(request, keys):
        raise Forbidden(
            "This key does not run the server. Use the key in VITASCOPE_API_KEY, or open /admin in a browser "
            "on the server's own machine."
        )
    return owner


async def session_owner(request: Request) -> str | None:
    """Whose session's cookie the request carries, or None; raises ``Forbidden``."""
    session: LocalSession | None = getattr(request.app.state, "session", None)
    return None if session is None else await session.owner(request)


def bearer(request: Request) -> str | None:
    """The key the request carries, or None."""
    scheme, _, key = request.headers.get("authorization", "").partition(" ")
    return key.strip() or None if scheme.lower() == "bearer" else None
