"""Simple worlds for tests of camera and staging: homes, anchors and ground, without any picture."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from vitascope.domain.render import FPS
from vitascope.engines.previz.camera import pose
from vitascope.engines.previz.canvas import Home, Placement, Pose
from vitascope.engines.previz.clock import Moment
from vitascope.engines.previz.plan import Environment, ShotPlan
from vitascope.engines.previz.staging import Stage, placements

WIDE = 16.0 / 9.0


def rolling(x: float, z: float) -> float:
    """Gentle hills."""
    return 60.0 + 8.0 * math.sin(x * 0.02) * math.cos(z * 0.017)


def level(height: float) -> Callable[[float, float], float]:
    """Flat ground."""

    def ground(x: float, z: float) -> float:
        return height + 0.0 * (x + z)

    return ground


def stage_for(plan: ShotPlan, ratio: float = WIDE) -> Stage:
    """A stage with the scale of the plan's environment."""
    if plan.environment == Environment.UNDERWATER:
        home = Home(Pose(0.0, -2.7, 0.0, pitch=0.03), 1.2, surface=0.0)
        return Stage(home, {"peak": (0.0, 0.0, 400.0)}, level(-5.5), ratio)
    if plan.environment == Environment.OCEAN:
        home = Home(Pose(0.0, 5.5, 0.0, pitch=-0.03), 8.0, surface=0.0)
        return Stage(home, {"peak": (0.0, 0.0, 400.0)}, level(-20.0), ratio)
    if plan.environment == Environment.SKY:
        return Stage(Home(Pose(0.0, 34.0, 0.0), 16.0), {"peak": (0.0, 30.0, 600.0)}, level(-200.0), ratio)
    peak = (1030.0, 420.0, 1050.0)
    return Stage(Home(Pose(1024.0, 140.0, 130.0, pitch=0.04), 30.0), {"peak": peak}, rolling, ratio)


def seen(at: Pose, x: float, y: float, z: float) -> tuple[float, float, float]:
    """A world point before a camera: right and up in picture heights from the middle, depth in metres."""
    dx, dy, dz = x - at.x, y - at.y, z - at.z
    sine, cosine = math.sin(at.yaw), math.cos(at.yaw)
    depth = dx * sine + dz * cosine
    right, up = dx * cosine - dz * sine, dy - depth * math.tan(at.pitch)
    turn = at.roll
    u, v = right / depth * at.focal, up / depth * at.focal
    return u * math.cos(turn) + v * math.sin(turn), v * math.cos(turn) - u * math.sin(turn), depth


def coverage(at: Pose, placed: Placement, ratio: float) -> float:
    """About how much of the picture a body covers: a fifth of its length's square, cut at the edges."""
    right, up, depth = seen(at, placed.x, placed.y, placed.z)
    if depth <= 0.02 * placed.length:
        return 0.0
    half = 0.22 * placed.length * at.focal / depth
    wide = max(min(right + half, ratio / 2) - max(right - half, -ratio / 2), 0.0)
    high = max(min(up + half, 0.5) - max(up - half, -0.5), 0.0)
    return wide * high / ratio


@dataclass(frozen=True)
class Film:
    """A chain frame by frame: camera ``(frames, 7)``, subjects ``(frames, individuals, 8)``.

    The columns are those of ``Pose``; and x, y, z, heading, climb, bank, jaw, length.
    """

    seconds: NDArray[np.float64]
    camera: NDArray[np.float64]
    subjects: NDArray[np.float64]
    unit: float
    rate: int

    @property
    def camera_steps(self) -> NDArray[np.float64]:
        """How far the camera goes from frame to frame, in units, radians and zoom, ``(frames - 1,)``."""
        steps = np.diff(np.hstack([self.camera[:, :6], np.log(self.camera[:, 6:])]), axis=0)
        steps[:, :3] /= self.unit
        found: NDArray[np.float64] = np.linalg.norm(steps, axis=1)
        return found

    @property
    def velocities(self) -> NDArray[np.float64]:
        """Of each individual in lengths per second, ``(frames - 1, individuals, 3)``."""
        found: NDArray[np.float64] = (
            np.diff(self.subjects[..., :3], axis=0) * self.rate / self.subjects[:1, :, 7:]
        )
        return found

    def frame(self, second: float) -> int:
        """The frame at a scene second."""
        return round((second - float(self.seconds[0])) * self.rate)


def film(plan: ShotPlan, stage: Stage, part: tuple[float, float] | None = None, rate: int = FPS) -> Film:
    """Every frame of every take and the one after the last; or those from one scene second to another."""
    first, last = plan.takes[0], plan.takes[-1]
    start, end = part or (first.start, last.start + last.seconds)
    count = round((end - start) * rate)
    seconds = start + np.arange(count + 1) / rate
    moments = [Moment(plan, float(second)) for second in seconds]
    poses = [pose(plan, stage.home, moment, stage.ground) for moment in moments]
    placed = [[p for _, p in placements(plan, stage, moment)] for moment in moments]
    return Film(
        seconds,
        np.array([[q.x, q.y, q.z, q.yaw, q.pitch, q.roll, q.focal] for q in poses]),
        np.array(
            [[(p.x, p.y, p.z, p.heading, p.climb, p.bank, p.jaw, p.length) for p in each] for each in placed]
        ).reshape(count + 1, -1, 8),
        stage.home.unit,
        rate,
    )
