"""What a subject goes on with once an action is over."""

from __future__ import annotations

import math

import numpy as np

from vitascope.engines.previz.cues import Actor, Field, Targets, resting
from vitascope.engines.previz.layout import Numbers
from vitascope.engines.previz.plan import Action, Medium

EVEN = frozenset({"rush", "cross", "walk", "run", "drive", "sail"})
"""Verbs that go at an even speed."""
AFTERWARDS = ((0.0, 1.4), (0.8, 3.4))
"""Seconds after a rush: past the camera's side, then round and back into the middle."""
RETURN = 5.0
"""Seconds in which a subject comes back from the picture's edge or from afar."""
SHUT = (0.5, 2.5)
"""Seconds after its action in which a mouth closes again."""


FLEETING = (Field.LEAP, Field.DANCE, Field.WAVE, Field.HASTE, Field.WORK, Field.FIGHT)
"""What ends with its action."""
OVER = (0.0, 0.8)
"""Seconds after the action in which it does."""


def afterwards(actor: Actor, action: Action, state: Targets) -> list[tuple[float, float, Targets]]:
    """What a subject goes on with, so that it neither freezes nor is gone for good."""
    home = resting(actor)
    if actor.rooted:
        return []
    if action.verb in {"open_jaws", "howl"}:
        return [(*SHUT, {Field.JAW: home[Field.JAW]})]
    calmed = {field: home[field] for field in FLEETING if float(np.max(state[field])) > 0.0}
    rest = [(*OVER, calmed)] if calmed else []
    return rest + _returning(actor, action, state, home)


def _returning(
    actor: Actor, action: Action, state: Targets, home: Targets
) -> list[tuple[float, float, Targets]]:
    """How it comes back from where its action took it."""
    if charges(action):
        return _swooped(actor, home)
    if action.verb == "rush" and action.toward not in {"left", "right", "away"}:
        return _swooped(actor, home)
    leaves = action.verb in EVEN - {"rush"} or action.toward == "away"
    if not leaves or action.toward == "camera":
        return []
    back = {field: home[field] for field in (Field.SIZE, Field.UP, Field.ROAM, Field.HOLD)}
    back[Field.ACROSS] = 0.5 * home[Field.ACROSS]
    back[Field.FACE] = near_angle(home[Field.FACE], state[Field.FACE])
    return [(0.0, RETURN, back)]


def _swooped(actor: Actor, home: Targets) -> list[tuple[float, float, Targets]]:
    side = actor.layout.side
    if actor.subject.medium in {Medium.GROUND, Medium.SURFACE}:
        return [(0.4, 4.0, {Field.FOLLOW: home[Field.FOLLOW], Field.HOLD: home[Field.HOLD]})]
    past: Targets = {
        Field.ACROSS: 0.42 * side,
        Field.UP: actor.all(0.34),
        Field.SIZE: actor.near - 0.55,
        Field.HOLD: actor.all(0.02),
        Field.FACE: actor.all(math.pi) - side * 0.9,
    }
    back: Targets = {field: home[field] for field in (Field.ROAM, Field.FOLLOW)}
    back[Field.SIZE] = np.log(0.5) - 0.6 * actor.layout.delay
    back[Field.UP] = np.clip(home[Field.UP], -0.3, 0.3)
    back[Field.ACROSS] = 0.3 * side + 0.4 * home[Field.ACROSS]
    return [(*AFTERWARDS[0], past), (*AFTERWARDS[1], back)]


def near_angle(angle: Numbers, other: Numbers) -> Numbers:
    """The same direction, at most half a turn from another."""
    found: Numbers = other + (angle - other + math.pi) % math.tau - math.pi
    return found


def charges(action: Action) -> bool:
    """Whether somebody runs at the camera."""
    return action.verb == "run" and action.toward == "camera"
