"""What an owner's generations cost."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import ColumnElement, Subquery, func, select, tuple_, union_all

from vitascope.domain.generation import Generation, State
from vitascope.domain.request import Frozen
from vitascope.ledger.database import Database
from vitascope.ledger.removal import PAID
from vitascope.ledger.rows import to_generation
from vitascope.ledger.tables import generation, payment

_AMOUNT = func.coalesce(PAID, 0)
Place = tuple[float, int]
"""Where a page ends: when a generation ended, and its number."""


class Window(Frozen):
    """A stretch of time in epoch seconds; ``until`` is no part of it."""

    since: float
    until: float


class Spent(Frozen):
    """What one model's completed generations cost together, in credits."""

    model: str
    requests: int
    credits: int


class Charge(Frozen):
    """What one generation cost, and where it stands among the others."""

    generation: Generation
    place: Place


class Spending:
    """Adds up what was paid, for what was removed since as well; lists only what is still there.

    Reads only; every method raises ``Unavailable`` where the database does not answer.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    def total(self, owner: str) -> int:
        """Every credit the owner spent."""
        paid = _paid(owner)
        with self._database.read() as tx:
            return int(tx.connection.execute(select(func.coalesce(func.sum(paid.c.credits), 0))).scalar_one())

    def by_model(self, owner: str, window: Window) -> list[Spent]:
        """What was spent on what ended in the window, the most first."""
        paid = _paid(owner)
        cost = func.sum(paid.c.credits)
        mine = (
            select(paid.c.model, func.count(), cost)
            .where(paid.c.finished_at >= window.since, paid.c.finished_at < window.until)
            .group_by(paid.c.model)
            .order_by(cost.desc(), paid.c.model)
        )
        with self._database.read() as tx:
            rows = tx.connection.execute(mine)
            return [Spent(model=model, requests=count, credits=int(spent)) for model, count, spent in rows]

    def charges(self, owner: str, window: Window, limit: int, after: Place | None = None) -> list[Charge]:
        """What cost something and ended in the window, the latest first, behind the place ``after``."""
        order = generation.c.finished_at, generation.c.number
        mine = select(generation).where(*_made(owner), *_ended(window), _AMOUNT > 0)
        if after is not None:
            mine = mine.where(tuple_(*order) < tuple_(*after))
        mine = mine.order_by(*(column.desc() for column in order)).limit(limit)
        with self._database.read() as tx:
            rows = tx.connection.execute(mine).mappings()
            return [
                Charge(generation=to_generation(row), place=(row["finished_at"], row["number"]))
                for row in rows
            ]

    def log(
        self,
        owner: str,
        window: Window,
        wanted: Sequence[State],
        models: Sequence[str],
        page: tuple[int, int],
    ) -> tuple[list[Generation], int]:
        """What was created in the window and ended in one of the states, the newest first, and how many.

        No ``models`` means every model; ``page`` is how many to give and how many to leave out.
        """
        limit, offset = page
        which = [
            generation.c.owner == owner,
            generation.c.state.in_(wanted),
            generation.c.created_at >= window.since,
            generation.c.created_at < window.until,
        ]
        if models:
            which.append(
                generation.c.model.in_(models) | generation.c.request["model"].as_string().in_(models)
            )
        mine = select(generation).where(*which).order_by(generation.c.number.desc())
        with self._database.read() as tx:
            count = tx.connection.execute(select(func.count()).select_from(generation).where(*which))
            total = count.scalar_one()
            rows = tx.connection.execute(mine.limit(limit).offset(offset)).mappings()
            return [to_generation(row) for row in rows], total


def _paid(owner: str) -> Subquery:
    """What each of the owner's videos cost, whether it is still there or was removed."""
    there = select(generation.c.model, _AMOUNT.label("credits"), generation.c.finished_at)
    gone = select(payment.c.model, payment.c.credits, payment.c.finished_at)
    return union_all(there.where(*_made(owner)), gone.where(payment.c.owner == owner)).subquery()


def _made(owner: str) -> tuple[ColumnElement[bool], ...]:
    return generation.c.owner == owner, generation.c.state == State.COMPLETED


def _ended(window: Window) -> tuple[ColumnElement[bool], ...]:
    return generation.c.finished_at >= window.since, generation.c.finished_at < window.until
