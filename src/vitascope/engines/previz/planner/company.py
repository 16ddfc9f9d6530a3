"""With whom things stand, who is in a vehicle, and what is done with things too large for hands."""

from __future__ import annotations

from collections.abc import Sequence

from vitascope.engines.previz.catalogue import INSIDE
from vitascope.engines.previz.holding import holdings
from vitascope.engines.previz.plan import Medium
from vitascope.engines.previz.planner import lexicon
from vitascope.engines.previz.planner.dishes import FILLED, FOOD, SERVED, TOPPINGS
from vitascope.engines.previz.planner.events import POURED_INTO
from vitascope.engines.previz.planner.grammar import WORDS
from vitascope.engines.previz.planner.hands import BALLGAMES, HANDS, LISTED, handed, tools
from vitascope.engines.previz.planner.lexicon import Noun
from vitascope.engines.previz.planner.mentions import CAMERA, ActionMention, Adjectives, SubjectMention
from vitascope.engines.previz.planner.nouns import BACKDROP
from vitascope.engines.previz.planner.phrases import Item, Kind
from vitascope.engines.previz.planner.relations import (
    CLEARING,
    FACING,
    HANDY,
    HOLDING,
    SERVING,
    STANDING,
    Relations,
)
from vitascope.engines.previz.planner.riding import carries, contains, seats
from vitascope.engines.previz.planner.teams import DRAW, PULLED, drawable, put_to

MADE = frozenset({"made", "carved", "built", "sculpted", "woven"})
TURNED = frozenset({"grow", "turn", "transform", "morph", "change", "evolve", "blossom", "bloom"})
"""Before *into*, what makes one something else."""
OUTLETS = frozenset(
    {"shop", "store", "restaurant", "market", "orchard", "field", "garden", "bar", "factory", "museum"}
)
"""Places that are named after what there is in them."""
BALLS = frozenset({"ball", "soccer_ball", "basketball"})
"""Forms of what is kicked and thrown."""
POURING = frozenset({"into", "over", "onto", "in"})
CLEARED, LOWEST = frozenset({"over", "across"}), 6.0
"""Prepositions before what is jumped over; the length of what is not, metres."""
REACHED = 5
"""Phrases from *pulls* to what is pulled."""
WORKED, LARGEST_WORK = "working", 8.0
"""Stands for the verb before what somebody works at, behind whom it is seen; its length at most, metres."""
PICKABACK = 0.6
"""How long somebody on another's shoulders is at most, in that one's lengths."""
GAMES = frozenset({"chess_table", "table"})
"""Forms of what two are on either side of."""
STEERED = {"car": {"drive", "cross"}, "aircraft": {"fly"}, "ship": {"sail", "drive"}}
"""What is done with whom inside, by rig."""
OPEN = frozenset({"rowboat", "surfboard", "cart", "drone"})
"""Forms that nobody is hidden in."""
CARVED = frozenset({"quadruped", "dragon", "bird", "fish", "whale", "snake", "car", "aircraft"})
"""Rigs of what a statue may be of, if it is of nobody."""
OWNED = STANDING | {"ship", "balloon", "aircraft"}
"""Rigs of what may be somebody's who is not there."""


def _sipped(item: Item) -> bool:
    """Whether it is held, and brought to the mouth."""
    return item.has(Kind.HELD) and holdings()[item.facts[Kind.HELD]].way == "sip"


