"""Where the camera is. Its place is home plus the sum of what every move adds.

Sums make chains of takes fit: a take behind adds nothing before its start and nothing abruptly, a take
before has nothing left to add at its end, and a loop's own moves begin and end in nothing.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace
from typing import NamedTuple

from vitascope.engines.previz.canvas import Home, Pose
from vitascope.engines.previz.clock import Moment
from vitascope.engines.previz.easing import aside, there_and_back
from vitascope.engines.previz.focus import (
    afloat,
    ashore,
    eye_height,
    focus_distance,
    on_a_pond,
    on_foot,
    wave_ridden,
)
from vitascope.engines.previz.moves import DOLLY_ZOOM
from vitascope.engines.previz.plan import Environment, ShotPlan
from vitascope.engines.previz.rail import Leg, Rail, When, rail_of

Ground = Callable[[float, float], float]

STEEPEST = 0.95
"""The most a camera looks up or down, radians: the horizon is shifted, so steeper would stretch."""
ABOVE_WATER = 1.15
"""How far above the surface a dive starts, in units."""
SWIMMING = 1.8
"""How deep the camera swims where home is no guide, in units."""
DEEPER = 0.6
"""How far a dive goes down that starts under water, in units."""
PLUNGE = 0.36
"""How far the camera looks down in the middle of a dive, radians."""
ONWARD = 0.9
"""How far a dive goes forward, in units."""
CLEARANCE = 0.25
"""The least height above ground, in roots of units."""
WALL = 0.03
"""Over which share of the free space a camera is turned back that comes near a wall."""
BELOW_SURFACE, ABOVE_SURFACE = 0.3, 0.3
"""How far camera and surface keep apart, in units."""
ABOVE_POND = 0.55
"""How far a camera before a pond is above what floats there, metres."""
BESIDE = 0.4
"""A unit beside something on the ground, in distances to it."""
NEAR_LOOP = 0.5
"""How far a loop goes at most, in distances of what is in front."""
ROOM_BELOW = 0.85
"""The share of its height above the ground that a camera may come down by."""
SWAY = (0.010, 0.006, 0.05, 0.03)
"""The closed path of a loop: yaw, pitch (radians), right, up (units)."""
BREATH = ((0.11, 0.0024, 0.3), (0.07, 0.0018, 1.9), (0.09, 0.006, 4.0), (0.13, 0.005, 2.2))
"""Hertz, size and phase of the unrest nobody notices: yaw, pitch (radians), right, up (units)."""
HAND = (
    (0.012, ((0.6, 0.55), (1.3, 0.3), (2.6, 0.12))),
    (0.010, ((0.7, 0.5), (1.5, 0.33), (2.9, 0.12))),
    (0.008, ((0.5, 0.5), (1.1, 0.3), (2.3, 0.1))),
)
"""A hand's unrest in yaw, pitch and roll: its size, radians, and hertz and share of its sines."""


class Offset(NamedTuple):
    """What is added to a pose: metres in world axes, radians, and the logarithm of the focal length."""

    x: float = 0.0
    y: float = 0.0
    z: float = 0.0
    yaw: float = 0.0
    pitch: float = 0.0
    roll: float = 0.0
    zoom: float = 0.0


def pose(plan: ShotPlan, home: Home, moment: Moment, ground: Ground | None = None) -> Pose:
    """The camera at a moment; ``ground`` gives the height it stays above at ``(x, z)``, metres."""
    rail, when = rail_of(plan), When.of(moment)
    quiet = steady(plan, home, when, ground)
    shaken = _with(quiet, [_breath(quiet, home, moment), _hand(rail, when, moment)])
    lowest = _floor(plan, home, shaken, ground)
    above = shaken if lowest is None else replace(shaken, y=max(shaken.y, lowest))
    return _inside(home, above)


def steady(plan: ShotPlan, home: Home, when: When, ground: Ground | None = None) -> Pose:
    """The camera without any unrest: what subjects are placed by."""
    rail, unit = rail_of(plan), travel(plan, home)
    distance = focus_distance(plan, home)
    offsets = [_framed(rail, home, unit), _swayed(plan, when, home, unit)]
    offsets.append(_lifted(plan, rail, home, unit, ground))
    offsets += [_moved(leg, leg.reach(when), home, unit, distance) for leg in rail.legs]
    placed = _with(replace(home.pose, y=_home_height(plan, home)), offsets)
    if ground is not None and on_foot(plan):
        placed = replace(placed, y=placed.y - home.pose.y + _eye_level(plan, home, placed, ground))
    kept = _between(plan, home, placed, ground)
    level = STEEPEST * math.tanh(placed.pitch / STEEPEST)
    return _inside(home, replace(placed, y=kept + _dive_height(rail, home, when), pitch=level))


