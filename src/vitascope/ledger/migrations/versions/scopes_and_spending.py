"""What keys may do and until when, and what owners may spend and keep.

Code of 0004 works on these tables: the new columns have defaults, and may be empty.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Add the columns."""
    op.add_column("api_key", sa.Column("scopes", sa.Text(), nullable=False, server_default="create read"))
    op.add_column("api_key", sa.Column("expires_at", sa.Double()))
    op.add_column("tenant", sa.Column("spend_limit", sa.Double()))
    op.add_column("tenant", sa.Column("storage_bytes", sa.BigInteger()))
    zero = sa.text("0")
    op.add_column("generation", sa.Column("price", sa.BigInteger(), nullable=False, server_default=zero))
    op.add_column("generation", sa.Column("bytes", sa.BigInteger(), nullable=False, server_default=zero))
