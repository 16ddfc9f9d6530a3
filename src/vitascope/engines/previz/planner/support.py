"""What carries whom: what is ridden, where birds sit, the shore that people stand on.

A shot's subjects go through ``RULES``, in their order: each rule sees what those before it made of them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from vitascope.engines.previz.catalogue import TOGETHER
from vitascope.engines.previz.plan import Environment, Medium, Near, Subject
from vitascope.engines.previz.planner import carriers, events, footing, lexicon, shores, tables, teams
from vitascope.engines.previz.planner.carriers import SEATED
from vitascope.engines.previz.planner.cast import Around, Cast, Rule, each, fixed
from vitascope.engines.previz.planner.mentions import ActionMention

STILL = frozenset(
    {"look", "wave", "dance", "open_jaws", "sit", "lie", "sleep", "turn", "stand", "graze", "howl"}
)
"""What one that rides does itself."""
MEANT = {"bloom": "rise", "glide": "drift", "ride": "cross", "surf": "cross", "climb": "rise"}
"""Verbs in the words of a plan."""

NOWHERE = Around(Environment.MEADOW)
"""Where it does not matter."""
Shown = tuple[list[Subject], list[ActionMention]]


def supported(subjects: Sequence[Subject], actions: Sequence[ActionMention], around: Around) -> Shown:
    """The subjects and what they do, with everything that must stand on something standing on it."""
    cast = Cast(list(subjects), list(actions), around)
    for rule in RULES:
        rule(cast)
    return cast.found, cast.done


def sized(subjects: Sequence[Subject]) -> tuple[Subject, ...]:
    """The same with everything that carries as large as it has to be for those upon it."""
    cast = Cast(list(subjects), [], NOWHERE)
    for rule in (ROOMY, FITTED):
        rule(cast)
    return tuple(cast.found)


def doer(found: Sequence[Subject], number: int, verb: str) -> int:
    """Whose deed it is: where one that rides goes, what it rides goes."""
    upon = found[number].upon
    return number if verb in STILL or upon is None or fixed(found[upon]) else upon


def plain(actions: Sequence[ActionMention]) -> list[ActionMention]:
    """The actions in the words of a plan."""
    return [_by(action, number) for action in actions for number in action.subjects]


def _by(action: ActionMention, number: int) -> ActionMention:
    verb = MEANT.get(action.verb, action.verb)
    return ActionMention((number,), verb, action.toward, action.pace, action.together)


def _led(cast: Cast) -> None:
    """What one does that rides, is done by what it rides."""
    led: list[ActionMention] = []
    for action in cast.done:
        for number in action.subjects:
            who = doer(cast.found, number, action.verb)
            crawls = action.verb == "climb" and cast.found[who].medium == Medium.GROUND
            verb = lexicon.verbs().suited.get(cast.found[who].rig, {}).get(action.verb, action.verb)
            verb = "cross" if crawls else verb if who != number else action.verb
            led.append(_by(replace(action, verb=verb), who))
    cast.done = led


def accompanied(found: list[Subject]) -> None:
    """What something stands with stands by itself: else it stands with what that does, or with nothing."""
    for number, subject in enumerate(found):
        if subject.near is None:
            continue
        host = subject.near.subject
        for _ in found:
            beyond = found[host].near
            host = host if beyond is None else beyond.subject
        near = Near(subject=host, where=subject.near.where)
        lost = teams.bears(found, number, host) or found[host].near is not None
        found[number] = subject.model_copy(update={"near": None if lost else near})


def _behind_it(cast: Cast, number: int) -> bool:
    """Whether a few people have it before them."""
    near = cast.found[number].near
    host = None if near is None or near.where != "before" else cast.found[near.subject]
    return host is not None and host.rig == "biped" and 1 < host.count <= SEATED


def _close_up(cast: Cast, number: int) -> None:
    """A few who have one thing before them stand together behind it."""
    near = cast.found[number].near
    if near is not None:
        cast.mark(near.subject, TOGETHER)


ROOMY = each(carriers.on_land, carriers.give_room)
FITTED = each(carriers.rides, carriers.fit_mount)
FREED = each(carriers.carried, carriers.free)
RULES: tuple[Rule, ...] = (
    each(carriers.wheeled, carriers.give_wheels),
    lambda cast: shores.wetted(cast.found, cast.done, *cast.around),
    each(footing.nameless_young, footing.be_of_kind),
    # Who is upon what, and what they do then.
    ROOMY,
    each(carriers.without_chair, carriers.give_chair),
    lambda cast: teams.harnessed(cast.found, cast.done),
    each(footing.flies_wingless, footing.take_off),
    lambda cast: events.growing(cast.found, cast.done),
    FITTED,
    each(carriers.crossed, carriers.lower),
    each(carriers.shares_mount, carriers.give_each_one),
    each(carriers.on_broom, carriers.bewitch),
    _led,
    each(footing.settled, footing.alight),
    # What is there besides.
    lambda cast: tables.set_out(cast.found, cast.around.environment, staged=cast.around.staged),
    lambda cast: events.happening(cast.found, *cast.around),
    FREED,
    each(footing.on_road, footing.keep_lane),
    lambda cast: events.struck(cast.found, *cast.around),
    # Who is down here stands on something.
    each(footing.blooms, footing.open_up),
    each(footing.down, footing.stand),
    footing.ashore,
    FREED,
    # With whom the others are.
    lambda cast: accompanied(cast.found),
    each(_behind_it, _close_up),
)
"""Sizes follow from who is upon what, deeds from what they ride, company from where they stand."""
