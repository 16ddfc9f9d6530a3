"""Things shown as the solid of a silhouette: what ``props.toml`` says of them. Data only, cheap to import."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files

from pydantic import TypeAdapter

from vitascope.domain.request import Frozen


class Prop(Frozen):
    """One silhouette; see ``props.toml`` for what its fields mean."""

    icon: str
    length: float
    colours: tuple[str, ...]
    stuff: str
    flat: float | None = None
    deep: float = 0.45
    open: bool = False
    side: int = 0
    stand: float = 0.5
    lit: float | None = None
    medium: str = "ground"
    article: bool = False
    words: tuple[str, ...] = ()


@cache
def props() -> dict[str, Prop]:
    """Every silhouette by its form's name."""
    table = tomllib.loads((files("vitascope.engines.previz") / "props.toml").read_text("utf-8"))
    return TypeAdapter(dict[str, Prop]).validate_python(table)


@cache
def words() -> dict[str, str]:
    """The form that shows a noun, by the noun."""
    return {word: form for form, prop in props().items() for word in prop.words or (form.replace("_", " "),)}
