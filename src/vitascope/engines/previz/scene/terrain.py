"""Land: a height map that repeats, seen by casting each column of the picture from near to far.

After voxel-space flight games, with a true 3D camera: the ray of a column walks over the map, and where
the land rises above what has been drawn, the rows between are filled, each with its own point of the map.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np

from vitascope.engines.previz.canvas import Array, Canvas, Pose
from vitascope.engines.previz.compiled import f4, kernel
from vitascope.engines.previz.scene import beside, march, paint
from vitascope.engines.previz.scene.fields import CAUSTIC, CRESTS, DETAIL, FIELDS, LEVELS
from vitascope.engines.previz.scene.lens import COS, FOCAL, MIDDLE, SIN, lens
from vitascope.engines.previz.scene.noise import strips
from vitascope.engines.previz.scene.paint import Coded
from vitascope.engines.previz.scene.sky import haze_tone
from vitascope.engines.previz.scratch import scratch


@dataclass(frozen=True)
class Terrain:
    """A baked map.

    ``heights`` and ``painted`` hold every level one behind the other, see ``pyramid``; ``scale`` is the
    light of a code. ``grain`` is detail that is added at any scale, ``soft`` the noise of gusts, mist and
    cloud shadows, ``veins`` the light on a bed under water. ``gust`` is the colour that blows over the
    ground; ``settings`` are numbered in ``fields.py``.
    """

    side: int
    cell: float
    heights: Array
    painted: Coded
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

    def grounds(self, x: Array, z: Array) -> Array:
        """Heights in metres at many places."""
        mask = self.side - 1
        u, v = x / np.float32(self.cell), z / np.float32(self.cell)
        i, j = np.floor(u).astype(np.int64), np.floor(v).astype(np.int64)
        a, b = u - i, v - j
        level = self.heights[: self.side * self.side].reshape(self.side, self.side)
        near = level[j & mask, i & mask] * (1 - a) + level[j & mask, (i + 1) & mask] * a
        far = level[(j + 1) & mask, i & mask] * (1 - a) + level[(j + 1) & mask, (i + 1) & mask] * a
        return np.asarray(near * (1 - b) + far * b, np.float32)


def pyramid(height: Array, colour: Array) -> tuple[Array, Coded, float]:
    """All levels of a map ``(side, side)`` and its colours ``(side, side, 3)``, each half the one before.

    Colours are square roots in 10 bits each; the last value returned is the light of their square of 1.
    """
    heights: list[Array] = []
    codes: list[Coded] = []
    brightest = max(float(colour.max()), 1e-4)
    for _ in range(LEVELS):
        heights.append(height.ravel())
        codes += [_coded(colour[rows], brightest) for rows in strips(len(colour))]
        height, colour = _halved(height), _halved(colour)
    return np.concatenate(heights), np.concatenate(codes), brightest / 1023**2


def _coded(colour: Array, brightest: float) -> Coded:
    """Square roots of colours ``(rows, side, 3)`` in 10 bits each, in one row."""
    code = np.round(np.sqrt(np.clip(colour / brightest, 0, 1)) * 1023).astype(np.uint32)
    return np.asarray(code[..., 0] | code[..., 1] << 10 | code[..., 2] << 20, np.uint32).ravel()


def _halved(values: Array) -> Array:
    """Means of 2 x 2, so placed that texel ``i`` stays at map position ``2 i``: a tent of three."""
    odd = values[1::2]
    rows = (np.roll(odd, 1, 0) + 2 * values[::2] + odd) * np.float32(0.25)
    odd = rows[:, 1::2]
    return np.asarray((np.roll(odd, 1, 1) + 2 * rows[:, ::2] + odd) * np.float32(0.25), np.float32)


@kernel
def _cast(
    rgb: Array,
    depth: Array,
    first: Array,
    cover: Array,
    view: Array,
    side: int,
    heights: Array,
    painted: Coded,
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
    nodes = np.empty((2, FIELDS), np.float32)
    real = np.empty(march.REAL, np.float32)
    whole = np.empty(march.WHOLE, np.int64)
    way = np.empty(2, np.float32)
    ends = np.empty(3, np.float32)
    for number in range(width // 2 + 1):
        i = min(2 * number, width - 1)
        k = (f4(i) + f4(0.5) - view[MIDDLE]) / view[FOCAL]
        way[0] = view[SIN] + view[COS] * k
        way[1] = view[COS] - view[SIN] * k
        haze_tone(tones, sun, way[0], way[1], ends)
        march.walk(
            points, crests, nodes, real, whole, view, way, height, side, heights, soft, settings, drift
        )
        bottom, count = whole[march.BOTTOM], whole[march.COUNT]
        stop = height + count
        paint.colour(points, bottom, stop, view, way, side, painted, settings)
        paint.roughen(points, bottom, stop, view, way, grain, settings[DETAIL])
        if settings[CAUSTIC] > f4(0):
            paint.ripple(points, bottom, stop, view, way, veins, settings[CAUSTIC], drift)
        paint.mix(points, bottom, stop, scale, gust, ends)
        cover[i] = paint.write(rgb[i], depth[i], points, crests, count, bottom)
        first[i] = f4(bottom)
        if i > 1 and i % 2 == 0:
            beside.fill(rgb, depth, first, cover, i - 1)


def draw(
    terrain: Terrain, canvas: Canvas, pose: Pose, drift: Array, tones: Array, sun: Array
) -> tuple[Array, Array]:
    """Draw the land with its haze; returns the skyline for ``sky.lift``.

    ``drift (14,)``: offsets in texels of gusts (0, 1), cloud shadows (2, 3), mist (4, 5) and both nets of
    caustics (6 to 9), then texels a metre of mist, cloud shadows, and gusts across and along.
    """
    first = scratch.take("skyline", canvas.width)
    cover = scratch.take("skyline cover", canvas.width)
    view = lens(pose, canvas.width, canvas.height)
    maps = (
        terrain.heights,
        terrain.painted,
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
