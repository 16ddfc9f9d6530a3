"""Developing: linear light to the planes that are encoded, in one pass over the picture."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from vitascope.engines.previz.canvas import Array, Canvas
from vitascope.engines.previz.scene.kernel import f4, kernel
from vitascope.engines.previz.scene.scratch import scratch

Plane = NDArray[np.uint8]
Planes = tuple[Plane, Plane, Plane]

BRIGHTEST = 4.0
"""Linear light at and above which a channel is full."""

_STEPS = 8191
_FIXED = 16
"""A coded channel is kept in sixteenths of a level until the dither has been added."""

_SCALE = 219 / 255 / _FIXED * 65536
_R, _G, _B = round(0.2126 * _SCALE), round(0.7152 * _SCALE), round(0.0722 * _SCALE)
_Y0 = round(16.5 * 65536)

_REDUCE = 8
"""Bloom is made on a picture this many times smaller."""


@dataclass(frozen=True)
class Grade:
    """How light becomes picture.

    ``exposure`` multiplies light; ``contrast`` steepens the curve about its middle; ``saturation``
    scales chroma; ``bloom`` is how much of the bright parts spills over; ``vignette`` darkens corners;
    ``grain`` is the size, in levels of 255, of a dither that stands still; ``balance`` multiplies R, G, B.
    """

    exposure: float = 1.0
    contrast: float = 1.05
    saturation: float = 1.0
    bloom: float = 0.35
    vignette: float = 0.22
    grain: float = 0.7
    balance: tuple[float, float, float] = (1.0, 1.0, 1.0)


def filmic(light: Array, contrast: float) -> Array:
    """Narkowicz's fit of the ACES curve, then a gamma of 2.2: linear light to 0..1."""
    x = light.astype(np.float64)
    curve = np.minimum(x * (2.51 * x + 0.03) / (x * (2.43 * x + 0.59) + 0.14), 1.0)
    coded = curve ** (1 / 2.2)
    return np.clip((coded - 0.42) * contrast + 0.42, 0.0, 1.0).astype(np.float32)


@lru_cache(maxsize=16)
def _curve(contrast: float) -> NDArray[np.uint16]:
    """The curve at squares, so that shadows are finely stepped, in sixteenths of a level."""
    light = (np.linspace(0, 1, _STEPS + 1) ** 2 * BRIGHTEST).astype(np.float32)
    return np.round(filmic(light, contrast) * (255 * _FIXED)).astype(np.uint16)


@lru_cache(maxsize=16)
def _dither(seed: int, grain: float) -> NDArray[np.int16]:
    """``(256, 256)`` triangular noise with the slow part taken out, in sixteenths of a level."""
    random = np.random.default_rng(seed)
    noise = random.random((256, 256)) - random.random((256, 256))
    slow = sum(np.roll(noise, (dy, dx), (0, 1)) for dy in (-1, 0, 1) for dx in (-1, 0, 1)) / 9
    return np.round((noise - slow) * grain * _FIXED).astype(np.int16)


