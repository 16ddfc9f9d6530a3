"""With whom a thing stands, and where: *under a tree*, *between two cars*, *above a dog*."""

from __future__ import annotations

from dataclasses import replace

from vitascope.engines.previz.catalogue import AT_TABLE, LONG
from vitascope.engines.previz.plan import TRAVEL, Medium, Near
from vitascope.engines.previz.planner import lexicon
from vitascope.engines.previz.planner.clothes import Clothes
from vitascope.engines.previz.planner.grammar import OVERHEAD, RELATIONS
from vitascope.engines.previz.planner.hands import REACH, handed
from vitascope.engines.previz.planner.lexicon import Noun
from vitascope.engines.previz.planner.mentions import ActionMention
from vitascope.engines.previz.planner.nouns import BACKDROP, BESIDE, PASSED
from vitascope.engines.previz.planner.phrases import Item, Kind

HANDY = 2.0
"""Metres, up to which a thing is held."""
HOLDING, CLEARING, FACING, SERVING = "holding", "clearing", "facing", "serving"
"""Stand for the verb before what is held, jumped over, played at by two, and poured into."""
STANDING = frozenset({"prop", "building", "tree", "flower", "car", "orb", "generic"})
"""Rigs of what is put beside somebody."""
CARRYING, BULKY = frozenset({
    "bear", "bring", "carry", "catch", "clutch", "cradle", "deliver", "grab", "grasp", "grip", "hoist",
    "hold", "hug", "hurl", "lift", "raise", "squeeze", "take", "throw", "toss", "wield",
}), 0.65  # fmt: skip
"""What leaves a thing in the hands of who does it, and the length from which on it is too large, metres."""
FLYERS = frozenset({"bird", "insect", "bat"})
"""Rigs of what hovers before flowers."""
ALOFT = FLYERS | {"dragon", "aircraft", "balloon"}
"""Rigs of what may be above somebody."""
ANIMATE = frozenset({"biped", "quadruped", "snake", "dragon", "bird", "whale"})
"""Rigs of who is beside somebody as things are."""
UNDERFOOT = STANDING - {"building", "generic"} | ANIMATE | {"ship"}
"""Rigs of whom something may be above."""
MORSEL = 0.35
"""How long what an animal eats, or plays with, is at most, in its lengths."""
ALONGSIDE = frozenset({"beside", "alongside", "behind", "before", "by", "between"})
"""Before whom somebody goes with."""
FACED = frozenset({"from", "into", "to", "onto", "through"})
"""Prepositions before a building that is seen behind who goes there."""


