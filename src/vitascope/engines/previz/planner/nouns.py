"""A noun of the prompt: something new to show, something shown already, or only part of the place."""

from __future__ import annotations

from collections.abc import Sequence

from vitascope.engines.previz.catalogue import LANDMARK
from vitascope.engines.previz.plan import Environment, Medium
from vitascope.engines.previz.planner import lexicon
from vitascope.engines.previz.planner.grammar import ADJECTIVES, WORDS
from vitascope.engines.previz.planner.lexicon import Noun
from vitascope.engines.previz.planner.mentions import Adjectives, Reading, SubjectMention
from vitascope.engines.previz.planner.phrases import Item, Kind
from vitascope.engines.previz.planner.words import is_plural

BACKDROP = frozenset({"things", "objects"})
"""Families that are only scenery behind a preposition."""
PASSED = frozenset({"over", "above", "through", "across", "along", "among", "past", "between"})
"""Behind these, a noun that is also a place is only a place."""
OTHERS = frozenset({"a", "an", "his", "her", "their", "its"})
"""Before a word for somebody who was not named yet."""
LOW = frozenset({"bridge", "fence", "wall", "rock", "arch", "statue"})
"""Forms of what is built that is no landmark."""
TOY, PLAYTHING = "toy", 0.4
"""The trait of a plaything, and how long it is at most, metres."""
OLD, YOUNG = frozenset({"old", "elderly", "aged"}), frozenset({"young", "baby"})
"""Traits of the same kind that nobody has both of."""
ALIKE = 130
"""The most by which two colours that are called the same differ, of 765."""
BESIDE = frozenset({"", "of", "with", "for"})


def with_unknown(items: Sequence[Item], muted: frozenset[int]) -> Sequence[Item]:
    """Where no known noun is named, *a gizmo* becomes one, shown by the generic rig."""
    if any(item.has(Kind.NOUN) for position, item in enumerate(items) if position not in muted):
        return items
    position = next((i for i in range(1, len(items)) if i not in muted and _unknown_noun(items, i)), None)
    if position is None:
        return items
    word = items[position].last.text
    replaced = Item.of(items[position].words, {Kind.NOUN: word})
    return [*items[:position], replaced, *items[position + 1 :]]


def without_objects(items: Sequence[Item], muted: frozenset[int]) -> Sequence[Item]:
    """Things without a model are not shown beside what has one, nor what something is done to."""
    shown = [i for i, item in enumerate(items) if i not in muted and item.has(Kind.NOUN)]
    shown = [i for i in shown if lexicon.noun(items[i].facts[Kind.NOUN]).form != "table"] or shown
    kept = shown[0] if shown and all(_formless(items[i]) for i in shown) else -1
    done = (item.has(Kind.VERB) and not item.has(Kind.CAMERA_VERB) for item in items[: max(kept, 0)])
    kept = -1 if any(done) else kept
    return [
        Item.of(item.words, _in_hands(item)) if _formless(item) and position != kept else item
        for position, item in enumerate(items)
    ]


def _in_hands(item: Item) -> dict[Kind, str]:
    """What may still be held, or worn."""
    return {kind: fact for kind, fact in item.facts.items() if kind in {Kind.HELD, Kind.WORN}}


def _formless(item: Item) -> bool:
    return Kind.NOUN in item.facts and lexicon.noun(item.facts[Kind.NOUN]).family == "objects"


def _unknown_noun(items: Sequence[Item], position: int) -> bool:
    """Whether this is the last of some unknown words behind *a* or a number."""
    item = items[position]
    if item.facts or not _plain(item) or item.text in WORDS.prepositions:
        return False
    after = items[position + 1] if position + 1 < len(items) else None
    if after is not None and not _closes(after):
        return False
    start = position - 1
    while (
        start > 0
        and (_plain(items[start]) or items[start].has(*ADJECTIVES))
        and items[start].text not in WORDS.counting
    ):
        start -= 1
    placed = start > 0 and items[start - 1].text in WORDS.prepositions - WORDS.plain_prepositions
    return items[start].text in WORDS.counting and not placed


def _closes(item: Item) -> bool:
    """Whether a noun may end before this."""
    return item.words[0].mark or item.has(Kind.VERB, Kind.CAMERA_VERB) or item.text in WORDS.prepositions


def _plain(item: Item) -> bool:
    word = item.text
    return (
        not item.facts and len(word) > 2 and word.isascii() and word.isalpha() and word not in WORDS.no_nouns
    )


def introduce(reading: Reading, item: Item, adjectives: Adjectives, preposition: str) -> int | None:
    """The subject's number, new or known; None where the noun only says where."""
    phrase = item.facts[Kind.NOUN]
    noun = lexicon.noun(phrase)
    known = _known(reading, noun, phrase, adjectives)
    if known is not None:
        _enrich(reading.subjects[known], adjectives)
        return known
    mention = _mention(noun, item, phrase, adjectives)
    if _quarter(mention, item):
        return None
    if noun.family in BACKDROP and preposition not in BESIDE and preposition in PASSED and _landmark(noun):
        mention.place, mention.traits = mention.place or "distance", [*mention.traits, LANDMARK]
        reading.subjects.append(mention)
        return len(reading.subjects) - 1
    if noun.family in BACKDROP and preposition not in BESIDE:
        if not (item.has(Kind.PLACE) and preposition in PASSED):
            reading.scenery.append(mention)
        return None
    reading.subjects.append(mention)
    return len(reading.subjects) - 1


