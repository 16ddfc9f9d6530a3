"""What may be done with generations from outside: look, and cancel."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, RowMapping, func, select, update

from vitascope.domain.generation import Generation, State
from vitascope.errors import NotFound
from vitascope.ledger import caps, events, fairness
from vitascope.ledger.database import Transaction
from vitascope.ledger.limits import limits_of
from vitascope.ledger.rows import CANCELLED, of_failure, to_generation, without_preview
from vitascope.ledger.tables import generation


def get(tx: Transaction, id_: str, owner: str | None) -> Generation:
    """One generation; another owner's is as unknown as one that never was."""
    row = tx.connection.execute(select(generation).where(*_named(id_, owner))).mappings().one_or_none()
    return to_generation(found(id_, row))


def found(id_: str, row: RowMapping | None) -> RowMapping:
    """The row. Raises ``NotFound`` where there is none."""
    if row is None:
        raise NotFound(f"No generation has the id {id_!r}. Use the id that the create answered.")
    return row


def page(tx: Transaction, owner: str, limit: int, offset: int) -> list[Generation]:
    """An owner's generations, newest first."""
    newest = generation.c.number.desc()
    mine = select(generation).where(generation.c.owner == owner).order_by(newest).limit(limit).offset(offset)
    return [to_generation(row) for row in tx.connection.execute(mine).mappings()]


def page_after(
    tx: Transaction, owner: str, limit: int, after: str | None, *, oldest_first: bool
) -> list[Generation]:
    """An owner's generations from the one that follows ``after`` on; ``NotFound`` where that is none."""
    number = generation.c.number
    mine = select(generation).where(generation.c.owner == owner)
    if after is not None:
        get(tx, after, owner)
        place = select(number).where(generation.c.id == after).scalar_subquery()
        mine = mine.where(number > place if oldest_first else number < place)
    mine = mine.order_by(number if oldest_first else number.desc()).limit(limit)
    return [to_generation(row) for row in tx.connection.execute(mine).mappings()]


def existing(tx: Transaction, ids: Sequence[str], at_once: int = 500) -> dict[str, Generation]:
    """Those of the ids that somebody has."""
    live: dict[str, Generation] = {}
    for first in range(0, len(ids), at_once):
        statement = select(generation).where(generation.c.id.in_(ids[first : first + at_once]))
        for row in tx.connection.execute(statement).mappings():
            live[row["id"]] = to_generation(row)
    return live


def counts(tx: Transaction) -> dict[State, int]:
    """How many generations stand where."""
    statement = select(generation.c.state, func.count()).group_by(generation.c.state)
    numbers = {State(state): number for state, number in tx.connection.execute(statement)}
    return {state: numbers.get(state, 0) for state in State}


def cancel(tx: Transaction, id_: str, owner: str) -> Generation:
    """End a waiting generation, ask a running one to end, leave an ended one as it is."""
    row = locked(tx, id_, owner)
    if row["state"] == State.QUEUED:
        return _come_to_rest(tx, row)
    if row["state"] == State.RUNNING and not row["cancel_requested"]:
        row = _change(tx, row, {"cancel_requested": True})
        events.record(tx, id_, "cancel_requested", {"attempt": row["attempt"]})
    return to_generation(row)


def locked(tx: Transaction, id_: str, owner: str | None) -> RowMapping:
    """The row, which nobody else changes before the transaction ends. Raises ``NotFound``."""
    statement = select(generation).where(*_named(id_, owner)).with_for_update()
    return found(id_, tx.connection.execute(statement).mappings().one_or_none())


def _come_to_rest(tx: Transaction, row: RowMapping) -> Generation:
    at_rest = {"state": State.CANCELLED, "finished_at": tx.now, "assets": without_preview(row["assets"])}
    ended = _change(tx, row, at_rest | of_failure(CANCELLED))
    events.record(tx, row["id"], State.CANCELLED, {"attempt": row["attempt"], "reason": "asked for"})
    caps.settle(tx, limits_of(tx, row["owner"]))
    fairness.refund(tx, row)
    return to_generation(ended)


def _change(tx: Transaction, row: RowMapping, values: dict[str, Any]) -> RowMapping:
    statement = update(generation).where(generation.c.number == row["number"]).values(values)
    return tx.connection.execute(statement.returning(*generation.c)).mappings().one()


def _named(id_: str, owner: str | None) -> tuple[ColumnElement[bool], ...]:
    named = generation.c.id == id_
    return (named,) if owner is None else (named, generation.c.owner == owner)
