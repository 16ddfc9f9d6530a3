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

Coded = NDArray[np.uint32]

LEVELS = 6
"""Reductions of the map, the map itself included."""

CRESTS = 96
"""Edges in one column that are blended with what is behind them."""

AT: Final = 0
VEIL: Final = 1
TONE: Final = 2
OVER: Final = 3
FOOT: Final = 4
RED: Final = 5
GREEN: Final = 6
BLUE: Final = 7
LEVEL: Final = 8
FINE: Final = 9
FIELDS: Final = 10
"""What is known of a point on the land: distance, haze before it, light on it, gust over it, the metres
that its pixel covers, colour, which reduction of the map it shows and the texels a metre of its detail."""

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
    """A baked map. ``heights`` and ``paint`` hold every level one behind the other, see
    ``pyramid``; ``scale`` is the light of a code

    ``grain`` is detail that is added at any scale, ``soft`` the noise of gusts, mist and cloud shadows,
    ``veins`` the light on a bed under water. ``gust`` is the colour that blows over the ground.
    """

    side: int
    cell: float
    heights: Array
    paint: Coded
    scale: float
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


def pyramid(height: Array, colour: Array) -> tuple[Array, Coded, float]:
    """All levels of a map ``(side, side)`` and its colours ``(side, side, 3)``, each half the one before.

    Colours are square roots in 10 bits each; the last value returned is the light of their square of 1.
    """
    heights, paints = [], []
    brightest = max(float(colour.max()), 1e-4)
    for _ in range(LEVELS):
        heights.append(height.ravel())
        codes = np.round(np.sqrt(np.clip(colour / brightest, 0, 1)) * 1023).astype(np.uint32)
        paints.append((codes[..., 0] | codes[..., 1] << 10 | codes[..., 2] << 20).ravel())
        height = _halved(height)
        colour = _halved(colour)
    return np.concatenate(heights), np.concatenate(paints), brightest / 1023**2


def _halved(values: Array) -> Array:
    """Means of 2 x 2, so placed that texel ``i`` stays at map position ``2 i``: a tent of three."""
    rows = (np.roll(values, 1, 0) + 2 * values + np.roll(values, -1, 0))[::2] * np.float32(0.25)
    return (np.roll(rows, 1, 1) + 2 * rows + np.roll(rows, -1, 1))[:, ::2] * np.float32(0.25)


@kernel
def _height(heights: Array, base: int, side: int, u: Any, v: Any) -> Any:
    """Bilinear height in the level that starts at ``base``; ``u, v`` in its cells."""
    fu = np.floor(u)
    fv = np.floor(v)
    a = u - fu
    b = v - fv
    mask = side - 1
    i = np.int64(fu) & mask
    i1 = (i + 1) & mask
    j = base + (np.int64(fv) & mask) * side
    j1 = base + ((np.int64(fv) + 1) & mask) * side
    top = heights[j + i] + (heights[j + i1] - heights[j + i]) * a
    low = heights[j1 + i] + (heights[j1 + i1] - heights[j1 + i]) * a
    return top + (low - top) * b


@kernel
def _veil(settings: Array, eye: Any, height: Any, t: Any) -> Any:
    """How much of the light is lost between the eye and a point at height and distance."""
    rise = (height - eye) * settings[FALLOFF]
    here = math.exp(-max((eye - settings[FLOOR]) * settings[FALLOFF], f4(-2)))
    mean = here * ((f4(1) - math.exp(-max(rise, f4(-8)))) / rise if abs(rise) > f4(1e-3) else f4(1))
    late = max(t / settings[END] - f4(0.72), f4(0)) * f4(3.6)
    return f4(1) - (f4(1) - min(late, f4(1))) * fade(t * settings[DENSITY] * mean)


