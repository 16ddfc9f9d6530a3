"""A clip as one picture: a few of its frames, side by side."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from vitascope.domain.render import RenderSpec
from vitascope.engines.previz.engine import PrevizEngine
from vitascope.engines.previz.picture.plate import Planes
from vitascope.engines.previz.plan import ShotPlan
from vitascope.engines.previz.scene_shot import SceneShot
from vitascope.engines.previz.stored import load

Picture = NDArray[np.uint8]
SIZE = (640, 360)
FRAMES = 120
SHOWN = (0, 24, 48, 71, 95, 119)
"""Frames of the sheet, three in a row."""
SEED = 7
QUALITY = 80


@dataclass(frozen=True)
class Sheet:
    """A prompt, its stored plan, its picture, and how many grey levels it moves in a second at least."""

    prompt: str
    plan: dict[str, Any]
    picture: Picture
    liveliness: float


def sheet(prompt: str) -> Sheet:
    """Plan and render a prompt, and put ``SHOWN`` together."""
    spec = RenderSpec(prompt=prompt, width=SIZE[0], height=SIZE[1], frames=FRAMES, seed=SEED)
    stored = PrevizEngine().plan(spec, ())
    plan = load(stored)
    assert isinstance(plan, ShotPlan)
    shot = SceneShot(plan, spec)
    planes = [shot.frame(index) for index in SHOWN]
    lumas = [cv2.resize(y, (480, 270), interpolation=cv2.INTER_AREA).astype(float) for y, _, _ in planes]
    steps = [float(np.abs(b - a).mean()) for a, b in pairwise(lumas)]
    return Sheet(prompt, stored, _grid([_small(each) for each in planes]), min(steps))


def _small(planes: Planes) -> Picture:
    """BGR at half the size, ``(180, 320, 3) uint8``, from limited-range BT.709."""
    y, u, v = planes
    full = (y.shape[1], y.shape[0])
    luma = (y.astype(np.float32) - 16) / 219
    blue, red = (
        (cv2.resize(plane, full, interpolation=cv2.INTER_LINEAR).astype(np.float32) - 128) / 224
        for plane in (u, v)
    )
    bgr = np.stack([luma + 1.8556 * blue, luma - 0.1873 * blue - 0.4681 * red, luma + 1.5748 * red], axis=-1)
    half = cv2.resize(np.clip(bgr, 0, 1), (full[0] // 2, full[1] // 2), interpolation=cv2.INTER_AREA)
    return np.asarray(half * 255 + 0.5, np.uint8)


def _grid(pictures: list[Picture]) -> Picture:
    rows = [np.concatenate(pictures[i : i + 3], axis=1) for i in range(0, len(pictures), 3)]
    return np.concatenate(rows, axis=0)
