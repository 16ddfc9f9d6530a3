"""Reads a prompt from left to right and keeps track of who acts."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from vitascope.engines.previz.catalogue import LANDMARK
from vitascope.engines.previz.planner import lexicon
from vitascope.engines.previz.planner.camerawork import LIMIT, Camerawork
from vitascope.engines.previz.planner.company import OWNED
from vitascope.engines.previz.planner.grammar import ADJECTIVES, NAMES, PRONOUNS, WORDS
from vitascope.engines.previz.planner.mentions import (
    CAMERA,
    NOBODY,
    ActionMention,
    Adjectives,
    Reading,
    SubjectMention,
)
from vitascope.engines.previz.planner.nouns import introduce, rename
from vitascope.engines.previz.planner.phrases import Item, Kind
from vitascope.engines.previz.planner.words import Token, is_plural

RELATED: dict[tuple[str, ...], str] = {
    ("on", "top", "of"): "on", ("in", "front", "of"): "before", ("next", "to"): "beside",
    ("close", "to"): "beside", ("the", "top", "of"): "on",
}  # fmt: skip
"""Prepositions of several words."""
PEOPLE = {"he": "man", "she": "woman"}
"""Who is meant where nobody was named."""
UNDIRECTED = frozenset({"", "across", "around", "through", "over"})
"""Directions in which two need not go the same way."""
SHOULDERS = frozenset({"shoulder", "shoulders"})
"""Where small animals sit on people."""
MUTUAL = frozenset({"fight", "meet"})
"""What is done by both."""


class Reader(Camerawork):
    """One pass over one prompt; ``reading`` is what it found."""

    def run(self) -> Reading:
        """Read it all."""
        for position, item in enumerate(self.items):
            if item.words[0].mark:
                self._mark(item)
            elif position not in self.muted:
                self._word(position, item)
            elif item.has(Kind.NOUN):
                self.adjectives = Adjectives()
        self._equipped()
        return self.reading

    # Marks and small words

    def _mark(self, item: Item) -> None:
        self.fresh, self.preposition, self.latest = True, "", None
        self.named = []
        if item.words[0].stop:
            self.moved = False
            acted = () if self.actors == (NOBODY,) else self.actors
            self.before, self.actors = acted or self.before, ()
            self.adjectives, self.together, self.pace = Adjectives(), False, 1.0
            self.deferred.clear()

    def _word(self, position: int, item: Item) -> None:
        if self._made_of(position, item):
            return
        if item.facts:
            self._note(position, item)
            if not (self._dressed(position, item) or self._held(position, item)):
                self._act(position, item)
        else:
            self._small(item.text)
        if item.text in SHOULDERS and self.preposition == "on":
            self._shouldered()
        if item.participle and not WORDS.holds.isdisjoint(item.words[0].forms):
            self.preposition = ""
        if item.text in WORDS.prepositions:
            before = [each.text for each in self.items[max(position - 2, 0) : position]]
            nearer = RELATED.get((*before[-1:], item.text), item.text)
            self.preposition = RELATED.get((*before, item.text), nearer)
            self.of_place = position > 0 and _place_of(self.items[position - 1])
            if item.text != "of" or not self.adjectives.count:
                self.adjectives = Adjectives()

    def _small(self, word: str) -> None:
        if word in WORDS.articles:
            self.adjectives.article = word
        elif word in WORDS.again:
            self.adjectives.again, self.adjectives.article = True, "a"
        elif word in WORDS.superlatives:
            self.adjectives.superlative = True
        elif word in PRONOUNS and not self._somebody(word):
            self._pronoun(plural=PRONOUNS[word])
        if word in WORDS.relative and self.recent and not self.fresh:
            self.actors, self.adjectives = (self.recent[-1],), Adjectives()
        if word in WORDS.boundaries or word in WORDS.together:
            self.fresh, self.preposition, self.latest = True, "", None
            self.together = word in WORDS.together or (self.together and word == "and")

    def _somebody(self, word: str) -> bool:
        """*He looks back*, of whom nothing else is said, is a man; who is named behind it is meant before."""
        if word not in PEOPLE or any(not each.many for each in self.reading.subjects):
            return False
        later = {rig for position in range(len(self.items)) if (rig := self._animate(position))}
        if later:
            self.actors = () if "biped" in later else (NOBODY,)
            return True
        item = Item.of((Token(PEOPLE[word], (PEOPLE[word],)),), {Kind.NOUN: PEOPLE[word]})
        number = introduce(self.reading, item, Adjectives(article="a"), "")
        if number is not None:
            self.recent.append(number)
            self.actors, self.topic, self.fresh = (number,), number, False
        return True

    def _animate(self, position: int) -> str:
        """The rig of who is named there; empty where it is a thing, or nobody."""
        item = self.items[position]
        if not item.has(Kind.NOUN) or position in self.muted:
            return ""
        rig = lexicon.noun(item.facts[Kind.NOUN]).rig
        return "" if rig in OWNED else rig

    @staticmethod
    def _told(item: Item) -> bool:
        """Whether a direction is a verb here: *the camera lowers*, *backs away*."""
        word = item.words[0].text
        return item.has(Kind.CAMERA_VERB) and word.endswith("s") and len(item.words) == 1

    # What a phrase does

    def _act(self, position: int, item: Item) -> None:
        """Read a phrase as the first of all that it may be here."""
        described = self.adjectives.any
        readings: tuple[tuple[bool, Callable[[], bool], Callable[[], None]], ...] = (
            (item.has(Kind.IGNORE), _always, lambda: self._ignored(item)),
            (item.has(Kind.MOVE) and not (item.has(Kind.NOUN) and described), _always,
             lambda: self._move_named(position, item)),
            (item.has(Kind.TOGETHER), _always, self._joined),
            (item.has(Kind.START, Kind.TOWARD) and not item.has(Kind.VERB), lambda: not self._told(item),
             lambda: self._where(position, item)),
            (item.has(Kind.CAMERA), lambda: not self._named(position), lambda: self._camera(item)),
            (item.has(Kind.NOUN), lambda: self._is_noun(position, item), lambda: self._noun(position, item)),
            (item.has(Kind.VERB, Kind.CAMERA_VERB), lambda: not self._nominal(position, item),
             lambda: self._verb(position, item)),
            (item.has(*ADJECTIVES, Kind.PACE, Kind.LENGTH), _always, lambda: self._describe(item)),
            (True, lambda: not (item.participle and self._named(position)), lambda: self._part(item)),
        )  # fmt: skip
        act = next((act for may_be, here, act in readings if may_be and here()), None)
        if act is not None:
            act()

    def _ignored(self, item: Item) -> None:
        self.adjectives = Adjectives()
        self._spun(item)

    # Nouns

    def _is_noun(self, position: int, item: Item) -> bool:
        noun = lexicon.noun(item.facts[Kind.NOUN])
        described = self.adjectives.any
        if self._owned(position, item) or self._selling(position, noun):
            return False
        if self._named(position) and not is_plural(item.last.text, noun.noun) and not item.last.possessive:
            return False
        if item.has(Kind.VERB, Kind.CAMERA_VERB, Kind.PACE, *ADJECTIVES) or noun.article:
            return described or (bool(self.preposition) and not item.has(*ADJECTIVES, Kind.PACE))
        return True

    def _noun(self, position: int, item: Item) -> None:
        adjectives, preposition = self.adjectives, self.preposition or self._continued(position)
        self.adjectives = Adjectives()
        if self._unshown(position, item, preposition):
            return
        preposition = "in" if preposition == "of" and self.of_place else preposition
        hitched = self._hitched(position, item)
        riders, said = () if hitched else self._riders(item, preposition), preposition
        preposition = "" if riders or hitched else self._meant_by(item, preposition)
        host = self._host(position, item, preposition)
        if self._replaced(position, item, adjectives, preposition):
            return
        number = introduce(self.reading, item, adjectives, "" if host is not None else preposition)
        if number is None:
            return
        self._hitch(hitched, number)
        self._mount(riders, number, said)
        self._placed_with(host, number, preposition)
        self._pursued(number, preposition)
        self._attend(number, adjectives, preposition)

    def _unshown(self, position: int, item: Item, preposition: str) -> bool:
        """Whether the noun shows nobody of its own."""
        return (
            len(self.reading.subjects) >= LIMIT
            or self._in_hand(position, item)
            or self._of_it(item, preposition)
            or self._liquid(position, item, preposition)
            or self._worn(position, item, preposition)
        )

    def _replaced(self, position: int, item: Item, adjectives: Adjectives, preposition: str) -> bool:
        """Whether the noun only says again who was named before, what he becomes, or what he drives."""
        if self._becomes(position):
            self._changed(self.reading.subjects[self._acting()], item, adjectives)
            return True
        if self._apposed(position, adjectives):
            adjectives.again = False
            rename(self.reading, item, adjectives)
            return True
        driver = None if preposition else self._steering(item)
        if driver is not None:
            self._driven(driver, item, adjectives)
        return driver is not None

    def _attend(self, number: int, adjectives: Adjectives, preposition: str) -> None:
        """Keep in mind who was named, and let him act where he may."""
        self.recent.append(number)
        self.named.append(number)
        self.moved = False
        self.reading.actions += [
            ActionMention((number,), verb.verb, verb.toward) for verb in adjectives.verbs
        ]
        if not preposition or preposition == "of" or not (self.actors or self.before):
            self._take_over(number)
        elif self.actors == (CAMERA,):
            self.topic = number
        self.preposition = ""

    def _pursued(self, number: int, preposition: str) -> None:
        """Whom somebody chases runs, too."""
        done = self.pursuit
        self.pursuit = None
        if done is not None and not preposition and number not in done.subjects:
            if done.toward in UNDIRECTED and done.verb not in MUTUAL:
                done.toward = "right"
            self.reading.actions.append(replace(done, subjects=(number,)))

    def _take_over(self, number: int) -> None:
        """The noun becomes who acts: alone, or beside the one named just before (*a whale and a seal*)."""
        if self.actors == (NOBODY,):
            self.actors = ()
        if not self.fresh and self.actors:
            self.topic = number if self.actors == (CAMERA,) else self.topic
            return
        idle = self.actors and self.actors != (CAMERA,) and self.latest is None and self._idle()
        self.actors = (*self.actors, number) if idle and number not in self.actors else (number,)
        self.fresh, self.topic = False, number
        for verb in self.deferred:
            self._record(ActionMention(self.actors, verb.verb, verb.toward, verb.pace))
        self.deferred.clear()

    # Verbs

    def _verb(self, position: int, item: Item) -> None:
        toward = self._direction(position)
        verb = _deed(item.facts.get(Kind.VERB, ""), toward)
        if self._adjectival(position, item):
            if verb and verb != "turn":
                self.adjectives.verbs.append(ActionMention((), verb, toward))
            return
        actors = self._who(position, item)
        if actors == (NOBODY,):
            return
        if actors == (CAMERA,):
            self._move_plain(item, toward)
        elif actors and (
            verb := verb or self._drawing(position, item) or self._strays(position, item, toward)
        ):
            self._equip(actors, item)
            verb = self._with_hands(position, item, actors, verb)
            done = ActionMention(actors, verb, toward, self.pace, self.together or verb == "open_jaws")
            mutual = verb in MUTUAL
            self.pursuit = done if mutual or not WORDS.pursuits.isdisjoint(item.words[0].forms) else None
            self._record(done)
        elif verb:
            self.deferred.append(ActionMention((), verb, toward, self.pace))

    def _adjectival(self, position: int, item: Item) -> bool:
        """*Flying dragon*, *drifting plants*: the verb describes the noun that follows."""
        following, previous = self._next(position), self._previous(position)
        previous = None if position - 1 in self.muted else previous
        clad = previous is not None and previous.has(Kind.COVERING) and not item.participle
        if previous is not None and previous.has(Kind.PART, Kind.COVERING) and not clad:
            return item.facts.get(Kind.VERB) != "open_jaws"
        if not item.participle or following is None or following.words[0].text in WORDS.prepositions:
            return False
        if not following.has(*NAMES):
            return False
        follows_subject = previous is not None and previous.has(Kind.NOUN)
        return not follows_subject and (self.adjectives.any or not self.actors or bool(self.preposition))

    def _nominal(self, position: int, item: Item) -> bool:
        """*A big wave*, *the fall*: a noun that only looks like a verb."""
        previous = self._previous(position)
        following = self.items[position + 1].text if position + 1 < len(self.items) else ""
        if item.participle and following == "of":
            return True  # an oil painting of a horse
        if previous is None or item.participle or item.facts.get(Kind.VERB) == "open_jaws":
            return False
        return (
            previous.text == "of"
            or previous.text in WORDS.articles
            or previous.has(Kind.SIZE, Kind.COLOUR, Kind.COUNT)
        )

    def _who(self, position: int, item: Item) -> tuple[int, ...]:
        """Who does it: *a dog running*, those the clause is about, or those that are only meant."""
        previous = self._previous(position)
        if item.participle and previous is not None and previous.has(Kind.NOUN) and self.recent:
            return (self.recent[-1],)
        return self.actors or self._understood(item, later=self._noun_later(position))

    def _understood(self, item: Item, *, later: bool) -> tuple[int, ...]:
        """Who acts where the clause names nobody; nobody yet where somebody is named ``later``."""
        if self.fresh and not later and self.topic != CAMERA and item.text.endswith("s"):
            return (self.topic,)
        told = self.fresh and not item.participle and item.has(Kind.CAMERA_VERB)
        if told and (later or not self.before):
            return (CAMERA,)
        return () if later else self.before or self._latest_subject()

    def _latest_subject(self) -> tuple[int, ...]:
        return (len(self.reading.subjects) - 1,) if self.reading.subjects else (CAMERA,)


def _always() -> bool:
    return True


def _place_of(item: Item) -> bool:
    """Whether what is *of* something is a place: a forest of mushrooms, but no studio shot of a bottle."""
    return item.has(Kind.PLACE) and not item.facts.get(Kind.SIGHT, "").startswith("studio")


def _deed(verb: str, toward: str) -> str:
    """Who runs or leaps at the camera rushes."""
    return "rush" if toward == "camera" and verb in {"run", "jump", "drive", "sail"} else verb


def understand(prompt: str, known: Sequence[SubjectMention] = ()) -> Reading:
    """All that a prompt of any kind says; what is not understood says nothing.

    ``known`` are subjects that a shot has already: they keep their numbers, and *it* may mean them.
    """
    reading = Reader(prompt, known).run()
    reading.times += reading.hours
    if not reading.subjects:
        reading.subjects = reading.scenery[:1]
    if len(reading.subjects) == 1:
        _sole(reading.subjects[0])
    return reading


def _sole(subject: SubjectMention) -> None:
    """What is flown over is what is shown, where nobody else is."""
    if LANDMARK in subject.traits:
        subject.place, subject.traits = "", [trait for trait in subject.traits if trait != LANDMARK]
