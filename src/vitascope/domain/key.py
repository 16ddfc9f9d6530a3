"""A key that opens the API, as it is kept: never the key itself."""

from __future__ import annotations

from enum import StrEnum

from vitascope.domain.request import Frozen


class Scope(StrEnum):
    """What a key may be used for: to change things, to look at them, to run the server."""

    CREATE = "create"
    READ = "read"
    ADMIN = "admin"


USUAL = (Scope.CREATE, Scope.READ)
"""What a key may do that was made without saying."""


class ApiKey(Frozen):
    """What is known of one API key; ``prefix`` is its first 8 characters, enough to tell keys apart.

    It opens nothing from ``expires_at`` on (epoch seconds).
    """

    id: str
    owner: str
    name: str
    prefix: str
    created_at: float
    revoked_at: float | None = None
    last_used_at: float | None = None
    scopes: tuple[Scope, ...] = USUAL
    expires_at: float | None = None


class NewKey(Frozen):
    """What a key is to be."""

    owner: str
    name: str
    scopes: tuple[Scope, ...] = USUAL
    expires_at: float | None = None
