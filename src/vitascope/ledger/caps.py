"""Running caps: no more of an owner's generations stand in line than may start.

What waits for its owner's cap is *held* outside the lines, so that a claim never has to look past it. Every
change of what an owner runs or waits for is followed by ``settle``.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlalchemy import RowMapping, exists, func, literal_column, select, update

from vitascope.domain.limits import Limits
from vitascope.errors import VitascopeError
from vitascope.ledger import wake
from vitascope.ledger.database import Transaction
from vitascope.ledger.fairness import turn
from vitascope.ledger.limits import limits_of
from vitascope.ledger.tables import generation, tenant

_QUEUED = generation.c.state == literal_column("'queued'")
_RUNNING = generation.c.state == literal_column("'running'")
_HELD = generation.c.held == literal_column("true")
_IN_LINE = generation.c.held == literal_column("false")
_RESCUED_AT_ONCE = 100
CAP = select(tenant.c.running_cap).where(tenant.c.owner == generation.c.owner).scalar_subquery()
"""Of a generation's row: its owner's running cap, None where there is none."""


class OverCap(VitascopeError):
    """Two claims in different pools took one owner over its cap in the same moment; this one gives way."""

    def __init__(self, owner: str) -> None:
        super().__init__(f"{owner} has as many generations running as may. Claim another.")
        self.owner = owner


def settle(tx: Transaction, limits: Limits, *, strict: bool = False) -> None:
    """Let as many of the owner's generations stand in each line as may start now.

    Those of the highest priority and among them the oldest. With ``strict`` raises ``OverCap`` where more
    run than may.
    """
    if limits.running_cap is None:
        return
    count = select(func.count()).where(_RUNNING, generation.c.owner == limits.owner)
    room = limits.running_cap - tx.connection.execute(count).scalar_one()
    if strict and room < 0:
        raise OverCap(limits.owner)
    for pool in _pools(tx, limits.owner):
        _line_up(tx, limits, pool, max(room, 0))


def change(tx: Transaction, limits: Limits) -> None:
    """Follow a change of the owner's limits: choose anew who stands in line, or let everything in."""
    mine = _QUEUED, generation.c.owner == limits.owner
    if limits.running_cap is not None:
        standing = select(generation.c.number).where(*mine, _IN_LINE).with_for_update(skip_locked=True)
        out = update(generation).where(generation.c.number.in_(standing))
        tx.connection.execute(out.values(held=True))
        settle(tx, limits)
        return
    held = select(generation).where(*mine, _HELD).order_by(generation.c.number)
    for row in tx.connection.execute(held.with_for_update(skip_locked=True)).mappings().all():
        _let_in(tx, limits, row)


def rescue(tx: Transaction) -> None:
    """Settle owners whose last running generation ended in a process of an older version."""
    mine = generation.c.owner == tenant.c.owner
    nothing_moves = ~exists().where(_QUEUED, mine, _IN_LINE), ~exists().where(_RUNNING, mine)
    stuck = (
        select(tenant.c.owner)
        .where(tenant.c.running_cap.is_not(None), exists().where(_QUEUED, mine, _HELD), *nothing_moves)
        .order_by(tenant.c.owner)
        .limit(_RESCUED_AT_ONCE)
    )
    for owner in tx.connection.execute(stuck).scalars().all():
        settle(tx, limits_of(tx, owner))


def _pools(tx: Transaction, owner: str) -> Iterator[str]:
    """Where the owner waits, found by leaps through an index."""
    first = select(func.min(generation.c.pool)).where(_QUEUED, generation.c.owner == owner)
    pool = tx.connection.execute(first).scalar_one()
    while pool is not None:
        yield pool
        pool = tx.connection.execute(first.where(generation.c.pool > pool)).scalar_one()


def _line_up(tx: Transaction, limits: Limits, pool: str, room: int) -> None:
    mine = _QUEUED, generation.c.owner == limits.owner, generation.c.pool == pool
    order = generation.c.priority.desc(), generation.c.number
    free = select(generation).order_by(*order).with_for_update(skip_locked=True)
    standing = tx.connection.execute(free.where(*mine, _IN_LINE)).mappings().all()
    outside = tx.connection.execute(free.where(*mine, _HELD).limit(room)).mappings().all()
    both = sorted([*standing, *outside], key=lambda row: (-row["priority"], row["number"]))
    for row in both[:room]:
        if row["held"]:
            _let_in(tx, limits, row)
    for row in both[room:]:
        if not row["held"]:
            _write(tx, row, {"held": True})


def _let_in(tx: Transaction, limits: Limits, row: RowMapping) -> None:
    """To its turn; one that had a turn before comes back to it."""
    values: dict[str, Any] = {"held": False}
    if not row["charge"]:
        values = turn(tx, limits, row["pool"], row["priority"], row["cost"])
    _write(tx, row, values)
    wake.notify(tx, row["pool"])


def _write(tx: Transaction, row: RowMapping, values: dict[str, Any]) -> None:
    tx.connection.execute(update(generation).where(generation.c.number == row["number"]).values(values))
