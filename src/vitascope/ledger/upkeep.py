"""What one process of the cluster does for all, from time to time; each method is one transaction."""

from __future__ import annotations

from vitascope.ledger import removal
from vitascope.ledger.database import Database
from vitascope.ledger.tables import duty
from vitascope.ledger.upsert import insert_into


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
            return removal.remove_ended(tx, seconds, at_most)
