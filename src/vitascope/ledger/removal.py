"""What is removed from the record, and what stays of it.

Two statements each: on PostgreSQL one that waited for a row still sees the others as they were before, so
whether something that came meanwhile builds on it is asked by a second one, once the row is locked.
"""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import ColumnElement, Select, delete, insert, select, union_all

from vitascope.domain.generation import Generation, State
from vitascope.domain.request import GenerationKeyframe, GenerationRequest
from vitascope.errors import InvalidRequest
from vitascope.ledger import records
from vitascope.ledger.database import Transaction
from vitascope.ledger.rows import to_generation
from vitascope.ledger.tables import generation, payment

_ENDED = tuple(state.value for state in State if state.final)
_OPEN = tuple(state.value for state in State if not state.final)
PAID: ColumnElement[int] = generation.c.outcome["credits"].as_integer()
"""The credits that a completed generation cost."""


def remove(tx: Transaction, id_: str, owner: str) -> Generation:
    """Delete an ended generation's row and, with it, its events."""
    row = records.locked(tx, id_, owner)
    if row["state"] not in _ENDED:
        raise InvalidRequest(
            f"The generation {id_} is still {row['state']}, and only an ended one can be deleted. Cancel it "
            "first."
        )
    if not _erased(tx, [row["number"]], _needed(owner)):
        raise InvalidRequest(
            f"The generation {id_} cannot be deleted while another that begins or ends with it waits or "
            "runs. Let that one end, or cancel it first."
        )
    return to_generation(row)


def remove_ended(tx: Transaction, seconds: float, at_most: int) -> list[str]:
    """Delete some of what ended so many seconds ago and is not needed; their ids.

    Rows that somebody else has locked are left out.
    """
    ended = generation.c.state.in_(_ENDED), generation.c.finished_at < tx.now - seconds
    old = select(generation.c.number).where(*ended, generation.c.id.not_in(_needed())).limit(at_most)
    numbers = tx.connection.execute(old.with_for_update(skip_locked=True)).scalars().all()
    return _erased(tx, numbers, _needed())


def hold_sources(tx: Transaction, request: GenerationRequest) -> None:
    """Keep what a new generation begins and ends with from being removed before it is there itself.

    Raises ``InvalidRequest`` where one was removed since it was found.
    """
    ends = [end for end in (request.frame0, request.frame1) if isinstance(end, GenerationKeyframe)]
    for id_ in sorted({end.id for end in ends}):
        held = select(generation.c.number).where(generation.c.id == id_).with_for_update(read=True)
        if tx.connection.execute(held).one_or_none() is None:
            raise InvalidRequest(
                f"The generation {id_} was deleted while this request came in. Name one that exists.",
                "keyframes",
            )


def _erased(tx: Transaction, numbers: Sequence[int], needed: Select[tuple[str]]) -> list[str]:
    """Delete those of the rows that nothing needs; their ids. What they cost stays spent."""
    of = generation.c
    told = of.id, of.owner, of.model, PAID.label("credits"), of.created_at, of.finished_at
    which = of.number.in_(numbers), of.id.not_in(needed)
    gone = tx.connection.execute(delete(generation).where(*which).returning(*told)).mappings().all()
    paid = [{name: value for name, value in row.items() if name != "id"} for row in gone if row["credits"]]
    if paid:
        tx.connection.execute(insert(payment), paid)
    return [row["id"] for row in gone]


def _needed(owner: str | None = None) -> Select[tuple[str]]:
    """The ids that open generations begin or end with; an owner's are needed by that owner's alone."""
    which: list[ColumnElement[bool]] = [generation.c.state.in_(_OPEN)]
    if owner is not None:
        which.append(generation.c.owner == owner)
    ends = [generation.c.request[frame]["id"].as_string() for frame in ("frame0", "frame1")]
    both = union_all(*(select(end.label("id")).where(*which, end.is_not(None)) for end in ends)).subquery()
    return select(both.c.id)
