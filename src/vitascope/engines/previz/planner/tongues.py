"""Prompts in other languages, word by word in English: enough for what they show, not for how they say it."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files

from pydantic import TypeAdapter

from vitascope.domain.request import Frozen
from vitascope.engines.previz.planner import lexicon
from vitascope.engines.previz.planner.phrases import index, small_words
from vitascope.engines.previz.planner.words import forms

ENGLISH = frozenset(
    {"the", "a", "an", "of", "with", "and", "is", "at", "to", "through", "from", "over", "under"}
)
"""Small words by which English is told."""
SPACED = 5
"""So many of the languages put spaces between words; the others are read by their longest words."""

TELLING = 6
"""Letters from which on a word that only the dictionary has is taken for English."""
GERMAN = 2
"""It has adjectives before their noun, as English has."""
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)?|\d+|[^\w\s]")


class Tongues(Frozen):
    """Small words of each language, and by the English word those of each."""

    signs: tuple[frozenset[str], ...]
    words: dict[str, tuple[str, ...]]


@cache
def _table() -> Tongues:
    raw = tomllib.loads((files(lexicon.__name__) / "tongues.toml").read_text("utf-8"))
    return TypeAdapter(Tongues).validate_python(raw)


@cache
def _english(tongue: int) -> dict[str, str]:
    """The English word of each of a language's."""
    return {
        word: english for english, rows in _table().words.items() for word in rows[tongue].split(",") if word
    }


def in_english(prompt: str) -> str:
    """The prompt itself where it is English or in no known language, else its known words in English."""
    if prompt.isascii() and not ENGLISH.isdisjoint(prompt.lower().split()):
        return prompt
    tongue = _tongue(prompt)
    if tongue is None:
        return prompt
    if tongue >= SPACED:
        return _unspaced(prompt, tongue)
    english = _english(tongue)
    text = prompt.lower()
    for phrase in (word for word in english if " " in word):
        text = text.replace(phrase, english[phrase])
    found: list[str] = _WORD.findall(text)
    words = [english.get(word, word) for word in found]
    return " ".join(words if tongue == GERMAN else _turned(words))


def _tongue(prompt: str) -> int | None:
    """The language that more of its words are in than in English, if any."""
    found = _WORD.findall(prompt.lower())
    own = [_is_english(word) for word in found]
    scores = [
        sum(
            (word in signs or word in _english(tongue)) and not known
            for word, known in zip(found, own, strict=True)
        )
        if tongue < SPACED
        else 2 * sum(word in prompt for word in _english(tongue))
        for tongue, signs in enumerate(_table().signs)
    ]
    best = max(range(len(scores)), key=scores.__getitem__)
    # Two words of a name, *Rio de*, make no sentence.
    return best if scores[best] > max(sum(own), 1) and scores[best] >= min(3, len(found)) else None


def _is_english(word: str) -> bool:
    """Whether English has a word of this kind, too: *as*, *no*, *die*."""
    if not word.isascii():
        return False
    told = word in ENGLISH or word in index() or word in small_words()
    return told or (len(word) >= TELLING and any(map(lexicon.kind_of, forms(word))))


def _unspaced(prompt: str, tongue: int) -> str:
    english = _english(tongue)
    longest = sorted(english, key=len, reverse=True)
    found: list[str] = re.findall("|".join([*map(re.escape, longest), "[A-Za-z]+"]), prompt)
    words = [english.get(word, word) for word in found]
    return " ".join(("a " if word in lexicon.nouns() else "") + word for word in words)


def _turned(words: list[str]) -> list[str]:
    """Colours and sizes before the nouns they stand behind."""
    looks, made = lexicon.looks(), list(words)
    for at in range(1, len(made)):
        described = made[at] in looks.colours or made[at] in looks.sizes or made[at] in looks.words.traits
        if described and made[at - 1] in lexicon.nouns():
            made[at - 1], made[at] = made[at], made[at - 1]
    return made
