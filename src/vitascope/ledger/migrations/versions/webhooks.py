"""Webhook endpoints, their secrets, and the outbox.

Code of 0001 works on these tables: it writes nothing to the outbox, so nobody is told of what it does.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0003"
down_revision = "0002"

_DOCUMENT = sa.JSON(none_as_null=True).with_variant(JSONB(none_as_null=True), "postgresql")
_COUNTER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Add the tables of webhooks."""
    _endpoint()
    _secret()
    _message()
    _delivery()


def _of_endpoint(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["endpoint"], ["webhook_endpoint.id"], f"fk_{table}_endpoint", ondelete="CASCADE"
    )


def _rules(table: str, **rules: str) -> list[sa.CheckConstraint]:
    return [sa.CheckConstraint(rule, name=op.f(f"ck_{table}_{name}")) for name, rule in rules.items()]


def _endpoint() -> None:
    op.create_table(
        "webhook_endpoint",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("owner", sa.Text, nullable=False),
        sa.Column("url", sa.Text, nullable=False),
        sa.Column("events", _DOCUMENT, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("enabled", sa.Boolean, nullable=False),
        sa.Column("disabled_reason", sa.Text),
        sa.Column("created_at", sa.Double, nullable=False),
        sa.Column("updated_at", sa.Double, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_webhook_endpoint"),
        *_rules("webhook_endpoint", reason="enabled = (disabled_reason IS NULL)"),
    )
    op.create_index("ix_webhook_endpoint_owner", "webhook_endpoint", ["owner", "created_at"])


def _secret() -> None:
    op.create_table(
        "webhook_secret",
        sa.Column("number", _COUNTER, nullable=False),
        sa.Column("owner", sa.Text, nullable=False),
        sa.Column("endpoint", sa.String(32)),
        sa.Column("value", sa.LargeBinary, nullable=False),
        sa.Column("made_at", sa.Double, nullable=False),
        sa.Column("until", sa.Double),
        sa.PrimaryKeyConstraint("number", name="pk_webhook_secret"),
        _of_endpoint("webhook_secret"),
        *_rules("webhook_secret", length="length(value) = 32"),
    )
    current = {"owner": "endpoint IS NULL", "endpoint": "endpoint IS NOT NULL"}
    for column, whose in current.items():
        where = sa.text(f"{whose} AND until IS NULL")
        op.create_index(
            f"ix_webhook_secret_{column}",
            "webhook_secret",
            [column],
            unique=True,
            sqlite_where=where,
            postgresql_where=where,
        )


def _message() -> None:
    op.create_table(
        "webhook_message",
        sa.Column("number", _COUNTER, nullable=False),
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("owner", sa.Text, nullable=False),
        sa.Column("endpoint", sa.String(32)),
        sa.Column("url", sa.Text),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("generation", sa.String(36)),
        sa.Column("payload", _DOCUMENT, nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("tries", sa.Integer, nullable=False),
        sa.Column("claim", sa.Integer, nullable=False),
        sa.Column("due", sa.Double, nullable=False),
        sa.Column("created_at", sa.Double, nullable=False),
        sa.Column("ended_at", sa.Double),
        sa.PrimaryKeyConstraint("number", name="pk_webhook_message"),
        sa.UniqueConstraint("id", name="uq_webhook_message_id"),
        _of_endpoint("webhook_message"),
        *_rules(
            "webhook_message",
            state="state IN ('waiting', 'held', 'delivered', 'given_up')",
            address="(endpoint IS NULL) = (url IS NOT NULL)",
            ended="(state IN ('waiting', 'held')) = (ended_at IS NULL)",
            held="state <> 'held' OR endpoint IS NOT NULL",
            counters="tries >= 0 AND claim >= 0",
        ),
    )
    where = sa.text("state = 'waiting'")
    op.create_index(
        "ix_webhook_message_due", "webhook_message", ["due"], sqlite_where=where, postgresql_where=where
    )
    for column in ("owner", "endpoint"):
        op.create_index(f"ix_webhook_message_{column}", "webhook_message", [column, "number"])
    op.create_index("ix_webhook_message_ended", "webhook_message", ["ended_at"])


def _delivery() -> None:
    op.create_table(
        "webhook_delivery",
        sa.Column("number", _COUNTER, nullable=False),
        sa.Column("message", sa.String(32), nullable=False),
        sa.Column("attempt", sa.Integer, nullable=False),
        sa.Column("at", sa.Double, nullable=False),
        sa.Column("seconds", sa.Double, nullable=False),
        sa.Column("status", sa.Integer),
        sa.Column("fault", sa.Text),
        sa.PrimaryKeyConstraint("number", name="pk_webhook_delivery"),
        sa.ForeignKeyConstraint(
            ["message"], ["webhook_message.id"], "fk_webhook_delivery_message", ondelete="CASCADE"
        ),
        *_rules("webhook_delivery", outcome="(status IS NULL) = (fault IS NOT NULL)"),
    )
    op.create_index("ix_webhook_delivery_message", "webhook_delivery", ["message", "number"])
