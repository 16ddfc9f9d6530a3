"""Who goes over what lies across his way: a horse over a fence, a runner over a hurdle."""

from __future__ import annotations

import math
from dataclasses import replace

from vitascope.engines.previz.canvas import Placement
from vitascope.engines.previz.catalogue import form_of, seat
from vitascope.engines.previz.plan import ShotPlan

ACROSS = "across"
"""Where something stands with somebody who goes over it."""
CLEAR = 0.12
"""By how much of his length one clears it."""
REACH, STEEPEST = 0.55, 0.45
"""How far before it one takes off, in lengths; how steeply he rises, radians."""
Found = list[tuple[int, Placement]]


def vaulted(plan: ShotPlan, found: Found) -> Found:
    """The same placements, with everybody as high as he is over what lies across his way."""
    for number, subject in enumerate(plan.subjects):
        if subject.near is not None and subject.near.where == ACROSS:
            who = _mover(plan, subject.near.subject)
            over = next((each for n, each in found if n == number), None)
            if over is not None:
                found = [
                    (n, _raised(each, over, plan, (who, number)) if n == who else each) for n, each in found
                ]
    return found


def _mover(plan: ShotPlan, number: int) -> int:
    """Who goes where that one goes: his mount."""
    upon = plan.subjects[number].upon
    rooted = upon is None or form_of(plan.subjects[upon].rig, plan.subjects[upon].form).rooted
    return number if upon is None or rooted else upon


def _raised(each: Placement, over: Placement, plan: ShotPlan, which: tuple[int, int]) -> Placement:
    """On a parabola that begins before it; what has four legs turned up, then down."""
    mover, subject = plan.subjects[which[0]], plan.subjects[which[1]]
    high = (
        form_of(subject.rig, subject.form).stand + seat(subject.rig, subject.form)
    ) * over.length + CLEAR * each.length
    reach = REACH * each.length + 0.5 * high
    sine, cosine = math.sin(each.heading), math.cos(each.heading)
    ahead = (over.x - each.x) * sine + (over.z - each.z) * cosine
    aside = (over.x - each.x) * cosine - (over.z - each.z) * sine
    share = ahead / reach
    if abs(share) >= 1.0 or abs(aside) > 0.5 * (over.length + each.length):
        return each
    climb = STEEPEST * math.sin(math.pi * share) if mover.rig == "quadruped" else 0.0
    return replace(each, y=each.y + high * (1.0 - share * share), climb=each.climb + climb)
