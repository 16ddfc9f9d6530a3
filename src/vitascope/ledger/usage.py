"""What an owner has spent and keeps, and the refusal to spend more."""

from __future__ import annotations

from sqlalchemy import func, select

from vitascope.domain.generation import State
from vitascope.domain.limits import Limits, Usage
from vitascope.domain.price import CREDITS_PER_DOLLAR, dollars
from vitascope.errors import QuotaReached
from vitascope.ledger.database import Transaction
from vitascope.ledger.tables import generation, payment

SPENT_DAYS = 30
"""Over how many days spending is counted; what was refused for it may be asked again days later."""
_PAID = (State.QUEUED, State.RUNNING, State.COMPLETED)


def check(tx: Transaction, limits: Limits, price: int) -> None:
    """Raise ``QuotaReached`` where that many credits more would be too much."""
    if limits.spend_limit is not None:
        spent = committed(tx, limits.owner)
        if spent + price > round(limits.spend_limit * CREDITS_PER_DOLLAR):
            raise QuotaReached(
                f"You've run out of credits: this costs ${dollars(price):g} and {limits.owner} has used "
                f"${dollars(spent):g} of ${limits.spend_limit:g} in {SPENT_DAYS} days. Ask the server's "
                "operator for more."
            )


def read(tx: Transaction, owner: str) -> Usage:
    """Both, for who only looks."""
    return Usage(credits=committed(tx, owner), bytes=stored(tx, owner))


def committed(tx: Transaction, owner: str) -> int:
    """Credits for what was made in the last days, runs and waits; what failed costs nothing.

    What was removed since was made all the same.
    """
    since = tx.now - SPENT_DAYS * 86_400.0
    of = generation.c
    there = select(func.coalesce(func.sum(of.price), 0)).where(
        of.owner == owner, of.state.in_(_PAID), of.created_at > since
    )
    gone = select(func.coalesce(func.sum(payment.c.credits), 0)).where(
        payment.c.owner == owner, payment.c.created_at > since
    )
    both = select(there.scalar_subquery() + gone.scalar_subquery())  # at one moment
    return int(tx.connection.execute(both).scalar_one())


def stored(tx: Transaction, owner: str) -> int:
    """Bytes of the files of what was made."""
    total = select(func.coalesce(func.sum(generation.c.bytes), 0)).where(generation.c.owner == owner)
    return int(tx.connection.execute(total).scalar_one())
