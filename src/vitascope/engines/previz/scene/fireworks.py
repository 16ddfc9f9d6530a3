"""Fireworks: shells that climb and burst before the sky, drawn as lines and laid over it where it is open."""

from __future__ import annotations

import math
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from vitascope.engines.previz.canvas import FAR, Array, Canvas, Pose
from vitascope.engines.previz.clock import Moment
from vitascope.engines.previz.scene.colour import linear

SHRINK = 2
"""How much smaller they are drawn than they are seen."""
HERTZ = 0.2
"""How often each shell comes again."""
SHELLS = 11
CLIMB, BURST = 0.16, 0.44
"""Shares of its round in which a shell climbs, and in which it is seen bursting."""
RAYS = 84
WIDE, HIGH = 0.62, (0.14, 0.36)
"""Where shells burst: to either side of where the camera looks first, and above the horizon, in tangents."""
REACH = (0.07, 0.13)
"""How far their rays fly, in tangents."""
DROOP = 0.07
TRAIL = 0.16
"""How far rays sink in the end, in tangents; how much of its flight a ray leaves alight behind it."""
COLOURS = tuple(linear(tone) for tone in ("#ffcf6a", "#ff5a4a", "#6ad0ff", "#9aff7a", "#ff7ad8", "#fff4d8"))
BRIGHT, HALO = 2.6, 0.8
_FINE = 4
"""Bits of a pixel to which OpenCV's lines are placed."""


@dataclass(frozen=True)
class Shell:
    """One shell: where it bursts and how far, in tangents, its rays ``(RAYS, 2)`` and when in the round."""

    across: float
    high: float
    reach: float
    rays: Array
    colour: Array
    delay: float


class Fireworks:
    """Shells about a direction; read only."""

    def __init__(self, yaw: float, seed: int) -> None:
        random = np.random.default_rng([seed, 41])
        self._yaw = yaw
        turns = random.permutation(SHELLS) / SHELLS
        self._shells = [_shell(number, float(turn), random) for number, turn in enumerate(turns)]

    def burst(self, canvas: Canvas, pose: Pose, moment: Moment) -> None:
        """Add them to what shows open sky."""
        height, width = -(-canvas.height // SHRINK), -(-canvas.width // SHRINK)
        focal = pose.focal_pixels(canvas.height) / SHRINK
        place = np.array(
            [width / 2 - focal * math.tan(self._away(pose)), pose.horizon(canvas.height) / SHRINK]
        )
        light = np.zeros((height, width, 3), np.float32)
        for shell in self._shells:
            share = (moment.cycle(HERTZ) + shell.delay) % 1.0
            drawn = _drawn(shell, share, place, focal, (height, width))
            if drawn is not None:
                light += drawn[..., None] * shell.colour
        light += HALO * cv2.GaussianBlur(light, (0, 0), height / 60)
        large = cv2.resize(light, (canvas.width, canvas.height), interpolation=cv2.INTER_LINEAR)
        added = BRIGHT * large.transpose(1, 0, 2)
        np.add(canvas.rgb, added, out=canvas.rgb, where=(canvas.depth >= FAR)[..., None])

    def _away(self, pose: Pose) -> float:
        """How far the camera has turned from them, within what a tangent can say."""
        turned = (pose.yaw - self._yaw + math.pi) % math.tau - math.pi
        return min(max(turned, -1.4), 1.4)


def _shell(number: int, delay: float, random: np.random.Generator) -> Shell:
    way = random.normal(size=(RAYS, 3))
    way /= np.linalg.norm(way, axis=1, keepdims=True)
    speed = random.uniform(0.82, 1.0, (RAYS, 1))
    return Shell(
        across=WIDE * (2.0 * ((0.31 + 0.618 * number) % 1.0) - 1.0),
        high=float(random.uniform(*HIGH)),
        reach=float(random.uniform(*REACH)),
        rays=(way[:, :2] * speed).astype(np.float32),
        colour=COLOURS[number % len(COLOURS)],
        delay=delay,
    )


def _drawn(
    shell: Shell, share: float, place: Array, focal: float, size: tuple[int, int]
) -> NDArray[np.float32] | None:
    """Its light, 0 to 1, at a share of its round; None while nothing of it is seen."""
    centre = place + focal * np.array([shell.across, -shell.high])
    if share < CLIMB:
        up = share / CLIMB
        ends = [1.0 - (1.0 - at) ** 2 for at in (max(up - TRAIL, 0.0), up)]
        path = np.array([[place + focal * np.array([shell.across, -shell.high * end]) for end in ends]])
        return _lines(path, 0.45, size)
    age = (share - CLIMB) / BURST
    if age >= 1.0:
        return None
    steps = np.array([max(age - TRAIL, 0.0), max(age - 0.5 * TRAIL, 0.0), age])
    flown = 1.0 - np.exp(-4.2 * steps)
    paths = shell.reach * shell.rays[:, None] * flown[None, :, None]
    paths[..., 1] += DROOP * steps**2
    return _lines(centre + focal * paths, (1.0 - age) ** 1.4, size)


def _lines(paths: NDArray[np.floating], bright: float, size: tuple[int, int]) -> NDArray[np.float32]:
    """Smooth lines along paths ``(lines, points, 2)``."""
    drawn = np.zeros(size, np.uint8)
    fixed = np.round(paths * (1 << _FINE)).astype(np.int32)
    cv2.polylines(drawn, list(fixed), False, 255, max(1, round(size[0] / 400)), cv2.LINE_AA, _FINE)
    return drawn * np.float32(bright / 255)
