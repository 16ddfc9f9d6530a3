"""What each owner may ask for, and the refusal of more."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Select, func, literal_column, select, update

from vitascope.domain.limits import Limits
from vitascope.errors import TooManyRequests
from vitascope.ledger import usage
from vitascope.ledger.database import Transaction
from vitascope.ledger.tables import generation, tenant
from vitascope.ledger.upsert import insert_into

BURST_SECONDS = 60.0
"""How much of an owner's rate may be used at once."""
_ROUNDING = 1e-3
_LONGEST_RETRY = 60.0
_COLUMNS = tuple(tenant.c[name] for name in Limits.model_fields)


def limits_of(tx: Transaction, owner: str) -> Limits:
    """What was set, else no limits; locked until the transaction ends, so that nobody counts at once."""
    return _found(tx, owner, select(*_COLUMNS).with_for_update())


def read(tx: Transaction, owner: str) -> Limits:
    """The same for who only looks."""
    return _found(tx, owner, select(*_COLUMNS))


def _found(tx: Transaction, owner: str, statement: Select[Any]) -> Limits:
    row = tx.connection.execute(statement.where(tenant.c.owner == owner)).mappings().one_or_none()
    return Limits(owner=owner) if row is None else Limits.model_validate(dict(row))


def store(tx: Transaction, limits: Limits) -> None:
    """Replace an owner's limits; what it spent of its rate stays spent."""
    values = limits.model_dump()
    new = insert_into(tx, tenant).values(values)
    tx.connection.execute(new.on_conflict_do_update(index_elements=[tenant.c.owner], set_=values))


def admit(tx: Transaction, limits: Limits, cost: float, price: int = 0) -> None:
    """Count one create of ``price`` credits. Raises ``TooManyRequests`` and ``QuotaReached`` over a limit."""
    usage.check(tx, limits, price)
    if limits.rate_per_minute is not None:
        _spend(tx, limits.owner, limits.rate_per_minute)
    bound = limits.queue_bound
    if bound is not None and waiting(tx, limits.owner, bound) >= bound:
        raise TooManyRequests(
            f"{bound} generations of {limits.owner} wait already, as many as may. Create the next when "
            "one of them has started, or cancel one.",
            retry_after=min(max(cost, 1.0), _LONGEST_RETRY),
        )


def waiting(tx: Transaction, owner: str, at_most: int) -> int:
    """How many generations of the owner are queued, counted up to a bound."""
    mine = generation.c.state == literal_column("'queued'"), generation.c.owner == owner
    some = select(generation.c.number).where(*mine).limit(at_most).subquery()
    return tx.connection.execute(select(func.count()).select_from(some)).scalar_one()


def _spend(tx: Transaction, owner: str, rate: float) -> None:
    """A leaky bucket kept as the moment until which the rate is spent."""
    bucket = select(tenant.c.spent_until, tx.now.label("now")).where(tenant.c.owner == owner)
    spent_until, now = tx.connection.execute(bucket).one()
    interval = 60.0 / rate
    until = max(spent_until, now) + interval
    wait = until - now - max(BURST_SECONDS, interval)
    if wait > _ROUNDING:
        raise TooManyRequests(
            f"{owner} may create {rate:g} generations a minute and has used them up. "
            f"Try again in {wait:.1f} seconds.",
            retry_after=wait,
        )
    tx.connection.execute(update(tenant).where(tenant.c.owner == owner).values(spent_until=until))
