"""Land: a height map that repeats, seen by casting each column of the picture from near to far.

After voxel-space flight games, with a true 3D camera: the ray of a column walks over the map, and where
the land rises above what has been drawn, the rows between are filled, each with its own point of the map.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from vitascope.engines.previz.canvas import FAR, Array, Canvas, Pose
from vitascope.engines.previz.scene.kernel import f4, fade, kernel, sample
from vitascope.engines.previz.scene.lens import COS, FOCAL, HORIZON, MIDDLE, SIN, X, Y, Z, lens
from vitascope.engines.previz.scene.scratch import scratch
from vitascope.engines.previz.scene.sky import haze_tone

Coded = NDArray[np.uint16]

LEVELS = 6
"""Reductions of the map, the map itself included."""

CODE = 8192.0
"""Painted light of 1 in a ``uint16``; the brightest is 8."""

CELL: Final = 0
DENSITY: Final = 1
FALLOFF: Final = 2
TOP: Final = 3
END: Final = 4
SLOPE: Final = 5
DETAIL: Final = 6
GUST: Final = 7
SHADOW: Final = 8
MIST: Final = 9
CAUSTIC: Final = 10
FLOOR: Final = 11
SETTINGS: Final = 12
"""Places in the settings."""


@dataclass(frozen=True)
class Terrain:
    """A baked map. ``heights`` and ``paint (…, 4)`` hold every level one behind the other.

    ``grain`` is detail that is added at any scale, ``soft`` the noise of gusts, mist and cloud shadows,
    ``veins`` the light on a bed under water. ``gust`` is the colour that blows over the ground.
    """

    side: int
    cell: float
    heights: Array
    paint: Coded
    grain: Array
    soft: Array
    veins: Array
    gust: Array
    settings: Array

    @property
    def size(self) -> float:
        """Metres after which the map repeats."""
        return self.side * self.cell

    def ground(self, x: float, z: float) -> float:
        """Height in metres at a place."""
        mask = self.side - 1
        u, v = x / self.cell, z / self.cell
        i, j = math.floor(u), math.floor(v)
        a, b = u - i, v - j
        h = self.heights
        rows = (j & mask) * self.side, ((j + 1) & mask) * self.side
        near, far = ((1 - a) * float(h[r + (i & mask)]) + a * float(h[r + ((i + 1) & mask)]) for r in rows)
        return (1 - b) * near + b * far


def pyramid(height: Array, colour: Array) -> tuple[Array, Coded]:
    """All levels of a map ``(side, side)`` and its colours ``(side, side, 3)``, each half the one before."""
    heights, paints = [], []
    coded = np.concatenate([colour, np.zeros((*height.shape, 1), np.float32)], axis=2)
    for _ in range(LEVELS):
        heights.append(height.ravel())
        paints.append(np.clip(coded * CODE, 0, 65535).astype(np.uint16).reshape(-1, 4))
        height = _halved(height)
        coded = _halved(coded)
    return np.concatenate(heights), np.concatenate(paints)


def _halved(values: Array) -> Array:
    """Means of 2 x 2, so placed that texel ``i`` stays at map position ``2 i``: a tent of three."""
    rows = (np.roll(values, 1, 0) + 2 * values + np.roll(values, -1, 0))[::2] * np.float32(0.25)
    return (np.roll(rows, 1, 1) + 2 * rows + np.roll(rows, -1, 1))[:, ::2] * np.float32(0.25)


@kernel
def _height(heights: Array, side: int, level: int, u: Any, v: Any) -> Any:
    """Bilinear height; ``u, v`` in cells of the whole map."""
    start = 0
    n = side
    scale = f4(1)
    for _ in range(level):
        start += n * n
        n >>= 1
        scale *= f4(0.5)
    u *= scale
    v *= scale
    fu = np.floor(u)
    fv = np.floor(v)
    a = u - fu
    b = v - fv
    mask = n - 1
    i = np.int64(fu) & mask
    i1 = (i + 1) & mask
    j = start + (np.int64(fv) & mask) * n
    j1 = start + ((np.int64(fv) + 1) & mask) * n
    top = heights[j + i] + (heights[j + i1] - heights[j + i]) * a
    low = heights[j1 + i] + (heights[j1 + i1] - heights[j1 + i]) * a
    return top + (low - top) * b


@kernel
def _colour(paint: Coded, side: int, level: int, u: Any, v: Any) -> tuple[Any, Any, Any]:
    """Bilinear paint; ``u, v`` in cells of the whole map."""
    start = 0
    n = side
    scale = f4(1 / CODE)
    shrink = f4(1)
    for _ in range(level):
        start += n * n
        n >>= 1
        shrink *= f4(0.5)
    u *= shrink
    v *= shrink
    fu = np.floor(u)
    fv = np.floor(v)
    a = u - fu
    b = v - fv
    mask = n - 1
    i = np.int64(fu) & mask
    i1 = (i + 1) & mask
    j = start + (np.int64(fv) & mask) * n
    j1 = start + ((np.int64(fv) + 1) & mask) * n
    w11 = a * b * scale
    w10 = a * scale - w11
    w01 = b * scale - w11
    w00 = scale - w10 - w01 - w11
    p, q, s, t = paint[j + i], paint[j + i1], paint[j1 + i], paint[j1 + i1]
    return (
        f4(p[0]) * w00 + f4(q[0]) * w10 + f4(s[0]) * w01 + f4(t[0]) * w11,
        f4(p[1]) * w00 + f4(q[1]) * w10 + f4(s[1]) * w01 + f4(t[1]) * w11,
        f4(p[2]) * w00 + f4(q[2]) * w10 + f4(s[2]) * w01 + f4(t[2]) * w11,
    )


@kernel
def _veil(settings: Array, eye: Any, height: Any, t: Any) -> Any:
    """How much of the light is lost between the eye and a point at height and distance."""
    rise = (height - eye) * settings[FALLOFF]
    here = math.exp(-max((eye - settings[FLOOR]) * settings[FALLOFF], f4(-2)))
    mean = here * ((f4(1) - math.exp(-max(rise, f4(-8)))) / rise if abs(rise) > f4(1e-3) else f4(1))
    late = max(t / settings[END] - f4(0.72), f4(0)) * f4(3.6)
    return f4(1) - (f4(1) - min(late, f4(1))) * fade(t * settings[DENSITY] * mean)


@kernel
def _detail(grain: Array, x: Any, z: Any, fine: Any, share: Any) -> Any:
    """Noise at two scales, the finer by ``share``; ``fine`` is texels a metre."""
    first = sample(grain, x * fine, z * fine)
    second = sample(grain, x * fine * f4(0.5) + f4(77), z * fine * f4(0.5) + f4(31))
    return first * share + second * (f4(1) - share * f4(0.4))


@kernel
def _caustic(veins: Array, x: Any, z: Any, drift: Array) -> Any:
    """Light gathered by waves on a bed: where two nets of it meet."""
    first = sample(veins, x * f4(44) + drift[6], z * f4(44) + drift[7])
    second = sample(veins, x * f4(44) + drift[8] + f4(91), z * f4(44) + drift[9] + f4(37))
    light = max(min(first, second) - f4(0.40), f4(0)) * f4(2.6)
    return light * light - f4(0.10)


@kernel
def _cast(
    rgb: Array,
    depth: Array,
    first: Array,
    cover: Array,
    view: Array,
    side: int,
    heights: Array,
    paint: Coded,
    grain: Array,
    soft: Array,
    veins: Array,
    gust: Array,
    settings: Array,
    drift: Array,
    tones: Array,
    sun: Array,
) -> None:
    """Draw the land; ``first`` and ``cover`` receive the skyline. See ``Terrain`` and ``draw``."""
    width, height = depth.shape
    eye, focal, horizon = view[Y], view[FOCAL], view[HORIZON]
    cell, end, top, slope = settings[CELL], settings[END], settings[TOP], settings[SLOPE]
    per_cell = f4(1) / cell
    ends = np.empty(3, np.float32)
    clearance = max(eye - _height(heights, side, 0, view[X] * per_cell, view[Z] * per_cell), f4(0.05))
    near = min(max(f4(0.3) * clearance, f4(0.08)), f4(20))
    for i in range(width):
        k = (f4(i) + f4(0.5) - view[MIDDLE]) / focal
        dx = view[SIN] + view[COS] * k
        dz = view[COS] - view[SIN] * k
        stretch = math.sqrt(f4(1) + k * k)
        haze_tone(tones, sun, dx, dz, ends)
        bottom = height
        base_r = base_g = base_b = base = f4(0)
        edge_r = edge_g = edge_b = edge = f4(0)
        edge_t = f4(FAR)
        t = near
        last_t = near * f4(0.5)
        last_h = _height(heights, side, 0, (view[X] + dx * near) * per_cell, (view[Z] + dz * near) * per_cell) - eye
        last_veil = f4(0)
        last_tone = f4(1)
        last_gust = f4(0)
        seen = True
        halved = 0
        while t < end and bottom > 0:
            if top > eye and horizon - (top - eye) * focal / t > f4(bottom):
                break
            x = view[X] + dx * t
            z = view[Z] + dz * t
            print_ = t / focal
            level = 0
            size = cell
            while size < print_ * f4(1.3) and level < LEVELS - 1:
                size *= f4(2)
                level += 1
            h = _height(heights, side, level, x * per_cell, z * per_cell) - eye
            row = horizon - h * focal / t
            if row < f4(bottom):
                halved = 0
                veil = _veil(settings, eye, h + eye, t * stretch)
                mist = sample(soft, x * drift[10] + drift[4], z * drift[10] + drift[5]) - f4(0.5)
                veil = min(max(veil + mist * settings[MIST] * veil * (f4(1) - veil) * f4(4), f4(0)), f4(1))
                shadow = sample(soft, x * drift[11] + drift[2], z * drift[11] + drift[3])
                tone = f4(1) - settings[SHADOW] * min(max((shadow - f4(0.45)) * f4(4), f4(0)), f4(1))
                blown = f4(0)
                if settings[GUST] > f4(0):
                    blown = sample(soft, x * drift[12] + drift[0], z * drift[13] + drift[1])
                    blown = max(blown - f4(0.45), f4(0)) * settings[GUST]
                if not seen:
                    last_veil, last_tone, last_gust = veil, tone, blown
                drop = max(abs(h), f4(0.3))
                foot = max(print_, min(print_ * t / drop * f4(0.4), print_ * f4(6))) * f4(1.2)
                fine = f4(1)
                while fine * foot > f4(1):
                    fine *= f4(0.5)
                while fine * foot < f4(0.5):
                    fine *= f4(2)
                share = f4(2) - f4(2) * fine * foot
                rough = settings[DETAIL]
                high = max(np.int64(math.ceil(max(row, f4(0)))), 0)
                span_t = t - last_t
                span_h = h - last_h
                for y in range(bottom - 1, high - 2, -1):
                    if y < 0:
                        break
                    if y < high:
                        a = f4(1)
                    else:
                        s = (horizon - f4(y) - f4(0.5)) / focal
                        below = span_h - s * span_t
                        a = (s * last_t - last_h) / below if abs(below) > f4(1e-6) else f4(1)
                        a = min(max(a, f4(0)), f4(1))
                    at = last_t + span_t * a
                    px = view[X] + dx * at
                    pz = view[Z] + dz * at
                    r, g, b = _colour(paint, side, level, px * per_cell, pz * per_cell)
                    gain = last_tone + (tone - last_tone) * a
                    gain *= max(f4(1) + rough * _detail(grain, px, pz, fine, share), f4(0.2))
                    if settings[CAUSTIC] > f4(0):
                        gain *= f4(1) + settings[CAUSTIC] * _caustic(veins, px, pz, drift)
                    over = last_gust + (blown - last_gust) * a
                    fog = last_veil + (veil - last_veil) * a
                    keep = (f4(1) - fog) * (f4(1) - over)
                    over *= f4(1) - fog
                    r = r * gain * keep + gust[0] * over + ends[0] * fog
                    g = g * gain * keep + gust[1] * over + ends[1] * fog
                    b = b * gain * keep + gust[2] * over + ends[2] * fog
                    if y < high:
                        edge = max(f4(high) - row - base, f4(0)) if row > f4(0) else f4(0)
                        edge_r, edge_g, edge_b, edge_t = r * edge, g * edge, b * edge, at
                    elif y == bottom - 1 and base > f4(0):
                        rgb[i, y, 0] = base_r + r * (f4(1) - base)
                        rgb[i, y, 1] = base_g + g * (f4(1) - base)
                        rgb[i, y, 2] = base_b + b * (f4(1) - base)
                        depth[i, y] = min(edge_t, at) if base > f4(0.5) else at
                        base_r = base_g = base_b = base = f4(0)
                    else:
                        rgb[i, y, 0] = r
                        rgb[i, y, 1] = g
                        rgb[i, y, 2] = b
                        depth[i, y] = at
                bottom = high
                last_t, last_h, last_veil, last_tone, last_gust = t, h, veil, tone, blown
                seen = True
                t += max(min(f4(2) * t * print_ / drop, t * f4(0.012)), size * f4(0.5))
            else:
                if seen and halved < 3:
                    halved += 1
                    t = last_t + (t - last_t) * f4(0.5)
                    continue
                if seen:
                    base_r += edge_r
                    base_g += edge_g
                    base_b += edge_b
                    base += edge
                    edge_r = edge_g = edge_b = edge = f4(0)
                seen = False
                halved = 0
                s = (horizon - f4(bottom)) / focal
                gap = s * t - h
                last_t = t
                last_h = h
                t += max(gap / max(slope - s, f4(0.1)) * f4(0.8), max(t * f4(0.004), size * f4(0.5)))
        if seen:
            base_r += edge_r
            base_g += edge_g
            base_b += edge_b
            base += edge
        first[i] = f4(bottom)
        cover[i] = base
        for y in range(bottom):
            depth[i, y] = f4(FAR)
        if bottom > 0:
            rgb[i, bottom - 1, 0] = base_r
            rgb[i, bottom - 1, 1] = base_g
            rgb[i, bottom - 1, 2] = base_b
            if base > f4(0.5):
                depth[i, bottom - 1] = edge_t


def draw(
    terrain: Terrain, canvas: Canvas, pose: Pose, drift: Array, tones: Array, sun: Array
) -> tuple[Array, Array]:
    """Draw the land with its haze; returns the skyline for ``sky.lift``.

    ``drift (14,)``: offsets in texels of gusts (0, 1), cloud shadows (2, 3), mist (4, 5) and both nets of
    caustics (6 to 9), then texels a metre of mist, cloud shadows, and gusts across and along.
    """
    first = scratch.take("skyline", canvas.width)
    cover = scratch.take("skyline cover", canvas.width)
    view = lens(pose, canvas.width, canvas.height, wrap=terrain.size)
    maps = terrain.heights, terrain.paint, terrain.grain, terrain.soft, terrain.veins, terrain.gust
    _cast(
        canvas.rgb,
        canvas.depth,
        first,
        cover,
        view,
        terrain.side,
        *maps,
        terrain.settings,
        drift,
        tones,
        sun,
    )
    return first, cover
