"""One create, one generation: the keys under which clients repeat a create."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Row, Select, delete, select

from vitascope.domain.generation import Generation
from vitascope.domain.idempotency import Idempotency
from vitascope.errors import IdempotencyMismatch, NotFound
from vitascope.ledger import records
from vitascope.ledger.database import Transaction
from vitascope.ledger.tables import idempotency as table
from vitascope.ledger.upsert import insert_into

KEPT_SECONDS = 25 * 3600.0
"""A day, as promised, and an hour for clients whose clock is off."""


def earlier(tx: Transaction, given: Idempotency, id_: str) -> Generation | None:
    """Reserve the key for the generation ``id_``, or answer the one it was used for.

    Whoever comes second waits here for the first one's transaction. Raises ``IdempotencyMismatch`` where
    the body was another and ``NotFound`` where that generation was deleted.
    """
    reserved = {"body_hash": given.body_hash, "generation": id_, "at": tx.now}
    new = insert_into(tx, table).values(owner=given.owner, key=given.key, **reserved)
    statement = new.on_conflict_do_update(
        index_elements=[table.c.owner, table.c.key],
        set_=reserved,
        where=table.c.at < tx.now - KEPT_SECONDS,
    ).returning(table.c.generation)
    if tx.connection.execute(statement).one_or_none() is not None:
        return None
    return _answered(tx, given, tx.connection.execute(_used(given)).one())


def made(tx: Transaction, given: Idempotency) -> Generation | None:
    """The generation that the key was used for, if it was. Only looks; raises as ``earlier``."""
    fresh = _used(given).where(table.c.at >= tx.now - KEPT_SECONDS)
    before = tx.connection.execute(fresh).one_or_none()
    return None if before is None else _answered(tx, given, before)


def _used(given: Idempotency) -> Select[Any]:
    return select(table).where(table.c.owner == given.owner, table.c.key == given.key)


def _answered(tx: Transaction, given: Idempotency, before: Row[Any]) -> Generation:
    if before.body_hash != given.body_hash:
        raise IdempotencyMismatch(
            "This Idempotency-Key was used for a create with another body. Send the same body again, or "
            "choose a new key."
        )
    try:
        return records.get(tx, before.generation, given.owner)
    except NotFound as error:
        raise NotFound(
            f"The generation {before.generation} that this Idempotency-Key made was deleted. Choose a new "
            "key to make another."
        ) from error


def forget(tx: Transaction) -> None:
    """Remove the keys that have been kept long enough."""
    tx.connection.execute(delete(table).where(table.c.at < tx.now - KEPT_SECONDS))