def _inside(home: Home, at: Pose) -> Pose:
    """The pose, kept off the walls of the space that is free."""
    if home.free is None:
        return at
    x, y, z = (
        -_above(-_above(value, low, soft), -high, soft)
        for value, (low, high) in zip((at.x, at.y, at.z), home.free, strict=True)
        for soft in (WALL * (min(high - low, 10.0)),)
    )
    return replace(at, x=x, y=y, z=z)


def travel(plan: ShotPlan, home: Home) -> float:
    """Metres that a unit comes to: fewer beside what stands there, which must not be passed."""
    beside = on_foot(plan) or on_a_pond(plan) or ashore(plan) or wave_ridden(plan)
    return min(home.unit, BESIDE * focus_distance(plan, home)) if beside else home.unit


def swimming_height(home: Home) -> float:
    """The height of a camera under water."""
    surface = home.surface if home.surface is not None else home.pose.y
    return home.pose.y if home.pose.y < surface - 0.5 * home.unit else surface - SWIMMING * home.unit


def _home_height(plan: ShotPlan, home: Home) -> float:
    if plan.environment == Environment.UNDERWATER and home.surface is not None:
        return swimming_height(home)
    if home.surface is not None and afloat(plan):
        return min(home.pose.y, home.surface + ABOVE_SURFACE * home.unit + eye_height(plan, home))
    if home.surface is not None and on_a_pond(plan):
        return min(home.pose.y, home.surface + ABOVE_POND + eye_height(plan, home))
    return home.pose.y


def _eye_level(plan: ShotPlan, home: Home, at: Pose, ground: Ground) -> float:
    """The height of a camera that goes over the ground beside something that stands on it."""
    distance, yaw = focus_distance(plan, home), home.pose.yaw
    ahead = [share * distance for share in (0.0, 0.5, 1.0)]
    heights = [ground(at.x + way * math.sin(yaw), at.z + way * math.cos(yaw)) for way in ahead]
    return sum(heights) / len(heights) + eye_height(plan, home)


def _with(base: Pose, offsets: list[Offset]) -> Pose:
    x, y, z, yaw, pitch, roll, zoom = (math.fsum(values) for values in zip(*offsets, strict=True))
    return Pose(
        x=base.x + x,
        y=base.y + y,
        z=base.z + z,
        yaw=base.yaw + yaw,
        pitch=base.pitch + pitch,
        roll=base.roll + roll,
        focal=base.focal * math.exp(zoom),
    )


def _turned(right: float, forward: float, heading: float) -> tuple[float, float]:
    """World x and z of a way to the right and forward."""
    sine, cosine = math.sin(heading), math.cos(heading)
    return right * cosine + forward * sine, forward * cosine - right * sine


def _framed(rail: Rail, home: Home, unit: float) -> Offset:
    shift = rail.framing
    x, z = _turned(shift.right * unit, shift.forward * unit, home.pose.yaw)
    return Offset(x, shift.up * unit, z, shift.yaw, shift.pitch, shift.roll, shift.zoom)


def _lifted(plan: ShotPlan, rail: Rail, home: Home, unit: float, ground: Ground | None) -> Offset:
    """A shot that comes down farther than there is room begins as much higher: the ground would stop it."""
    floor = _floor(plan, home, home.pose, ground) if rail.falls else None
    if floor is None:
        return Offset()
    above = max(_home_height(plan, home) + min(rail.framing.up * unit, 0.0) - floor, 0.0)
    return Offset(y=max(rail.falls * unit - ROOM_BELOW * above, 0.0))


def _swayed(plan: ShotPlan, when: When, home: Home, unit: float) -> Offset:
    """A loop's small closed path, so that going out never looks like coming back."""
    if not plan.takes[when.index].loop:
        return Offset()
    yaw, pitch, right, up = SWAY
    side, round_trip = aside(when.turn), there_and_back(when.turn)
    x, z = _turned(right * side * unit, 0.0, home.pose.yaw)
    return Offset(x, up * round_trip * unit, z, yaw * side, pitch * round_trip)


