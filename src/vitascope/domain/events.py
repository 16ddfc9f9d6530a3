"""What happened to a generation, in order; what watchers and webhooks are told."""

from __future__ import annotations

from typing import Any

from vitascope.domain.request import Frozen


class Event(Frozen):
    """One thing that happened, written in the same transaction as the change it tells of.

    ``kind`` is the state entered (``queued``, ``running``, ``completed``, ``failed``, ``cancelled``) or
    ``cancel_requested``, ``reprioritised``, or what a caller of ``Ledger.insert`` named; ``sequence`` counts
    from 1 in each generation; ``at`` is in epoch seconds.
    """

    generation: str
    sequence: int
    kind: str
    at: float
    data: dict[str, Any]
