"""What one process of the cluster does for all, from time to time; each method is one transaction."""

from __future__ import annotations

from sqlalchemy import Select, delete, select, union_all

from vitascope.domain.generation import State
from vitascope.ledger.database import Database
from vitascope.ledger.tables import duty, generation
from vitascope.ledger.upsert import insert_into

_ENDED = tuple(state.value for state in State if state.final)
_OPEN = tuple(state.value for state in State if not state.final)


class Upkeep:
    """A part of the ledger; raises what the ledger raises."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def take(self, name: str, every: float) -> bool:
        """Whether the caller is to do it now: true for one caller in so many seconds, by the ledger's clock.

        One that dies over it leaves it undone until it is due again.
        """
        with self._database.write() as tx:
            until = {"due": tx.now + every}
            new = insert_into(tx, duty).values(name=name, **until)
            taken = new.on_conflict_do_update(
                index_elements=[duty.c.name], set_=until, where=duty.c.due <= tx.now
            )
            return tx.connection.execute(taken.returning(duty.c.name)).one_or_none() is not None

    def remove_ended(self, seconds: float, at_most: int) -> list[str]:
        """Remove generations that ended so many seconds ago, with their events; the ids, whose files remain.

        What a generation that waits or runs builds on stays until that one has ended. Two processes that
        do this at once remove different ones.
        """
        with self._database.write() as tx:
            old = (
                select(generation.c.number)
                .where(
                    generation.c.state.in_(_ENDED),
                    generation.c.finished_at < tx.now - seconds,
                    generation.c.id.not_in(_needed()),
                )
                .limit(at_most)
                .with_for_update(skip_locked=True)
            )
            gone = delete(generation).where(generation.c.number.in_(old)).returning(generation.c.id)
            return list(tx.connection.execute(gone).scalars())


def _needed() -> Select[tuple[str]]:
    """The ids that open generations begin or end with."""
    ends = [generation.c.request[frame]["id"].as_string() for frame in ("frame0", "frame1")]
    asked = (select(end.label("id")).where(generation.c.state.in_(_OPEN), end.is_not(None)) for end in ends)
    both = union_all(*asked).subquery()
    return select(both.c.id)
