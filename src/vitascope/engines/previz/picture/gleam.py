"""Light that passes over a picture in which there is little to see moving."""

from __future__ import annotations

import math

import cv2
import numpy as np
from numpy.typing import NDArray

from vitascope.domain.render import FPS
from vitascope.engines.base import Plane
from vitascope.engines.previz.picture.depth import Map
from vitascope.engines.previz.picture.plan import PicturePlan

LEVELS = 14.0
"""Grey levels between the light and the shade, where nothing else is to be seen."""
HERTZ = 0.2
"""How often the light comes round."""
WAVES = 0.8
"""Bands of light across a picture's height."""
DETAIL = 0.3
"""Grey levels a pixel, across and down, from which a moving camera shows itself; as it is analysed."""
COLUMNS = 96
"""Of the light as it is worked out."""
_BLACK, _WHITE = 16, 235


class Gleam:
    """A change of light, nil at turn 0 and after every whole one.

    However a camera moves over one plain colour, nothing moves: without this the clip would be a still.
    """

    def __init__(self, picture: NDArray[np.uint8], seed: int) -> None:
        """``picture`` is the one that is analysed, ``(height, width, 3) uint8`` RGB."""
        self._strength = np.float32(LEVELS / 2 * _plainness(picture))
        self._phases = _phases(picture.shape[1] / picture.shape[0], seed)

    def over(self, luma: Plane, turn: float) -> Plane:
        """The luma in the light of this turn (radians); the same plane where there is enough to see."""
        if self._strength == 0 or turn == 0:
            return luma
        change = (np.sin(turn + self._phases) - np.sin(self._phases)) * self._strength
        height, width = luma.shape
        light = cv2.resize(change.astype(np.float32), (width, height), interpolation=cv2.INTER_CUBIC)
        lit: Plane = np.clip(np.rint(luma + light), _BLACK, _WHITE).astype(np.uint8)
        return lit


def turn_at(plan: PicturePlan, index: int) -> float:
    """How far the light has come at a frame, radians: nil where the clip shows the picture itself."""
    hertz = _rounds(plan.frames) * FPS / plan.frames if plan.loop else HERTZ
    return math.tau * hertz * plan.since(index)


def turn_between(frames: int, index: int) -> float:
    """The same in a clip whose first and last frames are pictures: whole rounds from one to the other."""
    return math.tau * _rounds(frames) * index / max(frames - 1, 1)


def _rounds(frames: int) -> int:
    return max(1, round(HERTZ * frames / FPS))


def _plainness(picture: NDArray[np.uint8]) -> float:
    """How little there is in a picture that would be seen to move, 0 to 1."""
    grey = np.asarray(cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY), np.float32)
    detail = min(float(np.abs(np.diff(grey, axis=axis)).mean()) for axis in (0, 1))
    return max(0.0, 1.0 - detail / DETAIL)


def _phases(ratio: float, seed: int) -> Map:
    """Where each part of the picture stands in the light's round, radians."""
    angle, start = np.random.default_rng([seed, 17]).random(2) * (math.tau / 4, math.tau)
    rows = max(2, round(COLUMNS / ratio))
    y, x = np.mgrid[0:rows, 0:COLUMNS].astype(np.float32) / np.float32(rows)
    across = x * np.float32(math.cos(angle)) + y * np.float32(math.sin(angle))
    return np.asarray(across * np.float32(math.tau * WAVES) + np.float32(start), np.float32)
