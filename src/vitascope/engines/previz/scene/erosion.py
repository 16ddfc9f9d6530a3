"""Rain on a height map: drops run down, carry soil off and lay it down, and leave valleys."""

from __future__ import annotations

import math
from functools import partial
from typing import Any, Final

import numpy as np

from vitascope.engines.previz.canvas import Array
from vitascope.engines.previz.compiled import f4, kernel, leaf
from vitascope.engines.previz.scene.lookup import whole
from vitascope.engines.previz.threads import at_once

STEPS: Final = 40
BAND: Final = 256
"""Rows of a map that a thread has to itself: more than four times as far as a drop runs."""
TOGETHER: Final = 4
"""Drops that run at a time."""
X: Final = 0
Y: Final = 1
ASIDE: Final = 2
ALONG: Final = 3
SOIL: Final = 4
SPEED: Final = 5
WATER: Final = 6
DROP: Final = 7
"""What is known of a drop: place and direction in cells, the soil it carries, its speed and its water."""

_INERTIA, _CAPACITY, _ERODE, _SETTLE, _DRY, _LEAST = 0.08, 5.0, 0.28, 0.22, 0.985, 0.01


@leaf
def _slope(height: Array, i: Any, j: Any, a: Any, b: Any) -> tuple[Any, Any, Any]:
    """Height and its gradient at a point between four cells; the map repeats."""
    mask = np.uint32(height.shape[0] - 1)
    i1 = (i + np.uint32(1)) & mask
    j1 = (j + np.uint32(1)) & mask
    p, q, s, t = height[j, i], height[j, i1], height[j1, i], height[j1, i1]
    gx = (q - p) * (f4(1) - b) + (t - s) * b
    gy = (s - p) * (f4(1) - a) + (t - q) * a
    return (p * (f4(1) - a) + q * a) * (f4(1) - b) + (s * (f4(1) - a) + t * a) * b, gx, gy


@leaf
def _lay(height: Array, i: Any, j: Any, a: Any, b: Any, amount: Any) -> None:
    mask = np.uint32(height.shape[0] - 1)
    i1 = (i + np.uint32(1)) & mask
    j1 = (j + np.uint32(1)) & mask
    height[j, i] += amount * (f4(1) - a) * (f4(1) - b)
    height[j, i1] += amount * a * (f4(1) - b)
    height[j1, i] += amount * (f4(1) - a) * b
    height[j1, i1] += amount * a * b


@leaf
def _step(height: Array, drop: Array) -> bool:
    """One cell's way of a drop, ``(DROP,)``; returns whether it goes on."""
    mask = np.uint32(height.shape[0] - 1)
    x, y, soil, speed, water = drop[X], drop[Y], drop[SOIL], drop[SPEED], drop[WATER]
    fx = np.floor(x)
    fy = np.floor(y)
    i, j = whole(fx) & mask, whole(fy) & mask
    a, b = x - fx, y - fy
    here, gx, gy = _slope(height, i, j, a, b)
    dx = drop[ASIDE] * f4(_INERTIA) - gx * f4(1 - _INERTIA)
    dy = drop[ALONG] * f4(_INERTIA) - gy * f4(1 - _INERTIA)
    size = math.sqrt(dx * dx + dy * dy)
    if size < f4(1e-6):
        return False
    one = f4(1) / size
    dx, dy = dx * one, dy * one
    x += dx
    y += dy
    fx, fy = np.floor(x), np.floor(y)
    there, gx, gy = _slope(height, whole(fx) & mask, whole(fy) & mask, x - fx, y - fy)
    fall = here - there
    room = max(fall, f4(_LEAST)) * speed * water * f4(_CAPACITY)
    spare = soil - room
    settled = spare * f4(_SETTLE) if spare > f4(0) else -min(-spare * f4(_ERODE), fall)
    laid = min(-fall, soil) if fall < f4(0) else settled
    _lay(height, i, j, a, b, laid)
    drop[X], drop[Y], drop[ASIDE], drop[ALONG] = x, y, dx, dy
    drop[SOIL] = soil - laid
    drop[SPEED] = min(math.sqrt(max(speed * speed + fall * f4(4), f4(0.01))), f4(6))
    drop[WATER] = water * f4(_DRY)
    return True


@kernel
def _run(height: Array, starts: Array) -> None:
    """Let drops run, a few at a time: one's next step waits for its last, but not for another's."""
    drops = np.empty((TOGETHER, DROP), np.float32)
    going = np.empty(TOGETHER, np.bool_)
    for first in range(0, starts.shape[0], TOGETHER):
        count = min(TOGETHER, starts.shape[0] - first)
        for k in range(count):
            drops[k, X], drops[k, Y] = starts[first + k, 0], starts[first + k, 1]
            drops[k, ASIDE] = drops[k, ALONG] = drops[k, SOIL] = f4(0)
            drops[k, SPEED] = drops[k, WATER] = f4(1)
            going[k] = True
        for _ in range(STEPS):
            for k in range(count):
                if going[k]:
                    going[k] = _step(height, drops[k])


def rain(height: Array, starts: Array) -> None:
    """Let a drop run from each start ``(n, 2)``, in cells; heights in cells too. Changes ``height``.

    Drops within a band of rows that none leaves come first, then those about its borders: bands do not
    meet, so that each may have a thread.
    """
    rows = starts[:, 1] % len(height)
    bands = max(len(height) // BAND, 1)
    band = len(height) / bands
    for begin, inner in ((0.0, True), (0.5 * band, False)):
        place = (rows + begin) % len(height)
        off = np.abs(rows % band - 0.5 * band) < 0.5 * band - (STEPS + 2)
        chosen = [starts[(off == inner) & (place // band == k)] for k in range(bands)]
        at_once(*(partial(_run, height, np.ascontiguousarray(some)) for some in chosen))