class Company(Relations):
    """What a noun has to do with whom was named before."""

    def _owned(self, position: int, item: Item) -> bool:
        """*A wizard's desk* shows no wizard."""
        following = self._next(position) if item.last.possessive else None
        if following is None or Kind.NOUN not in following.facts:
            return False
        return lexicon.noun(following.facts[Kind.NOUN]).rig in OWNED

    def _selling(self, position: int, noun: Noun) -> bool:
        """*A ramen shop*, *an apple orchard* is a place, and shows no ramen."""
        following = self._next(position)
        small = noun.rig in {"prop", "orb"} and noun.length < HANDY
        return small and following is not None and following.has(Kind.PLACE) and following.text in OUTLETS

    def _of_it(self, item: Item, preposition: str) -> bool:
        """Whether it is only what something named before is of, or has in it."""
        return self._carved(item, preposition) or self._contents(item, preposition)

    def _contents(self, item: Item, preposition: str) -> bool:
        """*A bowl of ramen* is ramen; *a cake with candles*, or a salad with tomatoes, has its own."""
        last = self._last()
        if last < 0 or preposition not in {"of", "with", "in", "inside"}:
            return False
        subject, noun = self.reading.subjects[last], lexicon.noun(item.facts[Kind.NOUN])
        if subject.noun.rig == "fish" and noun.form in FILLED and preposition in {"in", "inside"}:
            subject.colours = subject.colours or list(subject.noun.colours)
            subject.noun, subject.count = lexicon.noun("fish bowl"), 1
            return True
        if preposition == "with":
            return subject.noun.form in FOOD and (noun.form in FOOD | TOPPINGS or noun.rig == "flower")
        filled = preposition == "of" and subject.noun.form in FILLED and noun.form in FOOD
        if filled and noun.form in SERVED:
            subject.noun = noun
        return filled and noun.form in SERVED

    def _liquid(self, position: int, item: Item, preposition: str) -> bool:
        """*Pours tea into a cup*: what is poured is seen in that."""
        drink = lexicon.noun(item.facts[Kind.NOUN]).form in POURED_INTO
        ahead = [each.text for each in self.items[position : position + LISTED]]
        return not preposition and drink and self._poured(position) and not POURING.isdisjoint(ahead)

    def _carved(self, item: Item, preposition: str) -> bool:
        """*A statue of a lion* is one animal, of stone; *a statue of a king* shows no king."""
        last = self._last()
        if preposition != "of" or last < 0 or self.reading.subjects[last].noun.form != "statue":
            return False
        subject, noun = self.reading.subjects[last], lexicon.noun(item.facts[Kind.NOUN])
        if noun.rig in CARVED:
            subject.colours = subject.colours or list(subject.noun.colours)
            subject.noun = noun.model_copy(update={"medium": Medium.GROUND})
            self.reading.actions.append(ActionMention((last,), "stand"))
        return True

    def _meant_by(self, item: Item, preposition: str) -> str:
        """The preposition, or what stands for it behind a verb: *jumps over a fence*, *draws a sword*."""
        done, noun = self.latest, lexicon.noun(item.facts[Kind.NOUN])
        if isinstance(done, ActionMention) and self._clears(done, noun, preposition):
            done.verb, done.toward = "run", done.toward or "right"
            return CLEARING
        if isinstance(done, ActionMention) and self._pours(done, noun, preposition):
            self.reading.sights.append("poured")
            return SERVING
        if isinstance(done, ActionMention) and self._sits_at(done, noun, preposition):
            done.verb = "meet"
            return FACING
        return preposition or (HOLDING if self._handled(item) else WORKED if self._worked(noun) else "")

    def _worked(self, noun: Noun) -> bool:
        """Whether somebody works at something too large to be before him: *repairs a motorcycle*."""
        works = isinstance(self.latest, ActionMention) and self.latest.verb == "work" and not self.fresh
        return works and noun.rig in {"prop", "car"} and HANDY <= noun.length <= LARGEST_WORK

    def _clears(self, done: ActionMention, noun: Noun, preposition: str) -> bool:
        """Whether somebody on foot jumps over it."""
        low = preposition in CLEARED and noun.length < LOWEST
        walks = self.reading.subjects[done.subjects[0]].noun.medium == Medium.GROUND
        return low and walks and done.verb in {"jump", "climb"}

    def _pours(self, done: ActionMention, noun: Noun, preposition: str) -> bool:
        """Whether somebody pours something into it, or over it."""
        filled = (
            noun.form in POURED_INTO
            and preposition in POURING
            and handed(self.reading.subjects[done.subjects[0]])
        )
        said = any("pour" in item.words[0].forms for item in self.items)
        return filled and said and done.verb == "work"

    def _sits_at(self, done: ActionMention, noun: Noun, preposition: str) -> bool:
        """Whether several play or work at it."""
        first, *others = done.subjects
        several = bool(others) or self.reading.subjects[first].many
        return several and not preposition and noun.form in GAMES

    def _drawing(self, position: int, item: Item) -> str:
        """Who pulls a cart walks before it."""
        ahead = self.items[position + 1 : position + REACHED]
        loads = any(each.has(Kind.NOUN) and drawable(lexicon.noun(each.facts[Kind.NOUN])) for each in ahead)
        return "walk" if loads and not DRAW.isdisjoint(item.words[0].forms) else ""

    def _hitched(self, position: int, item: Item) -> str:
        """How the noun is tied to those before it: it is their ``team``, or ``drawn``, or a ``load``.

        *A coach pulled by horses*, *a horse-drawn coach*, *horses pull a coach*; empty where it is neither.
        """
        at = self._before_noun(position)
        if at < 1:
            return ""
        word, last = self.items[at], self._last()
        if word.text == "by" and self.items[at - 1].text in PULLED and last >= 0:
            return "team" if drawable(self.reading.subjects[last].noun) else ""
        if not drawable(lexicon.noun(item.facts[Kind.NOUN])):
            return ""
        if word.text in PULLED and word.words[0].hyphen and self.items[at - 1].has(Kind.NOUN) and last >= 0:
            return "drawn"
        draws = not DRAW.isdisjoint(word.words[0].forms) and self._acting() >= 0
        return "load" if draws else ""

    def _hitch(self, hitched: str, number: int) -> None:
        """Put who draws to what is drawn."""
        if hitched == "drawn":
            put_to(self.reading.subjects, (self._last(),), number)
        elif hitched == "team":
            put_to(self.reading.subjects, (number,), self._last())
        elif hitched:
            put_to(self.reading.subjects, self.actors, number)

    def _steering(self, item: Item) -> int | None:
        """*Drives a tractor*: who is in it is not seen."""
        done, noun = self.latest, lexicon.noun(item.facts[Kind.NOUN])
        if not isinstance(done, ActionMention) or self.fresh or noun.form in OPEN:
            return None
        driver = done.subjects[0]
        steers = done.verb in STEERED.get(noun.rig, ()) and handed(self.reading.subjects[driver])
        return driver if steers else None

    def _driven(self, driver: int, item: Item, adjectives: Adjectives) -> None:
        """The vehicle stands for who drives it."""
        self._changed(self.reading.subjects[driver], item, adjectives)

    def _with_hands(self, position: int, item: Item, actors: tuple[int, ...], verb: str) -> str:
        """What is done with a tool, or an instrument, is work."""
        if not handed(self.reading.subjects[actors[0]]):
            return "dance" if verb == "work" else verb
        ahead = self.items[position + 1 : position + 4]
        if verb == "fly" and self._flown(ahead):
            return "stand"
        if "play" in item.words[0].forms and verb == "dance" and self._romps(actors[0], ahead):
            return "jump"
        if "play" in item.words[0].forms and any(each.facts.get(Kind.HELD) in BALLGAMES for each in ahead):
            return "run"
        played = any(each.has(Kind.HELD, Kind.NOUN) for each in ahead)
        if verb == "open_jaws" and any(_sipped(each) for each in ahead):
            return "work"
        trained = tools().get(self.reading.subjects[actors[0]].noun.noun) is not None
        plays = "play" in item.words[0].forms and (played or trained)
        return "work" if plays or not tools().keys().isdisjoint(item.words[0].forms) else verb

    def _romps(self, number: int, ahead: Sequence[Item]) -> bool:
        """Whether children only play: nothing is played."""
        young = self.reading.subjects[number].noun.form in {"child", "girl"}
        return young and not any(each.has(Kind.HELD, Kind.NOUN) for each in ahead)

    def _made_of(self, position: int, item: Item) -> bool:
        """*Made of ice*: what it is of gives its colour, and is no place."""
        before = [each.text for each in self.items[max(position - 3, 0) : position]]
        if (
            before[-1:] != ["of"]
            or MADE.isdisjoint(before)
            or item.text not in WORDS.materials
            or self._last() < 0
        ):
            return False
        subject = self.reading.subjects[self._last()]
        subject.colours = subject.colours or [WORDS.materials[item.text]]
        return True

    def _becomes(self, position: int) -> bool:
        """*Grows into a tree*, *becomes a butterfly*: who acts is the noun in the end."""
        at = self._before_noun(position)
        if at < 1 or self._acting() < 0:
            return False
        told = [form for item in self.items[max(at - 2, 0) : at] for form in item.words[0].forms]
        turned = self.items[at].text == "into" and not TURNED.isdisjoint(told)
        return turned or "become" in self.items[at].words[0].forms

    def _changed(self, subject: SubjectMention, item: Item, adjectives: Adjectives) -> None:
        """Show somebody as the noun."""
        subject.noun, subject.size = lexicon.noun(item.facts[Kind.NOUN]), adjectives.size
        subject.colours, subject.traits = list(adjectives.colours), list(adjectives.traits)

    def _flown(self, ahead: Sequence[Item]) -> bool:
        """*Flies a kite*: who is on the ground, and no pilot."""
        if not ahead or ahead[0].text in WORDS.prepositions:
            return False
        return any(
            each.has(Kind.NOUN) and lexicon.noun(each.facts[Kind.NOUN]).rig != "aircraft" for each in ahead
        )

    def _in_hand(self, position: int, item: Item) -> bool:
        """*A lantern in his hand*: it is seen with whom it belongs to."""
        after = [each.text for each in self.items[position + 1 : position + 5]]
        small = lexicon.noun(item.facts[Kind.NOUN]).length < HANDY
        return small and bool(self.reading.subjects) and "in" in after and not HANDS.isdisjoint(after)

    def _handled(self, item: Item) -> bool:
        """*Draws a sword*: a small thing that something is done with is nobody of its own."""
        noun = lexicon.noun(item.facts[Kind.NOUN])
        acting = bool(self.actors) and self.actors[0] >= 0 and not self.fresh
        return acting and noun.family in BACKDROP and noun.length < HANDY and noun.form not in BALLS

    def _shouldered(self) -> None:
        """*A parrot on his shoulder*: who was named last sits on who has hands."""
        last, subjects = self._last(), self.reading.subjects
        who = next((i for i in reversed(self.recent) if i >= 0 and i != last and handed(subjects[i])), None)
        if who is None or last < 0 or subjects[last].upon is not None:
            return
        if seats(subjects[who].noun, "on", subjects[last].noun) or handed(subjects[last]):
            self._mount((last,), who)
        if handed(subjects[last]):
            subjects[last].size = min(
                subjects[last].size, PICKABACK * self._length(who) / subjects[last].noun.length
            )

    def _mount(self, riders: tuple[int, ...], number: int, preposition: str = "") -> None:
        subjects = self.reading.subjects
        for rider in riders:
            if rider != number and subjects[number].upon is None:
                subjects[rider].upon = number
                if contains(subjects[number].noun, preposition, subjects[rider].noun):
                    subjects[rider].traits.append(INSIDE)

    def _riders(self, item: Item, preposition: str) -> tuple[int, ...]:
        """Who is upon the noun: those who ride it, cross it as a bridge, or are *on* what one sits on."""
        noun = lexicon.noun(item.facts[Kind.NOUN])
        done = self.latest if isinstance(self.latest, ActionMention) else None
        if done is not None and carries(noun, done.verb, preposition):
            return done.subjects
        last = self.recent[-1] if self.recent else CAMERA
        on_it = last != CAMERA and seats(noun, preposition, self.reading.subjects[last].noun)
        return (last,) if on_it else ()

    def _apposed(self, position: int, adjectives: Adjectives) -> bool:
        """*A dinosaur, a sauropod*: the same again, by its own name."""
        if adjectives.article not in {"a", "an"} or not self.fresh or not self.reading.subjects:
            return False
        last = self.reading.subjects[-1]
        kind = self.items[position].facts.get(Kind.NOUN, "")
        before = [item.text for item in self.items[max(position - 3, 0) : position]]
        return (
            last.noun.noun in WORDS.general_kinds
            and "," in before
            and "and" not in before
            and last.noun.noun != lexicon.noun(kind).noun
            and (last.noun.rig, last.noun.form) == (lexicon.noun(kind).rig, lexicon.noun(kind).form)
        )
