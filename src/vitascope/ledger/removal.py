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
    if not _erased(tx, [row["number"]]):
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
    return _erased(tx, numbers)


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


def _erased(tx: Transaction, numbers: Sequence[int]) -> list[str]:
    """Delete those of the rows that nothing open builds on; their ids. What they cost stays spent."""
    which = generation.c.number.in_(numbers), generation.c.id.not_in(_needed())
    of = generation.c
    cost = select(of.owner, of.model, PAID, of.created_at, of.finished_at).where(*which, PAID > 0)
    kept = ["owner", "model", "credits", "created_at", "finished_at"]
    tx.connection.execute(insert(payment).from_select(kept, cost))
    return list(tx.connection.execute(delete(generation).where(*which).returning(of.id)).scalars())


def _needed() -> Select[tuple[str]]:
    """The ids that open generations begin or end with."""
    ends = [generation.c.request[frame]["id"].as_string() for frame in ("frame0", "frame1")]
    asked = (select(end.label("id")).where(generation.c.state.in_(_OPEN), end.is_not(None)) for end in ends)
    both = union_all(*asked).subquery()
    return select(both.c.id)
