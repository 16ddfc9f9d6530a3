"""Fair lines, limits, idempotency keys, pools, workers.

Code of 0001 works on these tables: every new column has a default, and no rule binds what it writes.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

_ZERO = sa.text("0")


def upgrade() -> None:
    """Add the tables and columns of version 0.2."""
    _generation()
    _tenant()
    _lines()
    _idempotency()
    _worker()
    compatibility = op.create_table(
        "compatibility",
        sa.Column("oldest", sa.String(32), nullable=False),
        sa.PrimaryKeyConstraint("oldest", name="pk_compatibility"),
    )
    op.bulk_insert(compatibility, [{"oldest": "0001"}])


def _generation() -> None:
    columns = [
        sa.Column("cost", sa.Double, nullable=False, server_default=sa.text("1")),
        sa.Column("vstart", sa.Double, nullable=False, server_default=_ZERO),
        sa.Column("charge", sa.Double, nullable=False, server_default=_ZERO),
        sa.Column("held", sa.Boolean, nullable=False, server_default=sa.text("false")),
    ]
    for column in columns:
        op.add_column("generation", column)
    op.drop_index("ix_generation_ready", "generation")
    priority = sa.text("priority DESC")
    _index("line", ["pool", priority, "vstart", "number"], "state = 'queued' AND held = false")
    _index("waiting", ["owner", "pool", "held", priority, "number"], "state = 'queued'")
    _index("running", ["owner"], "state = 'running'")


def _index(name: str, columns: list[str | sa.TextClause], which: str) -> None:
    where = sa.text(which)
    op.create_index(
        f"ix_generation_{name}", "generation", columns, sqlite_where=where, postgresql_where=where
    )


def _tenant() -> None:
    rules = {
        "weight": "weight > 0",
        "cap": "running_cap > 0",
        "rate": "rate_per_minute > 0",
        "bound": "queue_bound >= 0",
    }
    op.create_table(
        "tenant",
        sa.Column("owner", sa.Text, nullable=False),
        sa.Column("weight", sa.Double, nullable=False),
        sa.Column("running_cap", sa.Integer),
        sa.Column("rate_per_minute", sa.Double),
        sa.Column("queue_bound", sa.Integer),
        sa.Column("spent_until", sa.Double, nullable=False, server_default=_ZERO),
        sa.PrimaryKeyConstraint("owner", name="pk_tenant"),
        *(sa.CheckConstraint(rule, name=op.f(f"ck_tenant_{name}")) for name, rule in rules.items()),
    )


def _lines() -> None:
    op.create_table(
        "share",
        sa.Column("owner", sa.Text, nullable=False),
        sa.Column("pool", sa.Text, nullable=False),
        sa.Column("priority", sa.Integer, nullable=False),
        sa.Column("vstart", sa.Double, nullable=False),
        sa.Column("vfinish", sa.Double, nullable=False),
        sa.PrimaryKeyConstraint("owner", "pool", "priority", name="pk_share"),
    )
    op.create_table(
        "lane",
        sa.Column("pool", sa.Text, nullable=False),
        sa.Column("priority", sa.Integer, nullable=False),
        sa.Column("clock", sa.Double, nullable=False),
        sa.PrimaryKeyConstraint("pool", "priority", name="pk_lane"),
    )
    op.create_table(
        "pool",
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("paused", sa.Boolean, nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_pool"),
    )


def _idempotency() -> None:
    op.create_table(
        "idempotency",
        sa.Column("owner", sa.Text, nullable=False),
        sa.Column("key", sa.Text, nullable=False),
        sa.Column("body_hash", sa.Text, nullable=False),
        sa.Column("generation", sa.String(36), nullable=False),
        sa.Column("at", sa.Double, nullable=False),
        sa.PrimaryKeyConstraint("owner", "key", name="pk_idempotency"),
    )
    op.create_index("ix_idempotency_at", "idempotency", ["at"])


def _worker() -> None:
    op.create_table(
        "worker",
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("pool", sa.Text, nullable=False),
        sa.Column("slots", sa.Integer, nullable=False),
        sa.Column("until", sa.Double, nullable=False),
        sa.PrimaryKeyConstraint("name", "pool", name="pk_worker"),
        sa.CheckConstraint("slots >= 0", name=op.f("ck_worker_slots")),
    )
    op.create_index("ix_worker_until", "worker", ["until"])
