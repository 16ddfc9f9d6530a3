"""What land looks like: its colour, and the light, shadow and occlusion that are baked into it."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from vitascope.engines.previz.canvas import Array
from vitascope.engines.previz.compiled import f4, i8, kernel, leaf
from vitascope.engines.previz.scene.lookup import step
from vitascope.engines.previz.scene.noise import blur, fbm
from vitascope.engines.previz.scene.palette import Look
from vitascope.engines.previz.scene.relief import Relief
from vitascope.engines.previz.threads import at_once

ROCK: Final = 0
VEIN: Final = 1
TURF: Final = 2
DRY: Final = 3
PATCH: Final = 4
SNOW: Final = 5
KEY: Final = 6
AMBIENT: Final = 7
BOUNCE: Final = 8
"""Rows of colours: a soil's, then those of the light on it."""

TURF_LINE: Final = 0
SNOW_LINE: Final = 1
STEEP: Final = 2
WHITE: Final = 3
CELL: Final = 4
LOW: Final = 5
PER_METRE: Final = 6
TOWARD: Final = 7
NUMBERS: Final = 10
"""Numbers of a soil and its land; the last three point to the light."""


@dataclass(frozen=True)
class Soil:
    """Colours of a land, linear.

    ``rock`` on steep ground with patches of ``vein``; ``turf`` and ``dry`` on gentle ground below
    ``turf_line``; ``snow`` above ``snow_line`` (shares of the height); ``patch`` where the relief's cover
    is. ``steep`` is the upward part of the normal at which turf gives way, ``soft`` scales shadows' edges.
    ``glow`` is the light that the relief's cover gives off.
    """

    rock: Array
    vein: Array
    turf: Array
    dry: Array
    snow: Array
    patch: Array
    turf_line: float
    snow_line: float
    steep: float = 0.7
    soft: float = 1.0
    glow: Array | None = None


@kernel
def _sweep(height: Array, crest: Array, tangent: Any, shift: Any, forward: bool, swapped: bool) -> None:
    """Carry the height of the shadow's edge from row to row along the light, twice around the map."""
    side = height.shape[0]
    before = np.zeros(side, np.float32)
    after = np.empty(side, np.float32)
    whole = i8(math.floor(shift))
    part = shift - f4(whole)
    mask = side - 1
    for k in range(2 * side):
        row = (k if forward else 2 * side - 1 - k) & mask
        for c in range(side):
            edge = (
                before[(c + whole) & mask] * (f4(1) - part) + before[(c + whole + 1) & mask] * part - tangent
            )
            h = height[c, row] if swapped else height[row, c]
            after[c] = max(edge, h) if k else h
            if swapped:
                crest[c, row] = edge
            else:
                crest[row, c] = edge
        before, after = after, before


def shadows(height: Array, cell: float, light: tuple[float, float, float], soft: float) -> Array:
    """How much of the light reaches each cell, 0 to 1; ``soft`` metres of shadow's depth fade."""
    x, y, z = light
    swapped = abs(x) > abs(z)
    main, cross = (x, z) if swapped else (z, x)
    slant = math.hypot(main, cross) / max(abs(main), 1e-6)
    tangent = y / max(math.hypot(main, cross), 1e-6) * cell * slant
    crest = np.empty_like(height)
    _sweep(height, crest, np.float32(tangent), np.float32(cross / abs(main)), main < 0, swapped)
    return blur(1 - np.clip((crest - height) / soft, 0, 1).astype(np.float32), 0.8)


def normals(height: Array, cell: float) -> tuple[Array, Array, Array]:
    """Unit normals ``x, y, z`` of a map."""
    gx = (np.roll(height, -1, 1) - np.roll(height, 1, 1)) / (2 * cell)
    gz = (np.roll(height, -1, 0) - np.roll(height, 1, 0)) / (2 * cell)
    up = (1 / np.sqrt(gx * gx + gz * gz + 1)).astype(np.float32)
    return (-gx * up).astype(np.float32), up, (-gz * up).astype(np.float32)


@leaf
def _over(colour: Array, tone: Array, bright: Any, share: Any) -> None:
    """Lay a colour over another, as far as its share goes."""
    for c in range(3):
        colour[c] += (tone[c] * bright - colour[c]) * share


