"""Things shown as the solid of a silhouette: what ``props.toml`` says of them. Data only, cheap to import."""

from __future__ import annotations

from functools import cache

from vitascope.engines.previz import things


class Prop(things.Thing):
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


@cache
def props() -> dict[str, Prop]:
    """Every silhouette by its form's name."""
    return things.read("props", Prop)


@cache
def words() -> dict[str, str]:
    """The form that shows a noun, by the noun."""
    return things.by_word(props())
