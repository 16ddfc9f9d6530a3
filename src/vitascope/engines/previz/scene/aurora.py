"""Northern lights: curtains that hang in the sky, painted small and laid over it where it is open."""

from __future__ import annotations

import math

import cv2
import numpy as np

from vitascope.engines.previz.canvas import FAR, Array, Canvas, Pose
from vitascope.engines.previz.clock import Moment

SHRINK = 6
"""How much smaller they are painted than they are seen."""
CURTAINS = ((0.30, 0.10, 0.0, 1.0), (0.46, 0.13, 2.1, 0.7), (0.20, 0.07, 4.4, 0.55))
"""Height above the horizon, how far that sways (both in tangents), phase and brightness of each."""
GREEN, VIOLET = np.array([0.10, 0.95, 0.42], np.float32), np.array([0.50, 0.16, 0.75], np.float32)
BRIGHT = 0.42
HERTZ = (0.05, 0.03, 0.08)
"""How often the sway, the drift and the rays come round."""


def glow(canvas: Canvas, pose: Pose, moment: Moment) -> None:
    """Add the lights to what shows open sky."""
    across, down = -(-canvas.width // SHRINK), -(-canvas.height // SHRINK)
    x = (np.arange(across, dtype=np.float32) + 0.5) * SHRINK
    y = (np.arange(down, dtype=np.float32) + 0.5) * SHRINK
    focal = pose.focal_pixels(canvas.height)
    azimuth = np.asarray(pose.yaw + np.arctan((x - 0.5 * canvas.width) / focal), np.float32)
    rise = np.asarray((pose.horizon(canvas.height) - y) / focal, np.float32)
    small = _curtains(azimuth[:, None], rise[None], moment)
    large = cv2.resize(small, (canvas.height, canvas.width), interpolation=cv2.INTER_LINEAR)
    np.add(canvas.rgb, large, out=canvas.rgb, where=(canvas.depth >= FAR)[..., None])


def _curtains(azimuth: Array, rise: Array, moment: Moment) -> Array:
    """Light by direction, ``(across, down, 3)``."""
    sway, drift, rays = (math.tau * moment.cycle(hertz) for hertz in HERTZ)
    found = np.zeros((azimuth.shape[0], rise.shape[1], 3), np.float32)
    for high, wave, phase, bright in CURTAINS:
        turn = 3.1 * azimuth + phase
        foot = high + wave * (np.sin(turn + 0.6 * math.sin(sway)) + 0.4 * np.sin(2.7 * turn + drift))
        above = rise - foot
        ray = 0.62 + 0.22 * np.sin(41.0 * azimuth + 5.0 * np.sin(turn) + rays + phase)
        ray += 0.16 * np.sin(97.0 * azimuth - 2.0 * rays + 3.0 * phase)
        lower = np.clip(above / 0.03 + 0.5, 0.0, 1.0)
        light = bright * ray * lower * np.exp(-np.clip(above, 0.0, None) / (0.16 + 0.10 * ray))
        share = np.clip(above / 0.34, 0.0, 1.0)[..., None]
        found += light[..., None] * (GREEN * (1.0 - share) + VIOLET * share)
    return np.asarray(BRIGHT * found, np.float32)
