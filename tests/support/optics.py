"""The camera's movement as a video shows it: points are followed from frame to frame."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise
from typing import NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

Luma = NDArray[np.uint8]
POINTS = 600
LOWER = 1 / 6
"""Below the middle by this share of the height, what is seen is near."""


class Motion(NamedTuple):
    """How the picture moves in one step: shares of the height (right, down), growth, radians clockwise.

    ``near_across`` and ``near_down`` are those of the lower part, where the ground is close.
    """

    across: float
    down: float
    growth: float
    turn: float
    near_across: float
    near_down: float


def motion(first: Luma, second: Luma) -> Motion:
    """The picture's movement between two frames, ``(height, width) uint8``, by Lucas and Kanade's method."""
    height, width = first.shape
    points = cv2.goodFeaturesToTrack(first, POINTS, 0.005, 7)
    assert points is not None, "there is nothing to follow in a frame without corners"
    found, status, _ = cv2.calcOpticalFlowPyrLK(
        first, second, points, np.zeros_like(points), winSize=(21, 21), maxLevel=4
    )
    seen = status[:, 0] == 1
    middle = np.array([width / 2, height / 2], np.float32)
    before, after = points[seen, 0] - middle, found[seen, 0] - middle
    fitted, _ = cv2.estimateAffinePartial2D(before, after, ransacReprojThreshold=3)
    assert fitted is not None
    near = before[:, 1] > LOWER * height
    across, down = np.median((after - before)[near], axis=0) / height if near.sum() > 8 else (0.0, 0.0)
    return Motion(
        across=float(fitted[0, 2]) / height,
        down=float(fitted[1, 2]) / height,
        growth=float(np.log(np.hypot(fitted[0, 0], fitted[1, 0]))),
        turn=float(np.arctan2(fitted[1, 0], fitted[0, 0])),
        near_across=float(across),
        near_down=float(down),
    )


def motions(frames: Iterable[Luma]) -> NDArray[np.float64]:
    """Every step's ``Motion``, ``(frames - 1, 6)``."""
    return np.array([motion(first, second) for first, second in pairwise(frames)])
