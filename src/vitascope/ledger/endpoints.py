"""The addresses that owners want to be told at."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, and_, delete, func, insert, select, update

from vitascope import ids
from vitascope.domain.webhook import Endpoint
from vitascope.errors import InvalidRequest, NotFound
from vitascope.ledger import outbox
from vitascope.ledger.database import Transaction
from vitascope.ledger.tables import webhook_endpoint as endpoint

MOST = 50
"""Endpoints of one owner: each state change is written once for every one of them."""


def create(tx: Transaction, owner: str, given: dict[str, Any]) -> Endpoint:
    """A new one, enabled; ``given`` has url, events and name. Raises ``InvalidRequest`` over the most."""
    mine = select(func.count()).select_from(endpoint).where(endpoint.c.owner == owner)
    if tx.connection.execute(mine).scalar_one() >= MOST:
        raise InvalidRequest(
            f"There are {MOST} webhook endpoints already, the most there may be. Delete one."
        )
    values = given | {"id": ids.endpoint_id(), "owner": owner, "enabled": True}
    times = {"created_at": tx.now, "updated_at": tx.now}
    made = tx.connection.execute(insert(endpoint).values(values | times).returning(*endpoint.c))
    return Endpoint.model_validate(dict(made.mappings().one()))


def get(tx: Transaction, id_: str, owner: str) -> Endpoint:
    """One of the owner's. Raises ``NotFound``, for an unknown id and for another owner's alike."""
    row = tx.connection.execute(select(endpoint).where(_named(id_, owner))).mappings().one_or_none()
    if row is None:
        raise _unknown(id_)
    return Endpoint.model_validate(dict(row))


def page(tx: Transaction, owner: str) -> list[Endpoint]:
    """All of the owner's, the oldest first."""
    mine = select(endpoint).where(endpoint.c.owner == owner).order_by(endpoint.c.created_at, endpoint.c.id)
    return [Endpoint.model_validate(dict(row)) for row in tx.connection.execute(mine).mappings()]


def change(tx: Transaction, id_: str, owner: str, values: dict[str, Any]) -> Endpoint:
    """Set some of url, events and name. Raises ``NotFound``."""
    changed = update(endpoint).where(_named(id_, owner)).values(values | {"updated_at": tx.now})
    if not tx.connection.execute(changed).rowcount:
        raise _unknown(id_)
    return get(tx, id_, owner)


def enable(tx: Transaction, id_: str, owner: str) -> None:
    """Tell it again, first of what was held meanwhile. Raises ``NotFound``."""
    if not get(tx, id_, owner).enabled:
        change(tx, id_, owner, {"enabled": True, "disabled_reason": None})
        outbox.release(tx, id_)


def disable(tx: Transaction, id_: str, owner: str, reason: str) -> None:
    """Tell it nothing more; what waits for it is held. Raises ``NotFound``."""
    if get(tx, id_, owner).enabled:
        change(tx, id_, owner, {"enabled": False, "disabled_reason": reason})
        outbox.hold(tx, id_)


def remove(tx: Transaction, id_: str, owner: str) -> Endpoint:
    """Delete it with its secrets and messages. Raises ``NotFound``."""
    gone = get(tx, id_, owner)
    tx.connection.execute(delete(endpoint).where(_named(id_, owner)))
    return gone


def _named(id_: str, owner: str) -> ColumnElement[bool]:
    return and_(endpoint.c.id == id_, endpoint.c.owner == owner)


def _unknown(id_: str) -> NotFound:
    return NotFound(f"No webhook endpoint has the id {id_[:80]!r}. List the endpoints to see them.")
