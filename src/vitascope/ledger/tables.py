"""The ledger's tables. What must always hold is written as constraints, so that no code can break it.

A change here needs a new file in ``migrations/versions``; a test compares the two.
"""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Double,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB

metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "uq": "uq_%(table_name)s_%(column_0_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
    }
)

Document = JSON(none_as_null=True).with_variant(JSONB(none_as_null=True), "postgresql")
Counter = BigInteger().with_variant(Integer(), "sqlite")  # SQLite counts only in an INTEGER PRIMARY KEY


_WAITS = text("state = 'queued'")
_IN_LINE = text("state = 'queued' AND held = false")
_RUNS = text("state = 'running'")
_ZERO = text("0")
_NO = text("false")

generation = Table(
    "generation",
    metadata,
    Column("number", Counter, primary_key=True),
    Column("id", String(36), nullable=False, unique=True),
    Column("owner", Text, nullable=False),
    Column("request", Document, nullable=False),
    Column("engine", Text, nullable=False),
    Column("model", Text, nullable=False),
    Column("seed", BigInteger, nullable=False),
    Column("pool", Text, nullable=False),
    Column("priority", Integer, nullable=False),
    Column("state", String(16), nullable=False),
    Column("attempt", Integer, nullable=False),
    Column("worker", Text),
    Column("lease_until", Double),
    Column("cancel_requested", Boolean, nullable=False),
    Column("deaths", Integer, nullable=False),
    Column("furthest", Integer, nullable=False),
    Column("progress", Document, nullable=False),
    Column("plan", Document),
    Column("assets", Document, nullable=False),
    Column("outcome", Document),
    Column("error_name", Text),
    Column("error_message", Text),
    Column("created_at", Double, nullable=False),
    Column("started_at", Double),
    Column("finished_at", Double),
    Column("cost", Double, nullable=False, server_default=text("1")),  # estimated render seconds
    Column("vstart", Double, nullable=False, server_default=_ZERO),  # its turn, in its lane's time
    Column("charge", Double, nullable=False, server_default=_ZERO),  # what its turn cost the owner's share
    Column("held", Boolean, nullable=False, server_default=_NO),  # waits for its owner's running cap
    Column("price", BigInteger, nullable=False, server_default=_ZERO),  # credits it costs once it is made
    Column("bytes", BigInteger, nullable=False, server_default=_ZERO),  # of its stored files
    CheckConstraint("state IN ('queued', 'running', 'completed', 'failed', 'cancelled')", name="state"),
    CheckConstraint("attempt >= 0 AND deaths >= 0 AND furthest >= 0", name="counters"),
    CheckConstraint("(state = 'running') = (worker IS NOT NULL)", name="worker"),
    CheckConstraint("(state = 'running') = (lease_until IS NOT NULL)", name="lease"),
    CheckConstraint("(state = 'completed') = (outcome IS NOT NULL)", name="outcome"),
    CheckConstraint("(state IN ('failed', 'cancelled')) = (error_name IS NOT NULL)", name="error"),
    CheckConstraint("(error_name IS NULL) = (error_message IS NULL)", name="message"),
    CheckConstraint("(state IN ('queued', 'running')) = (finished_at IS NULL)", name="finished"),
    CheckConstraint("(attempt > 0) = (started_at IS NOT NULL)", name="started"),
    CheckConstraint("attempt > 0 OR state NOT IN ('running', 'completed')", name="attempted"),
    CheckConstraint("state <> 'queued' OR NOT cancel_requested", name="cancel"),
    Index("ix_generation_owner", "owner", "number"),
    Index("ix_generation_state", "state", "lease_until"),
    Index(  # as small as the queue, however much has ended
        "ix_generation_line",
        "pool",
        text("priority DESC"),
        "vstart",
        "number",
        sqlite_where=_IN_LINE,
        postgresql_where=_IN_LINE,
    ),
    Index(
        "ix_generation_waiting",
        "owner",
        "pool",
        "held",
        text("priority DESC"),
        "number",
        sqlite_where=_WAITS,
        postgresql_where=_WAITS,
    ),
    Index("ix_generation_running", "owner", sqlite_where=_RUNS, postgresql_where=_RUNS),
)

