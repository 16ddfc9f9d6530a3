"""Things that people hold: what ``holding.toml`` says of them. Data only, cheap to import."""

from __future__ import annotations

from functools import cache

from vitascope.engines.previz import things


class Holding(things.Thing):
    """One thing to hold; see ``holding.toml`` for what its fields mean."""

    way: str
    length: float
    colours: tuple[str, ...]
    form: str = ""


@cache
def holdings() -> dict[str, Holding]:
    """Every thing that may be held, by its name."""
    return things.read("holding", Holding)


@cache
def words() -> dict[str, str]:
    """The thing that shows a noun which is held, by the noun."""
    return things.by_word(holdings())
