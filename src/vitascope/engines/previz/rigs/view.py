"""Where a subject stands before the camera, and how it is lit there."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from vitascope.engines.previz.canvas import Air, Canvas, Light, Placement, Pose
from vitascope.engines.previz.compiled import Floats

NEAREST = 0.03
"""The near plane is at least this many metres away."""


@dataclass(frozen=True)
class View:
    """One subject before one camera.

    ``frame`` is ``(4, 3) float32``: where the model's x, y and z (one body length each) point in camera
    space, then its origin, metres. ``lens`` is focal length, centre column, horizon row, in pixels.
    ``near`` is the near plane's distance.
    """

    frame: Floats
    lens: Floats
    near: float

    def seen(self, canvas: Canvas, radius: float) -> bool:
        """Whether a ball of ``radius`` metres about the subject can touch the picture."""
        x, y, z = (float(v) for v in self.frame[3])
        focal, centre, horizon = (float(v) for v in self.lens)
        if not math.isfinite(x + y + z + radius) or z + radius <= self.near:
            return False
        slopes = (
            (centre, x), (canvas.width - centre, -x), (horizon, -y), (canvas.height - horizon, y),
        )  # fmt: skip
        return all(_inside(side / focal, offset, z, radius) for side, offset in slopes)


def _inside(slope: float, offset: float, depth: float, radius: float) -> bool:
    """Whether a ball reaches past the plane through the camera that bounds one side of the picture."""
    return offset + depth * slope > -radius * math.hypot(1.0, slope)


def view(canvas: Canvas, pose: Pose, placement: Placement) -> View:
    """Set up projection and frame. Bank turns about z, then climb about x, then heading about y."""
    forward, right, up = _axes(placement)
    sine, cosine = math.sin(pose.yaw), math.cos(pose.yaw)
    turn = np.array([[cosine, 0, sine], [0, 1, 0], [-sine, 0, cosine]])
    away = np.array([placement.x - pose.x, placement.y - pose.y, placement.z - pose.z])
    axes = np.stack([right, up, forward]) * placement.length
    frame = np.concatenate([axes @ turn, (away @ turn)[None]]).astype(np.float32)
    height = canvas.height
    lens = np.array([pose.focal_pixels(height), canvas.width / 2, pose.horizon(height)], np.float32)
    return View(frame, lens, max(NEAREST, 0.02 * placement.length))


def _axes(p: Placement) -> tuple[Floats, Floats, Floats]:
    """Unit vectors forward, right and up in world axes."""
    sh, ch, sc, cc = math.sin(p.heading), math.cos(p.heading), math.sin(p.climb), math.cos(p.climb)
    forward = np.array([sh * cc, sc, ch * cc])
    level = np.array([ch, 0.0, -sh])
    above = np.cross(forward, level)
    sb, cb = math.sin(p.bank), math.cos(p.bank)
    return forward, level * cb - above * sb, above * cb + level * sb


def lamps(pose: Pose, light: Light, air: Air, lens: Floats) -> Floats:
    """The lights' vector that the shader reads, ``(21,) float32``; directions in camera space."""
    sine, cosine = math.sin(pose.yaw), math.cos(pose.yaw)

    def turned(v: tuple[float, float, float]) -> tuple[float, float, float]:
        return v[0] * cosine - v[2] * sine, v[1], v[0] * sine + v[2] * cosine

    return np.array(
        [
            *turned(light.key), *light.key_colour, *light.ambient, *turned(light.rim),
            *light.rim_colour, *air.colour, 1.0 / lens[0], lens[1], lens[2],
        ],
        np.float32,
    )  # fmt: skip
