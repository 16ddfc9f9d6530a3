"""Who holds what: what is carried, used, played or drunk from, and the tools that come with a trade."""

from __future__ import annotations

from vitascope.engines.previz import holding
from vitascope.engines.previz.catalogue import COLOURFUL
from vitascope.engines.previz.plan import COLOURS, Held
from vitascope.engines.previz.planner import lexicon
from vitascope.engines.previz.planner.attention import Attention
from vitascope.engines.previz.planner.grammar import ADJECTIVES, WORDS
from vitascope.engines.previz.planner.mentions import SubjectMention
from vitascope.engines.previz.planner.phrases import Item, Kind
from vitascope.engines.previz.planner.words import is_plural

HANDS = frozenset({"hand", "hands", "paw", "paws", "arms"})
HANDLESS = frozenset({"trex", "penguin", "chicken", "duck", "swan", "ghost"})
"""Forms on two legs that hold nothing."""
NEARBY = {"under": {"over"}, "beneath": {"over"},
          "on": {"strum", "blow", "drums", "squeeze", "type", "easel", "turn", "anvil"},
          "from": {"mouth", "sip"}, "into": {"mouth"}, "through": {"mouth"}, "in": {"wok"},
          "at": {"type", "easel", "turn", "anvil", "wok", "decks", "drums"}}  # fmt: skip
"""Ways to hold something of which these prepositions may speak."""
LISTED = 8
"""Phrases from *with* to the second thing one is with."""
REACH = 4
"""Phrases from what somebody does to what he does it with."""
UNHELD = frozenset({"look", "rush", "ride", "surf", "climb", "dive", "jump", "fight"})
"""What is done to things that are in nobody's hands."""
BALLGAMES = frozenset({"ball", "football", "basketball"})
"""What is played with on the ground."""
WORKPLACES = frozenset({"decks", "drums", "hose", "easel", "anvil", "wheel", "tray"})
"""What those work at whose trade it is, whatever they do there."""
SERVING = frozenset({"pouring", "tray"})
"""Tools that a cup comes with."""
VARIED = ("#d8302c", "#2c62c8", "#e8b82a", "#2f9a4a", "#8a3ab0", "#e8702a")
"""The colours of colourful things."""
TINTED = frozenset({"ball", "flower"})
"""What takes its colour from the noun: an apple, a tulip."""


class Hands(Attention):
    """What a phrase puts into somebody's hands."""

    def _held(self, position: int, item: Item) -> bool:
        """Whether this is held by somebody, who then does."""
        owner = self._holder(position, item) if item.has(Kind.HELD) else None
        if owner is None:
            return False
        form = item.facts[Kind.HELD]
        colours, various = self._colours_of(owner, item, form)
        if not colours and form in TINTED and item.has(Kind.NOUN):
            colours = lexicon.noun(item.facts[Kind.NOUN]).colours[:COLOURS]
        owner.held = owner.held or Held(form=form, colours=colours, various=various)
        self.adjectives, self.preposition = type(self.adjectives)(), ""
        return True

    def _colours_of(self, owner: SubjectMention, item: Item, form: str) -> tuple[tuple[str, ...], bool]:
        """The colours of what somebody has, and whether each of several has it in another one."""
        own = self.adjectives.colours
        own = own or (list(VARIED) if not COLOURFUL.isdisjoint(self.adjectives.traits) else [])
        various = (
            owner.many and len(own) > 1 and is_plural(item.last.text, form.replace("_", " ").split()[-1])
        )
        return tuple(own[:COLOURS]), various

    def _holder(self, position: int, item: Item) -> SubjectMention | None:
        """Who holds it, if anybody."""
        other = item.has(Kind.VERB, Kind.CAMERA_VERB, Kind.PLACE, *ADJECTIVES)
        plural = is_plural(item.last.text, item.facts[Kind.HELD])
        if self.preposition in {"into", "over"} and self._poured(position):
            return self._person(self._acting()) if item.facts[Kind.HELD] == "cup" else None
        if self._named(position) or (other and not self.adjectives.any and not plural):
            return None
        after = [each.text for each in self.items[position + 1 : position + 5]]
        if "in" in after and not HANDS.isdisjoint(after):
            return self._person(self._last(), self._acting())
        way = holding.holdings()[item.facts[Kind.HELD]].way
        if self.preposition == "with":
            return self._person(self._last(), self._acting())
        if way in NEARBY.get(self.preposition, ()):
            return self._person(self._acting(), self._last())
        if self._listed(position):
            return self._person(self._last(), self._acting())
        return self._used(position) if not self.preposition else None

    def _poured(self, position: int) -> bool:
        """Whether something is poured into it, or over it."""
        before = self.items[max(position - LISTED, 0) : position]
        return any("pour" in item.words[0].forms for item in before)

    def _listed(self, position: int) -> bool:
        """Whether it is one more behind *and*: *with a coat and an umbrella*."""
        joined = False
        for before in reversed(self.items[max(position - LISTED, 0) : position]):
            if before.words[0].mark or (joined and before.has(Kind.VERB) and not before.has(Kind.HELD)):
                return False
            joined |= before.text == "and"
            if joined and before.text == "with":
                return True
        return False

    def _used(self, position: int) -> SubjectMention | None:
        """Who does something with it."""
        for before in reversed(self.items[max(position - REACH, 0) : position]):
            if before.words[0].mark or before.text in WORDS.boundaries or before.has(Kind.NOUN, Kind.HELD):
                return None
            forms = before.words[0].forms
            if "play" in forms and self.items[position].facts[Kind.HELD] in BALLGAMES:
                return None
            if not WORDS.holds.isdisjoint(forms):
                return self._person(self._acting(), self._last())
            if before.has(Kind.VERB):
                used = WORDS.pursuits.isdisjoint(forms) and before.facts[Kind.VERB] not in UNHELD
                return self._person(self._acting()) if used and not self._tool_of(forms) else None
        return None

    def _acting(self) -> int:
        return self.actors[0] if self.actors else -1

    def _last(self) -> int:
        return self.recent[-1] if self.recent else -1

    def _person(self, *candidates: int) -> SubjectMention | None:
        """The first of them that has hands."""
        subjects = (self.reading.subjects[each] for each in candidates if each >= 0)
        return next((each for each in subjects if handed(each)), None)

    def _tool_of(self, words: tuple[str, ...]) -> str | None:
        """What is in the hands of who does this."""
        return next((tools()[word] for word in words if word in tools()), None)

    def _equip(self, actors: tuple[int, ...], item: Item) -> None:
        """Give the tool of what they do to those who act."""
        tool = self._tool_of(item.words[0].forms) or tools().get(item.text)
        if tool is not None:
            self.tools |= dict.fromkeys(actors, tool)

    def _equipped(self) -> None:
        """Whoever holds nothing has the tool of what he does, or of what he is."""
        for number, subject in enumerate(self.reading.subjects):
            own = tools().get(subject.trade) or tools().get(subject.noun.noun)
            tool = own if own in WORKPLACES else self.tools.get(number) or own
            if tool is None or not handed(subject) or subject.known:
                continue
            if subject.held is None:
                subject.held = Held(form=tool)
            elif tool in SERVING and subject.held.form == "cup":
                subject.held = Held(form=tool, colours=subject.held.colours)


def handed(subject: SubjectMention) -> bool:
    """Whether it has hands."""
    return subject.noun.rig == "biped" and subject.noun.form not in HANDLESS


def tools() -> dict[str, str]:
    """What is held by whom, or in doing what, by the word for it."""
    return _TOOLS


_TOOLS = {word: tool for tool, words in lexicon.verbs().tools.items() for word in words}