@kernel
def _local(
    node: Array, view: Array, dx: Any, dz: Any, t: Any, h: Any, soft: Array, settings: Array, drift: Array
) -> None:
    """What haze, cloud shadow and gusts do at one point of a column, into ``node``."""
    x = view[X] + dx * t
    z = view[Z] + dz * t
    veil = _veil(settings, view[Y], h + view[Y], t * math.sqrt(dx * dx + dz * dz))
    mist = sample(soft, x * drift[10] + drift[4], z * drift[10] + drift[5]) - f4(0.5)
    veil += mist * settings[MIST] * veil * (f4(1) - veil) * f4(4)
    shadow = sample(soft, x * drift[11] + drift[2], z * drift[11] + drift[3])
    node[AT] = t
    node[VEIL] = min(max(veil, f4(0)), f4(1))
    node[TONE] = f4(1) - settings[SHADOW] * min(max((shadow - f4(0.45)) * f4(4), f4(0)), f4(1))
    node[OVER] = f4(0)
    if settings[GUST] > f4(0):
        blown = sample(soft, x * drift[12] + drift[0], z * drift[13] + drift[1])
        node[OVER] = min(max(blown - f4(0.45), f4(0)) * settings[GUST], f4(0.95))
    drop = max(abs(h), f4(0.3))
    sharp = t / view[FOCAL]
    foot = max(sharp, min(sharp * t / drop * f4(0.4), sharp * f4(6))) * f4(1.2)
    fine = f4(1)
    while fine * foot > f4(1):
        fine *= f4(0.5)
    while fine * foot < f4(0.5):
        fine *= f4(2)
    node[FOOT] = foot
    node[FINE] = fine


@kernel
def _run(points: Array, start: int, stop: int, near: Array, far: Array) -> None:
    """Spread what two nodes hold over the points between them, by distance."""
    span = far[AT] - near[AT]
    scale = f4(1) / span if span > f4(1e-6) else f4(0)
    for y in range(start, stop):
        a = min(max((points[AT, y] - near[AT]) * scale, f4(0)), f4(1))
        points[VEIL, y] = near[VEIL] + (far[VEIL] - near[VEIL]) * a
        points[TONE, y] = near[TONE] + (far[TONE] - near[TONE]) * a
        points[OVER, y] = near[OVER] + (far[OVER] - near[OVER]) * a
        points[FOOT, y] = near[FOOT] + (far[FOOT] - near[FOOT]) * a
        points[FINE, y] = near[FINE]


@kernel
def _fill(
    points: Array, top: int, bottom: int, view: Array, t0: Any, h0: Any, t1: Any, h1: Any, level: int
) -> None:
    """Distances for the rows between two steps of the march: where each row's ray meets the slope."""
    per_row = f4(1) / view[FOCAL]
    span_t = t1 - t0
    span_h = h1 - h0
    for y in range(top, bottom):
        s = (view[HORIZON] - f4(y) - f4(0.5)) * per_row
        below = span_h - s * span_t
        a = (s * t0 - h0) / (below if abs(below) > f4(1e-6) else f4(1e-6))
        points[AT, y] = t0 + span_t * min(max(a, f4(0)), f4(1))
        points[LEVEL, y] = f4(level)


@kernel
def _walk(
    points: Array,
    crests: Array,
    view: Array,
    dx: Any,
    dz: Any,
    height: int,
    side: int,
    heights: Array,
    soft: Array,
    settings: Array,
    drift: Array,
) -> tuple[int, int]:
    """March along one column; returns the first row that shows land, and how many crests there are.

    ``points[:, :height]`` gets what each row shows; ``points[:, height:]`` and ``crests`` (row and share of
    it) the edges in front of something farther.
    """
    focal, horizon, eye = view[FOCAL], view[HORIZON], view[Y]
    cell, end, top = settings[CELL], settings[END], settings[TOP]
    per_cell = f4(1) / cell
    clearance = eye - _height(heights, 0, side, view[X] * per_cell, view[Z] * per_cell)
    t = min(max(f4(0.3) * clearance, f4(0.08)), f4(20))
    t0 = t * f4(0.5)
    h0 = _height(heights, 0, side, (view[X] + dx * t) * per_cell, (view[Z] + dz * t) * per_cell) - eye
    near = np.empty(FIELDS, np.float32)
    far = np.empty(FIELDS, np.float32)
    _local(near, view, dx, dz, t0, h0, soft, settings, drift)
    bottom = run = height
    row0 = f4(height)
    taken = f4(0)
    count = halved = level = base = 0
    n = side
    size = cell
    seen = True
    while t < end and bottom > 0:
        if top > eye and horizon - (top - eye) * focal / t > f4(bottom):
            break
        while size * focal < t * f4(1.3) and level < LEVELS - 1:
            size *= f4(2)
            per_cell *= f4(0.5)
            base += n * n
            n >>= 1
            level += 1
        h = _height(heights, base, n, (view[X] + dx * t) * per_cell, (view[Z] + dz * t) * per_cell) - eye
        row = horizon - h * focal / t
        if row < f4(bottom):
            if not seen:
                _local(near, view, dx, dz, t, h, soft, settings, drift)
                run = bottom
            high = np.int64(math.ceil(max(row, f4(0))))
            if high < bottom:
                _fill(points, high, bottom, view, t0, h0, t, h, level)
                taken = f4(0)
            bottom = high
            if t > near[AT] * f4(1.07) and bottom < run:
                _local(far, view, dx, dz, t, h, soft, settings, drift)
                _run(points, bottom, run, near, far)
                near, far = far, near
                run = bottom
            seen = True
            halved = 0
            t0, h0, row0 = t, h, row
            pace = f4(2.5) * t * t / (focal * max(abs(h), f4(0.3)))
            t += max(min(pace, t * f4(0.014)), size * f4(0.6))
        elif seen and halved < 3:
            halved += 1
            t = t0 + (t - t0) * f4(0.5)
        else:
            if seen:
                _local(far, view, dx, dz, t0, h0, soft, settings, drift)
                _run(points, bottom, run, near, far)
                share = f4(bottom) - row0 - taken
                if share > f4(0.02) and row0 > f4(0) and count < CRESTS:
                    crests[count, 0] = f4(bottom - 1)
                    crests[count, 1] = share
                    points[AT, height + count] = t0
                    points[LEVEL, height + count] = f4(level)
                    _run(points, height + count, height + count + 1, near, far)
                    taken += share
                    count += 1
            seen = False
            halved = 0
            s = (horizon - f4(bottom)) / focal
            gap = s * t - h
            t0, h0 = t, h
            t += max(gap / max(settings[SLOPE] - s, f4(0.1)) * f4(0.8), max(t * f4(0.005), size * f4(0.6)))
    if seen:
        _local(far, view, dx, dz, t0, h0, soft, settings, drift)
        _run(points, bottom, run, near, far)
        share = f4(bottom) - row0 - taken
        if share > f4(0.02) and bottom > 0 and count < CRESTS:
            crests[count, 0] = f4(bottom - 1)
            crests[count, 1] = share
            points[AT, height + count] = t0
            points[LEVEL, height + count] = f4(level)
            _run(points, height + count, height + count + 1, near, far)
            count += 1
    return bottom, count


