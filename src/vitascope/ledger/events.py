"""The append-only account of what happened to each generation."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Insert, Text, bindparam, func, insert, select

from vitascope.domain.events import Event
from vitascope.ledger import outbox
from vitascope.ledger.database import Transaction
from vitascope.ledger.tables import Document, event


def record(tx: Transaction, generation: str, kind: str, data: Mapping[str, Any]) -> None:
    """Append an event in the transaction that makes the change. The caller has locked the generation.

    What webhooks are to tell of it goes into the outbox in the same transaction.
    """
    given = {"of": generation, "of_kind": kind, "told": dict(data)}
    tx.connection.execute(_following(tx.now), given)
    outbox.tell(tx, generation, kind)


@cache
def _following(now: ColumnElement[float]) -> Insert:
    """The INSERT of the next event, built once: building it takes longer than running it."""
    of = bindparam("of", type_=Text())
    last = func.coalesce(func.max(event.c.sequence), 0)
    columns = of, last + 1, bindparam("of_kind", type_=Text()), now, bindparam("told", type_=Document)
    following = select(*columns).where(event.c.generation == of)
    return insert(event).from_select(["generation", "sequence", "kind", "at", "data"], following)


def read(tx: Transaction, generation: str, after: int) -> list[Event]:
    """The events of one generation that follow the one numbered ``after``, in order."""
    statement = (
        select(event)
        .where(event.c.generation == generation, event.c.sequence > after)
        .order_by(event.c.sequence)
    )
    return [Event.model_validate(dict(row)) for row in tx.connection.execute(statement).mappings()]