def _moved(leg: Leg, reach: float, home: Home, unit: float, distance: float) -> Offset:
    shift = leg.shift.scaled(reach)
    if leg.loops:
        unit = min(unit, NEAR_LOOP * distance)
    right, up, forward, zoom, pitch = (
        shift.right * unit,
        shift.up * unit,
        shift.forward * unit,
        shift.zoom,
        0.0,
    )
    if leg.kind == "dive":
        up = -DEEPER * unit * reach if leg.deeper else 0.0
        forward = ONWARD * unit * reach
        pitch = 0.0 if leg.loops else -PLUNGE * math.sin(math.pi * min(max(reach, -1.0), 1.0)) ** 2
    elif leg.kind == "dolly_zoom":
        way = DOLLY_ZOOM * min(max(leg.amount * reach, -1.5), 1.5)
        forward += way * distance
        zoom += math.log1p(-way)
    if leg.plunges:
        up = 0.0
    right += distance * math.sin(shift.orbit)
    forward += distance * (1.0 - math.cos(shift.orbit))
    x, z = _turned(right, forward, home.pose.yaw + leg.bearing)
    return Offset(x, up, z, shift.yaw - shift.orbit, shift.pitch + pitch, shift.roll, zoom)


def _dive_height(rail: Rail, home: Home, when: When) -> float:
    """How far above its swimming depth a camera is that dives, or is about to, metres."""
    if home.surface is None:
        return 0.0
    depth = home.surface + ABOVE_WATER * home.unit - swimming_height(home)
    height = 0.0
    for leg in rail.legs:
        if leg.kind == "dive" and not leg.deeper:
            height += depth * ((0.0 if leg.leads else 1.0) - leg.reach(when))
        elif leg.plunges:
            height -= leg.shift.up * home.unit * (1.0 - leg.reach(when))
    return height


def _between(plan: ShotPlan, home: Home, at: Pose, ground: Ground | None) -> float:
    """The height, kept softly above the ground and on its own side of the water's surface."""
    height, soft = at.y, 0.1 * home.unit
    if plan.environment == Environment.UNDERWATER and home.surface is not None:
        height = -_above(-height, -(home.surface - BELOW_SURFACE * home.unit), soft)
    lowest = _floor(plan, home, at, ground)
    return height if lowest is None else _above(height, lowest, 0.3 * _clearance(plan, home))


def _floor(plan: ShotPlan, home: Home, at: Pose, ground: Ground | None) -> float | None:
    """The lowest the camera may be there, metres."""
    floors: list[float] = []
    if ground is not None:
        floors.append(ground(at.x, at.z) + _clearance(plan, home))
    if plan.environment == Environment.OCEAN and home.surface is not None:
        floors.append(home.surface + ABOVE_SURFACE * home.unit)
    return max(floors, default=None)


def _clearance(plan: ShotPlan, home: Home) -> float:
    return CLEARANCE * math.sqrt(max(travel(plan, home), 1.0))


def _above(height: float, lowest: float, soft: float) -> float:
    """``height`` where it is well above ``lowest``, bending over into it."""
    over = (height - lowest) / soft
    return height if over > 30.0 else lowest + soft * math.log1p(math.exp(over))


def _breath(at: Pose, home: Home, moment: Moment) -> Offset:
    yaw, pitch, right, up = (
        size * (math.sin(math.tau * moment.cycle(hertz) + phase) - math.sin(phase))
        for hertz, size, phase in BREATH
    )
    x, z = _turned(right * home.unit, 0.0, at.yaw)
    return Offset(x, up * home.unit, z, yaw, pitch)


def _hand(rail: Rail, when: When, moment: Moment) -> Offset:
    """What a hand adds; its sines go through whole turns in a loop."""
    weight = rail.framing.shake + sum(abs(leg.shift.shake * leg.reach(when)) for leg in rail.legs)
    if weight == 0.0:
        return Offset()
    yaw, pitch, roll = (
        min(weight, 1.5)
        * size
        * sum(share * math.sin(math.tau * moment.cycle(hz) + hz) for hz, share in sines)
        for size, sines in HAND
    )
    return Offset(yaw=yaw, pitch=pitch, roll=roll)
