"""The two times of a shot: action, which a loop plays out and back, and drift, which only goes on."""

from __future__ import annotations

import math
from dataclasses import dataclass

from vitascope.engines.previz.plan import ShotPlan, Take

WHOLE = 0.25
"""From this share of a tile on, a loop rounds a drift up to a whole tile instead of swaying."""


@dataclass(frozen=True)
class Moment:
    """One frame's time.

    ``action`` is the scene second at which camera and subjects stand: in a loop it swings about the
    loop's start and comes back. ``turn`` is the share of the loop that has passed (0 outside loops).
    """

    plan: ShotPlan
    seconds: float

    @property
    def action(self) -> float:
        """Scene seconds for everything that is somewhere."""
        take, start = _take_at(self.plan, self.seconds)
        local = self.seconds - take.start
        return start + (_swing(1.0, local, take) if take.loop else local)

    @property
    def turn(self) -> float:
        """How far through the current loop, 0 to 1; 0 where the take is no loop."""
        take, _ = _take_at(self.plan, self.seconds)
        return (self.seconds - take.start) / take.seconds % 1.0 if take.loop else 0.0

    def drift(self, speed: float, tile: float) -> float:
        """How far a pattern that repeats every ``tile`` has moved at ``speed`` per second.

        Within a loop the pattern moves by whole tiles, or sways where it would not reach a quarter of
        one, so that the loop closes; before and after, it goes on from there without a jump.
        """
        offset = 0.0
        for take in self.plan.takes:
            offset += _drift_in(take, self.seconds, speed, tile, self.plan)
        return offset

    def cycle(self, hertz: float) -> float:
        """Turns made by something periodic, such as a gait; whole turns over a loop."""
        return self.drift(hertz, 1.0)


def _swing(speed: float, local: float, take: Take) -> float:
    """A sine whose slope at the loop's start is ``speed``."""
    return speed * take.seconds / math.tau * math.sin(math.tau * local / take.seconds)


def _drift_in(take: Take, seconds: float, speed: float, tile: float, plan: ShotPlan) -> float:
    """The part of the drift since scene time 0 that falls into this take."""
    first, last = take is plan.takes[0], take is plan.takes[-1]
    low = -math.inf if first and not take.loop else take.start
    high = math.inf if last else take.start + take.seconds
    return _travel(take, min(max(seconds, low), high), speed, tile) - _travel(
        take, min(max(0.0, low), high), speed, tile
    )


def _travel(take: Take, seconds: float, speed: float, tile: float) -> float:
    local = seconds - take.start
    if not take.loop:
        return speed * local
    tiles = speed * take.seconds / tile
    if abs(tiles) < WHOLE:
        return _swing(speed, local, take)
    whole = math.copysign(max(1, round(abs(tiles))), tiles)
    return whole * tile / take.seconds * local


def take_index(plan: ShotPlan, seconds: float) -> int:
    """Which take covers this second; the first and the last reach on without end."""
    return next(
        (i for i, take in enumerate(plan.takes) if seconds < take.start + take.seconds),
        len(plan.takes) - 1,
    )


def origin_index(plan: ShotPlan) -> int:
    """The take that was planned first: the one at scene time 0."""
    return next((i for i, take in enumerate(plan.takes) if take.start >= 0), 0)


def action_start(plan: ShotPlan, position: int) -> float:
    """The action second at which a take starts: loops before it have passed no action."""
    origin = origin_index(plan)
    start = plan.takes[origin].start
    for take in plan.takes[origin:position]:
        start += 0.0 if take.loop else take.seconds
    for take in plan.takes[position:origin]:
        start -= 0.0 if take.loop else take.seconds
    return start


def _take_at(plan: ShotPlan, seconds: float) -> tuple[Take, float]:
    """The take that covers this second, and the action second at which it starts."""
    position = take_index(plan, seconds)
    return plan.takes[position], action_start(plan, position)
