"""The secrets that webhooks are signed with: an endpoint's own, or the owner's."""

from __future__ import annotations

from sqlalchemy import ColumnElement, and_, delete, or_, select, update

from vitascope import ids
from vitascope.domain.webhook import ROTATED_SECONDS, SigningSecret
from vitascope.ledger.database import Transaction
from vitascope.ledger.tables import webhook_secret as secret
from vitascope.ledger.upsert import insert_into


def valid(tx: Transaction, owner: str, endpoint_id: str | None) -> tuple[SigningSecret, ...]:
    """Those that sign now, the newest first; one is made where there is none. Needs a writing transaction."""
    _make(tx, owner, endpoint_id)
    signing = and_(_whose(owner, endpoint_id), or_(secret.c.until.is_(None), secret.c.until > tx.now))
    newest = select(secret.c.value).where(signing).order_by(secret.c.number.desc())
    return tuple(SigningSecret(value) for value in tx.connection.execute(newest).scalars())


def rotate(tx: Transaction, owner: str, endpoint_id: str | None, *, keep_old: bool) -> SigningSecret:
    """A new secret; those before sign beside it for a day after their end, or no more."""
    whose = _whose(owner, endpoint_id)
    if keep_old:
        ending = update(secret).where(whose, secret.c.until.is_(None))
        tx.connection.execute(ending.values(until=tx.now + ROTATED_SECONDS))
    else:
        tx.connection.execute(delete(secret).where(whose))
    return valid(tx, owner, endpoint_id)[0]


def _make(tx: Transaction, owner: str, endpoint_id: str | None) -> None:
    """Make the current one unless it is there; of several that try at once, one is first."""
    current = and_(_whose(owner, endpoint_id), secret.c.until.is_(None))
    if tx.connection.execute(select(secret.c.number).where(current)).first() is not None:
        return
    given = {"owner": owner, "endpoint": endpoint_id, "value": ids.signing_secret(), "made_at": tx.now}
    tx.connection.execute(insert_into(tx, secret).values(given).on_conflict_do_nothing())


def _whose(owner: str, endpoint_id: str | None) -> ColumnElement[bool]:
    return and_(secret.c.owner == owner, secret.c.endpoint.is_not_distinct_from(endpoint_id))
