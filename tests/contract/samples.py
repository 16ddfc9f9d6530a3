"""Generations, assets and outcomes to fill a ledger with."""

from __future__ import annotations

import hashlib
from typing import Any

from vitascope import ids
from vitascope.domain.generation import Asset, Generation, Outcome
from vitascope.domain.request import GenerationRequest

CREATED_AT = 1_699_999_000.0


def a_generation(owner: str = "anna", prompt: str = "a lighthouse at dusk", **changes: Any) -> Generation:
    fields: dict[str, Any] = {
        "id": ids.generation_id(),
        "owner": owner,
        "request": GenerationRequest(model="ray-2", prompt=prompt),
        "engine": "previz",
        "model": "previz",
        "seed": 7,
        "created_at": CREATED_AT,
    }
    return Generation(**fields | changes)


def an_asset(name: str, key: str, data: bytes = b"pixels") -> Asset:
    digest = hashlib.sha256(data).hexdigest()
    return Asset(name=name, key=key, media_type="video/mp4", size=len(data), sha256=digest)


def an_outcome(plan: dict[str, Any] | None = None) -> Outcome:
    return Outcome(width=960, height=540, fps=24, frames=120, duration=5.0, plan=plan)
