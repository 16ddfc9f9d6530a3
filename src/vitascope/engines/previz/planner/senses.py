"""Which words of a prompt are nouns there and which are verbs, and what is shown of two nouns in a row."""

from __future__ import annotations

from collections.abc import Sequence

from vitascope.engines.previz.heads import GAZE
from vitascope.engines.previz.planner import lexicon
from vitascope.engines.previz.planner.grammar import ADJECTIVES, WORDS
from vitascope.engines.previz.planner.lexicon import Noun
from vitascope.engines.previz.planner.phrases import Item, Kind, small_words
from vitascope.engines.previz.planner.words import Token, is_plural

DESCRIBED = 3
"""Words that may stand between an article and its noun."""
INDEFINITE = frozenset({"a", "an", "one"})
"""Before one thing: a word with *-s* behind it is what that does."""
UNMIXED = frozenset({"clouds", "leaves", "light", "smoke", "water"})
"""Materials of which nothing is called."""
FROZEN = frozenset({"ice", "snow"})
"""Materials of what stands in the snow, if it is built."""
ODD = frozenset({"robot", "skeleton", "ghost", "ape", "trex", "penguin", "chicken", "duck", "swan"})
"""Forms on two legs that are seen whatever they work as."""
BEASTS = frozenset({"quadruped", "bird", "dragon", "snake", "soft", "insect", "bat", "fish", "whale"})
"""Rigs of animals, which are seen whatever they work as: *a cat astronaut* is a cat."""
PLACING = WORDS.prepositions - {"to"}
"""Before nouns only: *to walk* is what is done."""
PORTIONS = frozenset({"piece", "slice", "chunk", "block", "wedge", "lump", "hunk", "bit"})
"""Words for some of what is called by its matter."""
EYE = "eye"
STANCE = "stand"
"""What is done by who does something that has no picture: *a lion guards a gate*."""


def settled(items: Sequence[Item]) -> list[Item]:
    """The same items, each with only those meanings that it may have where it stands."""
    found = _whole(items)
    for position in range(len(found) - 1):
        _made(found, position)
    for position in range(len(found)):
        if _predicate(found, position):
            found[position] = _told(found[position])
        elif _noun_there(found, position):
            found[position] = _without(found[position], Kind.VERB, Kind.CAMERA_VERB)
    for position in range(len(found) - 1):
        _made(found, position)
        _employed(found, position)
    return _eyed(found)


def _whole(items: Sequence[Item]) -> list[Item]:
    """Without the words for a part of some matter, which is shown as that: *a piece of cheese*."""
    part = [
        items[at + 1].text == "of"
        and items[at + 2].has(Kind.NOUN)
        and not PORTIONS.isdisjoint(items[at].last.forms)
        for at in range(len(items) - 2)
    ]
    part += [False, False]
    return [item for at, item in enumerate(items) if not (part[at] or (at > 0 and part[at - 1]))]


def _eyed(items: Sequence[Item]) -> list[Item]:
    """With a word before each animal whose eyes are meant: *a wolf's amber eyes*, *the eyes of a horse*."""
    found: list[Item] = []
    for position, item in enumerate(items):
        if item.has(Kind.NOUN) and _gazes(items, position):
            found.append(Item.of((Token(GAZE, (GAZE,)),), {Kind.TRAIT: GAZE}))
        found.append(_without(item, Kind.VERB) if item.facts.get(Kind.PART) == EYE else item)
    return found


def _gazes(items: Sequence[Item], position: int) -> bool:
    """Whether it is the eyes of an animal with a head of its own that are named."""
    noun, before = lexicon.noun(items[position].facts[Kind.NOUN]), _before(items, position)
    if noun.rig != "quadruped":
        return False
    if items[position].last.possessive:
        after = position + 1
        while after < len(items) - 1 and items[after].has(*ADJECTIVES):
            after += 1
        return after < len(items) and items[after].facts.get(Kind.PART) == EYE
    before -= items[before].text in WORDS.articles
    return before > 0 and items[before].text == "of" and items[before - 1].facts.get(Kind.PART) == EYE


def _predicate(items: Sequence[Item], position: int) -> bool:
    """Whether a plural is what the noun before it does: *a lion guards*, *the dog trains the sheep*.

    So is one behind what somebody has: *a wolf with yellow eyes watches*.
    """
    item = items[position]
    if not item.has(Kind.NOUN) or item.last.possessive or not _ends_in_s(item) or position < 1:
        return False
    before = items[position - 1]
    word = items[_before(items, position - 1)].text
    if before.has(Kind.PART) and before.text.endswith("s"):
        return word == "with"
    if not before.has(Kind.NOUN, Kind.PLACE) or before.last.possessive or _many(before):
        return False
    after = items[position + 1].text if position + 1 < len(items) else ""
    return word in INDEFINITE or (word in WORDS.articles and after in WORDS.articles)


def _ends_in_s(item: Item) -> bool:
    return item.last.text.endswith("s") and item.last.text != item.facts.get(Kind.NOUN, "")


def _many(item: Item) -> bool:
    if not item.has(Kind.NOUN):
        return False
    return is_plural(item.last.text, lexicon.noun(item.facts[Kind.NOUN]).noun) and _ends_in_s(item)


def _told(item: Item) -> Item:
    """The item as a verb."""
    verb = item.facts.get(Kind.VERB, STANCE)
    kept = {kind: fact for kind, fact in item.facts.items() if kind == Kind.CAMERA_VERB}
    return Item.of(item.words, kept | {Kind.VERB: verb})


