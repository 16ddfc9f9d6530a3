"""Looking at the queue: places, estimates, and what an autoscaler is told."""

from __future__ import annotations

import heapq
from collections.abc import Iterator, Sequence

from sqlalchemy import ColumnElement, RowMapping, and_, func, literal_column, or_, select

from vitascope.domain.queue import QueueEntry, Signal, Standing
from vitascope.ledger import operations, presence, records
from vitascope.ledger.database import Transaction
from vitascope.ledger.rows import to_generation
from vitascope.ledger.tables import generation

_QUEUED = generation.c.state == literal_column("'queued'")
_RUNNING = generation.c.state == literal_column("'running'")
_HELD = generation.c.held == literal_column("true")
_IN_LINE = generation.c.held == literal_column("false")
_ORDER = (
    generation.c.held,
    generation.c.priority.desc(),
    generation.c.vstart,
    generation.c.number,
)
"""As they are claimed; then what running caps hold back, of which only new turns will tell the true order."""


def position(tx: Transaction, id_: str) -> int:
    """How many generations of its pool stand before this one; 0 when it waits no more."""
    row = _row(tx, id_)
    return _ahead(tx, row)[0] if row["state"] == "queued" else 0


def standing(tx: Transaction, id_: str) -> Standing | None:
    """The same with an estimate of its start; None when it waits no more."""
    row = _row(tx, id_)
    if row["state"] != "queued":
        return None
    start = _Start(tx, row["pool"])
    return start.standing(*_ahead(tx, row))


def standings(tx: Transaction, id_: str, limit: int) -> dict[str, Standing]:
    """The same, by id, of all that wait in the pool of one of them: of the first ``limit``.

    One walk along the queue, where ``standing`` counts from its beginning for each.
    """
    pool = _row(tx, id_)["pool"]
    start, ahead, found = _Start(tx, pool), 0.0, dict[str, Standing]()
    waiting = select(generation.c.id, generation.c.cost).where(_QUEUED, generation.c.pool == pool)
    for count, row in enumerate(tx.connection.execute(waiting.order_by(*_ORDER).limit(limit))):
        found[row.id] = start.standing(count, ahead)
        ahead += row.cost
    return found


class _Start:
    """What a pool's slots have to do before anything that waits starts."""

    def __init__(self, tx: Transaction, pool: str) -> None:
        running = select(generation.c.cost, generation.c.progress).where(_RUNNING, generation.c.pool == pool)
        slots = sum(one.slots for one in presence.live(tx, pool))
        self._slots = 0 if operations.is_paused(tx, pool) else slots
        self._left = [_left(one) for one in tx.connection.execute(running).mappings()] if self._slots else []

    def standing(self, count: int, seconds: float) -> Standing:
        """Of one that has so many before it, which cost so much together."""
        if not self._slots:
            return Standing(position=count, starts_in=None)
        if count + len(self._left) < self._slots:
            return Standing(position=count, starts_in=0.0)
        return Standing(position=count, starts_in=(seconds + sum(self._left)) / self._slots)


def _row(tx: Transaction, id_: str) -> RowMapping:
    statement = select(generation).where(generation.c.id == id_)
    return records.found(id_, tx.connection.execute(statement).mappings().one_or_none())


def _ahead(tx: Transaction, row: RowMapping) -> tuple[int, float]:
    """How many stand before it, and what they cost together."""
    before = _before(row)
    parts = [and_(_IN_LINE, before)] if not row["held"] else [_IN_LINE, and_(_HELD, before)]
    total = func.count(), func.coalesce(func.sum(generation.c.cost), 0.0)
    same_pool = select(*total).where(_QUEUED, generation.c.pool == row["pool"])
    found = [tx.connection.execute(same_pool.where(part)).one() for part in parts]
    return sum(count for count, _ in found), sum(seconds for _, seconds in found)


def entries(tx: Transaction, pool: str, limit: int) -> list[QueueEntry]:
    """What runs, by its start, then what waits, by its place; the first ``limit`` of each."""
    of_pool = select(generation).where(generation.c.pool == pool).limit(limit)
    by_start = of_pool.where(_RUNNING).order_by(generation.c.started_at, generation.c.number)
    running = tx.connection.execute(by_start).mappings().all()
    waiting = tx.connection.execute(of_pool.where(_QUEUED).order_by(*_ORDER)).mappings().all()
    slots = sum(one.slots for one in presence.live(tx, pool))
    paused = operations.is_paused(tx, pool)
    starts = _starts(running, waiting, 0 if paused else slots)
    entries = [_entry(row, None, 0.0) for row in running]
    return entries + [
        _entry(row, place, start) for place, (row, start) in enumerate(zip(waiting, starts, strict=True))
    ]


def signal(tx: Transaction, pool: str) -> Signal:
    """One pool in numbers."""
    waiting = select(
        func.count(),
        func.count().filter(_HELD),
        func.coalesce(func.sum(generation.c.cost).filter(_IN_LINE), 0.0),
        func.coalesce(tx.now - func.min(generation.c.created_at), 0.0),
    ).where(_QUEUED, generation.c.pool == pool)
    queued, held, seconds, oldest = tx.connection.execute(waiting).one()
    working = select(func.count()).where(_RUNNING, generation.c.pool == pool)
    workers = presence.live(tx, pool)
    return Signal(
        pool=pool,
        paused=operations.is_paused(tx, pool),
        queued=queued,
        held=held,
        queued_seconds=seconds,
        oldest_seconds=max(oldest, 0.0),
        running=tx.connection.execute(working).scalar_one(),
        workers=len(workers),
        slots=sum(one.slots for one in workers),
    )


def pools(tx: Transaction) -> list[str]:
    """Every pool in which something waits or runs, and every one that a worker serves."""
    waiting = select(generation.c.pool).where(or_(_QUEUED, _RUNNING)).distinct()
    busy = set(tx.connection.execute(waiting).scalars())
    return sorted(busy | {one.pool for one in presence.live(tx, None)})


def _before(row: RowMapping) -> ColumnElement[bool]:
    """True for what stands before the row among those that are held, or among those that are not."""
    of = generation.c
    sooner = or_(of.vstart < row["vstart"], and_(of.vstart == row["vstart"], of.number < row["number"]))
    return or_(of.priority > row["priority"], and_(of.priority == row["priority"], sooner))


def _starts(
    running: Sequence[RowMapping], waiting: Sequence[RowMapping], slots: int
) -> Iterator[float | None]:
    """Seconds until each starts, were the costs right: who is next takes the slot that is free first."""
    if not slots:
        yield from [None] * len(waiting)
        return
    left = sorted(_left(row) for row in running)
    free = (left + [0.0] * max(0, slots - len(left)))[:slots]
    heapq.heapify(free)
    for row in waiting:
        start = heapq.heappop(free)
        heapq.heappush(free, start + row["cost"])
        yield start


def _left(row: RowMapping) -> float:
    """Estimated seconds that a running generation still takes."""
    left: float = row["cost"] * (1.0 - row["progress"]["fraction"])
    return left


def _entry(row: RowMapping, place: int | None, start: float | None) -> QueueEntry:
    return QueueEntry(
        generation=to_generation(row),
        position=place,
        cost=row["cost"],
        starts_in=start,
        worker=row["worker"],
    )
