"""A key that opens the API, as it is kept: never the key itself."""

from __future__ import annotations

from vitascope.domain.request import Frozen


class ApiKey(Frozen):
    """What is known of one API key; ``prefix`` is its first 8 characters, enough to tell keys apart."""

    id: str
    owner: str
    name: str
    prefix: str
    created_at: float
    revoked_at: float | None = None
    last_used_at: float | None = None
