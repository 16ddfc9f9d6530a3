"""Things that people hold: what ``holding.toml`` says of them. Data only, cheap to import."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files

from pydantic import TypeAdapter

from vitascope.domain.request import Frozen


class Holding(Frozen):
    """One thing to hold; see ``holding.toml`` for what its fields mean."""

    way: str
    length: float
    colours: tuple[str, ...]
    form: str = ""
    words: tuple[str, ...] = ()


@cache
def holdings() -> dict[str, Holding]:
    """Every thing that may be held, by its name."""
    table = tomllib.loads((files("vitascope.engines.previz") / "holding.toml").read_text("utf-8"))
    return TypeAdapter(dict[str, Holding]).validate_python(table)


@cache
def words() -> dict[str, str]:
    """The thing that shows a noun which is held, by the noun."""
    return {
        word: name for name, thing in holdings().items() for word in thing.words or (name.replace("_", " "),)
    }
