"""What an operator may do to the queue: stop a pool, let something run again, change its priority."""

from __future__ import annotations

from typing import Any

from sqlalchemy import RowMapping, select, update

from vitascope.domain.generation import Generation, State
from vitascope.errors import InvalidRequest
from vitascope.ledger import caps, events, fairness, records, wake
from vitascope.ledger.database import Transaction
from vitascope.ledger.limits import limits_of
from vitascope.ledger.rows import of_waiting, to_generation
from vitascope.ledger.tables import generation
from vitascope.ledger.tables import pool as pools
from vitascope.ledger.upsert import insert_into

_RETRIED = (State.FAILED, State.CANCELLED)


def set_paused(tx: Transaction, pool: str, *, paused: bool) -> None:
    """Stop claims of a pool, or allow them again."""
    new = insert_into(tx, pools).values(name=pool, paused=paused)
    tx.connection.execute(new.on_conflict_do_update(index_elements=[pools.c.name], set_={"paused": paused}))
    if not paused:
        wake.notify(tx, pool)


def is_paused(tx: Transaction, pool: str) -> bool:
    """Whether the pool was stopped."""
    found = select(pools.c.paused).where(pools.c.name == pool)
    return bool(tx.connection.execute(found).scalar_one_or_none())


def retry(tx: Transaction, id_: str, owner: str | None) -> Generation:
    """Queue a failed or cancelled generation again, its attempts counting on."""
    row = records.locked(tx, id_, owner)
    if row["state"] not in _RETRIED:
        raise InvalidRequest(
            f"The generation {id_} is {row['state']}; only a failed or cancelled one can be tried again. "
            "Create a new one for another video."
        )
    fresh = {"finished_at": None, "error_name": None, "error_message": None}
    return _enter(tx, row, of_waiting() | fresh, (State.QUEUED, {"reason": "retried"}))


def reprioritise(tx: Transaction, id_: str, priority: int, owner: str | None) -> Generation:
    """Move a waiting generation to the end of its owner's turns in another lane."""
    row = records.locked(tx, id_, owner)
    if row["state"] != State.QUEUED:
        raise InvalidRequest(
            f"The generation {id_} is {row['state']}; only one that waits has a priority to change."
        )
    if row["priority"] == priority:
        return to_generation(row)
    fairness.refund(tx, row)
    told = {"from": row["priority"], "to": priority}
    return _enter(tx, row, {"priority": priority}, ("reprioritised", told))


def _enter(
    tx: Transaction, row: RowMapping, values: dict[str, Any], told: tuple[str, dict[str, Any]]
) -> Generation:
    """Write the values and put the generation into its lane."""
    limits = limits_of(tx, row["owner"])
    priority = values.get("priority", row["priority"])
    place = fairness.place(tx, limits, row["pool"], priority, row["cost"])
    statement = update(generation).where(generation.c.number == row["number"]).values(values | place)
    changed = tx.connection.execute(statement.returning(*generation.c)).mappings().one()
    kind, data = told
    events.record(tx, row["id"], kind, {"attempt": row["attempt"]} | data)
    wake.notify(tx, row["pool"])
    caps.settle(tx, limits)
    return to_generation(changed)
