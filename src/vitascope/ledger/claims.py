"""The queue: what comes in, what is next, and what comes back when a worker falls silent."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Double,
    RowMapping,
    Select,
    Text,
    and_,
    bindparam,
    exists,
    func,
    insert,
    literal_column,
    select,
    update,
)
from sqlalchemy.exc import IntegrityError
from sqlalchemy.sql.dml import ReturningUpdate

from vitascope.domain.generation import Generation, Lease, Progress, State
from vitascope.domain.limits import Limits
from vitascope.errors import InvalidRequest
from vitascope.ledger import caps, events, fairness, wake
from vitascope.ledger.database import Transaction
from vitascope.ledger.limits import limits_of
from vitascope.ledger.rows import CANCELLED, of_failure, of_new, of_progress, to_generation, to_lease
from vitascope.ledger.tables import generation
from vitascope.ledger.tables import pool as pools

# written out, for a bound value would keep the database from using the partial index
_QUEUED = generation.c.state == literal_column("'queued'")
_RUNNING = generation.c.state == literal_column("'running'")
_IN_LINE = generation.c.held == literal_column("false")


def put_in(
    tx: Transaction, new: Generation, extra: Mapping[str, Mapping[str, Any]], limits: Limits, cost: float
) -> Generation:
    """Queue a new generation with the event that says so. Raises ``InvalidRequest`` for an id in use."""
    place = fairness.place(tx, limits, new.pool, new.priority, cost)
    statement = insert(generation).values(of_new(new) | place).returning(*generation.c)
    try:
        row = tx.connection.execute(statement).mappings().one()
    except IntegrityError as error:
        raise InvalidRequest(
            f"A generation with the id {new.id!r} exists already. Make each with a new id."
        ) from error
    events.record(tx, new.id, State.QUEUED, {"attempt": 0, "reason": "created"})
    for kind, data in extra.items():
        events.record(tx, new.id, kind, data)
    wake.notify(tx, new.pool)
    caps.settle(tx, limits)
    return to_generation(row)


def claim(tx: Transaction, worker: str, seconds: float, pool: str, only: str | None) -> Lease | None:
    """Lease the next queued generation of the pool. Raises ``OverCap`` where two claims passed a cap."""
    given = {"to": worker, "for_seconds": seconds, "of_pool": pool}
    named = {} if only is None else {"of_id": only}
    row = tx.connection.execute(_claiming(tx.now, bool(named)), given | named).mappings().one_or_none()
    if row is None:
        return None
    if row["clock"] is not None and row["clock"] < row["vstart"]:
        fairness.served(tx, row)
    if row["cap"] is not None:
        caps.settle(tx, limits_of(tx, row["owner"]), strict=only is None)
    events.record(tx, row["id"], State.RUNNING, {"attempt": row["attempt"], "worker": worker})
    return to_lease(row)


@cache
def _claiming(now: ColumnElement[float], named: bool) -> ReturningUpdate[Any]:
    """The UPDATE that claims, built once: building it takes longer than running it."""
    values = {
        "state": State.RUNNING,
        "attempt": generation.c.attempt + 1,
        "worker": bindparam("to", type_=Text()),
        "lease_until": now + bindparam("for_seconds", type_=Double[float]()),
        "started_at": func.coalesce(generation.c.started_at, now),
        "progress": of_progress(Progress(stage="starting")),
    }
    taken = update(generation).where(generation.c.number == next_number(named=named).scalar_subquery())
    more = fairness.CLOCK.label("clock"), caps.CAP.label("cap")
    return taken.values(values).returning(*generation.c, *more)


def next_number(*, named: bool) -> Select[tuple[int]]:
    """The number of the generation to run next in ``:of_pool``, or of the one that ``:of_id`` names.

    On PostgreSQL one that nobody else is just taking. One that is named is taken out of a paused pool and
    past its owner's running cap too.
    """
    pool = bindparam("of_pool", type_=Text())
    ready: list[ColumnElement[bool]] = [_QUEUED, generation.c.pool == pool]
    if named:
        ready.append(generation.c.id == bindparam("of_id", type_=Text()))
    else:
        ready += [_IN_LINE, ~exists().where(pools.c.name == pool, pools.c.paused)]
    order = (generation.c.priority.desc(), generation.c.vstart, generation.c.number)
    first = select(generation.c.number).where(*ready).order_by(*order).limit(1)
    return first.with_for_update(skip_locked=True)


def sweep(tx: Transaction) -> list[str]:
    """Take back every lease that ran out: to the queue, or to rest where a cancel waited for it."""
    expired = ran_out(tx.now)
    free: dict[str, Any] = {"worker": None, "lease_until": None}
    cancelled = free | {"state": State.CANCELLED, "finished_at": tx.now} | of_failure(CANCELLED)
    queued = free | {"state": State.QUEUED, "progress": of_progress(Progress())}
    rows = [
        *_take_back(tx, and_(expired, generation.c.cancel_requested), cancelled),
        *_take_back(tx, expired, queued),
    ]
    for pool in sorted({row["pool"] for row in rows}):
        wake.notify(tx, pool)
    for owner in sorted({row["owner"] for row in rows}):
        caps.settle(tx, limits_of(tx, owner))
    return [row["id"] for row in rows]


def ran_out(now: ColumnElement[float]) -> ColumnElement[bool]:
    """True for a leased row whose worker has been silent for too long."""
    return and_(_RUNNING, generation.c.lease_until < now)


def _take_back(tx: Transaction, which: ColumnElement[bool], values: dict[str, Any]) -> Sequence[RowMapping]:
    # two sweeps at once take different rows instead of waiting for each other in a circle
    free = select(generation.c.number).where(which).with_for_update(skip_locked=True)
    columns = generation.c.id, generation.c.attempt, generation.c.pool, generation.c.owner
    statement = update(generation).where(generation.c.number.in_(free)).values(values).returning(*columns)
    rows = tx.connection.execute(statement).mappings().all()
    for row in rows:
        events.record(tx, row["id"], values["state"], {"attempt": row["attempt"], "reason": "lease expired"})
    return rows
