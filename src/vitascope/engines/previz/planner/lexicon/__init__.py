"""The planner's dictionary: readable tables beside this file, read once and checked."""

from __future__ import annotations

import tomllib
import zlib
from functools import cache
from importlib.resources import files

from pydantic import TypeAdapter

from vitascope.domain.request import Frozen
from vitascope.engines.previz.plan import Environment, Medium, Mood, TimeOfDay, Weather
from vitascope.engines.previz.props import props, words

INDOORS = 1.6
"""Metres, up to which a thing is usually found in a room."""


class NounEntry(Frozen):
    """What one noun changes of its family."""

    noun: str | None = None
    medium: Medium | None = None
    length: float | None = None
    colours: tuple[str, ...] | None = None
    plural: bool = False
    count: int | None = None
    article: bool = False


class Family(Frozen):
    """Nouns that share a rig, a medium and a habitat."""

    rig: str
    medium: Medium
    habitat: Environment
    length: float
    colours: tuple[str, ...] = ()
    nouns: dict[str, float | NounEntry]


class Noun(Frozen):
    """A noun that may be shown. ``article`` nouns count only behind *a*, *the* or a number."""

    noun: str
    family: str
    rig: str
    form: str = ""
    medium: Medium
    habitat: Environment
    length: float
    colours: tuple[str, ...] = ()
    plural: bool = False
    count: int | None = None
    article: bool = False


class PlaceGroup(Frozen):
    """Place words that fit the same environments; the heaviest word of a prompt decides."""

    fits: tuple[Environment, ...]
    weight: int
    words: tuple[str, ...]


class WordLists(Frozen):
    """Lists of words that play one part each."""

    traits: tuple[str, ...]
    parts: tuple[str, ...]
    covering: tuple[str, ...]
    light: tuple[str, ...]
    plants: tuple[str, ...]
    ambient: tuple[str, ...]
    abstract: tuple[str, ...]
    ignore: tuple[str, ...]


class Looks(Frozen):
    """Light, air, mood, colour and the words before a noun."""

    time: dict[TimeOfDay, tuple[str, ...]]
    weather: dict[Weather, tuple[str, ...]]
    mood: dict[Mood, tuple[str, ...]]
    sights: dict[str, tuple[str, ...]]
    tints: dict[str, str]
    colours: dict[str, str]
    sizes: dict[str, float]
    counts: dict[str, int]
    words: WordLists


class Verbs(Frozen):
    """What subjects do, where to, and where they start; ``suited`` is by rig, then by verb.

    ``carriers`` are the nouns that carry those of whom a noun or a verb is used, ``tools`` what these hold.
    """

    subject: dict[str, tuple[str, ...]]
    suited: dict[str, dict[str, str]]
    carriers: dict[str, str]
    tools: dict[str, tuple[str, ...]]
    toward: dict[str, tuple[str, ...]]
    places: dict[str, tuple[str, ...]]


class CameraVerb(Frozen):
    """What a plain verb means when the camera does it; a direction picks another concept."""

    words: tuple[str, ...]
    default: str
    left: str | None = None
    right: str | None = None
    up: str | None = None
    down: str | None = None
    away: str | None = None
    camera: str | None = None
    across: str | None = None
    around: str | None = None

    def kind(self, toward: str) -> str:
        """The concept for a direction."""
        directed = {"left": self.left, "right": self.right, "up": self.up, "down": self.down,
                    "away": self.away, "camera": self.camera, "across": self.across,
                    "around": self.around}.get(toward)  # fmt: skip
        return directed or self.default


class Lens(Frozen):
    """How the camera is spoken of."""

    moves: dict[str, tuple[str, ...]]
    actor: dict[str, tuple[str, ...]]
    together: dict[str, tuple[str, ...]]
    ways: dict[str, str]
    verbs: dict[str, CameraVerb]
    pace: dict[str, float]


class Grammar(Frozen):
    """Small words that steer the reading; ``irregular`` lists inflections by their base.

    ``materials`` are the colours of what something may be made of.
    """

    articles: frozenset[str]
    prepositions: frozenset[str]
    plain_prepositions: frozenset[str]
    boundaries: frozenset[str]
    together: frozenset[str]
    pursuits: frozenset[str]
    holds: frozenset[str]
    again: frozenset[str]
    superlatives: frozenset[str]
    observers: frozenset[str]
    relative: frozenset[str]
    denials: frozenset[str]
    likenesses: frozenset[str]
    likeness_suffixes: frozenset[str]
    wishes: frozenset[str]
    ends: frozenset[str]
    general: frozenset[str]
    general_kinds: frozenset[str]
    same_in_plural: frozenset[str]
    accessories: frozenset[str]
    measures: frozenset[str]
    counting: frozenset[str]
    no_nouns: frozenset[str]
    playthings: frozenset[str]
    handlers: frozenset[str]
    nightly: frozenset[str]
    plurals: frozenset[str]
    materials: dict[str, str]
    numbers: dict[str, int]
    irregular: dict[str, tuple[str, ...]]


