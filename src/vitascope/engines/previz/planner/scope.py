"""What a prompt only speaks of: things it rules out (*no people*) or likens to (*like a dragon*)."""

from __future__ import annotations

from collections.abc import Sequence

from vitascope.engines.previz.planner.grammar import WORDS
from vitascope.engines.previz.planner.phrases import Item, Kind

EYES = frozenset({"through the eyes of", "seen through the eyes of"})
"""Whose eyes they are is not seen."""
REACH = 7
"""How many phrases a denial or a likeness covers at most."""


def muted(items: Sequence[Item]) -> frozenset[int]:
    """Positions that must not put anything into the picture."""
    found: set[int] = set()
    for position, item in enumerate(items):
        if item.text in EYES:
            found.update(range(position + 1, _cover(items, position, until_verb=True).stop))
        if item.facts and not item.has(Kind.IGNORE):
            continue
        denied = item.text in WORDS.denials and _text(items, position + 1) != "only"
        likened = not denied and _likens(items, position)
        if denied or likened:
            found.update(_cover(items, position, until_verb=likened))
    return frozenset(found)


def _text(items: Sequence[Item], position: int) -> str:
    return items[position].text if 0 <= position < len(items) else ""


def _likens(items: Sequence[Item], position: int) -> bool:
    word = _text(items, position)
    if word in WORDS.likenesses:
        return _text(items, position - 1) not in WORDS.wishes
    if word != "as":
        return False
    return "as" in (_text(items, position - 2), _text(items, position - 3))


def _cover(items: Sequence[Item], position: int, *, until_verb: bool) -> range:
    """As far as it reaches; *as big as a house* stops before *stands*, *no birds* does not before *fly*."""
    end, named = position + 1, False
    while end < min(len(items), position + 1 + REACH) and not _ends(items, end, end == position + 1):
        item = items[end]
        if until_verb and named and item.has(Kind.VERB) and not item.participle:
            break
        named = named or item.has(Kind.NOUN, Kind.PLACE)
        end += 1
    return range(position, end)


def _ends(items: Sequence[Item], position: int, first: bool) -> bool:
    item = items[position]
    if item.words[0].mark:
        return True
    if item.text == "and":
        return _text(items, position + 1) in WORDS.articles
    words = {word.text for word in item.words[:1]}
    return not first and not words.isdisjoint(WORDS.ends)
