"""Colours of several words: *dark blue*, *pale pink* are one colour, and no mood."""

from __future__ import annotations

from collections.abc import Sequence

from vitascope.engines.previz.planner.phrases import Item, Kind

WHITE, BLACK, GREY = (244.0, 242.0, 236.0), (14.0, 14.0, 18.0), (130.0, 132.0, 136.0)
SHADES = {
    "dark": (BLACK, 0.5), "darker": (BLACK, 0.5), "deep": (BLACK, 0.3), "light": (WHITE, 0.45),
    "lighter": (WHITE, 0.45), "pale": (WHITE, 0.6), "pastel": (WHITE, 0.5), "soft": (WHITE, 0.3),
    "muted": (GREY, 0.45), "dull": (GREY, 0.45), "faded": (GREY, 0.45), "dusty": (GREY, 0.35),
    "bright": (WHITE, 0.0), "brilliant": (WHITE, 0.0), "vivid": (WHITE, 0.0), "vibrant": (WHITE, 0.0),
}  # fmt: skip
"""What a word before a colour mixes it with, and how much of that."""


def shaded(items: Sequence[Item]) -> list[Item]:
    """The items with a shade and its colour as one colour."""
    found: list[Item] = []
    for item in items:
        shade = found[-1] if found else None
        if shade is not None and shade.text in SHADES and _plain(item):
            words = (*shade.words, *item.words)
            found[-1] = Item.of(words, {Kind.COLOUR: _mixed(item.facts[Kind.COLOUR], shade.text)})
        else:
            found.append(item)
    return found


def _plain(item: Item) -> bool:
    """Whether it is a colour and nothing else: *a light gold* may be, *a dark silver mine* is not."""
    return Kind.COLOUR in item.facts and not item.has(Kind.NOUN, Kind.TIME)


def _mixed(colour: str, shade: str) -> str:
    other, share = SHADES[shade]
    parts = (int(colour[i : i + 2], 16) for i in (1, 3, 5))
    return "#" + "".join(f"{round(a + share * (b - a)):02x}" for a, b in zip(parts, other, strict=True))
