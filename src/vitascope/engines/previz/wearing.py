"""Things that are worn: what ``wearing.toml`` says of them. Data only, cheap to import."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files

from pydantic import TypeAdapter

from vitascope.domain.request import Frozen


class Wearing(Frozen):
    """One thing to wear; see ``wearing.toml`` for what its fields mean."""

    on: str
    colours: tuple[str, str]
    words: tuple[str, ...] = ()


@cache
def wearings() -> dict[str, Wearing]:
    """Every thing that may be worn, by its name."""
    table = tomllib.loads((files("vitascope.engines.previz") / "wearing.toml").read_text("utf-8"))
    return TypeAdapter(dict[str, Wearing]).validate_python(table)


@cache
def words() -> dict[str, str]:
    """The thing that shows a noun which is worn, by the noun."""
    return {
        word: name for name, thing in wearings().items() for word in thing.words or (name.replace("_", " "),)
    }
