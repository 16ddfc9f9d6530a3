"""Reads a prompt from left to right and keeps track of who acts."""

from __future__ import annotations

from collections.abc import Sequence

from vitascope.engines.previz.planner import lexicon
from vitascope.engines.previz.planner.grammar import ADJECTIVES, ELEMENTS, NAMES, PRONOUNS, STEERING, WORDS
from vitascope.engines.previz.planner.mentions import (
    CAMERA,
    NOBODY,
    ActionMention,
    Adjectives,
    MoveMention,
    PlaceMention,
    Reading,
    SubjectMention,
)
from vitascope.engines.previz.planner.nouns import introduce, with_unknown, without_objects
from vitascope.engines.previz.planner.phrases import Item, Kind, read
from vitascope.engines.previz.planner.scope import muted
from vitascope.engines.previz.planner.words import is_plural, tokens

CLOSE = "close"
"""The size of a shot, which is a place for what it is of."""
STAGED = {CLOSE: "foreground"}
LIMIT = 12
"""Subjects, actions and moves kept of one prompt, each."""


class Reader:
    """One pass over one prompt; ``reading`` is what it found."""

    def __init__(self, prompt: str, known: Sequence[SubjectMention]) -> None:
        self.reading = Reading(subjects=list(known))
        items = read(tokens(prompt))
        self.muted = muted(items)
        self.items = with_unknown(without_objects(items, self.muted), self.muted)
        self.actors: tuple[int, ...] = ()
        self.before: tuple[int, ...] = ()
        self.recent = list(range(len(known)))[::-1]
        self.topic = 0 if known else CAMERA
        self.adjectives = Adjectives()
        self.deferred: list[ActionMention] = []
        self.preposition = ""
        self.of_place = False
        self.fresh = True
        self.together = False
        self.pace = 1.0
        self.latest: ActionMention | MoveMention | None = None

    def run(self) -> Reading:
        """Read it all."""
        for position, item in enumerate(self.items):
            if item.words[0].mark:
                self._mark(item)
            elif position not in self.muted:
                self._word(position, item)
            elif item.has(Kind.NOUN):
                self.adjectives = Adjectives()
        return self.reading

    # Marks and small words

    def _mark(self, item: Item) -> None:
        self.fresh, self.preposition, self.latest = True, "", None
        if item.words[0].stop:
            acted = () if self.actors == (NOBODY,) else self.actors
            self.before, self.actors = acted or self.before, ()
            self.adjectives, self.together, self.pace = Adjectives(), False, 1.0
            self.deferred.clear()

    def _word(self, position: int, item: Item) -> None:
        if item.facts:
            self._note(item)
            self._act(position, item)
        else:
            self._small(item.text)
        if item.text in WORDS.prepositions:
            self.preposition = item.text
            self.of_place = position > 0 and self.items[position - 1].has(Kind.PLACE)
            if item.text != "of" or not self.adjectives.count:
                self.adjectives = Adjectives()

    def _small(self, word: str) -> None:
        if word in WORDS.articles:
            self.adjectives.article = word
        elif word in WORDS.again:
            self.adjectives.again, self.adjectives.article = True, "a"
        elif word in WORDS.superlatives:
            self.adjectives.superlative = True
        elif word in PRONOUNS:
            self._pronoun(plural=PRONOUNS[word])
        if word in WORDS.relative and self.recent and not self.fresh:
            self.actors = (self.recent[-1],)
        if word in WORDS.boundaries or word in WORDS.together:
            self.fresh, self.preposition, self.latest = True, "", None
            self.together = word in WORDS.together or (self.together and word == "and")

    def _pronoun(self, *, plural: bool) -> None:
        for candidate in (self.topic, *reversed(self.recent)):
            if (candidate == CAMERA and not plural) or (
                candidate != CAMERA and self.reading.subjects[candidate].many == plural
            ):
                self.actors, self.fresh = (candidate,), False
                return

    # What any phrase may add

    def _note(self, item: Item) -> None:
        reading, facts = self.reading, item.facts
        if Kind.PLACE in facts and not (item.has(Kind.NOUN) and not self.preposition):
            group = lexicon.place(facts[Kind.PLACE])
            reading.places.append(PlaceMention(group.fits, group.weight))
            self._perch(item, group)
        for kind, found in (
            (Kind.TIME, reading.times),
            (Kind.WEATHER, reading.weathers),
            (Kind.AMBIENT, reading.ambient),
        ):
            if kind in facts and facts[kind] not in found:
                found.append(facts[kind])
        if Kind.MOOD in facts:
            reading.moods[facts[Kind.MOOD]] += 1
        reading.tone = reading.tone or facts.get(Kind.TINT)
        reading.plants |= Kind.PLANTS in facts
        if Kind.LIGHT in facts and self.adjectives.colours:
            reading.tint = reading.tint or self.adjectives.colours[-1]

    def _perch(self, item: Item, group: lexicon.PlaceGroup) -> None:
        """*Above the tallest mountain* is a place for the subject."""
        if (
            group.fits[0] != "mountains"
            or self.preposition not in {"above", "over", "atop"}
            or not self.recent
        ):
            return
        peak = self.adjectives.superlative or not is_plural(item.last.text, item.last.forms[-1])
        if peak and self.actors != (CAMERA,) and self.recent[-1] != CAMERA:
            self.reading.subjects[self.recent[-1]].place = "above_peak"

    # What a phrase does

    def _act(self, position: int, item: Item) -> None:
        if item.has(Kind.IGNORE):
            self.adjectives = Adjectives()
        elif item.has(Kind.MOVE) and not (item.has(Kind.NOUN) and self.adjectives.any):
            self._move_named(item)
        elif item.has(Kind.START, Kind.TOWARD) and not item.has(Kind.VERB):
            self._where(item)
        elif item.has(Kind.CAMERA) and not self._named(position):
            self._camera(item)
        elif item.has(Kind.NOUN) and self._is_noun(position, item):
            self._noun(item)
        elif item.has(Kind.VERB, Kind.CAMERA_VERB) and not self._nominal(position, item):
            self._verb(position, item)
        elif item.has(*ADJECTIVES, Kind.PACE):
            self._describe(item)
        else:
            self._part(item)

    def _describe(self, item: Item) -> None:
        facts, adjectives = item.facts, self.adjectives
        if Kind.PACE in facts:
            if self.latest is not None:
                self.latest.pace = float(facts[Kind.PACE])
            else:
                self.pace = float(facts[Kind.PACE])
        if Kind.COLOUR in facts:
            adjectives.colours.append(facts[Kind.COLOUR])
        if Kind.SIZE in facts:
            adjectives.size *= float(facts[Kind.SIZE])
        if Kind.COUNT in facts:
            adjectives.count = int(facts[Kind.COUNT])
        if Kind.TRAIT in facts:
            adjectives.traits.append(facts[Kind.TRAIT])
        if item.has(Kind.LIGHT, Kind.PLANTS, Kind.PLACE):
            self.adjectives = Adjectives()

    def _part(self, item: Item) -> None:
        """A part's colour is the animal's only where it covers it; what is none's own part acts alone."""
        if self.fresh and not self.preposition and item.has(*ELEMENTS):
            self.actors, self.fresh = (NOBODY,), False
        if item.has(Kind.COVERING) and self.adjectives.colours and self.recent and self.recent[-1] != CAMERA:
            owner = self.reading.subjects[self.recent[-1]]
            owner.colours += self.adjectives.colours
        if item.has(
            Kind.PART, Kind.COVERING, Kind.LIGHT, Kind.PLANTS, Kind.PLACE, Kind.ABSTRACT, Kind.AMBIENT
        ):
            self.adjectives = Adjectives()

    def _where(self, item: Item) -> None:
        facts = item.facts
        if facts.get(Kind.TOWARD) == "camera" and "camera" in item.text:
            self.recent.append(CAMERA)
        place = facts.get(Kind.START)
        subject = next((i for i in reversed(self.recent) if i != CAMERA), None)
        if place and subject is not None and self.actors != (CAMERA,):
            meant = self.actors if subject in self.actors else (subject,)
            for number in (0,) if place == CLOSE else meant:
                mention = self.reading.subjects[number]
                mention.place = mention.place or STAGED.get(place, place)
        elif place and self.fresh and not item.has(Kind.TOWARD):
            self.adjectives.traits.append("@" + STAGED.get(place, place))

    def _camera(self, item: Item) -> None:
        self.adjectives = Adjectives()
        if item.text not in WORDS.observers:
            self.topic = CAMERA
        if self.preposition and self.preposition not in WORDS.plain_prepositions:
            self.recent.append(CAMERA)
        elif self.fresh or not self.actors:
            self.actors, self.fresh = (CAMERA,), False
            self.recent += [] if item.text in WORDS.observers else [CAMERA]

    # Nouns

    def _next(self, position: int) -> Item | None:
        after = position + 1
        if after >= len(self.items) or self.items[after].words[0].mark or after in self.muted:
            return None
        return self.items[after]

    def _named(self, position: int) -> bool:
        """Whether the next phrase is the noun this one only describes."""
        following = self._next(position)
        return (
            following is not None
            and following.has(Kind.NOUN)
            and not following.has(Kind.VERB, Kind.CAMERA_VERB)
        )

    def _is_noun(self, position: int, item: Item) -> bool:
        noun = lexicon.noun(item.facts[Kind.NOUN])
        described = self.adjectives.any
        if self._named(position) and not is_plural(item.last.text, noun.noun) and not item.last.possessive:
            return False
        if item.has(Kind.VERB, Kind.CAMERA_VERB, Kind.PACE, *ADJECTIVES) or noun.article:
            return described or (bool(self.preposition) and not item.has(*ADJECTIVES, Kind.PACE))
        return True

    def _noun(self, item: Item) -> None:
        adjectives, preposition = self.adjectives, self.preposition
        self.adjectives = Adjectives()
        if len(self.reading.subjects) >= LIMIT:
            return
        if preposition == "of" and self.of_place:
            preposition = "in"
        number = introduce(self.reading, item, adjectives, preposition)
        if number is None:
            return
        self.recent.append(number)
        self.reading.actions += [
            ActionMention((number,), verb.verb, verb.toward) for verb in adjectives.verbs
        ]
        if not preposition or preposition == "of" or not (self.actors or self.before):
            self._take_over(number)
        elif self.actors == (CAMERA,):
            self.topic = number
        self.preposition = ""

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

    def _idle(self) -> bool:
        return not any(set(self.actors) & set(action.subjects) for action in self.reading.actions)

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
        elif actors and verb:
            self._record(ActionMention(actors, verb, toward, self.pace, self.together or verb == "open_jaws"))
        elif verb:
            self.deferred.append(ActionMention((), verb, toward, self.pace))

    def _adjectival(self, position: int, item: Item) -> bool:
        """*Flying dragon*, *drifting plants*: the verb describes the noun that follows."""
        following, previous = self._next(position), self.items[position - 1] if position else None
        if previous is not None and previous.has(Kind.PART, Kind.COVERING):
            return item.facts.get(Kind.VERB) != "open_jaws"
        if not item.participle or following is None or following.words[0].text in WORDS.prepositions:
            return False
        if not following.has(*NAMES):
            return False
        follows_subject = previous is not None and previous.has(Kind.NOUN)
        return not follows_subject and (self.adjectives.any or not self.actors or bool(self.preposition))

    def _nominal(self, position: int, item: Item) -> bool:
        """*A big wave*, *the fall*: a noun that only looks like a verb."""
        previous = self.items[position - 1] if position else None
        if previous is None or item.participle or item.facts.get(Kind.VERB) == "open_jaws":
            return False
        return previous.text in WORDS.articles or previous.has(Kind.SIZE, Kind.COLOUR, Kind.COUNT)

    def _who(self, position: int, item: Item) -> tuple[int, ...]:
        previous = self.items[position - 1] if position else None
        if item.participle and previous is not None and previous.has(Kind.NOUN) and self.recent:
            return (self.recent[-1],)
        if self.actors:
            return self.actors
        later = self._noun_later(position)
        if self.fresh and not later and self.topic != CAMERA and item.text.endswith("s"):
            return (self.topic,)
        if self.fresh and not item.participle and item.has(Kind.CAMERA_VERB) and (not self.before or later):
            return (CAMERA,)
        if later:
            return ()
        return self.before or ((CAMERA,) if not self.reading.subjects else (len(self.reading.subjects) - 1,))

    def _noun_later(self, position: int) -> bool:
        for after in range(position + 1, len(self.items)):
            if self.items[after].words[0].stop:
                return False
            if after not in self.muted and self.items[after].has(Kind.NOUN):
                return True
        return False

    def _direction(self, position: int) -> str:
        """Where the verb goes: the most telling direction before the next verb or mark."""
        found = ""
        for item in self.items[position + 1 : position + 8]:
            if item.words[0].mark or item.text in WORDS.boundaries:
                break
            if item.has(Kind.VERB, Kind.MOVE) and not item.has(Kind.PART):
                break
            toward = item.facts.get(Kind.TOWARD, "")
            if toward in STEERING and (not found or STEERING[toward] < STEERING[found]):
                found = toward
        return found

    def _record(self, action: ActionMention) -> None:
        known = any(
            action.verb == other.verb
            and action.subjects == other.subjects
            and action.toward in {other.toward, ""}
            for other in self.reading.actions
        )
        self.together, self.fresh, self.preposition, self.pace = False, False, "", 1.0
        if not known and len(self.reading.actions) < LIMIT:
            self.reading.actions.append(action)
            self.latest = action

    # Camera moves

    def _move_plain(self, item: Item, toward: str) -> None:
        name = item.facts.get(Kind.CAMERA_VERB)
        if name is not None:
            self._record_move(lexicon.lens().verbs[name].kind(toward))

    def _move_named(self, item: Item) -> None:
        kind = item.facts[Kind.MOVE]
        acting = self.actors and self.actors != (CAMERA,) and not self.fresh
        if acting and item.has(Kind.VERB, Kind.CAMERA_VERB) and kind.startswith(("orbit", "roll")):
            if kind.startswith("orbit"):
                self._record(ActionMention(self.actors, "circle", together=self.together))
            return
        self.adjectives = Adjectives()
        if item.has(Kind.CAMERA) or not self.actors:
            self.actors = (CAMERA,)
        self._record_move(kind)

    def _record_move(self, kind: str) -> None:
        moves = self.reading.moves
        repeated = bool(moves) and moves[-1].kind == kind
        if not repeated and len(moves) < LIMIT:
            moves.append(MoveMention(kind, self.pace, self.together))
            self.latest = moves[-1]
        self.together, self.fresh, self.preposition, self.pace = False, False, "", 1.0


def _deed(verb: str, toward: str) -> str:
    """Who runs or leaps at the camera rushes."""
    return "rush" if toward == "camera" and verb in {"run", "jump", "drive", "sail"} else verb


def understand(prompt: str, known: Sequence[SubjectMention] = ()) -> Reading:
    """All that a prompt of any kind says; what is not understood says nothing.

    ``known`` are subjects that a shot has already: they keep their numbers, and *it* may mean them.
    """
    reading = Reader(prompt, known).run()
    if not reading.subjects:
        reading.subjects = reading.scenery[:1]
    return reading
