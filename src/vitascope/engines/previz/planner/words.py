"""Words of a prompt, and the dictionary forms each may stand for."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache

from vitascope.engines.previz.planner import lexicon

PATTERN = re.compile(r"[^\W_]+(?:['’][^\W_]+)*|[-–—]+|[.,;:!?\n(){}\[\]\"“”][.,;:!?\s(){}\[\]\"“”]*")
GROUPED, DECIMAL = re.compile(r"(?<=\d),(?=\d{3}(?!\d))"), re.compile(r"\d+\.\d+")
"""The commas of *10,000*; numbers that count nothing."""
THROUGH = re.compile(r"\b(fly|walk)[-–](through|over|by)\b")
"""Moves of the camera that are one word, hyphen or not."""
HISSING = ("ses", "xes", "zes", "ches", "shes", "oes")
"""Ends of words that took an *es*: ``changes`` is of ``change``, and not of the river Chang."""
STOPS = frozenset(".!?\n;{}[]")
"""Of a run of punctuation, one of these makes it the end of a sentence."""


@dataclass(frozen=True)
class Token:
    """One word or mark. ``forms`` are what it may be in the dictionary, the word itself first."""

    text: str
    forms: tuple[str, ...] = ()
    possessive: bool = False
    hyphen: bool = False

    @property
    def mark(self) -> bool:
        """Punctuation."""
        return not self.forms

    @property
    def stop(self) -> bool:
        """The end of a sentence."""
        return self.text in STOPS


def tokens(prompt: str) -> list[Token]:
    """The prompt's words and punctuation; ``dragon-like`` and its kin are dropped, they show no dragon."""
    text = GROUPED.sub("", DECIMAL.sub(" ", unicodedata.normalize("NFKC", prompt).lower()))
    text = THROUGH.sub(r"\1\2", text)
    found: list[Token] = []
    hyphen = False
    for raw in PATTERN.findall(text):
        if raw[0] in "-–—":
            hyphen = raw == "-" and bool(found) and not found[-1].mark
            if not hyphen:
                found.append(Token(","))
            continue
        if hyphen and raw in lexicon.grammar().likeness_suffixes:
            found.pop()
        else:
            found.append(_token(raw, hyphen))
        hyphen = False
    return found


@lru_cache(maxsize=8192)
def _token(raw: str, hyphen: bool) -> Token:
    if not raw[0].isalnum():
        return Token("," if STOPS.isdisjoint(raw) else ".")
    word = raw.replace("’", "'")
    bare = word.removesuffix("'s")
    known = forms(bare)
    return Token(bare, known if bare == word else (*known, word), possessive=bare != word, hyphen=hyphen)


@lru_cache(maxsize=8192)
def forms(word: str) -> tuple[str, ...]:
    """The word, then what it may be an inflection of: ``diving`` gives ``diving, div, dive``."""
    irregular = _irregular().get(word)
    if irregular is not None:
        return (word, irregular)
    if len(word) > 24:
        return (word,)
    found = [word]
    for ending, strip in (("ing", 4), ("ed", 4), ("s", 3)):
        if word.endswith(ending) and len(word) > strip:
            found += _stems(word, ending)
    return tuple(dict.fromkeys(found))


@cache
def _irregular() -> dict[str, str]:
    return {form: word for word, found in lexicon.grammar().irregular.items() for form in found}


def _stems(word: str, ending: str) -> list[str]:
    if ending == "s":
        return _singulars(word)
    stem = word.removesuffix(ending)
    found = [stem, stem + "e"]
    if stem[-1] == stem[-2]:
        found.append(stem[:-1])
    if ending == "ed" and stem.endswith("i"):
        found.append(stem[:-1] + "y")
    return found


def _singulars(word: str) -> list[str]:
    if word.endswith("ss"):
        return []
    found = [word[:-1]]
    if word.endswith("ies"):
        found.append(word[:-3] + "y")
    elif word.endswith(HISSING):
        found.append(word[:-2])
    return found


def is_plural(word: str, base: str) -> bool:
    """Whether ``word`` is the plural of the noun ``base``."""
    return word in lexicon.grammar().plurals or (word != base and word.endswith("s"))
