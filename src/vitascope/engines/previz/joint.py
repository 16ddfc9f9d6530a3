"""The speed at which a clip leaves the video it continues, or reaches the one it leads into."""

from __future__ import annotations

from itertools import pairwise

import cv2
import numpy as np
from numpy.typing import NDArray

from vitascope.engines.previz.picture.plan import PicturePlan, Pin
from vitascope.engines.previz.picture.plate import Plate
from vitascope.engines.previz.shots import PictureShot
from vitascope.media.colour import rgb_to_yuv

SIZE = (480, 270)
"""Width and height of the luma on which steps between frames are measured."""
NEAREST = 6
"""Steps next to a joint that say how fast a video moves there."""
CALM = 0.35
"""Grey levels per step below which a video counts as still; what follows it still moves this fast."""
SLOWEST, FASTEST = 0.1, 4.0
"""How far a clip's own speed may be bent to the video's."""

Luma = NDArray[np.float32]


def launch(pictures: NDArray[np.uint8], plan: PicturePlan) -> float:
    """What multiplies the plan's speed at the joint to make its step as large as the video's steps there.

    ``pictures`` are the video's frames next to the joint, in the order in which they play.
    """
    before = plan.pin is Pin.BEFORE
    own = pictures[-1] if before else pictures[0]
    goal = max(_speed(pictures[-NEAREST - 1 :] if before else pictures[: NEAREST + 1]), CALM)
    plate = Plate.of_picture(_halved(own))
    rest, factor = _luma(plate.planes[0]), 1.0
    for _ in range(3):
        shot = PictureShot(plate, plan.model_copy(update={"launch": factor}))
        step = _difference(rest, _luma(shot.frame(0 if before else plan.frames - 1)[0]))
        factor = float(np.clip(factor * goal / max(step, 1e-3), SLOWEST, FASTEST))
    return round(factor, 4)


def _speed(pictures: NDArray[np.uint8]) -> float:
    """The median step between consecutive pictures, in grey levels; nil for a single one."""
    lumas = [_luma(rgb_to_yuv(_halved(picture))[0]) for picture in pictures]
    steps = [_difference(a, b) for a, b in pairwise(lumas)]
    return float(np.median(steps)) if steps else 0.0


def _difference(a: Luma, b: Luma) -> float:
    return float(np.abs(a - b).mean())


def _luma(plane: NDArray[np.uint8]) -> Luma:
    return np.asarray(cv2.resize(plane, SIZE, interpolation=cv2.INTER_AREA), np.float32)


def _halved(picture: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """At most 960 pixels wide, even sides: enough to foresee a step, cheap at any size."""
    height, width = picture.shape[:2]
    if width <= 2 * SIZE[0]:
        return picture
    goal = (2 * SIZE[0], max(2, round(height * SIZE[0] / width) * 2))
    return np.asarray(cv2.resize(picture, goal, interpolation=cv2.INTER_AREA), np.uint8)
