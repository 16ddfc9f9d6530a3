"""What the camera is told to do, and where subjects are put; words for both may be of either."""

from __future__ import annotations

from vitascope.domain.concepts import CONCEPTS
from vitascope.engines.previz.planner import lexicon
from vitascope.engines.previz.planner.company import Company
from vitascope.engines.previz.planner.grammar import WORDS
from vitascope.engines.previz.planner.mentions import CAMERA, ActionMention, Adjectives, MoveMention
from vitascope.engines.previz.planner.phrases import Item, Kind, index
from vitascope.engines.previz.planner.words import Token, is_plural

CLOSE = "close"
"""The size of a shot, which is a place for what it is of."""
STAGED = {CLOSE: "foreground"}
LIMIT = 12
"""Subjects, actions and moves kept of one prompt, each."""
OWN = {"left": "left", "right": "right", "up": "up", "down": "down", "away": "away", "back": "away"}
"""Words for directions inside the name of a move."""
CLOCKWISE = frozenset({"clockwise", "clock wise"})
COUNTER = frozenset({"counterclockwise", "counter clockwise", "anticlockwise", "anti clockwise"})
LENS = ("zoom", "pan", "tilt", "dolly")
"""Kinds that are the camera's, wherever no other is plainly who does it."""
STIRRED = {"pull": "cross", "zoom": "run", "truck": "cross", "dolly": "cross", "arc": "circle",
           "orbit": "circle", "pan": "look", "crane": "look", "back": "walk", "dip": "sway"}  # fmt: skip
"""What subjects do of whom the camera's words are used, where these are no verbs of their own."""
AIMED = frozenset({"in", "out", "into"})
"""Behind *zooms*, what makes it a look through a lens."""
LEAVING = frozenset({"in", "into", "out", "away", "off", "ahead", "up", "over", "past", "through", "by",
                     "from", "back", "along", "across", "around", "to", "toward", "towards", "down",
                     "."})  # fmt: skip
"""Behind *pulls*, what makes it a way to go."""


