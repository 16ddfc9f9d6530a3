"""API keys and the server's own secrets."""

from __future__ import annotations

import hashlib

from sqlalchemy import ColumnElement, exists, insert, or_, select, update

from vitascope import ids
from vitascope.domain.key import ApiKey
from vitascope.errors import InvalidRequest, NotFound
from vitascope.ledger.database import Transaction
from vitascope.ledger.tables import api_key, secret

_SHOWN = tuple(column for column in api_key.c if column.name != "hash")
_UNREVOKED = api_key.c.revoked_at.is_(None)
USED_EVERY = 60.0
"""Seconds for which a key's last use is not written again: looking at a key should not cost a commit."""


def create(tx: Transaction, owner: str, name: str) -> tuple[ApiKey, str]:
    """A new key, and the only sight of it."""
    key = ids.api_key()
    values = {
        "id": ids.generation_id(),
        "owner": owner,
        "name": name,
        "prefix": key[:8],
        "hash": ids.key_hash(key),
        "created_at": tx.now,
    }
    row = tx.connection.execute(insert(api_key).values(values).returning(*_SHOWN)).mappings().one()
    return ApiKey.model_validate(dict(row)), key


def all_keys(tx: Transaction) -> list[ApiKey]:
    """Every key there ever was, oldest first."""
    statement = select(*_SHOWN).order_by(api_key.c.created_at, api_key.c.id)
    return [ApiKey.model_validate(dict(row)) for row in tx.connection.execute(statement).mappings()]


def find(tx: Transaction, key: str) -> ApiKey | None:
    """The unrevoked key that hashes to the same."""
    statement = select(*_SHOWN).where(api_key.c.hash == ids.key_hash(key), _UNREVOKED)
    row = tx.connection.execute(statement).mappings().one_or_none()
    return None if row is None else ApiKey.model_validate(dict(row))


def used(tx: Transaction, id_: str) -> None:
    """Note that the key opened the door just now."""
    tx.connection.execute(update(api_key).where(api_key.c.id == id_).values(last_used_at=tx.now))


def any_works(tx: Transaction) -> bool:
    """Whether somebody holds an unrevoked key."""
    return bool(tx.connection.execute(select(exists().where(_UNREVOKED))).scalar_one())


def revoke(tx: Transaction, named: str) -> ApiKey:
    """Close a key named by its prefix, its id or itself; one that is closed stays as it is."""
    which = or_(api_key.c.id == named, api_key.c.prefix == named, api_key.c.hash == ids.key_hash(named))
    keys = _matching(tx, which)
    if not keys:
        raise NotFound(f"No API key has the prefix or id {named[:8]!r}. List the keys to see them.")
    open_keys = [key for key in keys if key.revoked_at is None]
    if len(open_keys) > 1:
        choices = ", ".join(f"{key.id} ({key.name})" for key in open_keys)
        raise InvalidRequest(f"{len(open_keys)} keys begin with {named!r}. Name one by its id: {choices}.")
    if not open_keys:
        return keys[0]
    closing = update(api_key).where(api_key.c.id == open_keys[0].id).values(revoked_at=tx.now)
    row = tx.connection.execute(closing.returning(*_SHOWN)).mappings().one()
    return ApiKey.model_validate(dict(row))


def _matching(tx: Transaction, which: ColumnElement[bool]) -> list[ApiKey]:
    statement = select(*_SHOWN).where(which).order_by(api_key.c.created_at)
    return [ApiKey.model_validate(dict(row)) for row in tx.connection.execute(statement).mappings()]


def find_secret(tx: Transaction, name: str) -> bytes | None:
    """The secret of that name, if it was made already."""
    return tx.connection.execute(select(secret.c.value).where(secret.c.name == name)).scalar_one_or_none()


def make_secret(tx: Transaction, name: str) -> None:
    """Store 32 new random bytes; an ``IntegrityError`` tells that somebody else was first."""
    value = hashlib.sha256(ids.token(48).encode()).digest()  # 285 random bits, folded into 256
    tx.connection.execute(insert(secret).values(name=name, value=value))
