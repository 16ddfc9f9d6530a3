"""What a reader has in mind: who acts, what was just named, and what stands before the next noun."""

from __future__ import annotations

from collections.abc import Sequence

from vitascope.engines.previz.catalogue import HAND_IN_HAND, IN_FILE, TOGETHER
from vitascope.engines.previz.plan import Environment, Near, TimeOfDay
from vitascope.engines.previz.planner import lexicon
from vitascope.engines.previz.planner.grammar import ADJECTIVES, ELEMENTS, STEERING, WORDS
from vitascope.engines.previz.planner.lookalikes import unmoved
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
from vitascope.engines.previz.planner.nouns import with_unknown, without_objects
from vitascope.engines.previz.planner.phrases import Item, Kind, read
from vitascope.engines.previz.planner.quantities import counted
from vitascope.engines.previz.planner.scope import muted
from vitascope.engines.previz.planner.senses import settled
from vitascope.engines.previz.planner.shades import shaded
from vitascope.engines.previz.planner.sizes import compared
from vitascope.engines.previz.planner.tongues import in_english
from vitascope.engines.previz.planner.words import is_plural, tokens

WAVES, BIG = frozenset({"wave", "waves", "swell"}), 1.6
"""Words for what breaks where it is large, and how large."""
IMPLIED = 2
"""The weight of a place that somebody's work implies."""
BURNING = ("on fire", "in flames", "ablaze", "engulfed in flames")
FILED = ("in a line", "in line", "in single file", "single file", "in a row", "in a file", "in a queue")
RAISED = (
    "on a pedestal", "on a marble pedestal", "on a plinth", "on a marble plinth", "on a podium",
    "on a marble podium", "on a stone pedestal", "on a white pedestal", "on a turntable",
    "on a rotating platform", "on a display stand", "on a platform",
)  # fmt: skip
HANDS_HELD = ("hand in hand", "hold hands", "holding hands", "holds hands", "held hands")
BEHIND = {
    **dict.fromkeys(BURNING, "burning"),
    **dict.fromkeys(FILED, IN_FILE),
    **dict.fromkeys(HANDS_HELD, HAND_IN_HAND),
    "together": TOGETHER,
    **dict.fromkeys(RAISED, "on a pedestal"),
    "on a wooden pedestal": "on a wooden pedestal",
    "on a wooden plinth": "on a wooden pedestal",
    "on a black pedestal": "on a black pedestal",
    "on a golden pedestal": "on a golden pedestal",
    "on a gold pedestal": "on a golden pedestal",
}
"""What is said of something behind it, and the trait that it is."""


def prepared(prompt: str) -> list[Item]:
    """The prompt's phrases, with numbers, shades and comparisons of size as one phrase each."""
    return counted(shaded(compared(unmoved(read(tokens(in_english(prompt)))))))


