"""What land looks like: its colour, and the light, shadow and occlusion that are baked into it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from vitascope.engines.previz.canvas import Array
from vitascope.engines.previz.compiled import f4, i8, kernel
from vitascope.engines.previz.scene.noise import blur, fbm, strips
from vitascope.engines.previz.scene.palette import Look
from vitascope.engines.previz.scene.relief import Relief, smooth


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


def _blend(colour: Array, over: Array, share: Array) -> Array:
    return (colour + (over - colour) * share[..., None]).astype(np.float32)


def _speckled(colour: Array, tone: Any) -> Array:
    return np.asarray(colour * tone[..., None], np.float32)


def _share(height: Array) -> Array:
    """Heights from 0 to 1, but for the very lowest and highest."""
    low, high = np.percentile(height, (1, 99.9))
    return np.asarray((height - low) / max(float(high - low), 1e-3), np.float32)


def _albedo(maps: Sequence[Array], soil: Soil, white: float) -> Array:
    """Of some rows; ``maps`` are broad and fine noise, the share of the height, the cover and how level."""
    broad, fine, share, cover, up = maps
    colour = _speckled(soil.rock, 0.7 + 0.6 * fine)
    colour = _blend(colour, _speckled(soil.vein, 0.75 + 0.5 * fine), 0.5 * smooth(0.42, 0.62, broad))
    turf = smooth(soil.steep - 0.12, soil.steep + 0.10, up)
    turf = turf * smooth(
        soil.turf_line + 0.1, soil.turf_line - 0.1, np.asarray(share + 0.18 * (broad - 0.5), np.float32)
    )
    green = _blend(soil.turf, soil.dry, smooth(0.35, 0.75, broad))
    colour = _blend(colour, _speckled(green, 0.75 + 0.5 * fine), turf)
    colour = _blend(colour, _speckled(soil.patch, 0.6 + 0.8 * fine), cover)
    line = np.asarray(share + 0.22 * (broad - 0.5) + 0.12 * (fine - 0.5), np.float32)
    snow = smooth(soil.snow_line - 0.05, soil.snow_line + 0.05, line) * smooth(0.45, 0.68, up)
    level = np.asarray(up + 0.15 * (fine - 0.5), np.float32)
    fallen = np.float32(white) * smooth(0.55, 0.8, level)
    return _blend(colour, soil.snow, np.maximum(snow, fallen))


def lit(relief: Relief, soil: Soil, look: Look, seed: int) -> Array:
    """Light leaving each cell, ``(side, side, 3)``."""
    height, cell = relief.height, relief.cell
    nx, up, nz = normals(height, cell)
    x, y, z = look.toward_key
    facing = np.clip(nx * x + up * y + nz * z, 0, 1)
    direct = facing * shadows(height, cell, look.toward_key, cell * 2.5 * soil.soft)
    hollow = blur(height, 10) - height
    near = blur(height, 3) - height
    scale = cell * 10
    open_ = np.clip(1 - hollow / scale * 0.55 - near / scale * 1.2, 0.35, 1.25)
    sky = open_ * (0.55 + 0.45 * up)
    bounce = look.haze_colour * 0.10
    side = len(height)
    broad, fine, share = fbm(side, seed + 7, 12, 6), fbm(side, seed + 8, 64, 4), _share(height)
    out = np.empty((side, side, 3), np.float32)
    for rows in strips(side):
        steep = (1 - up[rows])[..., None]
        light = look.key * direct[rows][..., None] + look.ambient * sky[rows][..., None] + bounce * steep
        maps = [part[rows] for part in (broad, fine, share, relief.cover, up)]
        out[rows] = _albedo(maps, soil, look.white) * light
    if soil.glow is None:
        return out
    crust = 0.35 + 0.9 * fbm(height.shape[0], seed + 9, 128, 3, 0.6)
    near = blur(relief.cover, 7) * np.float32(0.22)
    heat = relief.cover**1.5 * crust + near * (0.4 + 0.6 * up)
    return np.asarray(out + soil.glow * heat[..., None], np.float32)
