"""What owners have spent, and what is left of what they were given."""

from __future__ import annotations

from vitascope.clock import Clock
from vitascope.domain.price import CREDITS_PER_DOLLAR
from vitascope.ledger.spending import Spending
from vitascope.settings import Settings


class Accounts:
    """One account for each owner; nothing is refused for want of money, limits are for that."""

    def __init__(self, spending: Spending, settings: Settings, clock: Clock) -> None:
        self.spending = spending
        self.clock = clock
        self._given = round(settings.credit * CREDITS_PER_DOLLAR)

    def balance(self, owner: str) -> int:
        """Credits the owner has left; below 0 where more was spent than given."""
        return self._given - self.spending.total(owner)
