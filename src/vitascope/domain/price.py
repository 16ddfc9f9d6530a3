"""What video costs: a price for each second, counted in credits."""

from __future__ import annotations

from collections.abc import Mapping

from vitascope.domain.request import Frozen

CREDITS_PER_DOLLAR = 2_000_000
OTHERS = "*"
"""The name under which a price table has the price of every model it does not name."""


class Due(Frozen):
    """What a generation will take: the estimated seconds of its render, and credits."""

    seconds: float = 1.0
    credits: int = 0


def credits_for(prices: Mapping[str, float], model: str, seconds: float) -> int:
    """What so many seconds by a model cost; ``prices`` are dollars per second by a model's name."""
    return round(prices.get(model, prices.get(OTHERS, 0.0)) * seconds * CREDITS_PER_DOLLAR)


def dollars(amount: int) -> float:
    """Credits in dollars, to the nano-dollar."""
    return round(amount / CREDITS_PER_DOLLAR, 9)
