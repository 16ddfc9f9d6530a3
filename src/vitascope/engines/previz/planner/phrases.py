"""Finds the dictionary's phrases in a list of words, the longest first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum, auto
from functools import cache, lru_cache
from typing import Any

from vitascope.engines.previz import holding, wearing
from vitascope.engines.previz.planner import lexicon
from vitascope.engines.previz.planner.words import Token


class Kind(IntEnum):
    """What a phrase may tell."""

    NOUN = auto()
    PLACE = auto()
    TIME = auto()
    WEATHER = auto()
    MOOD = auto()
    COLOUR = auto()
    SIZE = auto()
    COUNT = auto()
    TRAIT = auto()
    PART = auto()
    COVERING = auto()
    LIGHT = auto()
    PLANTS = auto()
    AMBIENT = auto()
    ABSTRACT = auto()
    IGNORE = auto()
    VERB = auto()
    TOWARD = auto()
    START = auto()
    MOVE = auto()
    CAMERA = auto()
    CAMERA_VERB = auto()
    PACE = auto()
    TINT = auto()
    TOGETHER = auto()
    SIGHT = auto()
    HELD = auto()
    WORN = auto()
    SETTING = auto()
    LENGTH = auto()


@dataclass(frozen=True)
class Item:
    """A phrase of the prompt and all it may tell, or a word that tells nothing (no ``facts``)."""

    words: tuple[Token, ...]
    facts: dict[Kind, str]
    text: str

    @classmethod
    def of(cls, words: tuple[Token, ...], facts: dict[Kind, str]) -> Item:
        """A phrase of these words; ``text`` is how they were written, in lower case."""
        text = words[0].text if len(words) == 1 else " ".join(word.text for word in words)
        return cls(words, facts, text)

    @property
    def last(self) -> Token:
        """The word a plural or a possessive shows on."""
        return self.words[-1]

    @property
    def participle(self) -> bool:
        """Whether it has the form of *flying*."""
        return self.words[0].text.endswith("ing")

    def has(self, *kinds: Kind) -> bool:
        """Whether it may be any of these."""
        return not self.facts.keys().isdisjoint(kinds)


DESCRIBING = frozenset({Kind.COLOUR, Kind.SIZE, Kind.COUNT, Kind.TRAIT, Kind.PACE})
VERBAL = ("ing", "ed")
"""Ends of what is done."""
LONGEST = 3
"""Words in the longest name that is looked up in WordNet."""
Entry = tuple[tuple[str, ...], Kind, str]


def read(words: Sequence[Token]) -> list[Item]:
    """The prompt as phrases; every word is in exactly one."""
    items: list[Item] = []
    position = 0
    while position < len(words):
        length, facts = _known_kind(words, position, *_longest(words, position))
        items.append(Item.of(tuple(words[position : position + length]), facts))
        position += length
    return items


def _longest(words: Sequence[Token], position: int) -> tuple[int, dict[Kind, str]]:
    best, facts = 1, dict[Kind, str]()
    table = index()
    for form in words[position].forms:
        for phrase, kind, value in table.get(form, ()):
            length = len(phrase)
            if length < best or (length > 1 and not _fits(phrase, words, position)):
                continue
            if _inflected(kind, phrase, words[position + length - 1]):
                continue
            if length > best:
                best, facts = length, {}
            facts.setdefault(kind, value)
    return best, facts


def _known_kind(
    words: Sequence[Token], position: int, best: int, facts: dict[Kind, str]
) -> tuple[int, dict[Kind, str]]:
    """The longest of WordNet's nouns here, where it is longer than what the dictionary finds."""
    longest = LONGEST if words[position].text in lexicon.compounds() else 1
    unnamed = facts.keys() <= {Kind.HELD, Kind.WORN}
    for length in range(longest, best - unnamed, -1):
        part = words[position : position + length]
        if len(part) < length or any(word.mark for word in part) or not _nominal(part):
            continue
        start = "".join(f"{word.text} " for word in part[:-1])
        for form in _names(part[-1]):
            kind = lexicon.kind_of(start + form)
            if kind.startswith("@"):
                return length, {Kind.PLACE: kind[1:].removesuffix("~"), **(facts if length == best else {})}
            if kind:
                return length, {Kind.NOUN: start + form, **(facts if length == best else {})}
    return best, facts


@lru_cache(maxsize=8192)
def _may_be(forms: tuple[str, ...]) -> frozenset[Kind]:
    """What the dictionary says of one word alone."""
    table = index()
    found = (entry for form in forms for entry in table.get(form, ()))
    return frozenset(kind for phrase, kind, _ in found if len(phrase) == 1)


def _names(word: Token) -> tuple[str, ...]:
    """The word and what it may be the plural of: *battered* is no batter."""
    plural = word.text.endswith("s") or word.text in lexicon.grammar().plurals
    return word.forms if plural else word.forms[:1]


