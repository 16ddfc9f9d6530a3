"""Run by Alembic: migrate on the connection, and in the transaction, that ``ledger.migrate`` opened."""

from alembic import context

from vitascope.ledger.tables import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_as_batch=True,
)
with context.begin_transaction():
    context.run_migrations()
