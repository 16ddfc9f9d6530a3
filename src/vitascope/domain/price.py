"""What video costs: a price for each second, counted in credits."""

from __future__ import annotations

from collections.abc import Mapping

CREDITS_PER_DOLLAR = 2_000_000
OTHERS = "*"
"""The name under which a price table has the price of every model it does not name."""


def credits_for(prices: Mapping[str, float], model: str, seconds: float) -> int:
    """What so many seconds by a model cost; ``prices`` are dollars per second by a model's name."""
    return round(prices.get(model, prices.get(OTHERS, 0.0)) * seconds * CREDITS_PER_DOLLAR)


def dollars(amount: int) -> float:
    """Credits in dollars, to the nano-dollar."""
    return round(amount / CREDITS_PER_DOLLAR, 9)
