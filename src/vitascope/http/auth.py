"""Who is calling: a key in ``Authorization`` or ``X-API-Key``, or the browser of who sits at this machine."""

from __future__ import annotations

from anyio import to_thread
from starlette.requests import Request

from vitascope.domain.key import Scope
from vitascope.http.session import LocalSession
from vitascope.service.keys import Caller, Keys, sent_key

SCHEME = {
    "bearer": {
        "type": "http",
        "scheme": "bearer",
        "description": "An API key: `vsk_…`, made with `vitascope keys create`. `X-API-Key` takes it too.",
    }
}
"""The security scheme in the OpenAPI document."""


LOOKS = frozenset({"GET", "HEAD", "OPTIONS"})
"""The methods that a key needs the scope ``read`` for; every other changes something."""


async def caller(request: Request, keys: Keys) -> str:
    """The owner whose key or session the request carries.

    Raises ``Unauthenticated`` without a good one, and ``Forbidden`` for a key without the scope that the
    method needs, and for a session's cookie that comes from elsewhere than its own pages.
    """
    found = await identify(request, keys)
    found.need(Scope.READ if request.method in LOOKS else Scope.CREATE)
    return found.owner


async def is_admin(request: Request, keys: Keys) -> bool:
    """Whether the caller, who is known already, runs this server: by the key's scope, or by sitting at it."""
    return Scope.ADMIN in (await identify(request, keys)).scopes


async def admin(request: Request, keys: Keys) -> str:
    """The owner as ``caller``; raises ``Forbidden`` for one who does not run this server."""
    found = await identify(request, keys)
    found.need(Scope.ADMIN)
    return found.owner


async def identify(request: Request, keys: Keys) -> Caller:
    """Whoever sent the request; noted for the log. Raises ``Unauthenticated`` and ``Forbidden``."""
    key = sent_key(request.headers)
    owner = await session_owner(request) if key is None else None
    found = keys.remembered(key) if owner is None else Caller(owner, key="session")
    if found is None:
        found = await to_thread.run_sync(keys.authenticate, key)
    request.state.caller = found
    return found


async def session_owner(request: Request) -> str | None:
    """Whose session's cookie the request carries, or None; raises ``Forbidden``."""
    session: LocalSession | None = getattr(request.app.state, "session", None)
    return None if session is None else await session.owner(request)