class Relations(Clothes):
    """Where a noun stands that is named behind another."""

    def _continued(self, position: int) -> str:
        """*Between a cat and a horse*: the second stands as the first does."""
        at, last = self._before_noun(position), self._last()
        near = self.reading.subjects[last].near if last >= 0 else None
        joined = at > 0 and self.items[at].text == "and" and near is not None
        single = joined and not self.reading.subjects[last].many
        return "between" if single and near is not None and near.where == "flanking" else ""

    def _host(self, position: int, item: Item, preposition: str) -> int | None:
        """With whom a thing stands: *under a tree*, *beside a car*, *on an anvil*, *eats a carrot*."""
        noun = lexicon.noun(item.facts[Kind.NOUN])
        if preposition == HOLDING:
            return self.actors[0] if self._laid(position, noun) else None
        if preposition in {CLEARING, FACING, SERVING} and isinstance(self.latest, ActionMention):
            return self._first_of(self.latest.subjects[0])
        last = self._acting() if self._acting() >= 0 else self._last()
        if last < 0:
            return None
        if self._overhead(last, noun, preposition):
            return last
        if noun.rig not in STANDING | ANIMATE or (noun.rig in ANIMATE and preposition not in RELATIONS):
            return None
        return self._first_of(last) if self._related(item, noun, preposition) else None

    def _overhead(self, number: int, noun: Noun, preposition: str) -> bool:
        """Whether somebody is in the air above it."""
        flyer = self.reading.subjects[number]
        flies = flyer.noun.rig in ALOFT and flyer.noun.medium == Medium.AIR
        return flies and preposition in OVERHEAD and noun.rig in UNDERFOOT and noun.medium != Medium.AIR

    def _related(self, item: Item, noun: Noun, preposition: str) -> bool:
        """Whether the preposition puts a thing beside somebody: all but what one is in, or over."""
        if preposition in RELATIONS:
            return True
        if noun.rig == "building":
            worked = isinstance(self.latest, ActionMention) and self.latest.verb == "work"
            return preposition in FACED or (preposition == "on" and worked and noun.form != "bridge")
        return noun.family in BACKDROP and preposition not in BESIDE | PASSED and not item.has(Kind.PLACE)

    def _first_of(self, number: int) -> int:
        """Whom somebody stands with, or who it is: nobody stands with one who stands with another."""
        near = self.reading.subjects[number].near
        return number if near is None else near.subject

    def _placed_with(self, host: int | None, number: int, preposition: str) -> None:
        subject = self.reading.subjects[number]
        if host is not None and self._above(host, number, preposition):
            self.reading.subjects[host].near = Near(subject=number, where="above")
            return
        if host is not None and self._hovers(host, number):
            self.reading.subjects[host].near = Near(subject=number, where="facing")
            return
        if host is not None and preposition in ALONGSIDE and self._accompanies(host, number):
            return
        free = subject.near is None and all(
            each.near is None or each.near.subject != number for each in self.reading.subjects
        )
        if host is not None and host != number and not subject.known and subject.upon is None and free:
            where = self._where_with(host, subject.noun, preposition)
            if preposition == HOLDING and not handed(self.reading.subjects[host]):
                subject.size = min(subject.size, MORSEL * self._length(host) / subject.noun.length)
            subject.near = Near(subject=host, where=where)
            if where == "between":
                self.reading.subjects[host].traits.append(AT_TABLE)

    def _above(self, host: int, number: int, preposition: str) -> bool:
        """Whether the first is over the second from now on."""
        flyer, below = self.reading.subjects[host], self.reading.subjects[number]
        free = flyer.near is None and below.near is None and flyer.upon is None and not flyer.known
        return free and host != number and self._overhead(host, below.noun, preposition)

    def _accompanies(self, host: int, number: int) -> bool:
        """Whether it goes along: who is beside one that is on the way does what that does."""
        done, other = self.latest, self.reading.subjects[number]
        goes = isinstance(done, ActionMention) and done.verb in TRAVEL and host in done.subjects
        if goes and isinstance(done, ActionMention) and other.noun.rig in ANIMATE and number != host:
            self.reading.actions.append(replace(done, subjects=(number,)))
        return goes and other.noun.rig in ANIMATE

    def _hovers(self, host: int, number: int) -> bool:
        """Whether it is a small flyer at a flower, or at something else that stays: it stands with that."""
        flyer, seen = self.reading.subjects[host], self.reading.subjects[number]
        small = flyer.noun.rig in FLYERS and flyer.noun.medium == Medium.AIR and flyer.noun.length <= HANDY
        still = seen.noun.rig == "flower" or (seen.noun.rig == "prop" and seen.noun.length <= HANDY)
        return (
            small
            and still
            and flyer.near is None
            and not flyer.known
            and seen.near is None
            and host != number
        )

    def _where_with(self, host: int, noun: Noun, preposition: str) -> str:
        """Where a thing is with whom it stands: small things are where they are seen."""
        if noun.form in LONG and preposition != CLEARING:
            return "behind"
        if preposition in RELATIONS and not (preposition == "around" and noun.length <= HANDY):
            return RELATIONS[preposition]
        small = noun.length <= HANDY and noun.rig != "tree" and noun.length <= 1.5 * self._length(host)
        return ("beside" if preposition in {"in", "inside"} else "before") if small else "behind"

    def _length(self, number: int) -> float:
        return self.reading.subjects[number].noun.length * self.reading.subjects[number].size

    def _laid(self, position: int, noun: Noun) -> bool:
        """Whether a thing that something is done with is before who does it: no hands are free for it."""
        if not handed(self.reading.subjects[self.actors[0]]):
            grounded = self.reading.subjects[self.actors[0]].noun.medium == Medium.GROUND
            return grounded and noun.rig in STANDING and noun.length <= HANDY
        said = self.items[max(position - REACH, 0) : position]
        carried = any(not CARRYING.isdisjoint(each.words[0].forms) for each in said)
        return noun.rig in STANDING and (noun.length >= BULKY or not carried)
