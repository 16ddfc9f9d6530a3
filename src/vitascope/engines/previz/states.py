"""A subject's state at any moment: where its cues have brought it, and loops that close."""

from __future__ import annotations

import math

import numpy as np

from vitascope.engines.previz.clock import action_start, origin_index
from vitascope.engines.previz.cues import Field
from vitascope.engines.previz.easing import aside, there_and_back
from vitascope.engines.previz.layout import Numbers
from vitascope.engines.previz.plan import Medium, ShotPlan
from vitascope.engines.previz.rail import When
from vitascope.engines.previz.tracks import Track

ROUND = {Medium.WATER: 0.085, Medium.AIR: 0.11, Medium.GROUND: 0.09, Medium.SURFACE: 0.05}
"""Rounds of idle circling per second."""
DEEP = 0.8
"""How deep that circle is for its width."""
STEP = 1.0 / 96.0
"""Seconds, for slopes."""
RAMP, LEFT, FADE = 0.28, 0.6, 0.12
"""An even movement: the share it takes to speed up, the speed left on arrival, how long that fades."""
FOCAL = 1.3
"""The focal length in picture heights that lengths are reckoned with."""
WIDE = 0.4
"""How far apart the ways out and back of a loop are, in half widths."""


TRAVEL = (Field.ACROSS, Field.UP, Field.SIZE)
HOLDING = 0.3
"""Lengths per second from which on a subject in a loop looks where it goes."""


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

    A loop starts with the state and the speed it takes over, and ends with them: along a sine whose slope
    is that speed, on a circle beside it, and out to what its own cues ask for and back on another way.
    """
    take = plan.takes[when.index]
    start = action_start(plan, when.index)
    here = _open(track, When(when.index, start, 0.0))
    ahead = _open(track, When(when.index, start + STEP, 0.0))
    behind = _open(track, When(when.index, start - STEP, 0.0))
    out = (ahead - behind) / (2.0 * STEP) * take.seconds / math.tau
    change = _excursion(plan, track, here, when.index)
    found = here + out * math.sin(math.tau * when.turn) + change * there_and_back(when.turn)
    found[-3:] += _circle(track, here, out) * there_and_back(when.turn)
    found[: len(Field)] += _apart(track, change) * aside(when.turn)
    speed = np.linalg.norm(_flat(track, here, out), axis=0) * math.tau / take.seconds
    loose = 1.0 - np.exp(-((speed / HOLDING) ** 2))
    found[Field.HOLD] *= 1.0 - 0.95 * loose * there_and_back(when.turn)
    return found


def _excursion(plan: ShotPlan, track: Track, here: Numbers, index: int) -> Numbers:
    """What the loop's own cues change. One that continues something stays where it is, and only acts."""
    there = here.copy()
    stays = index != origin_index(plan)
    for cue in track.own.get(index, ()):
        for name, target in cue.targets.items():
            if not (stays and name in TRAVEL):
                there[name] = target
    return there - here


def _flat(track: Track, here: Numbers, out: Numbers) -> Numbers:
    """A small change of state as a way right and forward, in lengths, ``(2, count)``."""
    depth = FOCAL / np.exp(here[Field.SIZE])
    right = out[Field.ACROSS] * track.actor.slope / 2.0 * depth + out[-3]
    way: Numbers = np.stack([right, out[-1] - out[Field.SIZE] * depth])
    return way


def _circle(track: Track, here: Numbers, out: Numbers) -> Numbers:
    """The far side of a circle that begins along ``out``, on the side of the picture's middle."""
    right, forward = _flat(track, here, out)
    inward = np.where(forward * here[Field.ACROSS] - right > 0.0, 1.0, -1.0)
    way: Numbers = 2.0 * inward * np.stack([-forward, 0.0 * right, right])
    return way


def _apart(track: Track, change: Numbers) -> Numbers:
    """How far the ways out and back keep to either side, ``(fields, count)``."""
    found = np.zeros((len(Field), track.actor.layout.count))
    deep = np.abs(change[Field.SIZE])
    wide = np.abs(change[Field.ACROSS])
    along = deep >= wide
    found[Field.ACROSS] = np.where(along, track.actor.layout.side * WIDE * np.minimum(deep, 1.0), 0.0)
    found[Field.SIZE] = np.where(along, 0.0, 0.25 * np.minimum(wide, 1.0))
    return found
