"""What an operator sees of the queue."""

from __future__ import annotations

from vitascope.domain.generation import Generation
from vitascope.domain.request import Frozen


class QueueEntry(Frozen):
    """One generation that runs or waits.

    ``position`` is None while it runs, else how many are served before it; ``cost`` its estimated render
    seconds; ``starts_in`` the estimated seconds until it starts, None where no slot serves the pool or the
    pool is paused.
    """

    generation: Generation
    position: int | None
    cost: float
    starts_in: float | None


class Presence(Frozen):
    """A worker that said it serves a pool with so many slots, until a moment in epoch seconds."""

    worker: str
    pool: str
    slots: int
    until: float


class Signal(Frozen):
    """What an autoscaler needs to know of one pool.

    ``queued_seconds`` is the estimated render time of all that waits, ``oldest_seconds`` the age of what
    waits longest, 0 where nothing does.
    """

    pool: str
    paused: bool
    queued: int
    queued_seconds: float
    oldest_seconds: float
    running: int
    workers: int
    slots: int