@kernel
def _colour(
    points: Array,
    start: int,
    stop: int,
    view: Array,
    dx: Any,
    dz: Any,
    side: int,
    paint: Coded,
    settings: Array,
) -> None:
    """The map's paint at each point, bilinear, into rows ``RED`` to ``BLUE``."""
    bases = np.empty(LEVELS, np.int64)
    scales = np.empty(LEVELS, np.float32)
    bases[0] = 0
    scales[0] = f4(1) / settings[CELL]
    for k in range(1, LEVELS):
        bases[k] = bases[k - 1] + (side >> (k - 1)) * (side >> (k - 1))
        scales[k] = scales[k - 1] * f4(0.5)
    mask = np.uint32(1023)
    for y in range(start, stop):
        t = points[AT, y]
        level = np.int64(points[LEVEL, y])
        base = bases[level]
        n = np.int64(side) >> level
        scale = scales[level]
        u = (view[X] + dx * t) * scale
        v = (view[Z] + dz * t) * scale
        fu = np.floor(u)
        fv = np.floor(v)
        a = u - fu
        b = v - fv
        i = np.int64(fu) & (n - 1)
        j = base + (np.int64(fv) & (n - 1)) * n
        i1 = (i + 1) & (n - 1)
        j1 = base + ((np.int64(fv) + 1) & (n - 1)) * n
        p = paint[np.uint64(j + i)]
        q = paint[np.uint64(j + i1)]
        r = paint[np.uint64(j1 + i)]
        s = paint[np.uint64(j1 + i1)]
        w11 = a * b
        w10 = a - w11
        w01 = b - w11
        w00 = f4(1) - w10 - w01 - w11
        for c in range(3):
            shift = np.uint32(10 * c)
            value = f4(np.int32((p >> shift) & mask)) * w00 + f4(np.int32((q >> shift) & mask)) * w10
            value += f4(np.int32((r >> shift) & mask)) * w01 + f4(np.int32((s >> shift) & mask)) * w11
            points[RED + c, y] = value * value


@kernel
def _detail(
    points: Array, start: int, stop: int, view: Array, dx: Any, dz: Any, grain: Array, rough: Any
) -> None:
    """Roughen the tone of each point by noise at the two scales that its pixel can show."""
    for y in range(start, stop):
        x = view[X] + dx * points[AT, y]
        z = view[Z] + dz * points[AT, y]
        fine = points[FINE, y]
        share = min(max(f4(2) - f4(2) * fine * points[FOOT, y], f4(0)), f4(1))
        first = sample(grain, x * fine, z * fine)
        second = sample(grain, x * fine * f4(0.5), z * fine * f4(0.5))
        points[TONE, y] *= max(f4(1) + rough * (second + (first - second) * share), f4(0.2))


