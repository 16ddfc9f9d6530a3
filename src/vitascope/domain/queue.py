"""What an operator sees of the queue."""

from __future__ import annotations

from vitascope.domain.generation import Generation
from vitascope.domain.request import Frozen


class QueueEntry(Frozen):
    """One generation that runs or waits.

    ``position`` is None while it runs, else how many are served before it; ``cost`` its estimated render
    seconds; ``starts_in`` the estimated seconds until it starts, None where no slot serves the pool or the
    pool is paused. ``worker`` names the slot in which it runs.
    """

    generation: Generation
    position: int | None
    cost: float
    starts_in: float | None
    worker: str | None = None


class Standing(Frozen):
    """Where a queued generation stands: as ``position`` and ``starts_in`` of ``QueueEntry``."""

    position: int
    starts_in: float | None


class Place(Frozen):
    """One slot of a worker: ``condition`` is ``ok``, ``starting``, or why it makes nothing.

    The generation that runs in it names it as its worker; ``loaded`` are the engines it keeps ready.
    """

    name: str
    devices: int = 1
    condition: str
    loaded: tuple[str, ...] = ()


class About(Frozen):
    """What a worker says of itself."""

    version: str = ""
    engines: tuple[str, ...] = ()
    places: tuple[Place, ...] = ()


class Presence(Frozen):
    """A worker that said it serves a pool with so many slots, until a moment in epoch seconds."""

    worker: str
    pool: str
    slots: int
    until: float
    about: About = About()


class Choice(Frozen):
    """Which generations a slot may take: those of ``engines``, and rather one of an engine in ``loaded``."""

    engines: frozenset[str]
    loaded: frozenset[str] = frozenset()


class Signal(Frozen):
    """What an autoscaler needs to know of one pool.

    Of the ``queued``, ``held`` wait for their owner's running cap: more slots would not start them, so
    ``queued_seconds`` is the estimated render time of the others. ``oldest_seconds`` is the age of what
    waits longest, 0 where nothing does.
    """

    pool: str
    paused: bool
    queued: int
    held: int
    queued_seconds: float
    oldest_seconds: float
    running: int
    workers: int
    slots: int
