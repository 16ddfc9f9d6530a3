"""Light in a room: sun through a window, two lamps, and less of both in corners."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from vitascope.engines.previz.canvas import Array
from vitascope.engines.previz.compiled import f4, leaf
from vitascope.engines.previz.scene.lens import X, Y, Z
from vitascope.engines.previz.scene.lookup import rest, sample

Vector = tuple[float, float, float]

LAMPS: Final = 11
BOUNDS: Final = 25
SHADES: Final = 31
SHADED: Final = 6
INDOORS: Final = SHADES + 4 * SHADED
"""Places in the numbers of an interior's light."""

OUTDOORS: Final = np.zeros(INDOORS, np.float32)


@dataclass(frozen=True)
class Indoors:
    """Light in a room. Sun comes through a window in the wall ``x = at``, open over ``z`` and ``y``.

    ``lamps`` are two places that give light, each with its colour and the metres at which it has fallen
    to half; ``low`` and ``high`` are the room's corners; ``shades`` are what stands on the floor: its
    west, east, south and north edges.
    """

    at: float
    z: tuple[float, float]
    y: tuple[float, float]
    toward: Vector
    colour: Array
    lamps: tuple[tuple[Vector, Array, float], tuple[Vector, Array, float]]
    low: Vector
    high: Vector
    shades: Sequence[tuple[float, float, float, float]]

    def numbers(self) -> Array:
        """As the kernel takes it."""
        values = [self.at, *self.z, *self.y, *self.toward, *self.colour]
        for place, colour, reach in self.lamps:
            values += [*place, *colour, reach * reach]
        values += [*self.low, *self.high]
        nowhere = (99.0, 99.0, 99.0, 99.0)
        for k in range(SHADED):
            values += self.shades[k] if k < len(self.shades) else nowhere
        return np.array(values, np.float32)


@leaf
def _through(beam: Array, x: Any, y: Any, z: Any, grain: Array, drift: Any) -> Any:
    """How much sun comes through the window to a place, past its bars and moving leaves outside."""
    way = (beam[0] - x) / beam[5]
    if way <= f4(0.02):
        return f4(0)
    wy = y + way * beam[6]
    wz = z + way * beam[7]
    soft = f4(0.012) * way + f4(0.01)
    inside = min(wy - beam[3], beam[4] - wy, wz - beam[1], beam[2] - wz)
    share = min(max(inside / soft + f4(0.5), f4(0)), f4(1))
    if share <= f4(0):
        return f4(0)
    cu = abs(rest((wz - beam[1]) / (beam[2] - beam[1]) * f4(2)) - f4(0.5))
    cv = abs(rest((wy - beam[3]) / (beam[4] - beam[3]) * f4(3)) - f4(0.5))
    bars = min(max((f4(0.47) - max(cu, cv)) / (soft * f4(2)) + f4(0.5), f4(0)), f4(1))
    leaves = sample(grain, wz * f4(14) + drift, wy * f4(14) + drift)
    return share * bars * min(max(f4(0.9) + f4(0.18) * leaves, f4(0.3)), f4(1.1))


@leaf
def _corners(beam: Array, x: Any, y: Any, z: Any, n: Array) -> Any:
    """How open a place in a room is: less in corners and around what stands on the floor."""
    open_ = f4(1)
    for k in range(6):
        at = x if k % 3 == 0 else (y if k % 3 == 1 else z)
        away = abs(at - beam[BOUNDS + k])
        if away > f4(0.004) or abs(n[k % 3]) < f4(0.7):
            open_ *= f4(1) - f4(0.34) / (f4(1) + away * away * f4(14))
    if n[1] > f4(0.7) and y < f4(0.03):
        for k in range(SHADED):
            at = SHADES + 4 * k
            dx = max(beam[at] - x, x - beam[at + 1], f4(-0.25))
            dz = max(beam[at + 2] - z, z - beam[at + 3], f4(-0.25))
            away = max(max(dx, dz) + f4(0.25), f4(0))
            open_ *= f4(1) - f4(0.6) / (f4(1) + away * away * f4(16))
    return open_


@leaf
def glow(row: Array, p: Any, q: Any, view: Array, beam: Array, n: Array, out: Array) -> None:
    """Light of lamps and of the room on a point of a face with the unit normal ``n``, into ``out (3,)``."""
    x = row[0] + p * row[3] + q * row[6] + view[X]
    y = row[1] + p * row[4] + q * row[7] + view[Y]
    z = row[2] + p * row[5] + q * row[8] + view[Z]
    out[0] = out[1] = out[2] = f4(1)
    for k in range(2):
        at = LAMPS + 7 * k
        dx, dy, dz = beam[at] - x, beam[at + 1] - y, beam[at + 2] - z
        away = dx * dx + dy * dy + dz * dz
        facing = (n[0] * dx + n[1] * dy + n[2] * dz) / math.sqrt(away + f4(1e-4))
        share = max(facing * f4(0.8) + f4(0.2), f4(0)) / (f4(1) + away / beam[at + 6])
        for c in range(3):
            out[c] += beam[at + 3 + c] * share
    open_ = _corners(beam, x, y, z, n)
    for c in range(3):
        out[c] *= open_


@leaf
def sunlit(row: Array, p: Any, q: Any, view: Array, beam: Array, grain: Array, drift: Any) -> Any:
    """How much sun a point of a face gets through the window."""
    x = row[0] + p * row[3] + q * row[6] + view[X]
    y = row[1] + p * row[4] + q * row[7] + view[Y]
    z = row[2] + p * row[5] + q * row[8] + view[Z]
    return _through(beam, x, y, z, grain, drift)
