"""Who is in a shot while it is planned, and rules that change that."""

from __future__ import annotations

from collections.abc import Callable, Container, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from vitascope.engines.previz.catalogue import FURNITURE, form_of
from vitascope.engines.previz.plan import Environment, Subject
from vitascope.engines.previz.planner.events import MOST
from vitascope.engines.previz.planner.mentions import ActionMention


class Around(NamedTuple):
    """Where it is, and what is seen there."""

    environment: Environment
    sights: Sequence[str] = ()

    @property
    def staged(self) -> bool:
        """Whether it is a studio or a stage."""
        return any(sight.startswith(("studio", "stage")) for sight in self.sights)


AFLOAT = frozenset({"lily_pad"})
"""Forms that float where they are, with those upon them."""


@dataclass
class Cast:
    """The subjects, what they do, and where. Subjects keep their numbers; new ones come last."""

    found: list[Subject]
    done: list[ActionMention]
    around: Around
    blooming: frozenset[int] = frozenset()

    def __post_init__(self) -> None:
        """Keep in mind who blooms: in the words of a plan, that is to rise."""
        self.blooming = self.doing({"bloom"})

    @property
    def full(self) -> bool:
        """Whether there is no room for one more."""
        return len(self.found) >= MOST

    def doing(self, verbs: Container[str]) -> frozenset[int]:
        """Who does one of these."""
        return frozenset(n for action in self.done if action.verb in verbs for n in action.subjects)

    def first_deed(self, number: int) -> str:
        """What somebody does first; empty where that is nothing."""
        return next((action.verb for action in self.done if action.subjects[0] == number), "")

    def carrier(self, number: int) -> Subject | None:
        """What somebody is upon, or draws."""
        upon = self.found[number].upon
        return None if upon is None else self.found[upon]

    def change(self, number: int, **fields: Any) -> None:
        """Give a subject other fields."""
        self.found[number] = self.found[number].model_copy(update=fields)

    def change_carrier(self, number: int, **fields: Any) -> None:
        """The same of what somebody is upon."""
        upon = self.found[number].upon
        if upon is not None:
            self.change(upon, **fields)

    def mark(self, number: int, trait: str) -> None:
        """Give a subject a trait that it has not."""
        if trait not in self.found[number].traits:
            self.change(number, traits=(*self.found[number].traits, trait))

    def lift(self, number: int, carrier: Subject) -> None:
        """Put a subject upon something new."""
        self.change(number, upon=len(self.found))
        self.found.append(carrier)


Rule = Callable[[Cast], None]
Who = Callable[[Cast, int], bool]
What = Callable[[Cast, int], None]


def each(who: Who, what: What) -> Rule:
    """The rule that does something with each of the subjects for whom something holds."""

    def rule(cast: Cast) -> None:
        for number in range(len(cast.found)):
            if who(cast, number):
                what(cast, number)

    return rule


def fixed(subject: Subject) -> bool:
    """Whether it goes nowhere with those upon it."""
    return form_of(subject.rig, subject.form).rooted or subject.form in FURNITURE or subject.form in AFLOAT
