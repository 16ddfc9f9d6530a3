"""Looking through what was made: by its prompt, by what it continues, by how it failed."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import ColumnElement, or_, select

from vitascope.domain.generation import Generation, State
from vitascope.domain.request import Frozen
from vitascope.ledger import records
from vitascope.ledger.database import Database
from vitascope.ledger.rows import to_generation
from vitascope.ledger.tables import generation


class Look(Frozen):
    """Which of an owner's generations are wanted.

    ``text`` is in their prompts, whatever its letters' case; ``states`` empty means every state; the page
    begins behind ``after``.
    """

    text: str = ""
    states: tuple[State, ...] = ()
    after: str | None = None
    limit: int = 40


class Shelf:
    """Reads only; every method raises ``Unavailable`` where the database does not answer."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def find(self, owner: str, look: Look) -> list[Generation]:
        """What is wanted, newest first. Raises ``NotFound`` where ``after`` is none of the owner's."""
        with self._database.read() as tx:
            mine = select(generation).where(generation.c.owner == owner)
            if look.text:
                mine = mine.where(_prompt().icontains(look.text, autoescape=True))
            if look.states:
                mine = mine.where(generation.c.state.in_(look.states))
            if look.after is not None:
                records.get(tx, look.after, owner)
                number = select(generation.c.number).where(generation.c.id == look.after)
                mine = mine.where(generation.c.number < number.scalar_subquery())
            mine = mine.order_by(generation.c.number.desc()).limit(look.limit)
            return [to_generation(row) for row in tx.connection.execute(mine).mappings()]

    def continuations(self, id_: str, owner: str, limit: int = 20) -> list[Generation]:
        """What begins or ends with this generation, oldest first."""
        ends = (generation.c.request[(name, "id")].as_string() == id_ for name in ("frame0", "frame1"))
        mine = select(generation).where(generation.c.owner == owner, or_(*ends))
        with self._database.read() as tx:
            rows = tx.connection.execute(mine.order_by(generation.c.number).limit(limit)).mappings()
            return [to_generation(row) for row in rows]

    def failures(self, limit: int) -> list[Generation]:
        """Everybody's failed generations, those that ended last first."""
        failed = select(generation).where(generation.c.state == State.FAILED)
        latest = failed.order_by(generation.c.finished_at.desc(), generation.c.number.desc()).limit(limit)
        with self._database.read() as tx:
            return [to_generation(row) for row in tx.connection.execute(latest).mappings()]

    def workers_of(self, ids: Collection[str]) -> dict[str, str]:
        """Which worker renders each of the ids that is running."""
        row = generation.c
        running = select(row.id, row.worker).where(row.id.in_(ids), row.worker.is_not(None))
        with self._database.read() as tx:
            return {found.id: found.worker for found in tx.connection.execute(running)}


def _prompt() -> ColumnElement[str]:
    words: ColumnElement[str] = generation.c.request["prompt"].as_string()
    return words
