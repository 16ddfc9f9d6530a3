"""What a prompt was found to say, before it is given seconds and metres."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from vitascope.engines.previz.plan import Environment, Held, Near, Worn
from vitascope.engines.previz.planner.lexicon import Noun

CAMERA, NOBODY = -1, -2
"""The camera among the actors, and what is not shown as one (*rain falls*); subjects count from 0."""


@dataclass
class SubjectMention:
    """Something to show. ``count`` is None where the prompt leaves it open; ``size`` scales its length.

    ``known`` are those a shot has already; ``called`` is the word that brought it in and
    ``trade`` what it works as; ``upon`` is the number
    of what carries it.
    """

    noun: Noun
    count: int | None = None
    plural: bool = False
    size: float = 1.0
    colours: list[str] = field(default_factory=list[str])
    traits: list[str] = field(default_factory=list[str])
    place: str = ""
    known: bool = False
    called: str = ""
    trade: str = ""
    upon: int | None = None
    near: Near | None = None
    held: Held | None = None
    worn: list[Worn] = field(default_factory=list[Worn])

    @property
    def many(self) -> bool:
        """Whether *they* may stand for it."""
        return self.count > 1 if self.count is not None else self.plural


@dataclass
class ActionMention:
    """Something subjects do; ``together`` means at the same time as what they did before."""

    subjects: tuple[int, ...]
    verb: str
    toward: str = ""
    pace: float = 1.0
    together: bool = False


@dataclass
class MoveMention:
    """Something the camera does."""

    kind: str
    pace: float = 1.0
    together: bool = False


@dataclass(frozen=True)
class PlaceMention:
    """A place word: the environments it fits, how much it decides, whether several are meant."""

    fits: tuple[Environment, ...]
    weight: int


@dataclass
class Reading:
    """All a prompt says. ``scenery`` are nouns that only say where (*over the castle*).

    ``hours`` are the times of day at which what is named is seen best (*neon signs*).
    """

    subjects: list[SubjectMention] = field(default_factory=list[SubjectMention])
    scenery: list[SubjectMention] = field(default_factory=list[SubjectMention])
    actions: list[ActionMention] = field(default_factory=list[ActionMention])
    moves: list[MoveMention] = field(default_factory=list[MoveMention])
    places: list[PlaceMention] = field(default_factory=list[PlaceMention])
    times: list[str] = field(default_factory=list[str])
    hours: list[str] = field(default_factory=list[str])
    weathers: list[str] = field(default_factory=list[str])
    moods: Counter[str] = field(default_factory=Counter[str])
    ambient: list[str] = field(default_factory=list[str])
    sights: list[str] = field(default_factory=list[str])
    tint: str | None = None
    tone: str | None = None
    plants: bool = False


@dataclass
class Adjectives:
    """Words gathered before the noun they belong to; ``length`` in metres, where it was compared."""

    article: str = ""
    count: int | None = None
    size: float = 1.0
    length: float | None = None
    colours: list[str] = field(default_factory=list[str])
    traits: list[str] = field(default_factory=list[str])
    verbs: list[ActionMention] = field(default_factory=list[ActionMention])
    again: bool = False
    superlative: bool = False

    @property
    def any(self) -> bool:
        """Whether anything at all stood before the noun."""
        return bool(self.article or self.count or self.colours or self.traits or self.size != 1.0)
