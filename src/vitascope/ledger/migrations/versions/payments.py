"""What was paid for generations that were removed since.

Code of 0006 works on these tables: what it removes is no longer counted, as it was.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Add the table."""
    op.create_table(
        "payment",
        sa.Column("number", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("owner", sa.Text(), nullable=False),
        sa.Column("model", sa.Text(), nullable=False),
        sa.Column("credits", sa.BigInteger(), nullable=False),
        sa.Column("created_at", sa.Double[float](), nullable=False),
        sa.Column("finished_at", sa.Double[float](), nullable=False),
        sa.PrimaryKeyConstraint("number", name="pk_payment"),
        sa.CheckConstraint("credits > 0", name=op.f("ck_payment_credits")),
    )
    op.create_index("ix_payment_owner", "payment", ["owner", "finished_at"])
