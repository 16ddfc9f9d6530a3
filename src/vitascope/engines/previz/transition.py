"""From one shot to another that shows something else: a front that sweeps with the camera.

Two unrelated pictures are never laid over each other. A soft-edged front replaces one by the other, from the
side the camera moves to, or out of the depth it moves into, while both go on in the same direction.
"""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np

from vitascope.engines.previz.picture.blend import Front
from vitascope.engines.previz.picture.depth import Map
from vitascope.engines.previz.picture.plate import Planes
from vitascope.engines.previz.plan import CameraMove
from vitascope.engines.previz.shots import Shot

SIDES: dict[str, tuple[float, float]] = {
    "pan_right": (1, 0),
    "truck_right": (1, 0),
    "orbit_right": (1, 0),
    "pan_left": (-1, 0),
    "truck_left": (-1, 0),
    "orbit_left": (-1, 0),
    "tilt_down": (0, 1),
    "pedestal_down": (0, 1),
    "crane_down": (0, 1),
    "dive": (0, 1),
    "tilt_up": (0, -1),
    "pedestal_up": (0, -1),
    "crane_up": (0, -1),
}
"""Moves that bring in the new picture from one side: right and down are positive."""

OUTWARD = {"pull_out", "zoom_out"}
"""Moves that bring it in from all around."""

ROUGH = 0.38
"""How far billows carry the front ahead or behind, in half pictures."""

LEAD = 0.08
"""Share of the clip that each shot has to itself at its end."""


class TransitionShot:
    """``first`` gives way to ``second``; the first and the last frame are theirs alone."""

    def __init__(self, first: Shot, second: Shot, front: Front, frames: int) -> None:
        self._first, self._second = first, second
        self._front = front
        self._frames = frames

    def frame(self, index: int) -> Planes:
        """Y, U and V of frame ``index``."""
        progress = advance(index, self._frames)
        if progress <= 0.0:
            return self._first.frame(index)
        if progress >= 1.0:
            return self._second.frame(index)
        return self._front(self._first.frame(index), self._second.frame(index), progress)


def advance(index: int, frames: int) -> float:
    """The share of the picture that is the second shot's: nil and full at the ends, steady between."""
    t = index / max(frames - 1, 1)
    return min(1.0, max(0.0, (t - LEAD) / (1.0 - 2.0 * LEAD)))


def order(moves: Sequence[CameraMove], shape: tuple[int, int], seed: int) -> Map:
    """When each place of a ``(height, width)`` picture turns, for a camera that moves so."""
    height, width = shape
    x = (np.arange(width, dtype=np.float32) + 0.5) / width * 2 - 1
    y = ((np.arange(height, dtype=np.float32) + 0.5) / height * 2 - 1)[:, None]
    kind = next((move.kind for move in moves if move.kind in SIDES or move.kind in OUTWARD), "")
    if kind in SIDES:
        across, along = SIDES[kind]
        sweep = -(x * np.float32(across) + y * np.float32(along))
    else:
        far = np.hypot(x * np.float32(1.05), (y + np.float32(0.1)) * np.float32(0.95))
        sweep = -far if kind in OUTWARD else far
    return np.asarray(sweep + np.float32(ROUGH) * _billows(shape, seed), np.float32)


def _billows(shape: tuple[int, int], seed: int) -> Map:
    """Smooth noise about zero, in four octaves, round at every size."""
    height, width = shape
    random = np.random.default_rng([seed, 13])
    total = np.zeros(shape, np.float32)
    for octave, weight in enumerate((1.0, 0.4, 0.12, 0.05)):
        cells = 2 * 2**octave
        total += np.float32(weight) * _smooth(random, cells * width // height + 4, cells + 4, shape)
    return total


def _smooth(random: np.random.Generator, columns: int, rows: int, shape: tuple[int, int]) -> Map:
    """Random knots in -0.5 to 0.5, joined by cubics."""
    knots = random.random((rows, columns), dtype=np.float32) - np.float32(0.5)
    grown = cv2.resize(knots, shape[::-1], interpolation=cv2.INTER_CUBIC)
    return np.asarray(grown, np.float32)
