"""Things that are worn: what ``wearing.toml`` says of them. Data only, cheap to import."""

from __future__ import annotations

from functools import cache

from vitascope.engines.previz import things


class Wearing(things.Thing):
    """One thing to wear; see ``wearing.toml`` for what its fields mean."""

    on: str
    colours: tuple[str, str]


@cache
def wearings() -> dict[str, Wearing]:
    """Every thing that may be worn, by its name."""
    return things.read("wearing", Wearing)


@cache
def words() -> dict[str, str]:
    """The thing that shows a noun which is worn, by the noun."""
    return things.by_word(wearings())