event = Table(
    "event",
    metadata,
    Column("generation", String(36), ForeignKey("generation.id", ondelete="CASCADE"), primary_key=True),
    Column("sequence", Integer, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("at", Double, nullable=False),
    Column("data", Document, nullable=False),
    CheckConstraint("sequence > 0", name="sequence"),
)

payment = Table(  # what was paid for generations that were removed since: it stays spent
    "payment",
    metadata,
    Column("number", Counter, primary_key=True),
    Column("owner", Text, nullable=False),
    Column("model", Text, nullable=False),
    Column("credits", BigInteger, nullable=False),
    Column("created_at", Double, nullable=False),
    Column("finished_at", Double, nullable=False),
    CheckConstraint("credits > 0", name="credits"),
    Index("ix_payment_owner", "owner", "finished_at"),
)

api_key = Table(
    "api_key",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("owner", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("prefix", String(8), nullable=False),
    Column("hash", String(64), nullable=False, unique=True),
    Column("created_at", Double, nullable=False),
    Column("revoked_at", Double),
    Column("last_used_at", Double),
    Column("scopes", Text, nullable=False, server_default="create read"),
    Column("expires_at", Double),
    CheckConstraint("length(hash) = 64", name="hash"),
    Index("ix_api_key_prefix", "prefix"),
)

secret = Table(
    "secret",
    metadata,
    Column("name", Text, primary_key=True),
    Column("value", LargeBinary, nullable=False),
    CheckConstraint("length(value) = 32", name="length"),
)

tenant = Table(  # an owner without a row has weight 1 and no limits
    "tenant",
    metadata,
    Column("owner", Text, primary_key=True),
    Column("weight", Double, nullable=False),
    Column("running_cap", Integer),
    Column("rate_per_minute", Double),
    Column("queue_bound", Integer),
    Column("spend_limit", Double),  # dollars
    Column("storage_bytes", BigInteger),
    Column("spent_until", Double, nullable=False, server_default=_ZERO),  # the rate bucket, as a moment
    CheckConstraint("weight > 0", name="weight"),
    CheckConstraint("running_cap > 0", name="cap"),
    CheckConstraint("rate_per_minute > 0", name="rate"),
    CheckConstraint("queue_bound >= 0", name="bound"),
)

share = Table(  # what an owner has used of a lane: the last turn it was given, and when the next may begin
    "share",
    metadata,
    Column("owner", Text, primary_key=True),
    Column("pool", Text, primary_key=True),
    Column("priority", Integer, primary_key=True),
    Column("vstart", Double, nullable=False),
    Column("vfinish", Double, nullable=False),
)

lane = Table(  # one priority of one pool; its clock is the latest turn that was served
    "lane",
    metadata,
    Column("pool", Text, primary_key=True),
    Column("priority", Integer, primary_key=True),
    Column("clock", Double, nullable=False),
)

pool = Table(  # a pool without a row is not paused
    "pool",
    metadata,
    Column("name", Text, primary_key=True),
    Column("paused", Boolean, nullable=False),
)

idempotency = Table(  # without a foreign key: it outlives the generation, so that a deleted one is not remade
    "idempotency",
    metadata,
    Column("owner", Text, primary_key=True),
    Column("key", Text, primary_key=True),
    Column("body_hash", Text, nullable=False),
    Column("generation", String(36), nullable=False),
    Column("at", Double, nullable=False),
    Index("ix_idempotency_at", "at"),
)

worker = Table(
    "worker",
    metadata,
    Column("name", Text, primary_key=True),
    Column("pool", Text, primary_key=True),
    Column("slots", Integer, nullable=False),
    Column("until", Double, nullable=False),
    Column("about", Document),
    CheckConstraint("slots >= 0", name="slots"),
    Index("ix_worker_until", "until"),
)

webhook_endpoint = Table(
    "webhook_endpoint",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("owner", Text, nullable=False),
    Column("url", Text, nullable=False),
    Column("events", Document, nullable=False),
    Column("name", Text, nullable=False),
    Column("enabled", Boolean, nullable=False),
    Column("disabled_reason", Text),
    Column("created_at", Double, nullable=False),
    Column("updated_at", Double, nullable=False),
    CheckConstraint("enabled = (disabled_reason IS NULL)", name="reason"),
    Index("ix_webhook_endpoint_owner", "owner", "created_at"),
)

_CURRENT_OF_OWNER = text("endpoint IS NULL AND until IS NULL")
_CURRENT_OF_ENDPOINT = text("endpoint IS NOT NULL AND until IS NULL")
_DUE = text("state = 'waiting'")

webhook_secret = Table(  # without an endpoint: the owner's, for addresses that come with a request
    "webhook_secret",
    metadata,
    Column("number", Counter, primary_key=True),
    Column("owner", Text, nullable=False),
    Column("endpoint", String(32), ForeignKey("webhook_endpoint.id", ondelete="CASCADE")),
    Column("value", LargeBinary, nullable=False),
    Column("made_at", Double, nullable=False),
    Column("until", Double),  # of one that was replaced: signs beside the new one until then
    CheckConstraint("length(value) = 32", name="length"),
    Index(
        "ix_webhook_secret_owner",
        "owner",
        unique=True,
        sqlite_where=_CURRENT_OF_OWNER,
        postgresql_where=_CURRENT_OF_OWNER,
    ),
    Index(
        "ix_webhook_secret_endpoint",
        "endpoint",
        unique=True,
        sqlite_where=_CURRENT_OF_ENDPOINT,
        postgresql_where=_CURRENT_OF_ENDPOINT,
    ),
)

webhook_message = Table(  # the outbox; without a foreign key to the generation: what happened is told anyway
    "webhook_message",
    metadata,
    Column("number", Counter, primary_key=True),
    Column("id", String(32), nullable=False, unique=True),
    Column("owner", Text, nullable=False),
    Column("endpoint", String(32), ForeignKey("webhook_endpoint.id", ondelete="CASCADE")),
    Column("url", Text),  # of a message that no endpoint gets
    Column("kind", Text, nullable=False),
    Column("generation", String(36)),
    Column("payload", Document, nullable=False),
    Column("state", String(16), nullable=False),
    Column("tries", Integer, nullable=False),
    Column("claim", Integer, nullable=False),  # how often it was taken for a try
    Column("due", Double, nullable=False),  # the next try; of one that was taken, when it counts as dropped
    Column("created_at", Double, nullable=False),
    Column("ended_at", Double),
    CheckConstraint("state IN ('waiting', 'held', 'delivered', 'given_up')", name="state"),
    CheckConstraint("(endpoint IS NULL) = (url IS NOT NULL)", name="address"),
    CheckConstraint("(state IN ('waiting', 'held')) = (ended_at IS NULL)", name="ended"),
    CheckConstraint("state <> 'held' OR endpoint IS NOT NULL", name="held"),
    CheckConstraint("tries >= 0 AND claim >= 0", name="counters"),
    Index("ix_webhook_message_due", "due", sqlite_where=_DUE, postgresql_where=_DUE),
    Index("ix_webhook_message_owner", "owner", "number"),
    Index("ix_webhook_message_endpoint", "endpoint", "number"),
    Index("ix_webhook_message_ended", "ended_at"),
)

webhook_delivery = Table(
    "webhook_delivery",
    metadata,
    Column("number", Counter, primary_key=True),
    Column("message", String(32), ForeignKey("webhook_message.id", ondelete="CASCADE"), nullable=False),
    Column("attempt", Integer, nullable=False),
    Column("at", Double, nullable=False),
    Column("seconds", Double, nullable=False),
    Column("status", Integer),
    Column("fault", Text),
    CheckConstraint("(status IS NULL) = (fault IS NOT NULL)", name="outcome"),
    Index("ix_webhook_delivery_message", "message", "number"),
)

duty = Table(  # what one process of the cluster does for all, and when it is due again
    "duty",
    metadata,
    Column("name", Text, primary_key=True),
    Column("due", Double, nullable=False),
)

compatibility = Table(  # one row: the oldest tables whose code may still work on these
    "compatibility",
    metadata,
    Column("oldest", String(32), primary_key=True),
)
