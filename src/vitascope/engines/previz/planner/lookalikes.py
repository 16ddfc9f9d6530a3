"""What only sounds like a move of the camera: *a truck left by the roadside*."""

from __future__ import annotations

from collections.abc import Sequence

from vitascope.engines.previz.planner.grammar import ADJECTIVES, WORDS
from vitascope.engines.previz.planner.phrases import Item, Kind, index, read

BESIDE = frozenset({"at", "behind", "beside", "by", "in", "near", "on", "outside", "under"})
"""Behind *a truck left*, what makes it one that was left there."""


def unmoved(items: Sequence[Item]) -> list[Item]:
    """The items with the noun and the word behind it apart, where together they are no move of the camera."""
    found: list[Item] = []
    for position, item in enumerate(items):
        if item.has(Kind.MOVE) and len(item.words) > 1 and _abandoned(items, position):
            found += read(item.words[:1]) + read(item.words[1:])
        else:
            found.append(item)
    return found


def _abandoned(items: Sequence[Item], position: int) -> bool:
    before, after = items[position - 1 : position], items[position + 1 : position + 2]
    item = items[position]
    if not before or not after or item.words[1].text not in {"left", "right"} or not _noun(item):
        return False
    named = before[0].text in WORDS.articles or before[0].has(*ADJECTIVES)
    taken = before[0].text == "the" and after[0].text in WORDS.articles
    return named and (taken or after[0].text in BESIDE)


def _noun(item: Item) -> bool:
    entries = (entry for form in item.words[0].forms for entry in index().get(form, ()))
    return any(len(phrase) == 1 and kind is Kind.NOUN for phrase, kind, _ in entries)
