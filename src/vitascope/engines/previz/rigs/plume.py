"""Fire and smoke: sheets of noise that face the camera and rise along their axis behind what is nearer."""

from __future__ import annotations

import math
from functools import cache
from typing import Any

import numpy as np

from vitascope.engines.previz.compiled import F, Floats, i8, inlined, kernel, leaf
from vitascope.engines.previz.rigs.noise import cloud

SIDE = 256
(
    FOOT_X, FOOT_Y, AXIS_X, AXIS_Y, HALF, DEPTH, THICK, TIME, APART, RED, GREEN, BLUE, STRENGTH,
    RAGE,
) = range(14)  # fmt: skip
SPEC = 14
"""What a plume is told: its foot and its axis in pixels, half its width, how far away and how thick it is in
metres, turns of time, an offset of its noise, its colour and strength, and how much it is torn."""
SPARKS = 9


@cache
def turbulence() -> Floats:
    """Noise that repeats, ``(256, 256)``."""
    return np.ascontiguousarray(cloud((SIDE, SIDE), (10, 10), 4, 67))


@inlined
def _noise(table: Floats, u: float, v: float) -> Any:
    """The noise at a place in repeats, between its texels."""
    x, y = u * F(SIDE), v * F(SIDE)
    i, j = i8(math.floor(x)), i8(math.floor(y))
    a, b = x - F(i), y - F(j)
    i0, j0 = i & 255, j & 255
    i1, j1 = (i + 1) & 255, (j + 1) & 255
    low = table[i0, j0] + (table[i1, j0] - table[i0, j0]) * a
    high = table[i0, j1] + (table[i1, j1] - table[i0, j1]) * a
    return low + (high - low) * b


@inlined
def _step(x: float, low: float, high: float) -> float:
    w = min(max((x - low) / (high - low), F(0)), F(1))
    return w * w * (F(3) - F(2) * w)


@leaf
def _box(spec: Floats, width: int, height: int, over: float, aside: float) -> tuple[int, int, int, int]:
    """The pixels it may touch: left, top, right and bottom."""
    x0, y0 = spec[FOOT_X], spec[FOOT_Y]
    x1, y1 = x0 + spec[AXIS_X] * over, y0 + spec[AXIS_Y] * over
    reach = spec[HALF] * aside + F(2)
    left, right = max(min(x0, x1) - reach, F(0)), min(max(x0, x1) + reach, F(width))
    top, bottom = max(min(y0, y1) - reach, F(0)), min(max(y0, y1) + reach, F(height))
    return int(left), int(top), int(right), int(bottom)


@inlined
def _soft(behind: float, spec: Floats) -> float:
    """How much of it lies before what is there."""
    share: float = (behind - spec[DEPTH]) / spec[THICK] + F(0.5)
    return min(max(share, F(0)), F(1))


@inlined
def _place(x: int, y: int, ax: float, ay: float, long: float, spec: Floats) -> tuple[float, float]:
    """Where a pixel is: across in half widths, and along from the foot, 1 at the tip."""
    dx, dy = F(x) + F(0.5) - spec[FOOT_X], F(y) + F(0.5) - spec[FOOT_Y]
    return (dy * ax - dx * ay) / spec[HALF], (dx * ax + dy * ay) / long


@inlined
def _heat(u: float, v: float, shape: float, table: Floats, spec: Floats) -> float:
    """How hot a flame is at a place: 0 outside, 1 in its core."""
    apart, time = spec[APART], spec[TIME]
    across = u * shape
    slow = _noise(table, across * F(0.22) + apart, v * F(0.30) - time)
    fast = _noise(table, across * F(0.55) + F(2.0) * apart, v * F(0.50) - F(2.0) * time)
    licks = _noise(table, across * F(1.1) + F(3.0) * apart, v * F(0.62) - F(2.0) * time)
    bent = u + (slow - F(0.5)) * F(2.2) * spec[RAGE] * min(v, F(1)) / max(shape, F(0.35))
    wide = _step(v, F(-0.10), F(0.16)) * max(F(1.06) - v, F(0)) ** F(0.75)
    body = F(1) - abs(bent) / max(wide, F(0.02))
    torn = (fast - F(0.5)) * F(1.9) + (licks - F(0.5)) * F(1.3)
    ragged = torn * (F(0.25) + F(0.9) * v) - F(0.50) * v
    heat: float = max(body, F(-1.5)) * F(0.85) + spec[RAGE] * ragged + F(0.18)
    return heat


