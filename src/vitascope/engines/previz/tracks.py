"""Each subject's track: where it starts, and its cues of all takes in order."""

from __future__ import annotations

import math
from dataclasses import dataclass
from weakref import WeakKeyDictionary

import numpy as np

from vitascope.engines.previz.catalogue import form_of
from vitascope.engines.previz.clock import action_start, origin_index
from vitascope.engines.previz.cues import Actor, Cue, Field, Targets, resting
from vitascope.engines.previz.deeds import cues
from vitascope.engines.previz.entrances import entrance
from vitascope.engines.previz.focus import shown_length
from vitascope.engines.previz.layout import Numbers, layout
from vitascope.engines.previz.plan import Action, Medium, ShotPlan, Take
from vitascope.engines.previz.rail import rail_of
from vitascope.engines.previz.stage import REFRAMING, Framing, Stage, references

AIRBORNE = frozenset({"aerial_drone", "aerial"})
"""Moves of a camera that keeps up with what is on its way."""
ON_THE_WAY, TRACKED = frozenset({"walk", "run", "cross", "drive", "sail", "fly", "swim"}), 0.85
"""What one does beside whom a camera goes, and how much of its way such a one goes along."""
ARRIVAL = 0.4
"""The share of its first take in which a newcomer comes in."""


@dataclass(frozen=True)
class Track:
    """One subject: its individuals, base state, cues in order.

    ``runs`` and ``dances`` are whether it does so where it is first seen, ``pace`` how fast it goes there, 1
    for the usual.
    """

    number: int
    actor: Actor
    base: Numbers
    cues: tuple[Cue, ...]
    own: dict[int, tuple[Cue, ...]]
    since: int
    runs: bool = False
    pace: float = 1.0
    dances: bool = False


@dataclass(frozen=True)
class Script:
    """Everything that does not change from frame to frame."""

    frames: tuple[Framing, ...]
    tracks: tuple[Track, ...]


_SCRIPTS: WeakKeyDictionary[Stage, dict[ShotPlan, Script]] = WeakKeyDictionary()
"""What was worked out, for as long as its stage: a stage keeps the ground it stands on, megabytes of it."""


def script(plan: ShotPlan, stage: Stage) -> Script:
    """A plan's tracks on a stage, worked out once."""
    known = _SCRIPTS.setdefault(stage, {})
    if plan not in known:
        known[plan] = _worked_out(plan, stage)
    return known[plan]


def _worked_out(plan: ShotPlan, stage: Stage) -> Script:
    frames = references(plan, stage)
    return Script(frames, tuple(_track(plan, stage, frames, i) for i in range(len(plan.subjects))))


def _track(plan: ShotPlan, stage: Stage, frames: tuple[Framing, ...], number: int) -> Track:
    subject = plan.subjects[number]
    origin = origin_index(plan)
    since = next((i for i, take in enumerate(plan.takes) if subject.since == take.start), 0)
    frame = frames[max(since, origin)]
    actor = Actor(subject, layout(plan, stage, number, frame), stage.ratio / frame.focal)
    state = resting(actor)
    state[Field.FOLLOW] = actor.all(_follow(plan, stage, number, max(since, origin)))
    first = _actions(plan.takes[max(since, origin)], number)
    if subject.since is not None:
        state |= entrance(actor, _arrival(plan.takes[since], number))
    elif first:
        state |= entrance(actor, first[0])
    if plan.takes[origin].loop and subject.since is None:
        state |= _ready_to_turn(actor, first)
    base = _array(state)
    found: list[Cue] = []
    own: dict[int, tuple[Cue, ...]] = {}
    for index in range(origin, len(plan.takes)):
        made = _take_cues(plan, stage, actor, (index, number), state)
        if plan.takes[index].loop:
            own[index] = tuple(made)
        else:
            found += made
    for index in range(origin - 1, -1, -1):
        made = _leading(plan, actor, index, number)
        if plan.takes[index].loop:
            own[index] = tuple(made)
        else:
            found += made
    pace = first[0].pace if first else 1.0
    runs = any(action.verb in {"run", "rush"} for action in first) and subject.medium == Medium.GROUND
    dances = any(action.verb == "dance" for action in first)
    return Track(number, actor, base, tuple(found), own, since, runs, pace, dances)


