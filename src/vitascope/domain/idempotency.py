"""How a client says that two requests are the same one."""

from __future__ import annotations

from pydantic import Field

from vitascope.domain.request import Frozen


class Idempotency(Frozen):
    """A key that an owner chose for one create, and the hash of that create's body."""

    owner: str
    key: str = Field(min_length=1, max_length=255)
    body_hash: str = Field(min_length=1, max_length=128)
