"""Developing: linear light to the planes that are encoded, in one pass over the picture."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from vitascope.engines.previz.canvas import Array, Canvas
from vitascope.engines.previz.compiled import f4, i8, kernel, leaf
from vitascope.engines.previz.lanes import soon, turned
from vitascope.engines.previz.scratch import frames, scratch

Plane = NDArray[np.uint8]
Planes = tuple[Plane, Plane, Plane]
Desk = tuple[tuple[Array, ...], Planes]

_PIVOT = 0.42
"""The coded value that contrast leaves alone."""

_P1, _P2, _P3 = 0.6623671, 1.31454995, 15.2929055
_Q1, _Q2, _Q3 = 1.5826712, 1.35086016, 15.13142266
"""Of ``filmic``."""

_ROWS = 128
"""Of a tile."""

_PAIRS = 16
"""Of columns, in a tile."""

_SHADED = 4
"""Pairs of columns that have one vignette: it changes by a fifth of a level over them."""

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
    """Linear light to 0..1: the ACES curve (Narkowicz's fit) and a gamma of 2.2, with contrast.

    Both are one rational function of the light's square root, within a quarter of a level of them.
    """
    s = np.minimum(np.sqrt(np.maximum(light, 0).astype(np.float64)), 2.0)
    coded = s * (_P1 + s * (_P2 + s * _P3)) / (1 + s * (_Q1 + s * (_Q2 + s * _Q3)))
    return np.clip((coded - _PIVOT) * contrast + _PIVOT, 0.0, 1.0).astype(np.float32)


@lru_cache(maxsize=16)
def _dither(seed: int, grain: float) -> Array:
    """``(256, 256)`` triangular noise with the slow part taken out, in levels."""
    random = np.random.default_rng(seed)
    noise = random.random((256, 256)) - random.random((256, 256))
    slow = sum(np.roll(noise, (dy, dx), (0, 1)) for dy in (-1, 0, 1) for dx in (-1, 0, 1)) / 9
    return ((noise - slow) * grain).astype(np.float32)


def develop(canvas: Canvas, grade: Grade, seed: int) -> Planes:
    """BT.709 limited-range 4:2:0 planes ``(height, width)``, ``(height/2, width/2)`` twice, ``uint8``.

    Width and height must be even. The dither depends on ``seed`` alone: it stands still.
    """
    width, height = canvas.width, canvas.height
    y = frames.take(height, width)
    u, v = (frames.take(height // 2, width // 2) for _ in range(2))
    small = _bloomed(canvas)
    gains = [grade.exposure * g for g in grade.balance]
    numbers = [*gains, grade.contrast, grade.bloom, grade.vignette, grade.saturation]
    dither = _dither(seed % 2**32, grade.grain)
    light = canvas.rgb.reshape(width, 3 * height)
    _develop(light, small, np.array(numbers, np.float32), dither, y, u, v)
    return y, u, v


def _bloomed(canvas: Canvas) -> Array:
    """What spills over, ``(width / 8, height / 8, 3)``, from light above 0.6."""
    size = -(-canvas.width // _REDUCE) + 1, -(-canvas.height // _REDUCE) + 1, 3
    bright, wide = scratch.take("bloom", *size), scratch.take("bloom wide", *size)
    swap = scratch.take("bloom turned", size[1], size[0], 3)
    _reduce(canvas.rgb, bright)
    sums = scratch.take("bloom sums", 3 * max(size[:2]))
    near, far = max(canvas.height // 540, 1), max(canvas.height // 110, 2)
    for _ in range(2):
        _box(bright, swap, near, sums)
        _box(swap, bright, near, sums)
    wide[:] = bright
    for _ in range(2):
        _box(wide, swap, far, sums)
        _box(swap, wide, far, sums)
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
            top = max(r, g, b) / count
            keep = max(top - f4(0.6), f4(0)) / max(top, f4(1e-4)) / count
            keep *= f4(1.5) / (f4(1) + top * f4(0.5))
            out[i, j, 0] = r * keep
            out[i, j, 1] = g * keep
            out[i, j, 2] = b * keep


@kernel
def _box(source: Array, out: Array, radius: int, sums: Array) -> None:
    """A running mean along the first axis, written with the axes swapped: two calls blur both.

    ``sums`` has room for a row: all of its means run beside each other.
    """
    width, height = source.shape[0], source.shape[1]
    flat = source.reshape(width, 3 * height)
    share = f4(1) / f4(2 * radius + 1)
    for n in range(3 * height):
        sums[n] = f4(0)
        for k in range(-radius, radius + 1):
            sums[n] += flat[min(max(k, 0), width - 1), n]
    for i in range(width):
        ahead, behind = flat[min(i + radius + 1, width - 1)], flat[max(i - radius, 0)]
        for j in range(height):
            for c in range(3):
                out[j, i, c] = sums[3 * j + c] * share
        for n in range(3 * height):
            sums[n] += ahead[n] - behind[n]


@leaf
def _spill(column: Array, top: int, bloom: Any, out: Array) -> None:
    """Enlarge a column of bloom for the rows from four above ``top`` on.

    Eight rows lie between two knots, always, so that the loop over them is unrolled.
    """
    last = column.shape[0] - 1
    for k in range(out.shape[0] // (3 * _REDUCE)):
        here = column[min(max(top // _REDUCE + k - 1, 0), last)]
        there = column[min(top // _REDUCE + k, last)]
        r, g, b = here[0] * bloom, here[1] * bloom, here[2] * bloom
        more_r, more_g, more_b = there[0] * bloom - r, there[1] * bloom - g, there[2] * bloom - b
        for q in range(_REDUCE):
            share = (f4(q) + f4(0.5)) * f4(1 / _REDUCE)
            at = 3 * (_REDUCE * k + q)
            out[at] = r + more_r * share
            out[at + 1] = g + more_g * share
            out[at + 2] = b + more_b * share


@leaf
def _shade(numbers: Array, column: int, width: int, fall: Array, out: Array) -> None:
    """Exposure, balance and vignette for the rows of ``_SHADED`` pairs of columns, into ``out (3 rows,)``."""
    x = f4(column) / f4(width) - f4(0.5)
    side = f4(1) - numbers[5] * f4(2.6) * x * x
    for r in range(fall.shape[0]):
        share = max(side - fall[r], f4(0.05))
        out[3 * r] = share * numbers[0]
        out[3 * r + 1] = share * numbers[1]
        out[3 * r + 2] = share * numbers[2]


@leaf
def _curve(light: Any, contrast: Any, lift: Any) -> Any:
    """``filmic``, for one value."""
    s = min(math.sqrt(max(light, f4(0))), f4(2))
    over = s * (f4(_P1) + s * (f4(_P2) + s * f4(_P3)))
    under = f4(1) + s * (f4(_Q1) + s * (f4(_Q2) + s * f4(_Q3)))
    return min(max(over / under * contrast + lift, f4(0)), f4(1))


@leaf
def _column(light: Array, spill: Array, share: Any, shade: Array, contrast: Any, out: Array) -> None:
    """Code a part of a column, R, G and B of every row in turn, 0 to 1. Flat, so that it vectorises.

    ``spill`` is the bloom of two columns from four rows above it on, and ``share`` the second's share.
    """
    lift = f4(_PIVOT) * (f4(1) - contrast)
    here, there = spill[0, 3 * _REDUCE // 2 :], spill[1, 3 * _REDUCE // 2 :]
    for k in range(light.shape[0]):
        spilt = here[k] + (there[k] - here[k]) * share
        out[k] = _curve((light[k] + spilt) * shade[k], contrast, lift)


@leaf
def _parted(coded: Array, out: Array) -> None:
    """Red, blue and grey of a part of a column, one after the other, into ``out (3, rows)``."""
    red, blue, grey = out[0], out[1], out[2]
    for r in range(out.shape[1]):
        own_red, own_blue = coded[3 * r], coded[3 * r + 2]
        red[r], blue[r] = own_red, own_blue
        grey[r] = f4(0.2126) * own_red + f4(0.7152) * coded[3 * r + 1] + f4(0.0722) * own_blue


@leaf
def _luma(grey: Array, dither: Array, out: Plane) -> None:
    """Y of a part of a column."""
    for r in range(grey.shape[0]):
        out[r] = np.uint8(min(max(f4(16.5) + f4(219) * grey[r] + dither[r], f4(16)), f4(235.5)))


@leaf
def _chroma(parts: Array, saturation: Any, u: Plane, v: Plane) -> None:
    """U and V, a column of each, of every two rows of two columns."""
    to_u = saturation * f4(224 / 1.8556 / 4)
    to_v = saturation * f4(224 / 1.5748 / 4)
    first, second = parts[0], parts[1]
    for r in range(u.shape[0]):
        k, m = 2 * r, 2 * r + 1
        red = first[0, k] + first[0, m] + second[0, k] + second[0, m]
        blue = first[1, k] + first[1, m] + second[1, k] + second[1, m]
        grey = first[2, k] + first[2, m] + second[2, k] + second[2, m]
        u[r] = np.uint8(min(max((blue - grey) * to_u + f4(128.5), f4(16)), f4(240.5)))
        v[r] = np.uint8(min(max((red - grey) * to_v + f4(128.5), f4(16)), f4(240.5)))


@leaf
def _turn(columns: Plane, out: Plane) -> None:
    """Columns of bytes, as rows."""
    width, height = out.shape[1], out.shape[0]
    whole_x, whole_y = width // 16 * 16, height // 16 * 16
    for x in range(0, whole_x, 16):
        for y in range(0, whole_y, 16):
            turned(columns, x, y, out[y:, x:])
    for y in range(height):
        for x in range(whole_x if y < whole_y else 0, width):
            out[y, x] = columns[x, y]


@leaf
def _tile(
    light: Array, small: Array, numbers: Array, dither: Array, planes: Planes, tile: int, desk: Desk
) -> None:
    """Develop a tile; ``desk`` is what is worked on: floats, and bytes in columns."""
    (spill, shade, coded, parts, fall), (rows, u_rows, v_rows) = desk
    y, u, v = planes
    width, height = u.shape[1], y.shape[0]
    wide = (width + _PAIRS - 1) // _PAIRS
    left, top = tile % wide * _PAIRS, tile // wide * _ROWS
    right, stop = min(left + _PAIRS, width), min(top + _ROWS, height)
    for r in range(stop - top):
        z = f4(top + r) / f4(height) - f4(0.5)
        fall[r] = numbers[5] * f4(2.2) * z * z
    for i in range(left, right):
        place = max(f4(2 * i + 1) * f4(1 / _REDUCE) - f4(0.5), f4(0))
        if i == left or (2 * i) % _REDUCE == _REDUCE // 2:
            for n in range(2):
                _spill(small[i8(place) + n], top, numbers[4], spill[n])
        if i % _SHADED == 0:
            _shade(numbers, i + _SHADED // 2, width, fall, shade)
        for q in range(2):
            column = 2 * i + q
            soon(light[min(column + 1, 2 * width - 1)], 3 * top, 3 * stop)
            part = light[column, 3 * top : 3 * stop]
            _column(part, spill, place - np.floor(place), shade, numbers[3], coded)
            _parted(coded, parts[q])
            _luma(parts[q, 2], dither[column & 255, top & 255 :], rows[column - 2 * left])
        _chroma(parts, numbers[6], u_rows[i - left], v_rows[i - left])
    _turn(rows, y[top:stop, 2 * left : 2 * right])
    _turn(u_rows, u[top // 2 : stop // 2, left:right])
    _turn(v_rows, v[top // 2 : stop // 2, left:right])


@kernel
def _develop(light: Array, small: Array, numbers: Array, dither: Array, y: Plane, u: Plane, v: Plane) -> None:
    """By tiles of 32 columns and 128 rows, which keep the canvas's and the planes' layouts in cache.

    ``light`` is the canvas as ``(width, 3 height)``; ``numbers``: gains of R, G and B, contrast, bloom,
    vignette, saturation.
    """
    floats = (
        np.empty((2, 3 * (_ROWS + _REDUCE)), np.float32),
        np.empty(3 * _ROWS, np.float32),
        np.empty(3 * _ROWS, np.float32),
        np.empty((2, 3, _ROWS), np.float32),
        np.empty(_ROWS, np.float32),
    )
    columns = (
        np.empty((2 * _PAIRS, _ROWS), np.uint8),
        np.empty((_PAIRS, _ROWS // 2), np.uint8),
        np.empty((_PAIRS, _ROWS // 2), np.uint8),
    )
    across, down = (u.shape[1] + _PAIRS - 1) // _PAIRS, (y.shape[0] + _ROWS - 1) // _ROWS
    for tile in range(across * down):
        _tile(light, small, numbers, dither, (y, u, v), tile, (floats, columns))
