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
FEWEST = 8
"""Corners that must be found again, for a median to mean anything."""
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
    """The picture's movement between two frames, ``(height, width) uint8``, by Lucas and Kanade's method.

    Corners of the lower part are looked for on their own: beside sharp ones far away, soft ground has none.
    """
    height = len(first)
    before, after = _followed(first, second, np.full_like(first, 255))
    fitted, _ = cv2.estimateAffinePartial2D(before, after, ransacReprojThreshold=3)
    assert fitted is not None
    below = np.zeros_like(first)
    below[int((0.5 + LOWER) * height) :] = 255
    low, there = _followed(first, second, below)
    across, down = np.median(there - low, axis=0) / height
    return Motion(
        across=float(fitted[0, 2]) / height,
        down=float(fitted[1, 2]) / height,
        growth=float(np.log(np.hypot(fitted[0, 0], fitted[1, 0]))),
        turn=float(np.arctan2(fitted[1, 0], fitted[0, 0])),
        near_across=float(across),
        near_down=float(down),
    )


def _followed(first: Luma, second: Luma, within: Luma) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Corners of the first frame, from the middle, where ``within`` is not 0; and the same in the second."""
    points = cv2.goodFeaturesToTrack(first, POINTS, 0.005, 7, mask=within)
    assert points is not None, "there is nothing to follow in a frame without corners"
    found, status, _ = cv2.calcOpticalFlowPyrLK(
        first, second, points, np.zeros_like(points), winSize=(21, 21), maxLevel=4
    )
    seen = status[:, 0] == 1
    assert seen.sum() > FEWEST, f"only {seen.sum()} of {len(seen)} corners were found again"
    middle = np.array([first.shape[1] / 2, first.shape[0] / 2], np.float32)
    return np.asarray(points[seen, 0] - middle, np.float32), np.asarray(found[seen, 0] - middle, np.float32)


def motions(frames: Iterable[Luma]) -> NDArray[np.float64]:
    """Every step's ``Motion``, ``(frames - 1, 6)``."""
    return np.array([motion(first, second) for first, second in pairwise(frames)])
