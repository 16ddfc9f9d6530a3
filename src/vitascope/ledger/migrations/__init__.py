"""The history of the ledger's tables, one file in ``versions`` for each change; Alembic runs them."""
