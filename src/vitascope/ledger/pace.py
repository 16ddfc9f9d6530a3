"""How fast models have been lately, from the record."""

from __future__ import annotations

from statistics import median

from sqlalchemy import func, literal_column, select

from vitascope.ledger.database import Database
from vitascope.ledger.tables import generation

REACH = 1000
"""How many of the latest generations are looked through."""
ENOUGH = 20
"""How many of the model's own are measured."""


class Paces:
    """Reads what was made."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def of(self, model: str) -> float | None:
        """Seconds a megapixel-frame took the model lately, the median; None where it made none.

        A megapixel-frame is a million pixels of one frame. What was tried more than once is left out, for
        its time is not that of one try.
        """
        row = generation.c
        newest = select(func.max(row.number)).scalar_subquery()
        made = (
            select(row.started_at, row.finished_at, row.outcome)
            .where(row.number > newest - REACH, row.state == literal_column("'completed'"))
            .where(row.model == model, row.attempt == 1)
            .order_by(row.number.desc())
            .limit(ENOUGH)
        )
        with self._database.read() as tx:
            found = [
                (finished - started) / _size(outcome)
                for started, finished, outcome in tx.connection.execute(made)
            ]
        return median(found) if found else None


def _size(outcome: dict[str, int]) -> float:
    """Megapixel-frames."""
    return outcome["width"] * outcome["height"] * outcome["frames"] / 1e6
