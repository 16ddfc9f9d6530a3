"""The camera's moves of all takes on one line of time, and how far each is at a moment."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from functools import lru_cache

from vitascope.engines.previz.clock import Moment, action_start, origin_index, take_index
from vitascope.engines.previz.easing import glide, there_and_back
from vitascope.engines.previz.moves import ABOVE, STILL, Shift, framing_of, motion_of
from vitascope.engines.previz.plan import CameraMove, ShotPlan, Take

LOOPING = 0.6
"""How much of a move there is in a loop, which has to take it back."""
JOINT = 1e-3
"""Seconds within which a move's end counts as its take's."""


@dataclass(frozen=True)
class When:
    """A moment as camera and subjects see it: the take, the action second, the share of a loop."""

    index: int
    action: float
    turn: float

    @classmethod
    def of(cls, moment: Moment) -> When:
        """The take and times of a frame."""
        index = take_index(moment.plan, moment.seconds)
        return cls(index, moment.action, moment.turn)


def nearby(plan: ShotPlan, when: When, delta: float) -> When:
    """``delta`` seconds later, as if the take went on: what other takes add cannot be seen from here."""
    take = plan.takes[when.index]
    if not take.loop:
        return When(when.index, when.action + delta, when.turn)
    turn = when.turn + delta / take.seconds
    action = action_start(plan, when.index) + take.seconds / math.tau * math.sin(math.tau * turn)
    return When(when.index, action, turn)


@dataclass(frozen=True)
class Leg:
    """One move. ``start`` and ``end`` are action seconds; ``bearing`` is where forward points, radians.

    Displacements are measured from scene time 0. So a leg of a take behind the origin runs forward from
    nothing; one of a take before it ends in nothing (``leads``); a loop's own leg goes out and back.
    ``deeper`` is a dive from under water, ``plunges`` a way down that a dive goes on with.
    """

    kind: str
    amount: float
    shift: Shift
    take: int
    start: float
    end: float
    lasting: bool
    leads: bool
    loops: bool
    deeper: bool = False
    plunges: bool = False
    bearing: float = 0.0

    def reach(self, when: When) -> float:
        """The share of the displacement that applies."""
        if self.loops:
            return LOOPING * there_and_back(when.turn) if when.index == self.take else 0.0
        if self.leads:
            if when.index > self.take:
                return 0.0
            return -glide(self.start + self.end - when.action, self.start, self.end, lasting=self.lasting)
        if when.index < self.take:
            return 0.0
        return glide(when.action, self.start, self.end, lasting=self.lasting)


@dataclass(frozen=True)
class Rail:
    """All legs, and how the camera stands before any."""

    legs: tuple[Leg, ...]
    framing: Shift
    falls: float = 0.0
    """Units by which the origin's moves come down, dives left out."""

    def yaw(self, when: When) -> float:
        """Where the camera looks, relative to home, without regard to what it passes."""
        return sum((leg.shift.yaw - leg.shift.orbit) * leg.reach(when) for leg in self.legs)


def from_above(plan: ShotPlan) -> bool:
    """Whether the shot was planned as one from the air."""
    return any(move.kind in ABOVE for move in plan.takes[origin_index(plan)].camera)


@lru_cache(maxsize=64)
def rail_of(plan: ShotPlan) -> Rail:
    """The camera's moves of a plan."""
    origin = origin_index(plan)
    legs = [_leg(plan, index, move, origin) for index, take in enumerate(plan.takes) for move in take.camera]
    framing = STILL
    for move in plan.takes[origin].camera:
        framing = framing.plus(framing_of(move))
    loose = Rail(tuple(_diving(legs, leg, origin) for leg in legs), framing)
    falls = sum(-leg.shift.up for leg in loose.legs if _falls(leg, origin))
    return Rail(tuple(_aimed(plan, leg, loose) for leg in loose.legs), framing, falls)


def _falls(leg: Leg, origin: int) -> bool:
    return leg.take == origin and leg.shift.up < 0.0 and not (leg.loops or leg.plunges)


def _diving(legs: list[Leg], leg: Leg, origin: int) -> Leg:
    """A camera starts above the water only for the first dive of the origin or of a take that leads in."""
    first = next((other for other in legs if other.kind == "dive" and other.take == leg.take), None)
    if first is None:
        return leg
    from_above = first.leads or (first.take == origin and not first.loops)
    deeper = leg.kind == "dive" and not (leg is first and from_above)
    down = leg.kind in {"pedestal_down", "crane_down"} and leg.start < first.start
    return replace(leg, deeper=deeper, plunges=down and from_above and leg.take == origin)


def _leg(plan: ShotPlan, index: int, move: CameraMove, origin: int) -> Leg:
    take = plan.takes[index]
    shift = motion_of(move)
    if index != origin:
        shift = shift.plus(framing_of(move))
    late = action_start(plan, index) - take.start
    return Leg(
        kind=move.kind,
        amount=move.amount,
        shift=shift,
        take=index,
        start=move.start + late,
        end=move.end + late,
        lasting=_lasts(take, move, leads=index < origin),
        leads=index < origin and not take.loop,
        loops=take.loop,
    )


def _lasts(take: Take, move: CameraMove, *, leads: bool) -> bool:
    """Whether the move reaches the take's outer end; what only shakes or frames settles there."""
    if motion_of(move) == STILL and move.kind not in {"dive", "dolly_zoom"}:
        return False
    outer = move.start - take.start if leads else take.start + take.seconds - move.end
    return abs(outer) < JOINT


def _aimed(plan: ShotPlan, leg: Leg, rail: Rail) -> Leg:
    """Forward is where the camera looks as the move begins (as it ends, in a take that leads in)."""
    at = leg.end if leg.leads else leg.start
    if leg.loops:
        at = action_start(plan, leg.take)
    bearing = rail.yaw(When(leg.take, at, 0.0))
    return replace(leg, bearing=bearing)
