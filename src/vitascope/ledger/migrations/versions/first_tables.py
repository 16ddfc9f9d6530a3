"""Generations, their events, API keys and secrets."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0001"
down_revision = None

_DOCUMENT = sa.JSON(none_as_null=True).with_variant(JSONB(none_as_null=True), "postgresql")
_COUNTER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Make the tables of version 0.1."""
    op.create_table("generation", *_generation_columns(), *_generation_rules())
    _generation_indexes()
    _event()
    _api_key()
    op.create_table(
        "secret",
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("value", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_secret"),
        sa.CheckConstraint("length(value) = 32", name=op.f("ck_secret_length")),
    )


def _generation_columns() -> list[sa.Column[object]]:
    return [
        sa.Column("number", _COUNTER, nullable=False),
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("owner", sa.Text, nullable=False),
        sa.Column("request", _DOCUMENT, nullable=False),
        sa.Column("engine", sa.Text, nullable=False),
        sa.Column("model", sa.Text, nullable=False),
        sa.Column("seed", sa.BigInteger, nullable=False),
        sa.Column("pool", sa.Text, nullable=False),
        sa.Column("priority", sa.Integer, nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("attempt", sa.Integer, nullable=False),
        sa.Column("worker", sa.Text),
        sa.Column("lease_until", sa.Double),
        sa.Column("cancel_requested", sa.Boolean, nullable=False),
        sa.Column("deaths", sa.Integer, nullable=False),
        sa.Column("furthest", sa.Integer, nullable=False),
        sa.Column("progress", _DOCUMENT, nullable=False),
        sa.Column("plan", _DOCUMENT),
        sa.Column("assets", _DOCUMENT, nullable=False),
        sa.Column("outcome", _DOCUMENT),
        sa.Column("error_name", sa.Text),
        sa.Column("error_message", sa.Text),
        sa.Column("created_at", sa.Double, nullable=False),
        sa.Column("started_at", sa.Double),
        sa.Column("finished_at", sa.Double),
    ]


def _generation_rules() -> list[sa.Constraint]:
    rules = {
        "state": "state IN ('queued', 'running', 'completed', 'failed', 'cancelled')",
        "counters": "attempt >= 0 AND deaths >= 0 AND furthest >= 0",
        "worker": "(state = 'running') = (worker IS NOT NULL)",
        "lease": "(state = 'running') = (lease_until IS NOT NULL)",
        "outcome": "(state = 'completed') = (outcome IS NOT NULL)",
        "error": "(state IN ('failed', 'cancelled')) = (error_name IS NOT NULL)",
        "message": "(error_name IS NULL) = (error_message IS NULL)",
        "finished": "(state IN ('queued', 'running')) = (finished_at IS NULL)",
        "started": "(attempt > 0) = (started_at IS NOT NULL)",
        "attempted": "attempt > 0 OR state NOT IN ('running', 'completed')",
        "cancel": "state <> 'queued' OR NOT cancel_requested",
    }
    return [
        sa.PrimaryKeyConstraint("number", name="pk_generation"),
        sa.UniqueConstraint("id", name="uq_generation_id"),
        *(sa.CheckConstraint(rule, name=op.f(f"ck_generation_{name}")) for name, rule in rules.items()),
    ]


def _generation_indexes() -> None:
    op.create_index("ix_generation_owner", "generation", ["owner", "number"])
    op.create_index("ix_generation_state", "generation", ["state", "lease_until"])
    waits = sa.text("state = 'queued'")
    columns: list[str | sa.TextClause] = ["pool", sa.text("priority DESC"), "number"]
    op.create_index("ix_generation_ready", "generation", columns, sqlite_where=waits, postgresql_where=waits)


def _event() -> None:
    op.create_table(
        "event",
        sa.Column("generation", sa.String(36), nullable=False),
        sa.Column("sequence", sa.Integer, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("at", sa.Double, nullable=False),
        sa.Column("data", _DOCUMENT, nullable=False),
        sa.PrimaryKeyConstraint("generation", "sequence", name="pk_event"),
        sa.ForeignKeyConstraint(
            ["generation"], ["generation.id"], name="fk_event_generation", ondelete="CASCADE"
        ),
        sa.CheckConstraint("sequence > 0", name=op.f("ck_event_sequence")),
    )


def _api_key() -> None:
    op.create_table(
        "api_key",
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("owner", sa.Text, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("prefix", sa.String(8), nullable=False),
        sa.Column("hash", sa.String(64), nullable=False),
        sa.Column("created_at", sa.Double, nullable=False),
        sa.Column("revoked_at", sa.Double),
        sa.Column("last_used_at", sa.Double),
        sa.PrimaryKeyConstraint("id", name="pk_api_key"),
        sa.UniqueConstraint("hash", name="uq_api_key_hash"),
        sa.CheckConstraint("length(hash) = 64", name=op.f("ck_api_key_hash")),
    )
    op.create_index("ix_api_key_prefix", "api_key", ["prefix"])