def _read(name: str) -> dict[str, object]:
    return tomllib.loads((files(__name__) / f"{name}.toml").read_text("utf-8"))


@cache
def shapes() -> dict[str, tuple[str, str]]:
    """The rig and form of each noun that does not have its family's."""
    rigs = TypeAdapter(dict[str, dict[str, tuple[str, ...]]]).validate_python(_read("forms"))
    listed = ((rig, form, found) for rig, forms in rigs.items() for form, found in forms.items())
    return {noun: (rig, form) for rig, form, found in listed for noun in found}


@cache
def habitats() -> dict[str, Environment]:
    """The usual place of each noun that is not found where its family is."""
    listed = TypeAdapter(dict[Environment, tuple[str, ...]]).validate_python(_read("habitats"))
    return {noun: place for place, found in listed.items() for noun in found}


@cache
def nouns() -> dict[str, Noun]:
    """Every noun that may be shown, by the words that name it."""
    families = TypeAdapter(dict[str, Family]).validate_python(_read("subjects"))
    return _things() | {
        words: _noun(words, name, family, entry if isinstance(entry, NounEntry) else NounEntry(length=entry))
        for name, family in families.items()
        for words, entry in family.nouns.items()
    }


def _things() -> dict[str, Noun]:
    """The nouns that silhouettes show; what is small is found in a room."""
    found: dict[str, Noun] = {}
    for phrase, form in words().items():
        prop = props()[form]
        usual = Environment.ROOM if prop.length <= INDOORS else Environment.HILLS
        found[phrase] = Noun(
            noun=phrase,
            family="flyers" if prop.medium == "air" else "things",
            rig="prop",
            form=form,
            medium=Medium(prop.medium),
            habitat=habitats().get(phrase, usual),
            length=prop.length,
            colours=prop.colours,
            article=prop.article,
        )
    return found


@cache
def kinds() -> dict[str, str]:
    """What each of WordNet's nouns is like: a noun of ours, or ``@`` and an environment.

    With ``~`` behind it where the word is also something else than a noun. Made by ``tools/nouns.py``.
    """
    table = zlib.decompress((files(__name__) / "nouns.z").read_bytes()).decode()
    found: dict[str, str] = {}
    for line in table.splitlines():
        kind, words = line.split("\t")
        found.update(dict.fromkeys(words.split(","), kind))
    return found


@cache
def compounds() -> frozenset[str]:
    """First words of the names in ``kinds`` that have several: few are, the rest need no more looking up."""
    return frozenset(words.partition(" ")[0] for words in kinds() if " " in words)


def kind_of(words: str) -> str:
    """What a noun that is not in the dictionary is like, as ``kinds`` has it; empty where it is unknown."""
    table = kinds()
    found = table.get(words)
    return found or (f"{table[words + '~']}~" if words + "~" in table else "")


def noun(words: str) -> Noun:
    """The noun of these words, or what it is like; one that is nowhere is a thing of no known kind."""
    found = nouns().get(words)
    if found is not None:
        return found
    kind = kind_of(words)
    if kind and kind[0] != "@":
        like = nouns()[kind.removesuffix("~")]
        return like.model_copy(update={"noun": words, "article": kind.endswith("~")})
    return Noun(
        noun=words,
        family="unknown",
        rig="generic",
        medium=Medium.GROUND,
        habitat=Environment.HILLS,
        length=2.0,
    )


def _noun(words: str, name: str, family: Family, entry: NounEntry) -> Noun:
    canonical = entry.noun or words
    rig, form = shapes().get(words, shapes().get(canonical, (family.rig, "")))
    return Noun(
        noun=canonical,
        family=name,
        rig=rig,
        form=form,
        medium=entry.medium or family.medium,
        habitat=habitats().get(words, habitats().get(canonical, family.habitat)),
        length=entry.length or family.length,
        colours=family.colours if entry.colours is None else entry.colours,
        plural=entry.plural,
        count=entry.count,
        article=entry.article,
    )


@cache
def places() -> tuple[PlaceGroup, ...]:
    """Place words by the environments they fit."""
    return TypeAdapter(tuple[PlaceGroup, ...]).validate_python(_read("places")["group"])


def place(value: str) -> PlaceGroup:
    """A group by its position, or the place that a noun of ``kinds`` stands for."""
    if value.isdecimal():
        return places()[int(value)]
    return PlaceGroup(fits=(Environment(value),), weight=2, words=())


@cache
def looks() -> Looks:
    """Light, air, mood and adjectives."""
    return Looks.model_validate(_read("looks"))


@cache
def verbs() -> Verbs:
    """Actions and directions."""
    return Verbs.model_validate(_read("verbs"))


@cache
def lens() -> Lens:
    """Camera concepts and camera verbs."""
    return Lens.model_validate(_read("lens"))


@cache
def grammar() -> Grammar:
    """Small words and irregular forms."""
    return Grammar.model_validate(_read("grammar"))
