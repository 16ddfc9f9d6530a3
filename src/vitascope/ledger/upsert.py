"""``INSERT … ON CONFLICT``, which both databases speak and SQLAlchemy spells once for each."""

from __future__ import annotations

from sqlalchemy import Table
from sqlalchemy.dialects import postgresql, sqlite

from vitascope.ledger.database import Transaction


def insert_into(tx: Transaction, table: Table) -> postgresql.Insert | sqlite.Insert:
    """An INSERT that may say what is to happen where the row exists."""
    postgres = tx.connection.dialect.name == "postgresql"
    return postgresql.insert(table) if postgres else sqlite.insert(table)
