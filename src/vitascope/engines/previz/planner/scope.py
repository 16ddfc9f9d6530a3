"""What a prompt only speaks of: things it rules out (*no people*) or likens to (*like a dragon*)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from vitascope.engines.previz.planner.grammar import ADJECTIVES, WORDS
from vitascope.engines.previz.planner.phrases import Item, Kind

LACKING = frozenset({"without", "lacking", "minus", "sans"})
"""Before what somebody has not, who still does what is said then."""
NOBODY = frozenset({"nobody", "nothing", "noone", "none", "nowhere"})
"""Who is not there does nothing."""
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
        if item.facts and not item.has(Kind.IGNORE) and item.text not in NOBODY:
            continue
        denied = item.text in WORDS.denials | NOBODY and _text(items, position + 1) != "only"
        if denied and _taken_back(items, position):
            found.update(_sentence(items, position))
            continue
        likened = not denied and _likens(items, position)
        if denied or likened:
            found.update(_cover(items, position, until_verb=likened))
    return frozenset(found)


def _taken_back(items: Sequence[Item], position: int) -> bool:
    """*A dragon? No. A horse*: a denial alone, of all that was said before it."""
    alone = position + 1 < len(items) and items[position + 1].words[0].mark
    return alone and position > 1 and items[position - 1].words[0].stop


def _sentence(items: Sequence[Item], end: int) -> range:
    """The sentence before a denial, and that."""
    start = end - 1
    while start > 0 and not items[start - 1].words[0].stop:
        start -= 1
    return range(start, end + 1)


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
    lacking = not until_verb and (_text(items, position) in LACKING or _text(items, position - 1) == "with")
    stops = _likeness_stops if until_verb else partial(_denial_stops, lacking=lacking)
    told, end = Told(), position + 1
    while end < min(len(items), position + 1 + REACH) and not _ends(items, end, end == position + 1):
        if stops(items, end, told):
            break
        told = told.with_(items[end], parts=lacking)
        end += 1
    if not until_verb and position + 1 < end < len(items) and items[end].has(Kind.START):
        end += 1  # no ships on the horizon
    return range(position, end)


@dataclass(frozen=True)
class Told:
    """What a denial or a likeness has covered so far: something that is named, something that is done."""

    named: bool = False
    done: bool = False

    def with_(self, item: Item, *, parts: bool) -> Told:
        """The same with one more phrase; ``parts`` of a body count as named, too."""
        names = (Kind.NOUN, Kind.PLACE, *((Kind.PART, Kind.COVERING) if parts else ()))
        return Told(self.named or item.has(*names), self.done or item.has(Kind.VERB))


def _likeness_stops(items: Sequence[Item], end: int, told: Told) -> bool:
    """Whether something is done here by whom the likeness is of."""
    return told.named and items[end].has(Kind.VERB) and not items[end].participle


def _denial_stops(items: Sequence[Item], end: int, told: Told, *, lacking: bool) -> bool:
    """Whether something is done here by who is there, without what is ruled out."""
    return (told.done or (lacking and told.named)) and _finite(items, end)


def _finite(items: Sequence[Item], position: int) -> bool:
    """Whether the one who never did something does this: *a bird that never lands flies past*."""
    item = items[position]
    joined = _text(items, position - 1) in {"and", "or", "nor"}
    before = items[position - 1]
    noun = item.has(Kind.NOUN) and (before.text in WORDS.articles or before.has(*ADJECTIVES))
    return item.has(Kind.VERB) and not noun and item.text.endswith("s") and not joined


def _ends(items: Sequence[Item], position: int, first: bool) -> bool:
    item = items[position]
    if item.words[0].mark:
        return True
    if item.text == "and":
        after = items[position + 1 : position + 2]
        return bool(after) and (after[0].text in WORDS.articles or after[0].has(Kind.COUNT))
    words = {word.text for word in item.words[:1]}
    return not first and not words.isdisjoint(WORDS.ends)
