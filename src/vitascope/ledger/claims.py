"""The queue: what comes in, what is next, and what comes back when a worker falls silent."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
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
from vitascope.domain.price import Due
from vitascope.domain.queue import Choice
from vitascope.errors import InvalidRequest
from vitascope.ledger import caps, events, fairness, removal, wake
from vitascope.ledger.database import Transaction
from vitascope.ledger.limits import limits_of
from vitascope.ledger.rows import (
    CANCELLED,
    of_failure,
    of_new,
    of_progress,
    to_generation,
    to_lease,
    without_preview,
)
from vitascope.ledger.tables import generation
from vitascope.ledger.tables import pool as pools

# written out, for a bound value would keep the database from using the partial index
_QUEUED = generation.c.state == literal_column("'queued'")
_RUNNING = generation.c.state == literal_column("'running'")
_IN_LINE = generation.c.held == literal_column("false")
PATIENCE = 30.0
"""Seconds for which a generation may be passed over by others whose engine is loaded already."""


def put_in(
    tx: Transaction, new: Generation, extra: Mapping[str, Mapping[str, Any]], limits: Limits, due: Due
) -> Generation:
    """Queue a new generation with the event that says so.

    Raises ``InvalidRequest`` for an id in use, and where what it builds on was removed meanwhile.
    """
    removal.hold_sources(tx, new.request)
    place = fairness.place(tx, limits, new.pool, new.priority, due.seconds)
    values = of_new(new) | place | {"price": due.credits}
    statement = insert(generation).values(values).returning(*generation.c)
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


@dataclass(frozen=True)
class Wanted:
    """What a slot may take: of which pool, of which engines, or only the generation that is named."""

    pool: str
    only: str | None = None
    choice: Choice | None = None

    @property
    def terms(self) -> dict[str, Any]:
        """What the claiming statement is told."""
        named = {} if self.only is None else {"of_id": self.only}
        engines = {} if self.engines is None else {"of_engines": sorted(self.engines)}
        return {"of_pool": self.pool} | named | engines

    @property
    def engines(self) -> frozenset[str] | None:
        """The engines it may be of; None where any will do."""
        return None if self.choice is None or self.only is not None else self.choice.engines


def claim(tx: Transaction, worker: str, seconds: float, wanted: Wanted) -> Lease | None:
    """Lease the next queued generation. Raises ``OverCap`` where two claims passed a cap."""
    wanted = _settled(tx, wanted)
    given = {"to": worker, "for_seconds": seconds}
    statement = _claiming(tx.now, wanted.only is not None, wanted.engines is not None)
    row = tx.connection.execute(statement, given | wanted.terms).mappings().one_or_none()
    if row is None:
        return None
    if row["clock"] is not None and row["clock"] < row["vstart"]:
        fairness.served(tx, row)
    if row["cap"] is not None:
        caps.settle(tx, limits_of(tx, row["owner"]), strict=wanted.only is None)
    events.record(tx, row["id"], State.RUNNING, {"attempt": row["attempt"], "worker": worker})
    return to_lease(row)


def _settled(tx: Transaction, wanted: Wanted) -> Wanted:
    """Loaded engines only, where one of theirs may go before its turn.

    It may while whoever is first has waited for less than ``PATIENCE`` and has no higher priority.
    """
    choice = wanted.choice
    if choice is None or wanted.only is not None or not choice.engines - choice.loaded:
        return wanted
    loaded = Wanted(wanted.pool, None, Choice(engines=choice.engines & choice.loaded))
    first, ready = _front(tx, wanted), _front(tx, loaded) if loaded.engines else None
    if first is None or ready is None or first["engine"] in choice.loaded:
        return wanted
    patient = first["waited"] < PATIENCE and first["priority"] == ready["priority"]
    return loaded if patient else wanted


def _front(tx: Transaction, wanted: Wanted) -> RowMapping | None:
    """The generation that stands first, not taken yet."""
    number = next_number(named=False, engines=True, locked=False).scalar_subquery()
    waited = (tx.now - generation.c.created_at).label("waited")
    front = select(generation.c.engine, generation.c.priority, waited).where(generation.c.number == number)
    return tx.connection.execute(front, wanted.terms).mappings().one_or_none()


@cache
def _claiming(now: ColumnElement[float], named: bool, engines: bool) -> ReturningUpdate[Any]:
    """The UPDATE that claims, built once: building it takes longer than running it."""
    values = {
        "state": State.RUNNING,
        "attempt": generation.c.attempt + 1,
        "worker": bindparam("to", type_=Text()),
        "lease_until": now + bindparam("for_seconds", type_=Double[float]()),
        "started_at": func.coalesce(generation.c.started_at, now),
        "progress": of_progress(Progress(stage="starting")),
    }
    number = next_number(named=named, engines=engines).scalar_subquery()
    taken = update(generation).where(generation.c.number == number)
    more = fairness.CLOCK.label("clock"), caps.CAP.label("cap")
    return taken.values(values).returning(*generation.c, *more)


def next_number(*, named: bool, engines: bool = False, locked: bool = True) -> Select[tuple[int]]:
    """The number of the generation to run next in ``:of_pool``, or of the one that ``:of_id`` names.

    With ``engines`` only of ``:of_engines``. On PostgreSQL one that nobody else is just taking, if
    ``locked``. One that is named is taken out of a paused pool and past its owner's running cap too.
    """
    pool = bindparam("of_pool", type_=Text())
    ready: list[ColumnElement[bool]] = [_QUEUED, generation.c.pool == pool]
    if named:
        ready.append(generation.c.id == bindparam("of_id", type_=Text()))
    else:
        ready += [_IN_LINE, ~exists().where(pools.c.name == pool, pools.c.paused)]
    if engines:
        ready.append(generation.c.engine.in_(bindparam("of_engines", type_=Text(), expanding=True)))
    order = (generation.c.priority.desc(), generation.c.vstart, generation.c.number)
    first = select(generation.c.number).where(*ready).order_by(*order).limit(1)
    return first.with_for_update(skip_locked=True) if locked else first


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


def _take_back(tx: Transaction, which: ColumnElement[bool], values: dict[str, Any]) -> list[RowMapping]:
    # two sweeps at once take different rows instead of waiting for each other in a circle
    free = select(generation.c.number, generation.c.assets).where(which).with_for_update(skip_locked=True)
    rows = [_freed(tx, row, values) for row in tx.connection.execute(free).mappings().all()]
    for row in rows:
        events.record(tx, row["id"], values["state"], {"attempt": row["attempt"], "reason": "lease expired"})
    return rows


def _freed(tx: Transaction, row: RowMapping, values: dict[str, Any]) -> RowMapping:
    columns = generation.c.id, generation.c.attempt, generation.c.pool, generation.c.owner
    lasting = values | {"assets": without_preview(row["assets"])}
    statement = update(generation).where(generation.c.number == row["number"]).values(lasting)
    return tx.connection.execute(statement.returning(*columns)).mappings().one()
