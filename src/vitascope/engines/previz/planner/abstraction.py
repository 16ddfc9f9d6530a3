"""Shots of nothing in particular: liquids, ink, smoke, sparks and patterns, in the colours that are named."""

from __future__ import annotations

from typing import Final

from vitascope.engines.previz.plan import Colour, Environment
from vitascope.engines.previz.planner import lexicon
from vitascope.engines.previz.planner.mentions import Reading
from vitascope.engines.previz.planner.words import tokens

FORMLESS: Final = frozenset({
    "shape", "pattern", "fractal", "spiral", "vortex", "crystal", "line", "wave", "smoke", "ink", "paint",
    "particle", "orb", "sphere", "cube", "lamp", "bubble", "liquid", "fluid", "swirl", "ribbon", "geometry",
    "oil", "drop", "triangle", "circle", "grid", "mandala", "kaleidoscope", "spark", "tunnel", "plasma",
    "color", "colour", "ring", "square", "hexagon", "gold",
})  # fmt: skip
"""Nouns of what is a shape, not a thing."""
MOST = 4
"""Colours that are told apart."""


def formless(reading: Reading) -> bool:
    """Whether nobody and no thing is to be seen."""
    known = FORMLESS | lexicon.looks().colours.keys()
    return all(
        each.noun.rig == "generic" or not known.isdisjoint(each.noun.noun.split())
        for each in reading.subjects
    )


def emptied(reading: Reading, environment: Environment) -> Reading:
    """The same with nobody in it, where it shows nothing in particular."""
    if environment is Environment.ABSTRACT:
        reading.subjects.clear()
        reading.actions.clear()
    return reading


def tones(prompt: str, environment: Environment) -> tuple[Colour, ...]:
    """The colours that a prompt of nothing in particular names, in their order."""
    if environment is not Environment.ABSTRACT:
        return ()
    table = lexicon.looks().colours
    words = [token.text for token in tokens(prompt)]
    grounds = {i for i, word in enumerate(words[1:]) if word in {"background", "backdrop", "void"}}
    named = [table[word] for i, word in enumerate(words) if word in table and i not in grounds]
    return tuple(dict.fromkeys(named))[:MOST]
