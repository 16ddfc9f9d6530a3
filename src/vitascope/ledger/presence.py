"""Which workers are there."""

from __future__ import annotations

from sqlalchemy import delete, select

from vitascope.domain.queue import About, Presence
from vitascope.ledger.database import Transaction
from vitascope.ledger.tables import worker
from vitascope.ledger.upsert import insert_into


def here(tx: Transaction, presence: Presence, seconds: float) -> None:
    """Note that a worker serves the pool for a while."""
    about = presence.about.model_dump(mode="json")
    known = {"slots": presence.slots, "until": tx.now + seconds, "about": about}
    new = insert_into(tx, worker).values(name=presence.worker, pool=presence.pool, **known)
    tx.connection.execute(
        new.on_conflict_do_update(index_elements=[worker.c.name, worker.c.pool], set_=known)
    )


def gone(tx: Transaction, name: str) -> None:
    """Note that a worker serves nothing any more."""
    tx.connection.execute(delete(worker).where(worker.c.name == name))


def live(tx: Transaction, pool: str | None) -> list[Presence]:
    """The workers whose word still counts, by name."""
    found = select(worker).where(worker.c.until >= tx.now).order_by(worker.c.name, worker.c.pool)
    if pool is not None:
        found = found.where(worker.c.pool == pool)
    return [
        Presence(
            worker=row.name,
            pool=row.pool,
            slots=row.slots,
            until=row.until,
            about=About.model_validate(row.about or {}),
        )
        for row in tx.connection.execute(found)
    ]


def forget(tx: Transaction) -> None:
    """Remove the workers that fell silent."""
    tx.connection.execute(delete(worker).where(worker.c.until < tx.now))
