"""The append-only account of what happened to each generation."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Text, func, insert, literal, select

from vitascope.domain.events import Event
from vitascope.ledger.database import Transaction
from vitascope.ledger.tables import Document, event


def record(tx: Transaction, generation: str, kind: str, data: Mapping[str, Any]) -> None:
    """Append an event in the transaction that makes the change. The caller has locked the generation."""
    of_generation = event.c.generation == generation
    following = select(
        literal(generation, Text()),
        func.coalesce(func.max(event.c.sequence), 0) + 1,
        literal(kind, Text()),
        tx.now,
        literal(dict(data), Document),
    ).where(of_generation)
    columns = ["generation", "sequence", "kind", "at", "data"]
    tx.connection.execute(insert(event).from_select(columns, following))


def read(tx: Transaction, generation: str, after: int) -> list[Event]:
    """The events of one generation that follow the one numbered ``after``, in order."""
    statement = (
        select(event)
        .where(event.c.generation == generation, event.c.sequence > after)
        .order_by(event.c.sequence)
    )
    return [Event.model_validate(dict(row)) for row in tx.connection.execute(statement).mappings()]