@leaf
def _albedo(
    colour: Array, tones: Array, numbers: Array, broad: Any, fine: Any, high: Any, cover: Any, up: Any
) -> None:
    """Of one cell: by broad and fine noise, its share of the height, the cover on it and how level it is."""
    for c in range(3):
        colour[c] = tones[ROCK, c] * (f4(0.7) + f4(0.6) * fine)
    _over(colour, tones[VEIN], f4(0.75) + f4(0.5) * fine, f4(0.5) * step(f4(0.42), f4(0.62), broad))
    turf = step(numbers[STEEP] - f4(0.12), numbers[STEEP] + f4(0.10), up)
    line = high + f4(0.18) * (broad - f4(0.5))
    turf *= step(numbers[TURF_LINE] + f4(0.1), numbers[TURF_LINE] - f4(0.1), line)
    dry = step(f4(0.35), f4(0.75), broad)
    for c in range(3):
        green = tones[TURF, c] + (tones[DRY, c] - tones[TURF, c]) * dry
        colour[c] += (green * (f4(0.75) + f4(0.5) * fine) - colour[c]) * turf
    _over(colour, tones[PATCH], f4(0.6) + f4(0.8) * fine, cover)
    line = high + f4(0.22) * (broad - f4(0.5)) + f4(0.12) * (fine - f4(0.5))
    snow = step(numbers[SNOW_LINE] - f4(0.05), numbers[SNOW_LINE] + f4(0.05), line)
    snow *= step(f4(0.45), f4(0.68), up)
    fallen = numbers[WHITE] * step(f4(0.55), f4(0.8), up + f4(0.15) * (fine - f4(0.5)))
    _over(colour, tones[SNOW], f4(1), max(snow, fallen))


@kernel
def _shine(out: Array, maps: Any, tones: Array, numbers: Array, first: int, last: int) -> None:
    """Light leaving the cells of some rows.

    ``maps``: height, sunlight that arrives, the height's means nearby and farther off, broad and fine noise,
    cover. ``tones`` and ``numbers``: as numbered above.
    """
    height, sunlit, near, far, broad, fine, cover = maps
    side = height.shape[0]
    mask = side - 1
    slope = f4(0.5) / numbers[CELL]
    for row in range(first, last):
        above, below = height[(row - 1) & mask], height[(row + 1) & mask]
        for i in range(side):
            here = height[row, i]
            gx = (height[row, (i + 1) & mask] - height[row, (i - 1) & mask]) * slope
            gz = (below[i] - above[i]) * slope
            up = f4(1) / math.sqrt(gx * gx + gz * gz + f4(1))
            facing = up * (numbers[TOWARD + 1] - gx * numbers[TOWARD] - gz * numbers[TOWARD + 2])
            direct = min(max(facing, f4(0)), f4(1)) * sunlit[row, i]
            hollow = (far[row, i] - here) * f4(0.55) + (near[row, i] - here) * f4(1.2)
            open_ = min(max(f4(1) - hollow / (numbers[CELL] * f4(10)), f4(0.35)), f4(1.25))
            sky = open_ * (f4(0.55) + f4(0.45) * up)
            high = (here - numbers[LOW]) * numbers[PER_METRE]
            _albedo(out[row, i], tones, numbers, broad[row, i], fine[row, i], high, cover[row, i], up)
            for c in range(3):
                light = tones[KEY, c] * direct + tones[AMBIENT, c] * sky + tones[BOUNCE, c] * (f4(1) - up)
                out[row, i, c] *= light


def _numbers(relief: Relief, soil: Soil, look: Look) -> Array:
    """What ``_shine`` reads by number; heights count from 0 to 1, but for the very lowest and highest."""
    low, high = np.percentile(relief.height, (1, 99.9))
    values = np.zeros(NUMBERS, np.float32)
    values[TURF_LINE], values[SNOW_LINE] = soil.turf_line, soil.snow_line
    values[STEEP], values[WHITE] = soil.steep, look.white
    values[CELL] = relief.cell
    values[LOW], values[PER_METRE] = low, 1 / max(float(high - low), 1e-3)
    values[TOWARD:] = look.toward_key
    return values


def lit(relief: Relief, soil: Soil, look: Look, seed: int) -> Array:
    """Light leaving each cell, ``(side, side, 3)``."""
    height, cell = relief.height, relief.cell
    side = len(height)
    found = at_once(
        lambda: shadows(height, cell, look.toward_key, cell * 2.5 * soil.soft),
        lambda: blur(height, 3),
        lambda: blur(height, 10),
        lambda: fbm(side, seed + 7, 12, 6),
        lambda: fbm(side, seed + 8, 64, 4),
    )
    maps = tuple(np.ascontiguousarray(each, np.float32) for each in (height, *found, relief.cover))
    rows = (soil.rock, soil.vein, soil.turf, soil.dry, soil.patch, soil.snow)
    tones = np.stack([*rows, look.key, look.ambient, look.haze_colour * 0.10]).astype(np.float32)
    numbers = _numbers(relief, soil, look)
    out = np.empty((side, side, 3), np.float32)
    half = side // 2
    at_once(
        lambda: _shine(out, maps, tones, numbers, 0, half),
        lambda: _shine(out, maps, tones, numbers, half, side),
    )
    return out if soil.glow is None else _molten(out, relief, soil.glow, seed)


def _molten(out: Array, relief: Relief, glow: Array, seed: int) -> Array:
    """The same with the light that the cover gives off, and that falls on what is near it."""
    up = normals(relief.height, relief.cell)[1]
    crust = 0.35 + 0.9 * fbm(len(up), seed + 9, 128, 3, 0.6)
    near = blur(relief.cover, 7) * np.float32(0.22)
    heat = relief.cover**1.5 * crust + near * (0.4 + 0.6 * up)
    return np.asarray(out + glow * heat[..., None], np.float32)