class Attention:
    """The state of one pass over one prompt, and what any phrase adds to ``reading``."""

    def __init__(self, prompt: str, known: Sequence[SubjectMention]) -> None:
        self.reading = Reading(subjects=list(known))
        items = settled(prepared(prompt))
        self.muted = muted(items)
        self.items = with_unknown(without_objects(items, self.muted), self.muted)
        self.actors: tuple[int, ...] = ()
        self.before: tuple[int, ...] = ()
        self.recent: list[int] = list(range(len(known)))[::-1]
        self.topic = 0 if known else CAMERA
        self.adjectives = Adjectives()
        self.deferred: list[ActionMention] = []
        self.preposition = ""
        self.of_place = False
        self.moved = self.told = False
        self.steered: set[int] = set()
        self.named: list[int] = []
        self.fresh = True
        self.together = False
        self.pace = 1.0
        self.latest: ActionMention | MoveMention | None = None
        self.pursuit: ActionMention | None = None
        self.tools: dict[int, str] = {}
        self.dressing = False

    def _pronoun(self, *, plural: bool) -> None:
        for candidate in (self.topic, *reversed(self.recent)):
            if (candidate == CAMERA and not plural) or (
                candidate != CAMERA and self.reading.subjects[candidate].many == plural
            ):
                self.actors, self.fresh = (candidate,), False
                return

    def _note(self, position: int, item: Item) -> None:
        """Keep what the phrase says of the place, the light, the air and the mood, whoever acts."""
        reading, facts = self.reading, item.facts
        if Kind.PLACE in facts and self._placing(position, item):
            group = lexicon.place(facts[Kind.PLACE])
            reading.places.append(PlaceMention(group.fits, group.weight))
            self._perch(item, group)
        if Kind.SETTING in facts:
            reading.places.append(PlaceMention((Environment(facts[Kind.SETTING]),), IMPLIED))
        if item.text in WORDS.nightly:
            reading.hours.append(TimeOfDay.NIGHT)
        listed = (
            (Kind.TIME, reading.times), (Kind.WEATHER, reading.weathers), (Kind.AMBIENT, reading.ambient),
            (Kind.SIGHT, reading.sights),
        )  # fmt: skip
        for kind, found in listed:
            if kind in facts and facts[kind] not in found:
                found.append(facts[kind])
        self._colour(item)

    def _placing(self, position: int, item: Item) -> bool:
        """Whether a word for a place says where it is: not water that is poured, nor a castle that acts.

        Nor what somebody does to something: *waves his hat*, *waters the tulips*.
        """
        if not self.preposition and self.actors and item.text.endswith("s") and self._does(position, item):
            return False
        poured = item.text in {"water", "waters"} and not self.preposition and self.latest is not None
        return not poured and not (item.has(Kind.NOUN) and not self.preposition)

    def _does(self, position: int, item: Item) -> bool:
        """Whether it is what one does that was just named, or what is done to something."""
        before, after = self._previous(position), self._next(position)
        object_ = after is not None and (after.text in WORDS.articles or after.has(*ADJECTIVES))
        named = (
            before is not None
            and before.has(Kind.NOUN)
            and not is_plural(before.last.text, before.facts[Kind.NOUN])
        )
        return object_ and (named or item.has(Kind.VERB))

    def _colour(self, item: Item) -> None:
        """Keep how the picture leans, and a sea that breaks."""
        reading, facts = self.reading, item.facts
        if item.text in WAVES and self.adjectives.size >= BIG and "surf" not in reading.sights:
            reading.sights += ["surf", "breaker"] if item.text == "wave" else ["surf"]
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
            or item.has(Kind.NOUN)
            or self.preposition not in {"above", "over", "atop"}
            or not self.recent
        ):
            return
        peak = self.adjectives.superlative or not is_plural(item.last.text, item.last.forms[-1])
        if peak and self.actors != (CAMERA,) and self.recent[-1] != CAMERA:
            self.reading.subjects[self.recent[-1]].place = "above_peak"

    def _describe(self, item: Item) -> None:
        facts, adjectives = item.facts, self.adjectives
        if item.text in BEHIND and self.recent and self.recent[-1] != CAMERA:
            self._said_behind(BEHIND[item.text])
            return
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
        if Kind.LENGTH in facts:
            self._sized(item)
        if Kind.TRAIT in facts:
            adjectives.traits.append(facts[Kind.TRAIT])
        if item.has(Kind.LIGHT, Kind.PLANTS, Kind.PLACE) and Kind.TRAIT not in facts:
            self.adjectives = Adjectives()

    def _said_behind(self, trait: str) -> None:
        """Give a trait to whom was named last; two that hold hands are one beside the other."""
        last, subjects = self.recent[-1], self.reading.subjects
        pair = [each for each in self.actors if each >= 0] or [last]
        if trait not in {HAND_IN_HAND, TOGETHER}:
            pair = [last]
        for number in pair:
            subjects[number].traits.append(trait)
        first, second = pair[0], pair[-1]
        if (
            trait == HAND_IN_HAND
            and first != second
            and subjects[second].near is None
            and subjects[first].near is None
        ):
            subjects[second].near = Near(subject=first, where="hand")

    def _sized(self, item: Item) -> None:
        """As large as what was named is, or the noun that follows."""
        length = float(item.facts[Kind.LENGTH])
        if item.words[-1].hyphen or not self.recent or self.recent[-1] == CAMERA:
            self.adjectives.length = length
        else:
            subject = self.reading.subjects[self.recent[-1]]
            subject.size = length / subject.noun.length

    def _part(self, item: Item) -> None:
        """A part's colour is the animal's only where it covers it; what is none's own part acts alone."""
        if self.fresh and not self.preposition and item.has(*ELEMENTS):
            self.actors, self.fresh = (NOBODY,), False
        covers = item.has(Kind.COVERING) and not WORDS.accessories.intersection(item.last.forms)
        if covers and self.adjectives.colours and self.recent and self.recent[-1] != CAMERA:
            owner = self.reading.subjects[self.recent[-1]]
            owner.colours += self.adjectives.colours
        if Kind.TRAIT not in item.facts and item.has(
            Kind.PART, Kind.COVERING, Kind.LIGHT, Kind.PLANTS, Kind.PLACE, Kind.ABSTRACT, Kind.AMBIENT
        ):
            self.adjectives = Adjectives()

    def _joined(self) -> None:
        """*At the same time* stands behind what it is about, or before it."""
        if self.latest is not None:
            self.latest.together = True
        else:
            self.together = True

    def _previous(self, position: int) -> Item | None:
        return self.items[position - 1] if position else None

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

    def _idle(self) -> bool:
        return not any(set(self.actors) & set(action.subjects) for action in self.reading.actions)

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
        for after, item in enumerate(self.items[position + 1 : position + 8], position + 1):
            if item.words[0].mark or item.text in WORDS.boundaries:
                break
            if item.has(Kind.VERB, Kind.MOVE) and not item.has(Kind.PART):
                break
            toward = item.facts.get(Kind.TOWARD, "")
            if toward in STEERING and (not found or STEERING[toward] < STEERING[found]):
                found = toward
                self.steered.add(after)
        return found or ("away" if self.items[position].last.text == "away" else "")