def _noun_there(items: Sequence[Item], position: int) -> bool:
    """Whether a word that may be a verb is a noun: *through shallow waves*, *the old swing*."""
    if not _doubtful(items[position]):
        return False
    at = _before(items, position)
    word = items[at].text if at >= 0 else ""
    if word in PLACING:
        coloured = items[position - 1].has(Kind.COLOUR)
        return not (word == "in" and coloured)  # a woman in red walks
    if word in WORDS.articles | INDEFINITE:
        return _determined(items, position, at)
    return _object(items, position) or _opening(items, position, at)


def _doubtful(item: Item) -> bool:
    """Whether it is one word that may be a verb, by its form also a noun, and nothing else."""
    named = item.has(Kind.NOUN) and item.has(Kind.CAMERA_VERB)
    verbal = (item.has(Kind.VERB) or named) and not item.participle
    return verbal and not item.has(Kind.MOVE, Kind.CAMERA, Kind.PART) and len(item.words) == 1 and _bare(item)


def _determined(items: Sequence[Item], position: int, at: int) -> bool:
    """Whether it is what the article at ``at`` is of: *the old swing*, but not *a lion guards*."""
    placed = at > 0 and items[at - 1].text in PLACING
    known = all(each.facts for each in items[at + 1 : position])
    does = items[at].text in INDEFINITE and items[position].text.endswith("s")
    return (known or placed) and not does


def _object(items: Sequence[Item], position: int) -> bool:
    """Whether it is what somebody does something to: *pushes rocks*, *rides waves*, but not *never stops*."""
    previous = items[position - 1] if position else None
    denied = position > 1 and items[position - 2].text in WORDS.denials
    plural = items[position].text.endswith("s")
    return previous is not None and plural and _finite(previous) and not denied


def _opening(items: Sequence[Item], position: int, at: int) -> bool:
    """Whether it opens a clause behind a participle: *crashing waves*."""
    starts = at < 0 or items[at].words[0].mark or items[at].text in WORDS.boundaries
    described = position - 1 > at and items[position - 1].words[0].text.endswith("ing")
    return starts and described and items[position].text.endswith("s")


def _finite(item: Item) -> bool:
    """Whether it is what somebody does, behind which nothing else is done: *pushes rocks*, *rides waves*."""
    word = item.words[0].text
    return word.endswith("s") and not word.endswith("ss") and not item.has(Kind.NOUN) and _deed(item)


def _deed(item: Item) -> bool:
    return item.has(Kind.VERB, Kind.CAMERA_VERB) or (
        not item.facts and not item.words[0].mark and item.text not in small_words()
    )


def _bare(item: Item) -> bool:
    """Whether it may be a noun by its form: *waves*, *wave*, but not *waved*."""
    return not item.words[0].text.endswith("ed")


def _before(items: Sequence[Item], position: int) -> int:
    """The position of what stands before a noun and its adjectives, -1 where there is nothing."""
    at = position - 1
    while at >= max(position - DESCRIBED, 0) and _describes(items[at]):
        at -= 1
    return at


def _describes(item: Item) -> bool:
    """Whether it may stand between an article and its noun."""
    word = item.words[0]
    if word.mark or item.text in small_words() or item.text in WORDS.articles:
        return False
    return not item.facts or item.has(*ADJECTIVES) or item.participle


def _without(item: Item, *kinds: Kind) -> Item:
    return Item.of(item.words, {kind: fact for kind, fact in item.facts.items() if kind not in kinds})


def _heads(item: Item, head: Item) -> bool:
    """Whether the second is a noun that the first stands before, as one word with it."""
    return head.has(Kind.NOUN) and not head.has(Kind.VERB, Kind.CAMERA_VERB) and not item.last.possessive


def _made(items: list[Item], position: int) -> None:
    """What something is made of is its colour: *a stone lion*, *an ice castle*; *a toy car* is a toy."""
    item, head = items[position], items[position + 1]
    if not _heads(item, head):
        return
    if item.text in lexicon.grammar().materials.keys() - UNMIXED:
        items[position] = _coloured(item, head)
    elif item.text in WORDS.playthings:
        items[position] = Item.of(item.words, {Kind.TRAIT: "toy"})


def _employed(items: list[Item], position: int) -> None:
    """*A robot waiter* is a robot where waiters are, and *a cat astronaut* a cat in space."""
    item, head = items[position], items[position + 1]
    if not (_heads(item, head) and item.has(Kind.NOUN)) or _many(item):
        return
    first, second = (lexicon.noun(each.facts[Kind.NOUN]) for each in (item, head))
    if _works_as(first, second):
        shown = {Kind.NOUN: item.facts[Kind.NOUN], Kind.SETTING: second.habitat.value}
        items[position], items[position + 1] = (
            Item.of(item.words, {}),
            Item.of(head.words, head.facts | shown),
        )


def _coloured(item: Item, head: Item) -> Item:
    """A material as the colour of what it is before; a castle of ice stands in the snow."""
    facts = {Kind.COLOUR: lexicon.grammar().materials[item.text]}
    if item.text in FROZEN and lexicon.noun(head.facts[Kind.NOUN]).rig == "building":
        facts[Kind.SIGHT] = "snow"
    return Item.of(item.words, facts)


def _works_as(first: Noun, second: Noun) -> bool:
    """Whether the second noun only says what the first does: *a dog chef*, but not *a dog trainer*."""
    seen = first.rig in BEASTS or first.form in ODD
    role = second.rig == "biped" and second.form not in ODD and second.noun not in WORDS.handlers
    return seen and role
