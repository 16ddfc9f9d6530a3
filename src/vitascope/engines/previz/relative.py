"""Where something is beside whom it stands with: so far aside, so far behind, so high above."""

from __future__ import annotations

from vitascope.engines.previz.catalogue import form_of
from vitascope.engines.previz.plan import Medium, Near, ShotPlan, Subject

LOW = 0.335
"""How far below the middle feet are at most, in picture heights."""
WITH = {
    "over": (0.22, 0.12),
    "beside": (0.85, 0.25),
    "before": (0.52, -0.28),
    "behind": (0.30, 0.95),
    "amid": (0.0, -0.40),
    "across": (0.0, 0.0),
    "between": (0.0, 0.0),
    "facing": (0.62, -0.1),
    "flanking": (0.80, 0.05),
    "above": (0.0, 0.0),
    "hand": (0.36, 0.0),
}
"""How far aside and behind what stands with somebody is, in means of both lengths."""
SEEN_OVER, LOW_BEFORE, TRUNK_BEFORE = 0.5, (0.10, -0.50), (0.07, -0.22)
"""Up to so much of one's height, what is before one is looked over; where that is then, and a tree."""
CLEAR, HIGHEST = 0.30, 0.80
"""How far above somebody's top another is, and how high at most, in half pictures."""


def offset(subject: Subject, host: Subject, where: str) -> tuple[float, float]:
    """How far aside and behind it is: what is low is looked over, and a tree's trunk is slim."""
    if where != "before" or subject.rig == "prop":
        return WITH[where]
    if subject.rig == "tree":
        return TRUNK_BEFORE
    high, own = (form_of(each.rig, each.form).stand * each.length for each in (subject, host))
    return LOW_BEFORE if high < SEEN_OVER * own else WITH[where]


def rank(plan: ShotPlan, number: int, near: Near) -> int:
    """How many others stand as it does with whom it stands with, before it."""
    return sum(each.near == near for each in plan.subjects[:number])


def height_above(host: Subject, size: float, up: float) -> float:
    """How high one is above somebody of an apparent length, in half pictures."""
    if host.medium == Medium.AIR:
        return min(up + CLEAR, HIGHEST)
    return min(4.0 * form_of(host.rig, host.form).stand * size - 2.0 * LOW + CLEAR, HIGHEST)
