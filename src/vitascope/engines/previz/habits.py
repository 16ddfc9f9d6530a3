"""What animals do with their heads where they stand."""

from __future__ import annotations

import numpy as np

from vitascope.engines.previz.cues import Actor, Field, Targets, crops
from vitascope.engines.previz.plan import Action

STEADY, WIDE = 0.3, 0.6
"""How firmly one keeps looking where it does, lengths per second; how far the jaws of one that howls open."""


def graze(actor: Actor, action: Action, state: Targets) -> Targets:
    """Bring the mouth to the ground, if it gets there."""
    del action
    steady: Targets = {Field.HOLD: np.maximum(state[Field.HOLD], STEADY)}
    return {Field.WORK: actor.all(1.0), **steady} if crops(actor) else steady


def howl(actor: Actor, action: Action, state: Targets) -> Targets:
    """Open the jaws, on four legs with the head thrown back."""
    del action
    if actor.subject.rig != "quadruped":
        return {Field.JAW: actor.all(1.0)}
    steady = np.maximum(state[Field.HOLD], STEADY)
    return {Field.JAW: actor.all(WIDE), Field.WAVE: actor.all(1.0), Field.HOLD: steady}