def develop(canvas: Canvas, grade: Grade, seed: int) -> Planes:
    """BT.709 limited-range 4:2:0 planes ``(height, width)``, ``(height/2, width/2)`` twice, ``uint8``.

    Width and height must be even. The dither depends on ``seed`` alone: it stands still.
    """
    width, height = canvas.width, canvas.height
    y = np.empty((height, width), np.uint8)
    u = np.empty((height // 2, width // 2), np.uint8)
    v = np.empty_like(u)
    small = _bloomed(canvas)
    gains = np.array([grade.exposure * g for g in grade.balance], np.float32)
    settings = np.array([grade.bloom, grade.vignette, grade.saturation], np.float32)
    tables = _curve(grade.contrast), _dither(seed % 2**32, grade.grain)
    _develop(canvas.rgb, small, gains, settings, *tables, y, u, v)
    return y, u, v


def _bloomed(canvas: Canvas) -> Array:
    """What spills over, ``(width / 8, height / 8, 3)``, from light above 0.6."""
    size = -(-canvas.width // _REDUCE) + 1, -(-canvas.height // _REDUCE) + 1, 3
    bright, wide = scratch.take("bloom", *size), scratch.take("bloom wide", *size)
    swap = scratch.take("bloom turned", size[1], size[0], 3)
    _reduce(canvas.rgb, bright)
    near, far = max(canvas.height // 540, 1), max(canvas.height // 110, 2)
    for _ in range(2):
        _box(bright, swap, near)
        _box(swap, bright, near)
    wide[:] = bright
    for _ in range(2):
        _box(wide, swap, far)
        _box(swap, wide, far)
    wide *= np.float32(1.2)
    wide += bright * np.float32(0.5)
    return wide


@kernel
def _reduce(rgb: Array, out: Array) -> None:
    """Mean of 8 x 8 pixels, less what is not bright."""
    width, height = rgb.shape[0], rgb.shape[1]
    for i in range(out.shape[0]):
        for j in range(out.shape[1]):
            r = f4(0)
            g = f4(0)
            b = f4(0)
            count = f4(0)
            for x in range(min(i * 8, width - 1), min(i * 8 + 8, width), 2):
                for y in range(min(j * 8, height - 1), min(j * 8 + 8, height), 2):
                    r += rgb[x, y, 0]
                    g += rgb[x, y, 1]
                    b += rgb[x, y, 2]
                    count += f4(1)
            top = max(r, max(g, b)) / count
            keep = max(top - f4(0.6), f4(0)) / max(top, f4(1e-4)) / count
            keep *= f4(1.5) / (f4(1) + top * f4(0.5))
            out[i, j, 0] = r * keep
            out[i, j, 1] = g * keep
            out[i, j, 2] = b * keep


@kernel
def _box(source: Array, out: Array, radius: int) -> None:
    """A running mean along the second axis, written with the axes swapped: two calls blur both."""
    width, height = source.shape[0], source.shape[1]
    share = f4(1) / f4(2 * radius + 1)
    for c in range(3):
        for i in range(width):
            total = f4(0)
            for k in range(-radius, radius + 1):
                total += source[i, min(max(k, 0), height - 1), c]
            for j in range(height):
                out[j, i, c] = total * share
                total += source[i, min(j + radius + 1, height - 1), c]
                total -= source[i, max(j - radius, 0), c]


@kernel
def _coded(light: Any, gain: Any, curve: NDArray[np.uint16], dither: Any) -> Any:
    """One channel in sixteenths of a level."""
    squared = min(max(light * gain, f4(0)), f4(1))
    value = np.int32(curve[np.int32(math.sqrt(squared) * f4(_STEPS))]) + dither
    return min(max(value, np.int32(0)), np.int32(255 * _FIXED))


@kernel
def _develop(
    rgb: Array,
    small: Array,
    gains: Array,
    settings: Array,
    curve: NDArray[np.uint16],
    dither: NDArray[np.int16],
    y: Plane,
    u: Plane,
    v: Plane,
) -> None:
    """Bloom, vignette, curve, dither and the matrix, by tiles that keep both layouts in cache."""
    width, height = u.shape[1], u.shape[0]
    r_gain, g_gain, b_gain = gains[0] / f4(BRIGHTEST), gains[1] / f4(BRIGHTEST), gains[2] / f4(BRIGHTEST)
    bloom, vignette = settings[0], settings[1]
    to_u = settings[2] * f4(224 / 255 / 1.8556 / (4 * _FIXED))
    to_v = settings[2] * f4(224 / 255 / 1.5748 / (4 * _FIXED))
    for tile in range(((width + 15) // 16) * ((height + 63) // 64)):
        left = tile % ((width + 15) // 16) * 16
        top = tile // ((width + 15) // 16) * 64
        for i in range(left, min(left + 16, width)):
            x = f4(i) / f4(width) - f4(0.5)
            across = f4(1) - vignette * f4(2.6) * x * x
            fx = max(f4(2 * i + 1) * f4(1 / 8) - f4(0.5), f4(0))
            bx = np.int64(fx)
            wx = fx - f4(bx)
            for j in range(top, min(top + 64, height)):
                z = f4(j) / f4(height) - f4(0.5)
                shade = max(across - vignette * f4(2.2) * z * z, f4(0.05))
                fy = max(f4(2 * j + 1) * f4(1 / 8) - f4(0.5), f4(0))
                by = np.int64(fy)
                wy = fy - f4(by)
                w11 = wx * wy * bloom
                w10 = wx * bloom - w11
                w01 = wy * bloom - w11
                w00 = bloom - w10 - w01 - w11
                a = small[bx, by]
                b = small[bx, by + 1]
                c = small[bx + 1, by]
                d = small[bx + 1, by + 1]
                r_more = a[0] * w00 + b[0] * w01 + c[0] * w10 + d[0] * w11
                g_more = a[1] * w00 + b[1] * w01 + c[1] * w10 + d[1] * w11
                b_more = a[2] * w00 + b[2] * w01 + c[2] * w10 + d[2] * w11
                r_sum = np.int32(0)
                g_sum = np.int32(0)
                b_sum = np.int32(0)
                for q in range(4):
                    column = 2 * i + (q & 1)
                    row = 2 * j + (q >> 1)
                    grain = np.int32(dither[row & 255, column & 255])
                    red = _coded(rgb[column, row, 0] + r_more, shade * r_gain, curve, grain)
                    green = _coded(rgb[column, row, 1] + g_more, shade * g_gain, curve, grain)
                    blue = _coded(rgb[column, row, 2] + b_more, shade * b_gain, curve, grain)
                    light = np.int32(_R) * red + np.int32(_G) * green + np.int32(_B) * blue
                    y[row, column] = (light + np.int32(_Y0)) >> 16
                    r_sum += red
                    g_sum += green
                    b_sum += blue
                grey = f4(0.2126) * f4(r_sum) + f4(0.7152) * f4(g_sum) + f4(0.0722) * f4(b_sum)
                u[j, i] = np.uint8(min(max((f4(b_sum) - grey) * to_u + f4(128.5), f4(16)), f4(240.5)))
                v[j, i] = np.uint8(min(max((f4(r_sum) - grey) * to_v + f4(128.5), f4(16)), f4(240.5)))
