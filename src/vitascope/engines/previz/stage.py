"""The stage subjects move on, and the frame of reference their paths are planned in."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from vitascope.engines.previz.camera import steady
from vitascope.engines.previz.canvas import Home, Pose
from vitascope.engines.previz.clock import action_start, origin_index
from vitascope.engines.previz.easing import smooth
from vitascope.engines.previz.plan import ShotPlan
from vitascope.engines.previz.rail import When

SETTLED_BY = 0.6
"""The share of a take after which the camera stands about where subjects should be framed from."""
LOOPED = 0.4
"""The same in a loop: about where its camera turns back."""
REFRAMING = 2.5
"""Seconds in which subjects come along into a new take's framing."""


@dataclass(frozen=True, eq=False)
class Stage:
    """What subjects need of a world: ``ratio`` is the picture's width over its height.

    ``anchors`` are points in world metres by name; ``ground(x, z)`` is the height of land or bed.
    """

    home: Home
    anchors: Mapping[str, tuple[float, float, float]]
    ground: Callable[[float, float], float]
    ratio: float = 16.0 / 9.0


@dataclass(frozen=True)
class Framing:
    """Where subjects are framed from: a camera's pose without roll, metres and radians."""

    x: float
    y: float
    z: float
    yaw: float
    pitch: float
    focal: float

    @classmethod
    def of(cls, pose: Pose) -> Framing:
        """The framing of a camera."""
        return cls(pose.x, pose.y, pose.z, pose.yaw, pose.pitch, pose.focal)

    def toward(self, other: Framing, share: float) -> Framing:
        """Between this one (0) and another (1)."""
        pairs = zip(self.__dict__.values(), other.__dict__.values(), strict=True)
        return Framing(*(a + (b - a) * share for a, b in pairs))


def reference(plan: ShotPlan, stage: Stage, index: int) -> Framing:
    """The framing of one take's middle, towards which its subjects are placed."""
    take = plan.takes[index]
    start = action_start(plan, index)
    share = 1.0 - SETTLED_BY if index < origin_index(plan) else SETTLED_BY
    when = When(index, start, LOOPED) if take.loop else When(index, start + share * take.seconds, 0.0)
    return Framing.of(steady(plan, stage.home, when, stage.ground))


def references(plan: ShotPlan, stage: Stage) -> tuple[Framing, ...]:
    """One framing for each take; a loop keeps its neighbour's on the side of the origin."""
    origin = origin_index(plan)
    found = {origin: reference(plan, stage, origin)}
    for index in range(origin + 1, len(plan.takes)):
        found[index] = found[index - 1] if plan.takes[index].loop else reference(plan, stage, index)
    for index in range(origin - 1, -1, -1):
        found[index] = found[index + 1] if plan.takes[index].loop else reference(plan, stage, index)
    return tuple(found[index] for index in range(len(plan.takes)))


def framing(plan: ShotPlan, frames: tuple[Framing, ...], when: When) -> Framing:
    """The framing at a moment; at a joint it still is, or already is, the origin side's."""
    origin = origin_index(plan)
    found = frames[origin]
    for index in range(origin + 1, when.index + 1):
        found = found.toward(frames[index], smooth((when.action - action_start(plan, index)) / REFRAMING))
    for index in range(origin - 1, when.index - 1, -1):
        found = found.toward(frames[index], smooth((action_start(plan, index + 1) - when.action) / REFRAMING))
    return found


def ground_at(
    stage: Stage, frame: Framing, across: NDArray[np.float64] | float, depth: NDArray[np.float64] | float
) -> NDArray[np.float64]:
    """The ground's height, metres, at places across the picture, in half pictures, and depths, metres."""
    sine, cosine = math.sin(frame.yaw), math.cos(frame.yaw)
    right = across * stage.ratio / 2.0 / frame.focal * depth
    x, z = frame.x + right * cosine + depth * sine, frame.z + depth * cosine - right * sine
    return np.array([stage.ground(float(east), float(north)) for east, north in np.broadcast(x, z)])


def seen_from(frame: Framing, point: tuple[float, float, float], ratio: float) -> tuple[float, float, float]:
    """A world point on the screen: right and up in half pictures, and its depth in metres."""
    dx, dy, dz = point[0] - frame.x, point[1] - frame.y, point[2] - frame.z
    sine, cosine = math.sin(frame.yaw), math.cos(frame.yaw)
    depth = max(dx * sine + dz * cosine, 1e-3)
    right = (dx * cosine - dz * sine) / depth
    up = dy / depth - math.tan(frame.pitch)
    return right * frame.focal * 2.0 / ratio, up * frame.focal * 2.0, depth
