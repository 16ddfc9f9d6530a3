"""The verbs: which state an action leads to, and what a subject does once it is done."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np

from vitascope.engines.previz.aftermath import EVEN, afterwards, charges, near_angle
from vitascope.engines.previz.apparent import SPREAD, SPREAD_OTHER
from vitascope.engines.previz.cues import (
    ABREAST,
    AHEAD,
    Actor,
    Cue,
    Field,
    Targets,
    laid,
    resting,
    toward_camera,
    way,
)
from vitascope.engines.previz.encounters import FOCAL, SPRAYED, along, fight, filed, partner
from vitascope.engines.previz.habits import graze, howl
from vitascope.engines.previz.layout import Numbers
from vitascope.engines.previz.plan import Action, Medium

LATEST = 3.0
"""Seconds after which one has come in."""
STAGGER = 0.35
"""The share of an action by which the last individual starts after the first."""
ACTED, READY = frozenset({"dance", "graze", "howl", "wave", "work", "fight", "meet", "sway"}), 1.1
"""What is done in full after so many seconds."""
FARTHEST = 0.66
"""How far across one ends that crosses it, in half pictures."""
TOGETHER = 0.65
"""How much less far than one alone several go that cross the picture, for all of them to stay in it."""
HURRIED = 0.8
"""How far across one ends who hurries, in half pictures."""
LEAPERS = frozenset({"fish", "whale"})
"""Rigs that rise out of the water, or from the ground, by leaping."""
AT_LEVEL = frozenset({Medium.SURFACE, Medium.GROUND})
"""Media at the height of which one stays."""
SPUN = 2.0
"""Turns of a spin."""
RESTING = frozenset({"sleep", "lie", "sit", "land"})
"""Verbs that end in rest."""
STAYING = frozenset(
    {"look", "turn", "spin", "dance", "sway", "wave", "open_jaws", "howl", "work", "fight", "meet"}
)
"""What something rooted can do."""


def targets(actor: Actor, action: Action, state: Targets) -> Targets:
    """The fields an action changes, and to what; ``state`` is where they were brought before."""
    if actor.rooted and action.verb not in STAYING:
        return {Field.GROWN: actor.all(1.0)} if action.verb == "rise" and actor.grows else {}
    if action.verb == "turn" and _rests(state):
        return _turned(actor, action)
    found = DEEDS.get(action.verb, _idle)(actor, action, state)
    if action.verb in RESTING or action.verb in STAYING or not _rests(state):
        return found
    return {**found, Field.LIE: actor.all(0.0), Field.SIT: actor.all(0.0)}


def _rests(state: Targets) -> bool:
    return max(float(np.max(state[field])) for field in (Field.LIE, Field.SIT)) > 0.0


def _turned(actor: Actor, action: Action) -> Targets:
    """One that rests turns where it is."""
    facing = {"left": -math.pi / 2.0, "right": math.pi / 2.0, "away": 0.0}.get(action.toward, math.pi)
    return {Field.FACE: actor.all(facing), Field.HOLD: actor.all(1.5)}


def _rest(actor: Actor, action: Action, state: Targets) -> Targets:
    """Lie down or sit where it is, or come down there."""
    del state
    found = {**laid(actor, action.verb), Field.ROAM: actor.all(0.0), Field.HOLD: actor.all(1.5)}
    if action.verb == "land":
        found |= {Field.LIFT: actor.all(0.0), Field.ACROSS: actor.layout.across}
    return found


def _place(actor: Actor, action: Action, state: Targets) -> Targets:
    del action, state
    found = resting(actor)
    kept = (Field.ACROSS, Field.UP, Field.SIZE, Field.FACE, Field.HOLD, Field.ROAM)
    placed = {field: found[field] for field in kept}
    if actor.roam:
        placed[Field.HOLD], placed[Field.ROAM] = actor.all(0.5), actor.all(0.5 * actor.roam)
    return placed


def _rush(actor: Actor, action: Action, state: Targets) -> Targets:
    if action.toward in {"left", "right"}:
        return _cross(actor, action, state)
    if action.toward == "away":
        return _away(actor, action, state)
    made = actor.layout
    arrived = np.minimum(actor.near, state[Field.SIZE] + 3.5)
    across = 0.45 * made.across
    return {
        Field.ACROSS: across,
        Field.UP: 0.35 * made.up if made.count > 1 else actor.all(0.02),
        Field.SIZE: arrived,
        Field.FACE: toward_camera(actor, across),
        Field.HOLD: actor.all(1.2),
        Field.ROAM: actor.all(0.04 * min(actor.roam, 1.0)),
        Field.FOLLOW: actor.all(0.9),
    }


def _away(actor: Actor, action: Action, state: Targets) -> Targets:
    del action
    return {
        Field.SIZE: state[Field.SIZE] - 1.5,
        Field.UP: 0.5 * state[Field.UP] + 0.1,
        Field.FACE: actor.all(0.0),
        Field.HOLD: actor.all(0.1),
        Field.ROAM: actor.all(0.3 * actor.roam),
    }


def _turn(actor: Actor, action: Action, state: Targets) -> Targets:
    across = 0.8 * state[Field.ACROSS]
    facing = {"left": -math.pi / 2.0, "right": math.pi / 2.0, "away": 0.0}
    if action.toward in facing:
        return {Field.FACE: actor.all(facing[action.toward]), Field.HOLD: actor.all(0.5)}
    if action.toward != "camera" and action.verb == "turn":
        return {Field.FACE: state[Field.FACE] + 2.2 * actor.layout.side, Field.HOLD: actor.all(0.4)}
    largest = math.log(1.1 * SPREAD.get(actor.subject.rig, SPREAD_OTHER))
    nearer = 0.55 * (1.0 - actor.layout.delay) if action.verb == "turn" else 0.1
    return {
        Field.ACROSS: across,
        Field.SIZE: np.minimum(state[Field.SIZE] + nearer, largest),
        Field.FACE: toward_camera(actor, across) + 0.5 * actor.layout.side,
        Field.HOLD: actor.all(0.6),
        Field.ROAM: actor.all(0.12 * actor.roam),
    }


def _circle(actor: Actor, action: Action, state: Targets) -> Targets:
    del action
    walks = actor.subject.medium in {Medium.GROUND, Medium.SURFACE}
    return {
        Field.SIZE: np.minimum(state[Field.SIZE], math.log(0.34)),
        Field.UP: np.clip(state[Field.UP], -0.3, 0.5),
        Field.ACROSS: 0.4 * state[Field.ACROSS],
        Field.HOLD: actor.all(0.02),
        Field.ROAM: actor.all(0.8 if walks else 1.3),
    }


def _cross(actor: Actor, action: Action, state: Targets) -> Targets:
    right = actor.all(1.0 if action.toward == "right" else -1.0)
    if action.toward not in {"left", "right"}:
        first = -math.copysign(1.0, float(state[Field.ACROSS][0]) + 1e-6)
        right = way(actor, action) if actor.herd else actor.all(first)
    if action.toward == "camera":
        return _nearer(actor, action, state)
    if action.toward == "away":
        return _away(actor, action, state)
    if actor.in_file:
        return filed(actor, way(actor, action))
    if actor.drawn:
        return {Field.ACROSS: AHEAD * right, Field.FACE: right * math.pi / 2.0, Field.HOLD: actor.all(0.1)}
    if actor.close:
        return {Field.ACROSS: 0.5 * right + actor.layout.across, Field.FACE: right * math.pi / 2.0,
                Field.HOLD: actor.all(0.1)}  # fmt: skip
    share, reach = (0.25, TOGETHER) if actor.layout.count > 1 else (ABREAST, 1.0)
    across = reach * _margin(actor, state) * right + share * actor.layout.across
    return {
        Field.ACROSS: np.clip(across, -FARTHEST, FARTHEST),
        Field.FACE: right * math.pi / 2.0,
        Field.HOLD: actor.all(0.1),
        Field.ROAM: actor.all(0.08 * actor.roam),
    }


def _margin(actor: Actor, state: Targets) -> Numbers:
    """How far across one goes that stays in the picture, in half pictures."""
    half = np.exp(state[Field.SIZE]) / (actor.slope * FOCAL)
    found: Numbers = np.clip(0.9 - 1.15 * half, 0.3, FARTHEST)
    return found


def _nearer(actor: Actor, action: Action, state: Targets) -> Targets:
    del action
    if actor.close:
        nearer = min(0.5, max(actor.layout.largest - float(state[Field.SIZE][0]), 0.0))
        across = state[Field.ACROSS] * math.exp(nearer)
        return {Field.SIZE: state[Field.SIZE] + nearer, Field.ACROSS: across,
                Field.FACE: toward_camera(actor, across), Field.HOLD: actor.all(0.5)}  # fmt: skip
    return {
        Field.SIZE: np.minimum(state[Field.SIZE] + 0.9, math.log(0.95) - 0.3 * actor.layout.delay),
        Field.ACROSS: 0.6 * state[Field.ACROSS],
        Field.FACE: toward_camera(actor, 0.6 * state[Field.ACROSS]),
        Field.HOLD: actor.all(0.2),
        Field.ROAM: actor.all(0.15 * actor.roam),
    }


def _cruise(actor: Actor, action: Action, state: Targets) -> Targets:
    aloft = {Field.LIFT: actor.all(1.0)} if action.verb == "fly" and actor.perching else {}
    return {**_cruising(actor, action, state), **aloft}


def _cruising(actor: Actor, action: Action, state: Targets) -> Targets:
    if action.toward == "camera":
        return _nearer(actor, action, state)
    if action.toward == "away":
        return _away(actor, action, state)
    if action.toward in {"left", "right"}:
        way = 1.0 if action.toward == "right" else -1.0
        return {
            Field.ACROSS: 0.6 * way + 0.3 * actor.layout.across,
            Field.FACE: actor.all(way * math.pi / 2.0),
            Field.HOLD: actor.all(0.1),
            Field.ROAM: actor.all(0.3 * actor.roam),
        }
    if action.toward in {"up", "down"}:
        return _level(actor, action, state)
    return {Field.ROAM: actor.all(1.15 * actor.roam), Field.HOLD: actor.all(0.02)}


def _level(actor: Actor, action: Action, state: Targets) -> Targets:
    up = action.verb in {"rise", "launch"} or action.toward == "up"
    if up and actor.subject.rig in LEAPERS and actor.subject.medium in AT_LEVEL:
        return {Field.LEAP: actor.all(1.0), Field.HOLD: np.maximum(state[Field.HOLD], 0.3)}
    if actor.perching:
        return {Field.LIFT: actor.all(0.5 if up else 0.0), Field.ACROSS: 0.6 * state[Field.ACROSS]}
    room = np.clip(0.92 - np.exp(state[Field.SIZE]), 0.1, 0.65)
    height = np.clip(actor.layout.up + (0.35 if up else -0.45), -0.7, room)
    roam = actor.all(0.5 * actor.roam)
    return {Field.UP: height, Field.ACROSS: 0.9 * state[Field.ACROSS], Field.ROAM: roam}


def _idle(actor: Actor, action: Action, state: Targets) -> Targets:
    roam = {"hover": 0.12, "drift": 0.6}.get(action.verb, 0.5)
    steady = 1.0 if action.verb == "hover" and actor.treads else 0.1
    return {Field.ROAM: actor.all(roam * actor.roam), Field.HOLD: np.maximum(state[Field.HOLD], steady)}


def _travel(actor: Actor, action: Action, state: Targets) -> Targets:
    """Walk, run, drive or sail: on its way, across the picture where no other way was named."""
    if actor.in_lane and action.toward not in {"left", "right"}:
        return along(actor, state)
    found = _rush(actor, action, state) if charges(action) else _cross(actor, action, state)
    if action.verb == "run":
        found[Field.HASTE] = actor.all(1.0)
    return found


def _acting(field: Field) -> Callable[[Actor, Action, Targets], Targets]:
    """Something done on the spot."""

    def act(actor: Actor, action: Action, state: Targets) -> Targets:
        del action
        return {field: actor.all(1.0), Field.HOLD: np.maximum(state[Field.HOLD], 0.3)}

    return act


def _work(actor: Actor, action: Action, state: Targets) -> Targets:
    """Work where it is; what is sprayed is sprayed away from the camera."""
    held = actor.subject.held
    away = {Field.FACE: -0.5 * np.sign(state[Field.ACROSS])} if held and held.form in SPRAYED else {}
    return {**_acting(Field.WORK)(actor, action, state), **away}


def _spin(actor: Actor, action: Action, state: Targets) -> Targets:
    del action
    return {Field.FACE: state[Field.FACE] + SPUN * math.tau, Field.HOLD: actor.all(2.5)}


def _jump(actor: Actor, action: Action, state: Targets) -> Targets:
    found = _cross(actor, action, state) if action.toward in {"left", "right", "away", "camera"} else {}
    return {**found, Field.LEAP: actor.all(1.0)}


def _jaws(actor: Actor, action: Action, state: Targets) -> Targets:
    del action, state
    return {Field.JAW: actor.all(1.0)}


DEEDS: dict[str, Callable[[Actor, Action, Targets], Targets]] = {
    "appear": _place,
    "emerge": _place,
    "rush": _rush,
    "turn": _turn,
    "look": _turn,
    "circle": _circle,
    "cross": _cross,
    "swim": _cruise,
    "fly": _cruise,
    "rise": _level,
    "dive": _level,
    "open_jaws": _jaws,
    "walk": _travel,
    "run": _travel,
    "drive": _travel,
    "sail": _travel,
    "jump": _jump,
    "dance": partner,
    "wave": _acting(Field.WAVE),
    "sway": _acting(Field.DANCE),
    "spin": _spin,
    "fall": _level,
    "launch": _level,
    "stand": _idle,
    "work": _work,
    "fight": fight,
    "meet": fight,
    "sleep": _rest,
    "lie": _rest,
    "graze": graze,
    "howl": howl,
    "sit": _rest,
    "land": _rest,
}


def cues(actor: Actor, action: Action, take: int, late: float, state: Targets) -> list[Cue]:
    """An action's cue and those for what comes after it; ``late`` turns scene into action seconds.

    ``state`` is brought up to where the action leaves it.
    """
    wanted = _paced(targets(actor, action, state), action.pace, state)
    if action.verb != "spin":
        wanted = _unwound(wanted, state)
    if Field.SIZE in wanted:
        wanted[Field.SIZE] = np.minimum(wanted[Field.SIZE], actor.layout.largest)
    start, end = action.start + late, action.end + late
    length = max(end - start, 0.2)
    length = min(length, LATEST) if action.verb == "emerge" else length
    on_the_spot = action.verb == "jump" and Field.ACROSS not in wanted and Field.SIZE not in wanted
    length = min(length, READY) if action.verb in ACTED or on_the_spot else length
    delays = STAGGER * length * actor.layout.delay
    begin = start + delays
    stop = actor.all(start + length) + (0.0 if action.verb in {"emerge", "appear"} else 0.3 * delays)
    state.update(wanted)
    found = [Cue(take, begin, stop, wanted, even=action.verb in EVEN)]
    for low, high, later in afterwards(actor, action, state):
        state.update(later)
        found.append(Cue(take, end + low + delays, end + high + delays, later))
    return found


def _paced(wanted: Targets, pace: float, state: Targets) -> Targets:
    """What an action changes at its pace: who goes slowly gets less far, who hurries farther."""
    if pace == 1.0:
        return wanted
    found = dict(wanted)
    for field, most in ((Field.ACROSS, pace), (Field.SIZE, 1.0)):
        if field in wanted:
            found[field] = state[field] + min(pace, most) * (wanted[field] - state[field])
    if Field.ACROSS in found:
        found[Field.ACROSS] = np.clip(found[Field.ACROSS], -HURRIED, HURRIED)
    if Field.ROAM in wanted:
        found[Field.ROAM] = pace * wanted[Field.ROAM]
    return found


def _unwound(wanted: Targets, state: Targets) -> Targets:
    """Turn to the nearer side."""
    if Field.FACE in wanted:
        wanted = {**wanted, Field.FACE: near_angle(wanted[Field.FACE], state[Field.FACE])}
    return wanted