def _nominal(part: Sequence[Token]) -> bool:
    """Whether it may be a name: *lone wolf* is a wolf described, *crane flies* is what a crane does."""
    small = small_words()
    first, last = _may_be(part[0].forms), _may_be(part[-1].forms)
    if len(part) > 1 and (first & DESCRIBING or (Kind.NOUN in first and Kind.VERB in last)):
        return False
    return part[0].text not in small and part[-1].text not in small


@cache
def small_words() -> frozenset[str]:
    """Words that are never part of a name at its ends."""
    words = lexicon.grammar()
    small = words.articles | words.prepositions | words.boundaries | words.together | words.denials
    return small | words.no_nouns | words.relative | words.likenesses | words.observers | words.ends


def _inflected(kind: Kind, phrase: tuple[str, ...], last: Token) -> bool:
    """Whether a noun's word is but a verb's here: *shaping* is no shape, *a cat walks* no cat walk."""
    if last.text == phrase[-1] or kind not in {Kind.NOUN, Kind.PLACE, Kind.IGNORE, Kind.HELD, Kind.WORN}:
        return False
    if kind is Kind.IGNORE:
        return Kind.VERB in _may_be(last.forms) or last.text.endswith(VERBAL)
    return last.text.endswith(VERBAL) and not phrase[-1].endswith(VERBAL)


def _fits(phrase: tuple[str, ...], words: Sequence[Token], position: int) -> bool:
    if position + len(phrase) > len(words):
        return False
    return all(part in words[position + i].forms for i, part in enumerate(phrase))


@cache
def index() -> dict[str, tuple[Entry, ...]]:
    """Every phrase by its first word."""
    table: dict[str, list[Entry]] = {}
    for phrase, kind, value in _entries():
        parts = tuple(phrase.replace("-", " ").replace("'s", "").split())
        table.setdefault(parts[0], []).append((parts, kind, value))
    return {word: tuple(entries) for word, entries in table.items()}


def _entries() -> Iterator[tuple[str, Kind, str]]:
    looks, verbs, lens = lexicon.looks(), lexicon.verbs(), lexicon.lens()
    yield from ((phrase, Kind.NOUN, phrase) for phrase in lexicon.nouns())
    for position, group in enumerate(lexicon.places()):
        yield from ((phrase, Kind.PLACE, str(position)) for phrase in group.words)
    yield from _listed(Kind.TIME, looks.time)
    yield from _listed(Kind.WEATHER, looks.weather)
    yield from _listed(Kind.MOOD, looks.mood)
    yield from _listed(Kind.SIGHT, looks.sights)
    yield from _listed(Kind.VERB, verbs.subject)
    yield from _listed(Kind.TOWARD, verbs.toward)
    yield from _listed(Kind.START, verbs.places)
    yield from _listed(Kind.MOVE, lens.moves)
    yield from _listed(Kind.CAMERA, lens.actor)
    yield from _listed(Kind.TOGETHER, lens.together)
    yield from _listed(Kind.CAMERA_VERB, {name: verb.words for name, verb in lens.verbs.items()})
    yield from _valued(Kind.TINT, looks.tints)
    yield from _valued(Kind.COLOUR, looks.colours)
    yield from _valued(Kind.SIZE, looks.sizes)
    yield from _valued(Kind.COUNT, looks.counts)
    yield from _valued(Kind.PACE, lens.pace)
    yield from _plain(looks.words)
    yield from ((phrase, Kind.HELD, name) for phrase, name in holding.words().items())
    yield from ((phrase, Kind.WORN, name) for phrase, name in wearing.words().items())


def _listed(kind: Kind, table: Mapping[Any, tuple[str, ...]]) -> Iterator[tuple[str, Kind, str]]:
    for value, phrases in table.items():
        yield from ((phrase, kind, str(value)) for phrase in phrases)


def _valued(kind: Kind, table: Mapping[str, object]) -> Iterator[tuple[str, Kind, str]]:
    yield from ((phrase, kind, str(value)) for phrase, value in table.items())


def _plain(words: lexicon.WordLists) -> Iterator[tuple[str, Kind, str]]:
    lists: Iterable[tuple[Kind, tuple[str, ...]]] = (
        (Kind.TRAIT, words.traits), (Kind.PART, words.parts), (Kind.COVERING, words.covering),
        (Kind.LIGHT, words.light), (Kind.PLANTS, words.plants), (Kind.AMBIENT, words.ambient),
        (Kind.ABSTRACT, words.abstract), (Kind.IGNORE, words.ignore),
    )  # fmt: skip
    for kind, phrases in lists:
        yield from ((phrase, kind, phrase) for phrase in phrases)