def _ready_to_turn(actor: Actor, actions: list[Action]) -> Targets:
    """In a loop that goes somewhere, the way back ends where the way out begins: turn in between."""
    verbs = {action.verb for action in actions}
    if verbs & {"cross", "emerge"}:
        return {Field.FACE: actor.all(math.pi) + 0.3 * actor.layout.side, Field.HOLD: actor.all(0.8)}
    if verbs & {"rush", "appear", "fly", "swim"}:
        return {Field.FACE: math.pi + 1.2 * actor.layout.side, Field.HOLD: actor.all(0.8)}
    return {}


def _arrival(take: Take, number: int) -> Action:
    """A newcomer comes in from outside the picture, whatever it does then."""
    end = take.start + ARRIVAL * take.seconds
    return Action(subject=number, verb="emerge", start=take.start, end=end)


def _actions(take: Take, number: int) -> list[Action]:
    return [action for action in take.actions if action.subject == number]


def _take_cues(
    plan: ShotPlan, stage: Stage, actor: Actor, which: tuple[int, int], state: Targets
) -> list[Cue]:
    index, number = which
    take = plan.takes[index]
    late = action_start(plan, index) - take.start
    within = dict(state) if take.loop else state
    found: list[Cue] = []
    if index > origin_index(plan) and not take.loop:
        follow = actor.all(_follow(plan, stage, number, index))
        start = actor.all(action_start(plan, index))
        found.append(Cue(index, start, start + REFRAMING, {Field.FOLLOW: follow}))
    actions = _actions(take, number)
    if actor.subject.since == take.start:
        actions = [_arrival(take, number), *(a for a in actions if a.verb not in {"emerge", "appear"})]
    for action in actions:
        made = cues(actor, action, index, late, within)
        found += made[:1] if take.loop else made
    return found


def _leading(plan: ShotPlan, actor: Actor, index: int, number: int) -> list[Cue]:
    """Cues of a take before the origin, the latest first: each hands over to what comes after it."""
    take = plan.takes[index]
    late = action_start(plan, index) - take.start
    close = take.start + take.seconds + late
    state = resting(actor)
    timed: list[tuple[float, Targets]] = []
    for action in _actions(take, number):
        came = entrance(actor, action) if not timed else {}
        if came:
            timed.append((action.start + late, came))
        made = cues(actor, action, index, late, state)
        timed.append((action.start + late + 0.55 * (action.end - action.start), made[0].targets))
    ends = [start for start, _ in timed[1:]] + [close]
    found = [
        Cue(index, actor.all(start), actor.all(end), wanted, leads=True)
        for (start, wanted), end in zip(timed, ends, strict=False)
    ]
    return found[::-1]


def _follow(plan: ShotPlan, stage: Stage, number: int, index: int) -> float:
    """How much of the camera's way a subject goes along: all but a little where it is a long one."""
    legs = [leg.shift for leg in rail_of(plan).legs if leg.take == index]
    way = sum(abs(s.right) + abs(s.forward) + 0.5 * abs(s.up) for s in legs) * stage.home.unit
    subject = plan.subjects[number]
    carrier = plan.subjects[subject.upon] if subject.upon is not None else subject
    if form_of(carrier.rig, carrier.form).rooted:
        return 0.0
    flown = any(move.kind in AIRBORNE for move in plan.takes[index].camera)
    if flown and not plan.takes[index].loop and _actions(plan.takes[index], number):
        return 0.6
    if _tracked(plan.takes[index], number):
        return TRACKED
    if subject.medium == Medium.GROUND or way < 1e-6 or plan.takes[index].loop:
        return 0.15
    distance = shown_length(subject, plan, stage.home) * stage.home.pose.focal / 0.6
    return min(max(1.0 - 0.55 * distance / way, 0.2), 0.92)


def _tracked(take: Take, number: int) -> bool:
    """Whether the camera goes beside one that is on its way."""
    beside = any(move.kind in {"truck_left", "truck_right"} for move in take.camera)
    return beside and not take.loop and any(each.verb in ON_THE_WAY for each in _actions(take, number))


def _array(state: Targets) -> Numbers:
    return np.stack([state[name] for name in Field])