def _landmark(noun: Noun) -> bool:
    """Whether it is seen from afar by who flies over it or goes past."""
    return (noun.rig == "building" and noun.form not in LOW) or noun.noun == "rock tower"


def _quarter(mention: SubjectMention, item: Item) -> bool:
    """*Glowing towers* are a city."""
    place = item.facts.get(Kind.PLACE)
    return mention.plural and place is not None and lexicon.place(place).fits[0] == Environment.SKYLINE


def rename(reading: Reading, item: Item, adjectives: Adjectives) -> None:
    """Give the latest subject the name it was told to have."""
    subject = reading.subjects[-1]
    subject.noun = lexicon.noun(item.facts[Kind.NOUN])
    _enrich(subject, adjectives)


def _known(reading: Reading, noun: Noun, phrase: str, adjectives: Adjectives) -> int | None:
    def order(number: int) -> tuple[bool, bool, int]:
        subject = reading.subjects[number]
        return subject.known, not set(adjectives.colours).isdisjoint(subject.colours), number

    for number in sorted(range(len(reading.subjects)), key=order, reverse=True):
        subject = reading.subjects[number]
        same = subject.noun.noun == noun.noun and not _another(subject, phrase, adjectives)
        refers = noun.noun in WORDS.general and subject.noun.rig == noun.rig
        if same or (refers and (subject.known or adjectives.article in {"the", "this"})):
            if subject.known and adjectives.again:
                return None
            if adjectives.again:
                subject.count = (subject.count or 1) + 1
            return number
    return None


def _another(subject: SubjectMention, phrase: str, adjectives: Adjectives) -> bool:
    """Whether it is somebody else of the same kind.

    *A lion and a lioness* are by another word, *a red car and two blue cars* look unlike one another, and
    *a dog* is not the *two dogs* that are named then.
    """
    if adjectives.article in OTHERS and subject.called not in {"", phrase}:
        return True
    if subject.known or adjectives.again:
        return False
    if _unlike(subject.colours, adjectives.colours):
        return True
    if adjectives.article not in {"", *OTHERS} or not adjectives.any:
        return False
    several = (adjectives.count or 1) > 1 and not subject.many
    sized = (subject.size - 1.0) * (adjectives.size - 1.0) < 0.0
    aged = not OLD.isdisjoint(subject.traits) and not YOUNG.isdisjoint(adjectives.traits)
    aged |= not YOUNG.isdisjoint(subject.traits) and not OLD.isdisjoint(adjectives.traits)
    return several or sized or aged


def _unlike(first: Sequence[str], second: Sequence[str]) -> bool:
    """Whether two were given colours of which no two are near one another."""
    return bool(first and second) and not any(_near(one, other) for one in first for other in second)


def _near(one: str, other: str) -> bool:
    parts = ((int(one[i : i + 2], 16), int(other[i : i + 2], 16)) for i in (1, 3, 5))
    return sum(abs(a - b) for a, b in parts) <= ALIKE


def _enrich(subject: SubjectMention, adjectives: Adjectives) -> None:
    subject.colours += [colour for colour in adjectives.colours if colour not in subject.colours]
    subject.traits += [trait for trait in adjectives.traits if trait not in subject.traits]
    if subject.size == 1.0:
        subject.size = adjectives.size
    if subject.count is None:
        subject.count = adjectives.count


def _mention(noun: Noun, item: Item, phrase: str, adjectives: Adjectives) -> SubjectMention:
    places = [trait[1:] for trait in adjectives.traits if trait.startswith("@")]
    return SubjectMention(
        noun=_plaything(noun) if TOY in adjectives.traits else noun,
        called=phrase,
        trade=item.text if Kind.SETTING in item.facts else "",
        count=adjectives.count or noun.count,
        plural=noun.plural or _plural(item, phrase, adjectives),
        size=adjectives.size if adjectives.length is None else adjectives.length / noun.length,
        colours=list(adjectives.colours),
        traits=[trait for trait in adjectives.traits if not trait.startswith("@")],
        place=places[0] if places else "",
    )


def _plaything(noun: Noun) -> Noun:
    """The noun as a toy on the floor of a room."""
    small = {"length": min(noun.length, PLAYTHING), "habitat": Environment.ROOM, "medium": Medium.GROUND}
    return noun.model_copy(update=small)


def _plural(item: Item, phrase: str, adjectives: Adjectives) -> bool:
    word = phrase.replace("-", " ").split()[-1]
    if item.last.possessive:
        return False
    alive = lexicon.noun(phrase).rig != "prop"
    if alive and word in WORDS.same_in_plural and item.last.text == word:
        return adjectives.article in {"", "these", "those", "their"}
    return is_plural(item.last.text, word)
