"""What is done with others: fights and meetings, and keeping to one's lane."""

from __future__ import annotations

import math

import numpy as np

from vitascope.engines.previz.catalogue import AT_TABLE
from vitascope.engines.previz.cues import MARCH, Actor, Field, Targets, comes
from vitascope.engines.previz.layout import Numbers
from vitascope.engines.previz.plan import Action

FOCAL = 1.3
"""The focal length in picture heights that sizes are reckoned with."""
ALONE = 0.05
"""How far from the middle one is at least that has somebody to face, in half pictures."""
FIGHTING, FACING = 0.42, 0.86
"""How far from their middle two stand that fight, and those with a table between them, in half lengths."""


def fight(actor: Actor, action: Action, state: Targets) -> Targets:
    """Go at one another: several of a kind draw together in pairs, one alone strikes where it is."""
    made = actor.layout
    strikes = 1.0 if action.verb == "fight" else 0.0
    found = {Field.WORK: actor.all(strikes), Field.HOLD: actor.all(2.0), Field.ROAM: actor.all(0.0)}
    if made.count < 2:
        return {**found, **_opposed(actor, state)}
    pair = np.arange(made.count) // 2 * 2
    other = np.minimum(pair + 1, made.count - 1)
    size = state[Field.SIZE][pair]
    middle = 0.5 * (state[Field.ACROSS][pair] + state[Field.ACROSS][other])
    side = np.where(np.arange(made.count) == pair, -1.0, 1.0)
    away = _apart(actor) * np.exp(size) / (actor.slope * FOCAL)
    return {
        **found,
        Field.SIZE: size,
        Field.ACROSS: middle + side * away,
        Field.FACE: -side * (0.5 * math.pi + 0.25),
    }


def _opposed(actor: Actor, state: Targets) -> Targets:
    """Near the middle, and turned to it; who is there already is alone."""
    across = state[Field.ACROSS]
    if abs(float(across[0])) < ALONE:
        return {}
    side = np.sign(across)
    away = (0.1 + _apart(actor)) * np.exp(state[Field.SIZE]) / (actor.slope * FOCAL)
    return {
        Field.ACROSS: side * np.minimum(away, np.abs(across)),
        Field.FACE: -side * (0.5 * math.pi + 0.2),
    }


def _apart(actor: Actor) -> float:
    """How far from their middle two are: with a table between them, beyond its edges."""
    return FACING if AT_TABLE in actor.subject.traits else FIGHTING


def along(actor: Actor, state: Targets) -> Targets:
    """Along its lane, nearer or farther."""
    come = comes(actor) > 0.0
    nearer = np.where(come, np.minimum(0.55, math.log(0.95) - state[Field.SIZE]), -1.1)
    return {
        Field.SIZE: state[Field.SIZE] + nearer,
        Field.ACROSS: state[Field.ACROSS] * np.exp(nearer),
        Field.FACE: np.where(come, math.pi, 0.0),
        Field.HOLD: actor.all(0.3),
    }


def filed(actor: Actor, right: Numbers) -> Targets:
    """One behind the other, as far from one another as at first."""
    across = actor.layout.across + MARCH * right
    return {Field.ACROSS: across, Field.FACE: right * math.pi / 2.0, Field.HOLD: actor.all(0.1)}
