"""Tables of things beside this file, in TOML: each thing by its name, and by the nouns that it shows."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from importlib.resources import files
from typing import TypeVar

from vitascope.domain.request import Frozen


class Thing(Frozen):
    """What every table has: the nouns that a thing shows, where they are not its name."""

    words: tuple[str, ...] = ()


T = TypeVar("T", bound=Thing)


def read(table: str, kind: type[T]) -> dict[str, T]:
    """The things of ``table``, a file without its ending, by their names."""
    text = (files("vitascope.engines.previz") / f"{table}.toml").read_text("utf-8")
    return {name: kind.model_validate(fields) for name, fields in tomllib.loads(text).items()}


def by_word(things: Mapping[str, Thing]) -> dict[str, str]:
    """The name of the thing that shows a noun, by the noun."""
    return {word: name for name, thing in things.items() for word in thing.words or (name.replace("_", " "),)}
