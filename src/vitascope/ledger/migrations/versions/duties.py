"""What one process does for the whole cluster from time to time.

Code of 0005 works on these tables: it does such work in every process, as it did.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Add the table."""
    op.create_table(
        "duty",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("due", sa.Double[float](), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_duty"),
    )