@kernel
def burn(rgb: Floats, depth: Floats, table: Floats, spec: Floats) -> None:
    """Lay a flame over the picture, yellow within, red at its edges, and its sparks."""
    left, top, right, bottom = _box(spec, rgb.shape[0], rgb.shape[1], F(1.25), F(1.5))
    long = math.sqrt(spec[AXIS_X] * spec[AXIS_X] + spec[AXIS_Y] * spec[AXIS_Y])
    if long < F(1.5) or spec[HALF] < F(0.4):
        return
    ax, ay = spec[AXIS_X] / long, spec[AXIS_Y] / long
    shape = F(2) * spec[HALF] / long
    for x in range(left, right):
        for y in range(top, bottom):
            soft = _soft(depth[x, y], spec)
            if soft <= F(0):
                continue
            u, v = _place(x, y, ax, ay, long, spec)
            if v < F(-0.12) or v > F(1.25):
                continue
            heat = _heat(u, v, shape, table, spec)
            if heat <= F(0):
                continue
            cover = _step(heat, F(0), F(0.30)) * soft * spec[STRENGTH]
            keep = F(1) - F(0.80) * cover
            red = F(3.4) * _step(heat, F(-0.08), F(0.55))
            green = F(1.75) * _step(heat, F(0.06), F(0.95))
            blue = F(0.85) * _step(heat, F(0.42), F(1.25))
            rgb[x, y, 0] = rgb[x, y, 0] * keep + red * cover * spec[RED]
            rgb[x, y, 1] = rgb[x, y, 1] * keep + green * cover * spec[GREEN]
            rgb[x, y, 2] = rgb[x, y, 2] * keep + blue * cover * spec[BLUE]
    _sparks(rgb, depth, table, spec, long)


@leaf
def _sparks(rgb: Floats, depth: Floats, table: Floats, spec: Floats, long: float) -> None:
    """Points of light that fly up and go out."""
    if long < F(24) or spec[RAGE] < F(0.5):
        return
    ax, ay = spec[AXIS_X] / long, spec[AXIS_Y] / long
    size = max(int(long / F(160)), 1)
    for k in range(SPARKS):
        lane = F(k) * F(0.618) + spec[APART]
        age = spec[TIME] * F(1 + k % 2) + lane * F(3.7)
        age -= F(math.floor(age))
        v = F(0.2) + F(1.5) * age
        drift = F(2) * (lane - F(math.floor(lane))) - F(1)
        u = drift * (F(0.5) + F(0.6) * age) + F(0.5) * (_noise(table, lane, age * F(0.3)) - F(0.5))
        x = int(spec[FOOT_X] + ax * v * long - ay * u * spec[HALF])
        y = int(spec[FOOT_Y] + ay * v * long + ax * u * spec[HALF])
        bright = F(3) * (F(1) - age) * spec[STRENGTH]
        for i in range(max(x, 0), min(x + size, rgb.shape[0])):
            for j in range(max(y, 0), min(y + size, rgb.shape[1])):
                if depth[i, j] > spec[DEPTH]:
                    rgb[i, j, 0] += bright * spec[RED]
                    rgb[i, j, 1] += F(0.45) * bright * spec[GREEN]
                    rgb[i, j, 2] += F(0.12) * bright * spec[BLUE]


@kernel
def fume(rgb: Floats, depth: Floats, table: Floats, spec: Floats) -> None:
    """Lay smoke or steam over the picture; it widens and thins as it rises."""
    left, top, right, bottom = _box(spec, rgb.shape[0], rgb.shape[1], F(1), F(3.2))
    long = math.sqrt(spec[AXIS_X] * spec[AXIS_X] + spec[AXIS_Y] * spec[AXIS_Y])
    if long < F(3) or spec[HALF] < F(0.3):
        return
    ax, ay = spec[AXIS_X] / long, spec[AXIS_Y] / long
    shape = F(2) * spec[HALF] / long
    apart, time = spec[APART], spec[TIME]
    for x in range(left, right):
        for y in range(top, bottom):
            soft = _soft(depth[x, y], spec)
            if soft <= F(0):
                continue
            u, v = _place(x, y, ax, ay, long, spec)
            if v <= F(0) or v >= F(1):
                continue
            slow = _noise(table, u * shape * F(0.10) + apart, v * F(0.30) - time)
            bent = u + (slow - F(0.5)) * F(3.5) * v
            wide = F(0.55) + F(2.2) * v ** F(0.8)
            inside = F(1) - (bent / wide) ** F(2)
            if inside <= F(0):
                continue
            fine = _noise(table, bent * shape * F(0.28) + F(2) * apart, v * F(0.75) - F(2) * time)
            body = F(0.55) * slow + F(0.45) * fine + F(0.38) * inside - F(0.22) * v
            cover = _step(body, F(0.36), F(0.80)) * inside * (F(1) - v) ** F(0.7) * _step(v, F(0), F(0.06))
            cover = min(cover * spec[STRENGTH], F(0.94)) * soft
            lit = F(0.55) + F(0.9) * fine
            for n in range(3):
                rgb[x, y, n] += (spec[RED + n] * lit - rgb[x, y, n]) * cover
