"""Who goes up or down stairs is on them, and each of several has a swing, or a leaf, of its own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from vitascope.engines.previz.plan import Subject
from vitascope.engines.previz.planner.mentions import ActionMention

WALKERS = frozenset({"biped", "quadruped"})
"""Rigs of those who take stairs."""
FOR_ONE, SWINGS = frozenset({"swing", "lily_pad"}), 3
"""Forms on which there is one each, and most of these that are side by side."""
STEPPED = {"walk": "walk", "run": "run", "cross": "walk", "climb": "walk", "rise": "walk", "dive": "walk",
           "fall": "walk", "rush": "run"}  # fmt: skip
"""What is done upon them, by what was said."""
UPWARD = frozenset({"climb", "rise"})
"""Verbs that say that it is up."""


def stepping(
    found: list[Subject], done: Sequence[ActionMention]
) -> tuple[list[Subject], list[ActionMention]]:
    """The same with those upon the stairs who go there: down toward the camera, up away from it."""
    found = _seated(found)
    flight = next((number for number, each in enumerate(found) if each.form == "stairs"), None)
    if flight is None:
        return found, list(done)
    going = {number for each in done if each.verb in STEPPED for number in each.subjects}
    going |= {number for number, each in enumerate(found) if each.upon == flight}
    going = {number for number in going if found[number].rig in WALKERS}
    cast = [
        each.model_copy(update={"upon": flight, "near": None}) if number in going else each
        for number, each in enumerate(found)
    ]
    cast[flight] = cast[flight].model_copy(update={"near": None})
    return cast, [_stepped(each) if going.intersection(each.subjects) else each for each in done]


def _seated(found: Sequence[Subject]) -> list[Subject]:
    """As many swings, or leaves, as there are upon them, side by side."""
    riders = {each.upon: min(each.count, SWINGS) for each in found if _sits_apart(found, each)}
    return [
        each.model_copy(update={"count": riders[key]})
        if (key := number if number in riders else each.upon) in riders
        else each
        for number, each in enumerate(found)
    ]


def _sits_apart(found: Sequence[Subject], subject: Subject) -> bool:
    """Whether it is on something that has room for one."""
    return subject.upon is not None and found[subject.upon].form in FOR_ONE


def _stepped(action: ActionMention) -> ActionMention:
    """The action as it is done upon stairs, which come down toward the camera."""
    if action.verb not in STEPPED:
        return action
    up = action.toward in {"up", "away"} or (action.verb in UPWARD and action.toward != "down")
    return replace(action, verb=STEPPED[action.verb], toward="away" if up else "camera")
