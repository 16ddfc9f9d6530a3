"""The camera as kernels take it: one short array."""

from __future__ import annotations

import math
from typing import Final

import numpy as np

from vitascope.engines.previz.canvas import Array, Pose

X: Final = 0
Y: Final = 1
Z: Final = 2
SIN: Final = 3
COS: Final = 4
FOCAL: Final = 5
HORIZON: Final = 6
MIDDLE: Final = 7


def lens(pose: Pose, width: int, height: int, shrink: int = 1, wrap: float = 0.0) -> Array:
    """``(8,) float32``: place, yaw, focal length and horizon in pixels, middle column.

    ``shrink`` divides the picture; ``wrap`` is the period in metres of what is looked at, so that a far
    place loses no precision.
    """
    x, z = (pose.x % wrap, pose.z % wrap) if wrap else (pose.x, pose.z)
    focal = pose.focal_pixels(height) / shrink
    horizon = pose.horizon(height) / shrink
    sine, cosine = math.sin(pose.yaw), math.cos(pose.yaw)
    return np.array([x, pose.y, z, sine, cosine, focal, horizon, width * 0.5 / shrink], np.float32)


def shrunk(width: int, height: int, shrink: int) -> tuple[int, int]:
    """The size of a reduced picture that still covers the whole one."""
    return -(-width // shrink) + 1, -(-height // shrink) + 1
