"""How a subject is seen from near: its face, its hands, its blossom."""

from __future__ import annotations

import math
from typing import NamedTuple

from vitascope.engines.previz.apparent import usual_size
from vitascope.engines.previz.heads import EYED, GAZE, HEADS, headed, turned
from vitascope.engines.previz.plan import ShotPlan, Subject

SPREADING = frozenset({"lily_pad"})
"""Forms of plants that lie flat, on which others are seen better than they."""
SERVED = frozenset({"amid", "before"})
"""Where that is at which somebody works."""


class Portrait(NamedTuple):
    """The height of a camera before what is seen from near, in its lengths, and how much nearer that is.

    The latter is the logarithm of the apparent length, beyond that of what is in its place. ``ahead`` is how
    far before its middle that is which is meant, in its lengths.
    """

    eye: float
    nearer: float
    ahead: float = 0.0
    turned: float = 0.0


FACE, HANDS, BLOSSOM = Portrait(0.84, 0.75), Portrait(0.60, 0.12), Portrait(0.86, 0.4)
DISH = Portrait(0.82, 0.55)
"""The one thing on a table."""
VISITED = Portrait(0.86, 0.75)
"""A blossom on which an insect is."""
FOREGROUND = 0.35
"""How much larger one is that is in the foreground, in the logarithm of its apparent length."""
HEADED, UNDER = 0.95, 0.16
"""The extent of an animal's head that is seen from near, in picture heights; and from how far below, in
its extents, a camera looks up at it."""


def portrait(plan: ShotPlan, subject: Subject) -> Portrait | None:
    """How one is seen from near, where the face, the hands or the blossom is meant, and not the whole."""
    if subject.count != 1:
        return None
    if subject.rig == "flower" and subject.form not in SPREADING and _laden(plan, subject):
        return VISITED
    if subject.place != "foreground":
        return None
    if subject.form == "table" and _laden(plan, subject) == 1:
        return DISH
    if headed(subject):
        return _headed(subject)
    if subject.rig == "biped" and subject.upon is None:
        number = plan.subjects.index(subject)
        busy = any(each.near is not None and each.near.subject == number and each.near.where in SERVED
                   for each in plan.subjects)  # fmt: skip
        return HANDS if busy else FACE
    return BLOSSOM if subject.rig == "flower" else None


def _laden(plan: ShotPlan, carrier: Subject) -> int:
    """How many are upon it."""
    return sum(
        each.count for each in plan.subjects if each.upon is not None and plan.subjects[each.upon] is carrier
    )


def _headed(subject: Subject) -> Portrait:
    """An animal's head, or as much of it as has the eyes."""
    head = HEADS[subject.form]
    extent = head.wide * (EYED if GAZE in subject.traits else 1.0)
    nearer = math.log(HEADED / extent / usual_size(subject)) - FOREGROUND
    return Portrait(head.high - UNDER * extent, nearer, head.ahead, turned(subject))
