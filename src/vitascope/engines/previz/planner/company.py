"""With whom things stand, who is in a vehicle, and what is done with things too large for hands."""

from __future__ import annotations

from vitascope.engines.previz.holding import holdings
from vitascope.engines.previz.plan import Medium, Near
from vitascope.engines.previz.planner import lexicon
from vitascope.engines.previz.planner.grammar import RELATIONS
from vitascope.engines.previz.planner.hands import BALLGAMES, HANDS, Hands, handed, tools
from vitascope.engines.previz.planner.lexicon import Noun
from vitascope.engines.previz.planner.mentions import ActionMention, Adjectives
from vitascope.engines.previz.planner.nouns import BACKDROP
from vitascope.engines.previz.planner.phrases import Item, Kind

BALLS = frozenset({"ball", "soccer_ball", "basketball"})
"""Forms of what is kicked and thrown."""
LONG = frozenset({"fence", "wall"})
"""Forms that would hide whoever stands behind them."""
HANDY = 2.0
"""Metres, up to which a thing is held."""
HOLDING = "holding"
"""Stands for the verb before what is held."""
STEERED = {"car": {"drive", "cross"}, "aircraft": {"fly"}, "ship": {"sail", "drive"}}
"""What is done with whom inside, by rig."""
OPEN = frozenset({"rowboat", "surfboard", "cart", "drone"})
"""Forms that nobody is hidden in."""
DISHES = frozenset(
    {"noodles", "soup", "rice", "salad", "pasta", "steak", "breakfast", "sushi", "taco", "hot_dog"}
)
"""Forms of dishes."""
CARVED = frozenset({"quadruped", "dragon", "bird", "fish", "whale", "snake", "car", "aircraft"})
"""Rigs of what a statue may be of, if it is of nobody."""
STANDING = frozenset({"prop", "building", "tree", "flower", "car", "orb", "generic"})
"""Rigs of what is put beside somebody."""
FOOD = DISHES | frozenset({
    "hamburger", "pizza", "birthday_cake", "cake_slice", "bread", "croissant", "doughnut",
    "cupcake", "ice_cream", "pancakes", "cookie", "cheese", "banana", "grapes", "cherries",
    "carrot", "corn", "pear", "pineapple", "watermelon", "avocado", "strawberry", "tomato", "lemon",
    "peach", "egg", "potato", "fruit", "popcorn", "fries",
})  # fmt: skip
"""Forms of what is eaten."""
SERVED = DISHES | {"popcorn", "fries", "ice_cream"}
"""Forms that come with what they are served in."""
TOPPINGS = frozenset({"candle", "mushroom", "seaweed", "bush"})
"""Forms of what else there may be on food."""
FILLED = frozenset({"bowl", "cup", "beaker", "pot", "box", "basket", "generic"})
OWNED = STANDING | {"ship", "balloon", "aircraft"}
"""Rigs of what may be somebody's who is not there."""
BULKY = 0.65
"""Metres, from which on a thing is too large for hands."""


class Company(Hands):
    """What a noun has to do with whom was named before."""

    def _owned(self, position: int, item: Item) -> bool:
        """*A wizard's desk* shows no wizard."""
        following = self._next(position) if item.last.possessive else None
        if following is None or Kind.NOUN not in following.facts:
            return False
        return lexicon.noun(following.facts[Kind.NOUN]).rig in OWNED

    def _of_it(self, item: Item, preposition: str) -> bool:
        """Whether it is only what something named before is of, or has in it."""
        return self._carved(item, preposition) or self._contents(item, preposition)

    def _contents(self, item: Item, preposition: str) -> bool:
        """*A bowl of ramen* is ramen; *a cake with candles*, or a salad with tomatoes, has its own."""
        last = self._last()
        if last < 0 or preposition not in {"of", "with"}:
            return False
        subject, noun = self.reading.subjects[last], lexicon.noun(item.facts[Kind.NOUN])
        if preposition == "with":
            return subject.noun.form in FOOD and (noun.form in FOOD | TOPPINGS or noun.rig == "flower")
        filled = subject.noun.form in FILLED and noun.form in FOOD
        if filled and noun.form in SERVED:
            subject.noun = noun
        return filled and noun.form in SERVED

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

    def _host(self, item: Item, preposition: str) -> int | None:
        """With whom a thing stands: *under a tree*, *beside a car*."""
        noun = lexicon.noun(item.facts[Kind.NOUN])
        if preposition == HOLDING:
            return self.actors[0] if self._bulky(noun) else None
        if (
            noun.rig == "building"
            and noun.form != "bridge"
            and preposition == "on"
            and isinstance(self.latest, ActionMention)
            and self.latest.verb == "work"
        ):
            preposition = "towards"
        last = self._acting() if self._acting() >= 0 else self._last()
        if last < 0 or preposition not in RELATIONS or noun.rig not in STANDING:
            return None
        near = self.reading.subjects[last].near
        return last if near is None else near.subject

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
        subject = self.reading.subjects[driver]
        subject.noun, subject.size = lexicon.noun(item.facts[Kind.NOUN]), adjectives.size
        subject.colours, subject.traits = list(adjectives.colours), list(adjectives.traits)

    def _placed_with(self, host: int | None, number: int, preposition: str) -> None:
        subject = self.reading.subjects[number]
        free = subject.near is None and all(
            each.near is None or each.near.subject != number for each in self.reading.subjects
        )
        if host is not None and host != number and not subject.known and subject.upon is None and free:
            where = "behind" if subject.noun.form in LONG else RELATIONS.get(preposition, "behind")
            subject.near = Near(subject=host, where=where)

    def _bulky(self, noun: Noun) -> bool:
        """*Plays the piano*: what is too large for hands stands before them."""
        large = noun.length >= BULKY and noun.form not in holdings()
        return large and noun.rig in STANDING and handed(self.reading.subjects[self.actors[0]])

    def _with_hands(self, position: int, item: Item, actors: tuple[int, ...], verb: str) -> str:
        """What is done with a tool, or an instrument, is work."""
        if not handed(self.reading.subjects[actors[0]]):
            return "dance" if verb == "work" else verb
        ahead = self.items[position + 1 : position + 4]
        if "play" in item.words[0].forms and any(each.facts.get(Kind.HELD) in BALLGAMES for each in ahead):
            return "run"
        played = any(each.has(Kind.HELD, Kind.NOUN) for each in ahead)
        plays = "play" in item.words[0].forms and played
        return "work" if plays or not tools().keys().isdisjoint(item.words[0].forms) else verb

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
