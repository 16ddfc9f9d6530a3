"""The moment a lens is half under: two pictures with the water's edge between them."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from vitascope.engines.previz.canvas import Array, Canvas, Pose
from vitascope.engines.previz.clock import Moment
from vitascope.engines.previz.compiled import f4, kernel
from vitascope.engines.previz.scene.lookup import step

PANE = 0.42
"""Metres before the eye at which the water touches the lens."""


_SWELLS = ((0.026, 3.1, 0.6), (0.015, 7.7, -0.8), (0.006, 17.0, 1.4), (0.003, 31.0, -1.8))
"""Waves on the lens: metres high, radians a picture height, hertz."""


@kernel
def _join(rgb: Array, depth: Array, above: Array, far: Array, edge: Array, thick: Any, foam: Array) -> None:
    """Put ``above`` over the rows above the edge, with a bright thread and a dark band under it."""
    height = depth.shape[1]
    for i in range(depth.shape[0]):
        for j in range(height):
            under = (f4(j) + f4(0.5) - edge[i]) / thick
            share = step(f4(-0.12), f4(0.12), under)
            if under < f4(0):
                depth[i, j] = far[i, j]
            if under < f4(-2) or under > f4(5):
                if under < f4(0):
                    for c in range(3):
                        rgb[i, j, c] = above[i, j, c]
                continue
            dark = f4(1) - f4(0.5) * step(f4(-0.3), f4(0.2), under) * step(f4(2.6), f4(0.4), under)
            line = step(f4(-0.7), f4(0), under) * step(f4(0.5), f4(0), under)
            for c in range(3):
                value = above[i, j, c] * (f4(1) - share) + rgb[i, j, c] * share * dark
                rgb[i, j, c] = value + foam[c] * line * f4(0.55)


def edge_rows(canvas: Canvas, pose: Pose, level: float, moment: Moment) -> Array:
    """The row, one a column, where the surface meets the lens; far off the picture when it does not."""
    height = pose.focal_pixels(canvas.height) / PANE
    at = (np.arange(canvas.width) + 0.5 - canvas.width / 2) / canvas.height + pose.x
    bend = np.zeros(canvas.width)
    for size, across, hertz in _SWELLS:
        bend += size * np.sin(across * at + math.tau * moment.cycle(hertz))
    return (pose.horizon(canvas.height) + (pose.y - level - bend) * height).astype(np.float32)


def join(canvas: Canvas, above: Canvas, edge: Array, foam: Array) -> None:
    """Draw the picture from above the water over the upper part of a canvas that shows the lower."""
    thick = f4(max(canvas.height / 150, 1.5))
    _join(canvas.rgb, canvas.depth, above.rgb, above.depth, edge, thick, foam)
