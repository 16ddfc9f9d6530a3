"""How large something is by what it is compared with: *as big as a house*, *the size of a mouse*."""

from __future__ import annotations

from collections.abc import Sequence

from vitascope.engines.previz.planner import lexicon
from vitascope.engines.previz.planner.grammar import ADJECTIVES, WORDS
from vitascope.engines.previz.planner.phrases import Item, Kind

LARGE = frozenset(
    {"big", "large", "tall", "long", "huge", "high", "great", "massive", "gigantic", "enormous", "wide"}
)
SMALL = frozenset({"small", "tiny", "little", "short"})
LARGER = frozenset({"bigger", "larger", "taller", "longer", "higher", "greater", "wider"})
SMALLER = frozenset({"smaller", "tinier", "shorter"})
MORE, LESS = 1.4, 0.7
"""How many lengths of the compared what is larger has, and what is smaller."""
NOUNLESS = {
    "mountain": 300.0, "mountains": 300.0, "hill": 60.0, "island": 200.0, "city": 1500.0, "planet": 5000.0,
    "moon": 3000.0, "cloud": 200.0, "building": 25.0, "hand": 0.2, "fist": 0.1, "thumb": 0.06, "finger": 0.08,
    "fingernail": 0.02, "coin": 0.03, "pea": 0.02, "grain": 0.01, "stadium": 150.0, "room": 5.0,
    "world": 5000.0,
}  # fmt: skip
"""Metres of what is compared with, but shown as no subject."""
REACH = 5
"""Phrases from a comparison to what is compared with."""


def compared(items: Sequence[Item]) -> list[Item]:
    """The items with every comparison of size as one, which tells a length in metres."""
    found: list[Item] = []
    position = 0
    while position < len(items):
        start, factor = _opened(items, position)
        end, length = _measure(items, start) if start > position else _sized(items, position)
        if length is None:
            found.append(items[position])
            position += 1
            continue
        words = tuple(word for item in items[position:end] for word in item.words)
        found.append(Item.of(words, {Kind.LENGTH: f"{length * factor:.4f}"}))
        position = end
    return found


def _opened(items: Sequence[Item], position: int) -> tuple[int, float]:
    """Where the words end that open a comparison, and what it multiplies; ``position`` where none does."""
    words = [item.text for item in items[position : position + 4]]
    at = position
    if words[:3] in (["the", "size", "of"], ["the", "height", "of"], ["the", "length", "of"]):
        return at + 3, 1.0
    if len(words) > 2 and words[0] == words[2] == "as" and words[1] in LARGE | SMALL:
        return at + 3, 1.0
    if len(words) > 1 and words[1] == "than" and words[0] in LARGER | SMALLER:
        return at + 2, MORE if words[0] in LARGER else LESS
    return at, 1.0


def _measure(items: Sequence[Item], start: int) -> tuple[int, float | None]:
    """The end and the length of what is compared with, from its article on."""
    scale = 1.0
    for position in range(start, min(start + REACH, len(items))):
        item = items[position]
        if item.words[0].mark:
            break
        length = length_of(item)
        following = items[position + 1 : position + 2]
        if length is not None and not (following and _heads(following[0])):
            return position + 1, length * scale
        scale *= float(item.facts.get(Kind.SIZE, 1.0))
        if item.text not in WORDS.articles and not item.has(*ADJECTIVES) and item.facts and length is None:
            break
    return start, None


def _sized(items: Sequence[Item], position: int) -> tuple[int, float | None]:
    """*A house-sized spider*."""
    after = items[position + 1 : position + 2]
    if after and after[0].text in {"sized", "size"} and after[0].words[0].hyphen:
        return position + 2, length_of(items[position])
    return position, None


def length_of(item: Item) -> float | None:
    """Metres of what an item names; None for what has no size."""
    for form in item.last.forms:
        if form in NOUNLESS and len(item.words) == 1:
            return NOUNLESS[form]
    return lexicon.noun(item.facts[Kind.NOUN]).length if Kind.NOUN in item.facts else None


def _heads(item: Item) -> bool:
    """Whether it is the noun that the one before only describes: *a school bus*."""
    return length_of(item) is not None and not item.has(Kind.VERB, Kind.CAMERA_VERB)