@kernel
def _ripple_light(
    points: Array,
    start: int,
    stop: int,
    view: Array,
    dx: Any,
    dz: Any,
    veins: Array,
    strength: Any,
    drift: Array,
) -> None:
    """Light gathered by waves on a bed, where two nets of it meet, into the tone."""
    for y in range(start, stop):
        x = view[X] + dx * points[AT, y]
        z = view[Z] + dz * points[AT, y]
        first = sample(veins, x * f4(44) + drift[6], z * f4(44) + drift[7])
        second = sample(veins, x * f4(44) + drift[8] + f4(91), z * f4(44) + drift[9] + f4(37))
        light = max(min(first, second) - f4(0.40), f4(0)) * f4(2.6)
        points[TONE, y] *= f4(1) + strength * (light * light - f4(0.10))


@kernel
def _mix(points: Array, start: int, stop: int, scale: Any, gust: Array, ends: Array) -> None:
    """Paint, gusts and haze together."""
    for y in range(start, stop):
        clear = f4(1) - points[VEIL, y]
        keep = clear * (f4(1) - points[OVER, y]) * points[TONE, y] * scale
        over = clear * points[OVER, y]
        fog = points[VEIL, y]
        points[RED, y] = points[RED, y] * keep + gust[0] * over + ends[0] * fog
        points[GREEN, y] = points[GREEN, y] * keep + gust[1] * over + ends[1] * fog
        points[BLUE, y] = points[BLUE, y] * keep + gust[2] * over + ends[2] * fog


@kernel
def _write(rgb: Array, depth: Array, points: Array, crests: Array, count: int, bottom: int) -> Any:
    """Put one column on the canvas; returns the land's share of the row above its first."""
    height = depth.shape[0]
    for y in range(bottom):
        depth[y] = f4(FAR)
    for y in range(bottom, height):
        depth[y] = points[AT, y]
        rgb[y, 0] = points[RED, y]
        rgb[y, 1] = points[GREEN, y]
        rgb[y, 2] = points[BLUE, y]
    cover = f4(0)
    if bottom > 0:
        rgb[bottom - 1, 0] = rgb[bottom - 1, 1] = rgb[bottom - 1, 2] = f4(0)
    k = 0
    while k < count:
        y = np.int64(crests[k, 0])
        last = k
        total = f4(0)
        while last < count and np.int64(crests[last, 0]) == y:
            total += crests[last, 1]
            last += 1
        for c in range(3):
            value = rgb[y, c] * (f4(1) - total)
            for m in range(k, last):
                value += points[RED + c, height + m] * crests[m, 1]
            rgb[y, c] = value
        if total > f4(0.5):
            depth[y] = points[AT, height + k]
        if y < bottom:
            cover = total
        k = last
    return cover


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
    scale: Any,
    grain: Array,
    soft: Array,
    veins: Array,
    gust: Array,
    settings: Array,
    drift: Array,
    tones: Array,
    sun: Array,
) -> None:
    """Draw the land column by column; ``first`` and ``cover`` receive the skyline."""
    width, height = depth.shape
    points = np.empty((FIELDS, height + CRESTS), np.float32)
    crests = np.empty((CRESTS, 2), np.float32)
    ends = np.empty(3, np.float32)
    for i in range(width):
        k = (f4(i) + f4(0.5) - view[MIDDLE]) / view[FOCAL]
        dx = view[SIN] + view[COS] * k
        dz = view[COS] - view[SIN] * k
        haze_tone(tones, sun, dx, dz, ends)
        bottom, count = _walk(points, crests, view, dx, dz, height, side, heights, soft, settings, drift)
        stop = height + count
        _colour(points, bottom, stop, view, dx, dz, side, paint, settings)
        _detail(points, bottom, stop, view, dx, dz, grain, settings[DETAIL])
        if settings[CAUSTIC] > f4(0):
            _ripple_light(points, bottom, stop, view, dx, dz, veins, settings[CAUSTIC], drift)
        _mix(points, bottom, stop, scale, gust, ends)
        cover[i] = _write(rgb[i], depth[i], points, crests, count, bottom)
        first[i] = f4(bottom)


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
    maps = (
        terrain.heights,
        terrain.paint,
        f4(terrain.scale),
        terrain.grain,
        terrain.soft,
        terrain.veins,
        terrain.gust,
    )
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
