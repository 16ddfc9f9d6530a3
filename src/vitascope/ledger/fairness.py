"""Start-time fair queueing: whose turn comes when is decided as a generation enters its line.

A lane is one priority of one pool. Its clock is the latest turn that was served. A generation's turn begins
at ``vstart = max(lane's clock, owner's vfinish)`` and moves the owner's vfinish to ``vstart + cost/weight``:
who has used little goes before who has used much, and nobody saves turns up while away. A claim is then
the first entry of an index, however long the queue.

P. Goyal, H. M. Vin, H. Cheng: Start-Time Fair Queuing (1996).
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import RowMapping, case, literal_column, select, update

from vitascope.domain.limits import Limits
from vitascope.ledger.database import Transaction
from vitascope.ledger.tables import generation, lane, share
from vitascope.ledger.upsert import insert_into

CLOCK = (
    select(lane.c.clock)
    .where(lane.c.pool == generation.c.pool, lane.c.priority == generation.c.priority)
    .scalar_subquery()
)
"""Of a generation's row: its lane's clock, None where only code of 0001 used the lane."""
REFUND_REACH = 500
"""How many of an owner's later generations move up when one is cancelled: bounds what a cancel costs."""


def place(tx: Transaction, limits: Limits, pool: str, priority: int, cost: float) -> dict[str, Any]:
    """The columns that put a generation into its lane; ``caps.settle`` must follow their writing.

    One whose owner has a running cap waits outside, untimed, until the cap lets it in.
    """
    if limits.running_cap is not None:
        return {"cost": cost, "vstart": 0.0, "charge": 0.0, "held": True}
    return turn(tx, limits, pool, priority, cost) | {"cost": cost}


def turn(tx: Transaction, limits: Limits, pool: str, priority: int, cost: float) -> dict[str, Any]:
    """The owner's next turn in the lane, charged to its share."""
    charge = cost / limits.weight
    clock = _clock(tx, pool, priority)
    begins = case((share.c.vfinish > clock, share.c.vfinish), else_=clock)
    statement = (
        insert_into(tx, share)
        .values(owner=limits.owner, pool=pool, priority=priority, vstart=clock, vfinish=clock + charge)
        .on_conflict_do_update(
            index_elements=[share.c.owner, share.c.pool, share.c.priority],
            set_={"vstart": begins, "vfinish": begins + charge},
        )
        .returning(share.c.vstart)
    )
    return {"vstart": tx.connection.execute(statement).scalar_one(), "charge": charge, "held": False}


def refund(tx: Transaction, row: RowMapping) -> None:
    """Give a turn back that was not used, and let the owner's later ones move up."""
    if not row["charge"]:
        return
    tx.connection.execute(
        update(share)
        .where(
            share.c.owner == row["owner"], share.c.pool == row["pool"], share.c.priority == row["priority"]
        )
        .values(vfinish=share.c.vfinish - row["charge"])
    )
    later = (
        select(generation.c.number)
        .where(
            generation.c.state == literal_column("'queued'"),
            generation.c.owner == row["owner"],
            generation.c.pool == row["pool"],
            generation.c.held == literal_column("false"),
            generation.c.priority == row["priority"],
            generation.c.number > row["number"],
            generation.c.vstart > row["vstart"],
        )
        .order_by(generation.c.number)
        .limit(REFUND_REACH)
        .with_for_update(skip_locked=True)
    )
    moved = update(generation).where(generation.c.number.in_(later))
    tx.connection.execute(moved.values(vstart=generation.c.vstart - row["charge"]))


def served(tx: Transaction, row: RowMapping) -> None:
    """Move the lane's clock to the turn that is served now.

    Where another claim is moving it in this moment it stays: claims must not wait for each other.
    """
    behind = (
        select(lane.c.pool)
        .where(lane.c.pool == row["pool"], lane.c.priority == row["priority"], lane.c.clock < row["vstart"])
        .with_for_update(skip_locked=True)
    )
    moved = update(lane).where(lane.c.pool == behind.scalar_subquery(), lane.c.priority == row["priority"])
    tx.connection.execute(moved.values(clock=row["vstart"]))


def _clock(tx: Transaction, pool: str, priority: int) -> float:
    found = select(lane.c.clock).where(lane.c.pool == pool, lane.c.priority == priority)
    clock: float | None = tx.connection.execute(found).scalar_one_or_none()
    if clock is not None:
        return clock
    new = insert_into(tx, lane).values(pool=pool, priority=priority, clock=0.0)
    tx.connection.execute(new.on_conflict_do_nothing())
    return 0.0
