"""Each subject's state at any moment: where its cues have brought it, and loops that close."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from vitascope.engines.previz.clock import action_start, origin_index
from vitascope.engines.previz.cues import Actor, Cue, Field, Targets, entrance, resting
from vitascope.engines.previz.deeds import cues
from vitascope.engines.previz.easing import aside, there_and_back
from vitascope.engines.previz.focus import shown_length
from vitascope.engines.previz.layout import Numbers, layout
from vitascope.engines.previz.plan import Action, Medium, ShotPlan, Take
from vitascope.engines.previz.rail import When, rail_of
from vitascope.engines.previz.stage import REFRAMING, Framing, Stage, references

ROUND = {Medium.WATER: 0.085, Medium.AIR: 0.11, Medium.GROUND: 0.09, Medium.SURFACE: 0.05}
"""Rounds of idle circling per second."""
DEEP = 0.8
"""How deep that circle is for its width."""
STEP = 1.0 / 96.0
"""Seconds, for slopes."""
RAMP, LEFT, FADE = 0.28, 0.6, 0.12
"""An even movement: the share it takes to speed up, the speed left on arrival, how long that fades."""
WIDE = 0.4
"""How far apart the ways out and back of a loop are, in half widths."""


@dataclass(frozen=True)
class Track:
    """One subject: its individuals, base state, cues in order, and its circling's handedness."""

    number: int
    actor: Actor
    base: Numbers
    cues: tuple[Cue, ...]
    own: dict[int, tuple[Cue, ...]]
    since: int


@dataclass(frozen=True)
class Script:
    """Everything that does not change from frame to frame."""

    frames: tuple[Framing, ...]
    tracks: tuple[Track, ...]


@lru_cache(maxsize=32)
def script(plan: ShotPlan, stage: Stage) -> Script:
    """Work out a plan's tracks on a stage."""
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
    state |= entrance(actor, first[0]) if first else _arriving(actor, plan, since)
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
    return Track(number, actor, base, tuple(found), own, since)


def _arriving(actor: Actor, plan: ShotPlan, since: int) -> Targets:
    """A newcomer without orders comes in from the side."""
    if actor.subject.since is None:
        return {}
    return entrance(actor, Action(subject=0, verb="emerge", start=plan.takes[since].start, end=0.0))


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
    if not actions and actor.subject.since == take.start:
        actions = [
            Action(subject=number, verb="emerge", start=take.start, end=take.start + 0.6 * take.seconds)
        ]
    for action in actions:
        found += cues(actor, action, index, late, within)
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
    if subject.medium == Medium.GROUND or way < 1e-6:
        return 0.1
    distance = shown_length(subject, plan, stage.home) * stage.home.pose.focal / 0.6
    return min(max(1.0 - 0.55 * distance / way, 0.2), 0.92)


def _array(state: Targets) -> Numbers:
    return np.stack([state[name] for name in Field])


def folded(track: Track, when: When) -> Numbers:
    """Where the cues that can be known at ``when`` have brought a subject, ``(fields, count)``."""
    state = track.base.copy()
    for cue in track.cues:
        unknown = cue.take < when.index if cue.leads else cue.take > when.index
        if unknown:
            continue
        ease = _evenly if cue.even else _ease
        share = ease((when.action - cue.start) / np.maximum(cue.end - cue.start, 1e-3))
        if cue.leads:
            share = 1.0 - share
        for name, target in cue.targets.items():
            state[name] += share * (target - state[name])
    return state


def _ease(x: Numbers) -> Numbers:
    x = np.clip(x, 0.0, 1.0)
    eased: Numbers = x * x * x * (x * (6.0 * x - 15.0) + 10.0)
    return eased


def _evenly(x: Numbers) -> Numbers:
    """Like ``easing.glide``: up to an even speed, down to ``LEFT`` of it at 1, then fading."""
    rise = np.clip(x, 0.0, RAMP)
    fall = np.clip(x - 1.0 + RAMP, 0.0, RAMP)
    way = _ramp(rise) + np.clip(x - RAMP, 0.0, 1.0 - 2.0 * RAMP) + fall - (1.0 - LEFT) * _ramp(fall)
    after = LEFT * FADE * (1.0 - np.exp(-np.clip(x - 1.0, 0.0, None) / FADE))
    shares: Numbers = (way + after) / (1.0 - 0.5 * RAMP * (2.0 - LEFT))
    return shares


def _ramp(x: Numbers) -> Numbers:
    way: Numbers = 0.5 * x - RAMP / math.tau * np.sin(math.pi * x / RAMP)
    return way


def circling(track: Track, state: Numbers, action: float) -> Numbers:
    """Idle circling about the planned place: right, up and forward in lengths, ``(3, count)``."""
    made = track.actor.layout
    angle = math.tau * (made.phase + made.side * ROUND[track.actor.subject.medium] * action)
    roam = state[Field.ROAM]
    bob = 0.04 * np.sin(math.tau * (made.phase * 7.0 + 0.19 * action)) if _floats(track) else 0.0 * roam
    return np.stack(
        [roam * np.cos(angle), 0.1 * roam * np.sin(2.0 * angle) + bob, DEEP * roam * np.sin(angle)]
    )


def _floats(track: Track) -> bool:
    return track.actor.subject.medium != Medium.GROUND


def whole(plan: ShotPlan, track: Track, when: When) -> Numbers:
    """The state and the circling at a moment, ``(fields + 3, count)``; in a loop they close."""
    if not plan.takes[when.index].loop:
        return _open(track, when)
    return _closed(plan, track, when)


def _open(track: Track, when: When) -> Numbers:
    state = folded(track, when)
    return np.concatenate([state, circling(track, state, when.action)])


def _closed(plan: ShotPlan, track: Track, when: When) -> Numbers:
    """Out along the way the loop finds, round, and back to it.

    A loop starts with the state and the speed it takes over, and ends with them: a sine whose slope is
    that speed, an excursion that begins and ends at rest, and the width between the ways out and back.
    """
    take = plan.takes[when.index]
    start = action_start(plan, when.index)
    here = _open(track, When(when.index, start, 0.0))
    ahead = _open(track, When(when.index, start + STEP, 0.0))
    behind = _open(track, When(when.index, start - STEP, 0.0))
    speed = (ahead - behind) / (2.0 * STEP)
    out = speed * take.seconds / math.tau
    found = here + out * math.sin(math.tau * when.turn)
    found += _excursion(track, here, out, when.index) * there_and_back(when.turn)
    moved = float(np.abs(_excursion(track, here, out, when.index)[Field.SIZE]).max())
    found[Field.ACROSS] += track.actor.layout.side * WIDE * min(moved, 1.0) * aside(when.turn)
    return found


def _excursion(track: Track, here: Numbers, out: Numbers, index: int) -> Numbers:
    """What a loop's own cues add at its middle, and the far side of the circle it goes on with."""
    there = here.copy()
    for cue in track.own.get(index, ()):
        for name, target in cue.targets.items():
            there[name] = target
    change = there - here
    circle = here[len(Field) :]
    radius = np.hypot(out[-3], out[-1])
    reach = np.maximum(np.hypot(circle[0], circle[2]), 1e-6)
    change[-3] -= 2.0 * radius * circle[0] / reach
    change[-1] -= 2.0 * radius * circle[2] / reach
    return change
