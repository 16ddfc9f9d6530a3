"""Who is calling: a key in ``Authorization: Bearer``."""

from __future__ import annotations

from anyio import to_thread
from starlette.requests import Request

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
    """The owner whose key the request carries; ``Unauthenticated`` without a good one."""
    key = bearer(request)
    owner = keys.remembered(key)
    return owner if owner is not None else await to_thread.run_sync(keys.authenticate, key)


def bearer(request: Request) -> str | None:
    """The key the request carries, or None."""
    scheme, _, key = request.headers.get("authorization", "").partition(" ")
    return key.strip() or None if scheme.lower() == "bearer" else None
