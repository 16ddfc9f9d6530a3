"""What is held by a string: kites, and who flies them."""

from __future__ import annotations

import math
from dataclasses import replace

from vitascope.engines.previz.canvas import Placement
from vitascope.engines.previz.catalogue import form_of
from vitascope.engines.previz.plan import Medium, ShotPlan

KITE = "kite"
"""The form that is flown, and the stance of who does."""
HAND = (0.13, 0.51, 0.27)
"""Where a flyer's raised hand is (``rigs.stances.kite``): right, up and ahead of the middle, in lengths."""
TURNED = 0.7
"""How far from the camera's side a flyer turns to the kite at most, radians."""
Found = list[tuple[int, Placement]]


def tethered(plan: ShotPlan, found: Found) -> Found:
    """The same placements, with a string from every kite to the hand of somebody who flies it."""
    kites = [n for n, subject in enumerate(plan.subjects) if subject.form == KITE]
    people = [n for n, subject in enumerate(plan.subjects) if subject.rig == "biped" and _stands(plan, n)]
    if not kites or not people:
        return found
    flyers = [(n, each) for n, each in found if n == people[0]]
    flown = [(n, each) for n, each in found if n in kites]
    changed: dict[tuple[int, int], Placement] = {}
    for (n, kite), (who, flyer) in zip(flown, flyers, strict=False):
        held = _toward(flyer, kite)
        changed[n, kite.who] = replace(kite, tether=_string(held, kite))
        changed[who, flyer.who] = held
    return [(n, changed.get((n, each.who), each)) for n, each in found]


def _stands(plan: ShotPlan, number: int) -> bool:
    """Whether somebody is on the ground, or on what does not move."""
    upon = plan.subjects[number].upon
    if upon is not None:
        return form_of(plan.subjects[upon].rig, plan.subjects[upon].form).rooted
    return plan.subjects[number].medium != Medium.AIR


def _toward(flyer: Placement, kite: Placement) -> Placement:
    """The flyer, turned to the kite, and with a hand up."""
    aim = math.atan2(kite.x - flyer.x, kite.z - flyer.z)
    turn = (aim - flyer.heading + math.pi) % math.tau - math.pi
    return replace(flyer, heading=flyer.heading + max(min(turn, TURNED), -TURNED), stance=KITE)


def _string(flyer: Placement, kite: Placement) -> tuple[float, float, float]:
    """From the kite's middle to the flyer's hand, metres."""
    right, up, ahead = (each * flyer.length for each in HAND)
    sine, cosine = math.sin(flyer.heading), math.cos(flyer.heading)
    x = flyer.x + right * cosine + ahead * sine
    z = flyer.z - right * sine + ahead * cosine
    return x - kite.x, flyer.y + up - kite.y, z - kite.z
