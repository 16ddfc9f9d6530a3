"""Hillsides cut into terraces, some of them under water: rice fields, tea and vines."""

from __future__ import annotations

from typing import Final

import numpy as np

from vitascope.engines.previz.canvas import Array
from vitascope.engines.previz.plan import Environment, ShotPlan
from vitascope.engines.previz.scene.noise import fbm
from vitascope.engines.previz.scene.palette import Look
from vitascope.engines.previz.scene.relief import SIDE, Relief, smooth

TERRACES: Final = "terraces"
"""The sight that a plan calls for them by."""
STEP, WALL = 5.0, 0.78
"""Metres from one terrace to the next; the share of a step from which on it rises."""
FLOODED, MIRRORED = 2, 0.92
"""Every so many terraces stand under water, which gives back so much of the sky."""
SLOPES, FAR, VALLEY = 84.0, 95.0, 14.0
"""Metres that the slopes beside the valley, the hills behind and its own humps rise."""


def terraced(plan: ShotPlan) -> bool:
    """Whether a plan asks for them, and it is among hills."""
    return TERRACES in plan.sights and plan.environment is Environment.HILLS


def terraces(seed: int) -> Relief:
    """A valley between stepped slopes; ``cover`` is the growth on the steps' walls."""
    columns, rows = np.meshgrid(np.arange(SIDE, dtype=np.float32), np.arange(SIDE, dtype=np.float32))
    x, z = (np.asarray(part / SIDE, np.float32) for part in (columns, rows))
    rolling, bent = fbm(SIDE, seed, 5, 3, 0.35), fbm(SIDE, seed + 2, 4, 3, 0.4)
    beside = smooth(0.006, 0.17, np.abs(x - 0.5 + 0.05 * (bent - 0.5)))
    far = smooth(0.16, 0.42, z) * smooth(1.0, 0.85, z)
    smoothly = VALLEY * rolling + SLOPES * beside * (0.45 + 0.55 * bent) + FAR * far * (0.35 + 0.65 * rolling)
    level = np.floor(smoothly / STEP)
    rise = smooth(WALL, 1.0, np.asarray(smoothly / STEP - level, np.float32))
    height = STEP * (level + rise)
    cover = 0.75 * rise * (1.0 - rise) * 4.0
    return Relief(height.astype(np.float32), 1.0, cover.astype(np.float32), 0.5 * SIDE, 0.1 * SIDE)


def flooded(shape: Relief, light: Array, look: Look) -> Array:
    """The ``light (side, side, 3)`` of the land, with the sky in the terraces that stand under water."""
    steps = shape.height / STEP
    level = np.rint(steps)
    flat = smooth(0.03, 0.005, np.abs(steps - level).astype(np.float32))
    wet = flat * (np.mod(level, FLOODED) == 1)
    sky = MIRRORED * (0.5 * look.horizon + 0.5 * look.middle)
    return np.asarray(light + (sky - light) * (MIRRORED * wet)[..., None], np.float32)
