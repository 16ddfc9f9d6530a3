"""API keys and the server's own secrets."""

from __future__ import annotations

import hashlib

from sqlalchemy import ColumnElement, RowMapping, exists, insert, or_, select, update

from vitascope import ids
from vitascope.domain.key import ApiKey, NewKey
from vitascope.errors import InvalidRequest, NotFound
from vitascope.ledger.database import Transaction
from vitascope.ledger.tables import api_key, secret

_SHOWN = tuple(column for column in api_key.c if column.name != "hash")
_UNREVOKED = api_key.c.revoked_at.is_(None)
USED_EVERY = 60.0
"""Seconds for which a key's last use is not written again: looking at a key should not cost a commit."""


def create(tx: Transaction, new: NewKey) -> tuple[ApiKey, str]:
    """A new key, and the only sight of it."""
    key = ids.api_key()
    values = {
        "id": ids.generation_id(),
        "owner": new.owner,
        "name": new.name,
        "prefix": key[:8],
        "hash": ids.key_hash(key),
        "created_at": tx.now,
        "scopes": " ".join(new.scopes),
        "expires_at": new.expires_at,
    }
    row = tx.connection.execute(insert(api_key).values(values).returning(*_SHOWN)).mappings().one()
    return _to_key(row), key


def rotate(tx: Transaction, named: str, grace: float) -> tuple[ApiKey, str]:
    """A key like the open one that is named, which itself opens for ``grace`` seconds more."""
    old = _open(tx, named)
    if old is None or (old.expires_at is not None and old.expires_at <= _now(tx)):
        raise InvalidRequest(f"The key {named[:8]!r} is closed already. Make a new one instead.")
    made = create(tx, NewKey(owner=old.owner, name=old.name, scopes=old.scopes, expires_at=old.expires_at))
    end = _now(tx) + grace
    until = end if old.expires_at is None else min(end, old.expires_at)
    tx.connection.execute(update(api_key).where(api_key.c.id == old.id).values(expires_at=until))
    return made


def all_keys(tx: Transaction) -> list[ApiKey]:
    """Every key there ever was, oldest first."""
    statement = select(*_SHOWN).order_by(api_key.c.created_at, api_key.c.id)
    return [_to_key(row) for row in tx.connection.execute(statement).mappings()]


def find(tx: Transaction, key: str) -> ApiKey | None:
    """The unrevoked key that hashes to the same and has not expired."""
    alive = or_(api_key.c.expires_at.is_(None), api_key.c.expires_at > tx.now)
    statement = select(*_SHOWN).where(api_key.c.hash == ids.key_hash(key), _UNREVOKED, alive)
    row = tx.connection.execute(statement).mappings().one_or_none()
    return None if row is None else _to_key(row)


def used(tx: Transaction, id_: str) -> None:
    """Note that the key opened the door just now."""
    tx.connection.execute(update(api_key).where(api_key.c.id == id_).values(last_used_at=tx.now))


def any_works(tx: Transaction) -> bool:
    """Whether somebody holds a key that is neither revoked nor expired."""
    alive = or_(api_key.c.expires_at.is_(None), api_key.c.expires_at > tx.now)
    return bool(tx.connection.execute(select(exists().where(_UNREVOKED, alive))).scalar_one())


def revoke(tx: Transaction, named: str) -> ApiKey:
    """Close a key named by its prefix, its id or itself; one that is closed stays as it is."""
    found = _open(tx, named)
    if found is None:
        return _named(tx, named)[0]
    closing = update(api_key).where(api_key.c.id == found.id).values(revoked_at=tx.now)
    return _to_key(tx.connection.execute(closing.returning(*_SHOWN)).mappings().one())


def _open(tx: Transaction, named: str) -> ApiKey | None:
    """The one unrevoked key that is named; None where it is revoked."""
    keys = _named(tx, named)
    open_keys = [key for key in keys if key.revoked_at is None]
    if len(open_keys) > 1:
        choices = ", ".join(f"{key.id} ({key.name})" for key in open_keys)
        raise InvalidRequest(f"{len(open_keys)} keys begin with {named!r}. Name one by its id: {choices}.")
    return open_keys[0] if open_keys else None


def _named(tx: Transaction, named: str) -> list[ApiKey]:
    which = or_(api_key.c.id == named, api_key.c.prefix == named, api_key.c.hash == ids.key_hash(named))
    keys = _matching(tx, which)
    if not keys:
        raise NotFound(f"No API key has the prefix or id {named[:8]!r}. List the keys to see them.")
    return keys


def _matching(tx: Transaction, which: ColumnElement[bool]) -> list[ApiKey]:
    statement = select(*_SHOWN).where(which).order_by(api_key.c.created_at)
    return [_to_key(row) for row in tx.connection.execute(statement).mappings()]


def _to_key(row: RowMapping) -> ApiKey:
    return ApiKey.model_validate(dict(row) | {"scopes": row["scopes"].split()})


def _now(tx: Transaction) -> float:
    return float(tx.connection.execute(select(tx.now)).scalar_one())


def find_secret(tx: Transaction, name: str) -> bytes | None:
    """The secret of that name, if it was made already."""
    return tx.connection.execute(select(secret.c.value).where(secret.c.name == name)).scalar_one_or_none()


def make_secret(tx: Transaction, name: str) -> None:
    """Store 32 new random bytes; an ``IntegrityError`` tells that somebody else was first."""
    value = hashlib.sha256(ids.token(48).encode()).digest()  # 285 random bits, folded into 256
    tx.connection.execute(insert(secret).values(name=name, value=value))
