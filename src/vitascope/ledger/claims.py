"""The queue: what comes in, what is next, and what comes back when a worker falls silent."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, insert, literal_column, or_, select, update
from sqlalchemy.exc import IntegrityError

from vitascope.domain.generation import Generation, Lease, Progress, State
from vitascope.errors import InvalidRequest, NotFound
from vitascope.ledger import events
from vitascope.ledger.database import Transaction
from vitascope.ledger.rows import CANCELLED, of_failure, of_new, of_progress, to_generation, to_lease
from vitascope.ledger.tables import generation

# written out, for a bound value would keep the database from using the partial index
_QUEUED = generation.c.state == literal_column("'queued'")
_RUNNING = generation.c.state == literal_column("'running'")


def put_in(tx: Transaction, new: Generation, extra: Mapping[str, Mapping[str, Any]]) -> Generation:
    """Queue a new generation with the event that says so. Raises ``InvalidRequest`` for an id in use."""
    statement = insert(generation).values(of_new(new)).returning(*generation.c)
    try:
        row = tx.connection.execute(statement).mappings().one()
    except IntegrityError as error:
        raise InvalidRequest(
            f"A generation with the id {new.id!r} exists already. Make each with a new id."
        ) from error
    events.record(tx, new.id, State.QUEUED, {"attempt": 0, "reason": "created"})
    for kind, data in extra.items():
        events.record(tx, new.id, kind, data)
    return to_generation(row)


def claim(tx: Transaction, worker: str, seconds: float, pool: str, only: str | None) -> Lease | None:
    """Lease the next queued generation of the pool, in one statement."""
    statement = (
        update(generation)
        .where(generation.c.number == next_number(pool, only).scalar_subquery())
        .values(
            state=State.RUNNING,
            attempt=generation.c.attempt + 1,
            worker=worker,
            lease_until=tx.now + seconds,
            started_at=func.coalesce(generation.c.started_at, tx.now),
            progress=of_progress(Progress(stage="starting")),
        )
        .returning(*generation.c)
    )
    row = tx.connection.execute(statement).mappings().one_or_none()
    if row is None:
        return None
    events.record(tx, row["id"], State.RUNNING, {"attempt": row["attempt"], "worker": worker})
    return to_lease(row)


def next_number(pool: str, only: str | None) -> Select[tuple[int]]:
    """The number of the generation to run next; on PostgreSQL one that nobody else is just taking."""
    ready: list[ColumnElement[bool]] = [_QUEUED, generation.c.pool == pool]
    if only is not None:
        ready.append(generation.c.id == only)
    order = (generation.c.priority.desc(), generation.c.number)
    first = select(generation.c.number).where(*ready).order_by(*order).limit(1)
    return first.with_for_update(skip_locked=True)


def sweep(tx: Transaction) -> list[str]:
    """Take back every lease that ran out: to the queue, or to rest where a cancel waited for it."""
    expired = ran_out(tx.now)
    free: dict[str, Any] = {"worker": None, "lease_until": None}
    cancelled = free | {"state": State.CANCELLED, "finished_at": tx.now} | of_failure(CANCELLED)
    queued = free | {"state": State.QUEUED, "progress": of_progress(Progress())}
    return [
        *_take_back(tx, and_(expired, generation.c.cancel_requested), cancelled),
        *_take_back(tx, expired, queued),
    ]


def ran_out(now: ColumnElement[float]) -> ColumnElement[bool]:
    """True for a leased row whose worker has been silent for too long."""
    return and_(_RUNNING, generation.c.lease_until < now)


def _take_back(tx: Transaction, which: ColumnElement[bool], values: dict[str, Any]) -> list[str]:
    statement = (
        update(generation).where(which).values(values).returning(generation.c.id, generation.c.attempt)
    )
    rows = tx.connection.execute(statement).all()
    for id_, attempt in rows:
        events.record(tx, id_, values["state"], {"attempt": attempt, "reason": "lease expired"})
    return [id_ for id_, _ in rows]


def position(tx: Transaction, id_: str) -> int:
    """How many generations of its pool will be claimed before this one; 0 when it waits no more."""
    found = tx.connection.execute(
        select(generation.c.number, generation.c.pool, generation.c.priority, generation.c.state).where(
            generation.c.id == id_
        )
    ).one_or_none()
    if found is None:
        raise NotFound(f"No generation has the id {id_!r}. Use the id that the create answered.")
    if found.state != State.QUEUED:
        return 0
    same, higher = generation.c.priority == found.priority, generation.c.priority > found.priority
    before = or_(higher, and_(same, generation.c.number < found.number))
    count = select(func.count()).where(_QUEUED, generation.c.pool == found.pool, before)
    return tx.connection.execute(count).scalar_one()