class Camerawork(Company):
    """What moves the camera, and what only sounds so."""

    def _where(self, position: int, item: Item) -> None:
        """A direction that the camera is told to take, or where somebody starts."""
        facts = item.facts
        way = lexicon.lens().ways.get(facts.get(Kind.TOWARD, ""))
        told = position > 0 and self.items[position - 1].has(Kind.MOVE)
        if way and self.moved and position not in self.steered and (told or self.actors == (CAMERA,)):
            joined = self.items[position - 1].text in {"and", "or"}
            if joined or not self._redirected(facts[Kind.TOWARD]):
                self.together = self.together or joined
                self._record_move(way)
            return
        if facts.get(Kind.TOWARD) == "camera" and "camera" in item.text:
            self.recent.append(CAMERA)
        if Kind.START in facts:
            self._put(item, facts[Kind.START])

    def _put(self, item: Item, place: str) -> None:
        """The place is that of the noun to come, or of those just named."""
        spot, behind = STAGED.get(place, place), item.text.startswith("behind")
        subject = next((number for number in reversed(self.recent) if number != CAMERA), None)
        if self.fresh and behind:
            self.adjectives.traits.append("@" + spot)
        elif subject is not None and self.actors != (CAMERA,):
            for number in [0] if place == CLOSE else self._meant(subject):
                mention = self.reading.subjects[number]
                mention.place = mention.place or spot
        elif self.fresh and not item.has(Kind.TOWARD):
            self.adjectives.traits.append("@" + spot)

    def _meant(self, subject: int) -> list[int]:
        """All who act and were named in this clause, where ``subject`` is one of them; else it alone."""
        acting = [number for number in self.actors if number in self.named]
        return acting if acting and subject in self.actors else [subject]

    def _camera(self, item: Item) -> None:
        self.adjectives = Adjectives()
        if item.text not in WORDS.observers:
            self.topic = CAMERA
        if self.preposition and self.preposition not in WORDS.plain_prepositions:
            self.recent.append(CAMERA)
        elif self.fresh or not self.actors:
            self.actors, self.fresh = (CAMERA,), False
            self.recent += [] if item.text in WORDS.observers else [CAMERA]

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

    def _move_plain(self, item: Item, toward: str) -> None:
        name = item.facts.get(Kind.CAMERA_VERB)
        if name is not None:
            self._record_move(lexicon.lens().verbs[name].kind(toward))
            self.told = bool(toward)

    def _move_named(self, position: int, item: Item) -> None:
        if self._of_subject(position, item):
            self._stirred(position, item)
            return
        if isinstance(self.latest, ActionMention) and item.text == "overhead":
            return
        self.adjectives = Adjectives()
        if item.has(Kind.CAMERA) or not self.actors:
            self.actors = (CAMERA,)
        self._record_move(item.facts[Kind.MOVE])
        self.told = any(word.text in OWN for word in item.words)

    def _redirected(self, toward: str) -> bool:
        """Whether a direction behind a move only says where that goes: *whip pan to the left*."""
        if not self.reading.moves:
            return False
        last = self.reading.moves[-1]
        meant = f"{last.kind.rpartition('_')[0]}_{toward}"
        if meant not in CONCEPTS or (self.told and meant != last.kind):
            return False
        last.kind = meant
        return True

    def _spun(self, item: Item) -> None:
        """*Spins clockwise*, *circles it counterclockwise*."""
        if item.text not in CLOCKWISE | COUNTER or not self.moved or self.actors != (CAMERA,):
            return
        last = self.reading.moves[-1]
        if last.kind.startswith("orbit"):
            last.kind = "orbit_left" if item.text in CLOCKWISE else "orbit_right"
        elif last.kind.startswith(("pan", "roll")):
            last.kind = "roll_right" if item.text in CLOCKWISE else "roll_left"

    def _of_subject(self, position: int, item: Item) -> bool:
        """Whether somebody does what the camera might: *a train pulls out*, *the dog rolls left*."""
        if not self.actors or self.actors[0] < 0 or not verbal(item.words[0]):
            return False
        previous = self._previous(position)
        if previous is None or previous.has(Kind.CAMERA) or (self.fresh and previous.text != "and"):
            return False
        word, kind = item.words[0].text, item.facts[Kind.MOVE]
        if (word.endswith("s") and word not in STIRRED) or (kind.startswith("orbit") and not self.fresh):
            return True
        if word.endswith("ed") and not self.fresh and not previous.words[0].mark:
            return True
        behind = previous.has(Kind.NOUN) and not kind.startswith(LENS)
        several = behind and is_plural(previous.last.text, previous.facts[Kind.NOUN].split()[-1])
        return behind and (item.participle or several)

    def _stirred(self, position: int, item: Item) -> None:
        """Let somebody do what the camera might."""
        first, *rest = item.words
        aimed = "zoom" in first.forms and any(word.text in AIMED for word in rest)
        verb = "look" if aimed else own_verb(first)
        own = next((OWN[word.text] for word in rest if word.text in OWN), "")
        if verb:
            toward = self._direction(position) or own
            self._record(ActionMention(self.actors, verb, toward, self.pace, self.together))

    def _strays(self, position: int, item: Item, toward: str) -> str:
        """The verb of somebody of whom a word for the camera is used alone: *zooms past*, *pulls up*."""
        word = item.words[0]
        after = self.items[position + 1].text if position + 1 < len(self.items) else "."
        if not item.has(Kind.CAMERA_VERB) or not word.text.endswith("s") or after not in LEAVING:
            return ""
        if "zoom" in word.forms and after in AIMED:
            return "look"
        verb = own_verb(word)
        return "rise" if toward == "up" and verb == "cross" else verb

    def _record_move(self, kind: str) -> None:
        moves = self.reading.moves
        repeated = bool(moves) and moves[-1].kind == kind
        if not repeated and len(moves) < LIMIT:
            moves.append(MoveMention(kind, self.pace, self.together))
            self.latest = moves[-1]
        self.moved, self.told = True, False
        self.together, self.fresh, self.preposition, self.pace = False, False, "", 1.0


def verbal(word: Token) -> bool:
    """Whether a word may be a verb by itself."""
    kinds = {kind for form in word.forms for phrase, kind, _ in index().get(form, ()) if len(phrase) == 1}
    return not kinds.isdisjoint({Kind.VERB, Kind.CAMERA_VERB})


def own_verb(word: Token) -> str:
    """What somebody does of whom a word is used that the camera may be told; empty where it shows nothing."""
    for form in word.forms:
        if form in STIRRED:
            return STIRRED[form]
        for phrase, kind, value in index().get(form, ()):
            if len(phrase) == 1 and kind is Kind.VERB:
                return value
    return ""
