"""Under water: the murk, the surface from below, and shafts of light."""

from __future__ import annotations

import math
from typing import Any, Final

import numpy as np

from vitascope.engines.previz.canvas import Array, Canvas, Pose
from vitascope.engines.previz.compiled import bare, f4, i8, kernel
from vitascope.engines.previz.scene.lens import COS, FOCAL, HORIZON, MIDDLE, SIN, X, Y, Z, lens, shrunk
from vitascope.engines.previz.scene.lookup import fade, sample, step
from vitascope.engines.previz.scene.sky import haze_tone, shrink_for
from vitascope.engines.previz.scene.surface import slopes
from vitascope.engines.previz.scene.waves import WRAP
from vitascope.engines.previz.scratch import scratch

TOP: Final = 0
DEEP: Final = 1
SHAFT: Final = 2
"""Rows of the murk's colours: light from straight above, from below, and of the shafts."""


@kernel
def _murk(
    out: Array,
    view: Array,
    rows: int,
    level: Any,
    density: Any,
    tile: Array,
    shift: Array,
    tones: Array,
    sun: Array,
    murk: Array,
) -> None:
    """The water around and the surface overhead, over a reduced picture ``(width, height, 3)``."""
    under = max(level - view[Y], f4(0.02))
    wave = np.empty(3, np.float32)
    ends = np.empty(3, np.float32)
    for i in range(out.shape[0]):
        k = (f4(i) + f4(0.5) - view[MIDDLE]) / view[FOCAL]
        dx = view[SIN] + view[COS] * k
        dz = view[COS] - view[SIN] * k
        haze_tone(tones, sun, dx, dz, ends)
        for j in range(min(rows, out.shape[1])):
            up = (view[HORIZON] - f4(j) - f4(0.5)) / view[FOCAL]
            length = math.sqrt(dx * dx + dz * dz + up * up)
            rise = up / length
            share = min(max(rise, f4(0)) * f4(1.3), f4(1))
            sink = min(max(-rise, f4(0)) * f4(2.2), f4(1))
            ahead = (dx * sun[0] + up * sun[1] + dz * sun[2]) / length
            glow = step(f4(0.2), f4(1.05), ahead)
            glow *= glow * f4(0.8)
            bright = f4(0)
            keep = f4(0)
            t = under / max(up, f4(1e-3))
            if up > f4(0) and t * length * density < f4(6):
                foot = t / view[FOCAL] * math.sqrt(max(t / under, f4(1)))
                slopes(tile, view[X] + dx * t, view[Z] + dz * t, shift, foot, wave)
                flat = f4(1) / math.sqrt(wave[0] * wave[0] + wave[1] * wave[1] + f4(1))
                c = (up - wave[0] * f4(1.6) * dx - wave[1] * f4(1.6) * dz) * flat / length
                window = step(f4(0.30), f4(0.86), c)
                ripples = max(f4(0.10) + (c - rise) * f4(3.0), f4(0))
                bright = window * f4(1.2) + ripples * ripples * f4(2.6)
                keep = fade(t * length * density * f4(0.8))
            for q in range(3):
                value = ends[q] + (murk[0, q] - ends[q]) * share
                value += (murk[1, q] - value) * sink + murk[0, q] * glow
                out[i, j, q] = value + (murk[0, q] * bright - value * f4(0.35)) * keep


@bare
def _shafts(
    out: Array, depth: Array, shrink: int, source: Array, soft: Array, drift: Array, reach: Any
) -> None:
    """Brightness of the shafts, ``(width, height)``; ``source`` is their column, row and strength."""
    height = f4(out.shape[1])
    for i in range(out.shape[0]):
        for j in range(out.shape[1]):
            x = (f4(i) + f4(0.5) - source[0]) / height
            y = max((f4(j) + f4(0.5) - source[1]) / height, f4(0.02))
            fan = x / (y + f4(0.12))
            first = sample(soft, fan * f4(62) + drift[0], drift[1] + y * f4(5))
            second = sample(soft, fan * f4(150) + drift[2] + f4(99), drift[3] + y * f4(9))
            beam = max(first * second - f4(0.17), f4(0)) * f4(3.4)
            long = math.sqrt(x * x + y * y)
            far = depth[min(i * shrink, depth.shape[0] - 1), min(j * shrink, depth.shape[1] - 1)]
            value = beam * beam * fade(long * f4(1.1)) * min(far * reach, f4(1)) * source[2]
            out[i, j] = value / (f4(1) + value * f4(0.5))


@kernel
def _add(rgb: Array, small: Array, shrink: int, colour: Array) -> None:
    """Add a reduced brightness in a colour."""
    part = f4(1) / f4(shrink)
    last_i, last_j = small.shape[0] - 2, small.shape[1] - 2
    for i in range(rgb.shape[0]):
        fx = max((f4(i) + f4(0.5)) * part - f4(0.5), f4(0))
        a = min(i8(fx), last_i)
        wx = fx - f4(a)
        for j in range(rgb.shape[1]):
            fy = max((f4(j) + f4(0.5)) * part - f4(0.5), f4(0))
            b = min(i8(fy), last_j)
            wy = fy - f4(b)
            left = small[a, b] + (small[a, b + 1] - small[a, b]) * wy
            right = small[a + 1, b] + (small[a + 1, b + 1] - small[a + 1, b]) * wy
            value = left + (right - left) * wx
            for c in range(3):
                rgb[i, j, c] += colour[c] * value


def murk(
    canvas: Canvas,
    pose: Pose,
    rows: int,
    level: float,
    density: float,
    tile: Array,
    shift: Array,
    tones: Array,
    sun: Array,
    colours: Array,
) -> tuple[Array, int]:
    """The water down to a row of the canvas, reduced, and by how much; see ``sky.lift``."""
    shrink = shrink_for(canvas.height)
    small = scratch.take("murk", *shrunk(canvas.width, canvas.height, shrink), 3)
    view = lens(pose, canvas.width, canvas.height, shrink, wrap=WRAP)
    last = min(rows // shrink + 3, small.shape[1])
    _murk(small, view, last, f4(level), f4(density), tile, shift, tones, sun, colours)
    return small, shrink


def shafts(
    canvas: Canvas,
    pose: Pose,
    azimuth: float,
    strength: float,
    soft: Array,
    drift: Array,
    reach: float,
    colour: Array,
) -> None:
    """Add shafts that fan out from the sun, in front of whatever is farther than ``1 / reach`` metres."""
    shrink = max(canvas.height // 270, 1)
    small = scratch.take("shafts", *shrunk(canvas.width, canvas.height, shrink))
    view = lens(pose, canvas.width, canvas.height, shrink)
    aside = azimuth - pose.yaw
    column = view[MIDDLE] + view[FOCAL] * 0.8 * math.sin(aside)
    row = view[HORIZON] - view[FOCAL] * 0.95
    source = np.array([column, row, strength * (0.6 + 0.4 * math.cos(aside))], np.float32)
    _shafts(small, canvas.depth, shrink, source, soft, drift, f4(reach))
    _add(canvas.rgb, small, shrink, colour)
