"""Who wears what: *a cat wearing sunglasses*, *a dog in a red hat*, *two bears with scarves*."""

from __future__ import annotations

from vitascope.engines.previz.plan import Worn
from vitascope.engines.previz.planner.grammar import ADJECTIVES, WORDS
from vitascope.engines.previz.planner.hands import Hands
from vitascope.engines.previz.planner.mentions import SubjectMention
from vitascope.engines.previz.planner.phrases import Item, Kind, small_words
from vitascope.engines.previz.planner.teams import PULLED
from vitascope.engines.previz.wearing import wearings

WEARERS = frozenset({"biped", "quadruped", "bird"})
"""Rigs that wear things."""
WEARING = frozenset({"wear", "don", "sport", "adjust"})
"""Before what somebody wears."""
PUT = frozenset({"put", "have", "try"})
"""The same before *on*."""
OWN = frozenset({"his", "her", "its", "their"})


class Clothes(Hands):
    """What a phrase puts on somebody."""

    def _dressed(self, position: int, item: Item) -> bool:
        """Whether this is worn by somebody, who then does."""
        owner = self._wearer(position) if item.has(Kind.WORN) and not self._named(position) else None
        if owner is None:
            return False
        form = item.facts[Kind.WORN]
        if wearings()[form].on == "body" and owner.noun.rig == "biped":
            return False  # people's clothes have the colour that is said of them
        if all(each.form != form for each in owner.worn):
            colours, various = self._colours_of(owner, item, form)
            owner.worn.append(Worn(form=form, colours=colours, various=various))
        self.adjectives, self.preposition = type(self.adjectives)(), ""
        return True

    def _worn(self, position: int, item: Item, preposition: str) -> bool:
        """*A man in boots*: what is worn, but made for nobody, is no thing of its own."""
        at, last = self._before_noun(position), self._last()
        if last < 0 or WORDS.accessories.isdisjoint(item.last.forms):
            return False
        before = self.items[max(at, 0)]
        worn = preposition in {"in", "with"} or (not preposition and self._wears(at, before))
        worn |= before.text == "and" and at > 0 and self.items[at - 1].has(Kind.COVERING, Kind.WORN)
        return worn and self.reading.subjects[last].noun.rig in WEARERS

    def _wearer(self, position: int) -> SubjectMention | None:
        """Who wears it, if anybody: whoever was named last before *in* and *with*, else whoever acts."""
        at = self._before_noun(position)
        before = self.items[at] if at >= 0 else None
        if self.preposition in {"in", "with"}:
            return self._clothed(self._last())
        worn = before is not None and self._wears(at, before)
        own = self.adjectives.article in OWN and not self.preposition
        if worn or own or self._one_more(at):
            told = own or (before is not None and not before.participle)
            first = (self._acting(), self._last()) if told else (self._last(), self._acting())
            return self._clothed(*first, *reversed(self.recent))
        return None

    def _wears(self, at: int, before: Item) -> bool:
        """Whether the word before it says that it is worn."""
        if before.text == "on" and at > 0:
            return not PUT.isdisjoint(self.items[at - 1].words[0].forms)
        return not WEARING.isdisjoint(before.words[0].forms)

    def _one_more(self, at: int) -> bool:
        """Whether it is listed behind something that is worn."""
        while at > 0 and (self.items[at].text in {"and", ","} or self._describes(self.items[at])):
            at -= 1
        return at > 0 and self.items[at].has(Kind.WORN) and bool(self.dressing)

    def _clothed(self, *candidates: int) -> SubjectMention | None:
        """The first of them that wears things."""
        subjects = (self.reading.subjects[each] for each in candidates if each >= 0)
        found = next((each for each in subjects if each.noun.rig in WEARERS), None)
        self.dressing = found is not None
        return found

    def _before_noun(self, position: int) -> int:
        """The position of what stands before a noun, its article and its adjectives."""
        at = position - 1
        while at > 0 and self._describes(self.items[at]):
            at -= 1
        return at

    @staticmethod
    def _describes(item: Item) -> bool:
        """Whether it may stand between a preposition and its noun: *a*, *old*, *rickety*."""
        unknown = not item.facts and not item.words[0].mark and item.text not in small_words() | PULLED
        donned = not WEARING.isdisjoint(item.words[0].forms)
        return not donned and (unknown or item.text in WORDS.articles or item.has(*ADJECTIVES))
