"""Rain on a height map: drops run down, carry soil off and lay it down, and leave valleys."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from vitascope.engines.previz.canvas import Array
from vitascope.engines.previz.compiled import bare, f4, i8, leaf

STEPS = 40
_INERTIA, _CAPACITY, _ERODE, _SETTLE, _DRY, _LEAST = 0.08, 5.0, 0.28, 0.22, 0.985, 0.01


@leaf
def _slope(height: Array, i: int, j: int, a: Any, b: Any) -> tuple[Any, Any, Any]:
    """Height and its gradient at a point between four cells; the map repeats."""
    mask = height.shape[0] - 1
    i1 = (i + 1) & mask
    j1 = (j + 1) & mask
    p, q, s, t = height[j, i], height[j, i1], height[j1, i], height[j1, i1]
    gx = (q - p) * (f4(1) - b) + (t - s) * b
    gy = (s - p) * (f4(1) - a) + (t - q) * a
    return (p * (f4(1) - a) + q * a) * (f4(1) - b) + (s * (f4(1) - a) + t * a) * b, gx, gy


@leaf
def _lay(height: Array, i: int, j: int, a: Any, b: Any, amount: Any) -> None:
    mask = height.shape[0] - 1
    i1 = (i + 1) & mask
    j1 = (j + 1) & mask
    height[j, i] += amount * (f4(1) - a) * (f4(1) - b)
    height[j, i1] += amount * a * (f4(1) - b)
    height[j1, i] += amount * (f4(1) - a) * b
    height[j1, i1] += amount * a * b


@leaf
def _drop(height: Array, x: Any, y: Any) -> None:
    mask = height.shape[0] - 1
    dx = dy = f4(0)
    speed = water = f4(1)
    soil = f4(0)
    for _ in range(STEPS):
        fx = np.floor(x)
        fy = np.floor(y)
        i, j = i8(fx) & mask, i8(fy) & mask
        a, b = x - fx, y - fy
        here, gx, gy = _slope(height, i, j, a, b)
        dx = dx * f4(_INERTIA) - gx * f4(1 - _INERTIA)
        dy = dy * f4(_INERTIA) - gy * f4(1 - _INERTIA)
        size = math.sqrt(dx * dx + dy * dy)
        if size < f4(1e-6):
            break
        dx, dy = dx / size, dy / size
        x += dx
        y += dy
        fx, fy = np.floor(x), np.floor(y)
        there, gx, gy = _slope(height, i8(fx) & mask, i8(fy) & mask, x - fx, y - fy)
        fall = here - there
        room = max(fall, f4(_LEAST)) * speed * water * f4(_CAPACITY)
        if fall < f4(0):
            laid = min(-fall, soil)
        elif soil > room:
            laid = (soil - room) * f4(_SETTLE)
        else:
            laid = -min((room - soil) * f4(_ERODE), fall)
        soil -= laid
        _lay(height, i, j, a, b, laid)
        speed = math.sqrt(max(speed * speed + fall * f4(4), f4(0.01)))
        speed = min(speed, f4(6))
        water *= f4(_DRY)


@bare
def rain(height: Array, starts: Array) -> None:
    """Let a drop run from each start ``(n, 2)``, in cells; heights in cells too. Changes ``height``."""
    for k in range(starts.shape[0]):
        _drop(height, starts[k, 0], starts[k, 1])
