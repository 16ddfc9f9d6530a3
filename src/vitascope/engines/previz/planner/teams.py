"""Who draws what: horses before a coach, reindeer before a sleigh."""

from __future__ import annotations

from collections.abc import Sequence

from vitascope.engines.previz.catalogue import DRAWN, HARNESSED
from vitascope.engines.previz.holding import holdings
from vitascope.engines.previz.plan import CROWD, Subject
from vitascope.engines.previz.planner.events import MOST
from vitascope.engines.previz.planner.lexicon import Noun
from vitascope.engines.previz.planner.mentions import ActionMention, SubjectMention
from vitascope.engines.previz.planner.usual import usual

PULLED = frozenset({"pulled", "drawn", "towed", "hauled", "dragged"})
"""Before *by*, what makes those behind it a team."""
DRAW = frozenset({"pull", "tow", "haul", "drag"})
"""What a team does to what is named behind it."""
DRAWABLE = frozenset({"car", "ship", "aircraft"})
"""Rigs of what may be drawn."""
HEAVY = 0.8
"""Metres, from which on other things are drawn, not held."""
TEAMS = {"coach": ("horse", 2), "covered": ("horse", 2)}
"""Forms that do not go by themselves, and who is before each, and how many."""
NAMED_TEAMS = {
    "cart": ("horse", 1), "wagon": ("horse", 1), "buggy": ("horse", 1), "chariot": ("horse", 2),
    "rickshaw": ("man", 1),
}  # fmt: skip
"""The same of others that are shown as a cart, by noun."""
GOING = frozenset({"drive", "run", "rush", "cross", "walk", "circle", "fly", "rise"})
"""Verbs that need a team."""
SMALLEST = 0.9
"""The least length of a thing that is drawn, in lengths of who draws it: a sleigh is large."""


def drawable(noun: Noun) -> bool:
    """Whether it may be put behind a team."""
    heavy = noun.rig == "prop" and noun.length >= HEAVY and noun.form not in holdings()
    return noun.rig in DRAWABLE or heavy


def bears(found: Sequence[Subject | SubjectMention], number: int, rider: int) -> bool:
    """Whether one is another, or carries it in the end."""
    at: int | None = rider
    for _ in found:
        if at == number:
            return True
        at = None if at is None else found[at].upon
    return False


def put_to(subjects: Sequence[SubjectMention], team: Sequence[int], load: int) -> None:
    """Those of ``team`` draw ``load``, but for those whom it goes with already."""
    for number in team:
        subject = subjects[number]
        free = number >= 0 and not bears(subjects, number, load)
        if free and subject.upon is None and not subject.known:
            subject.upon = load
            subject.traits.append(HARNESSED)


def harnessed(found: list[Subject], done: Sequence[ActionMention]) -> None:
    """What does not go by itself has horses where it goes, and a sleigh is as large as its team asks for."""
    going = {number for action in done if action.verb in GOING for number in action.subjects}
    for number in range(len(found)):
        if number in going:
            _put_team(found, number)
        _fit_load(found, number)


def _teams(found: Sequence[Subject], load: int) -> list[Subject]:
    """Who draws it."""
    return [each for each in found if each.upon == load and HARNESSED in each.traits]


def _put_team(found: list[Subject], load: int) -> None:
    """Horses before what does not go by itself, and has none."""
    subject = found[load]
    wanted = TEAMS.get(subject.form) or NAMED_TEAMS.get(subject.noun)
    if wanted and not _teams(found, load) and subject.upon is None and len(found) < MOST:
        found.append(_team(*wanted, load, subject.count))


def _fit_load(found: list[Subject], load: int) -> None:
    """What is drawn is as large as its team asks for."""
    subject, teams = found[load], _teams(found, load)
    if teams:
        least = SMALLEST * max(each.length for each in teams) if subject.rig == "prop" else subject.length
        update = {"length": round(max(subject.length, least), 3), "traits": (*subject.traits, DRAWN)}
        found[load] = subject.model_copy(update=update)


def _team(name: str, each: int, load: int, count: int) -> Subject:
    return usual(name, count=min(each * count, CROWD), traits=(HARNESSED,), upon=load)
