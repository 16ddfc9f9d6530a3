"""Noise for skins: repeating value noise in the plane, and cells in space."""

from __future__ import annotations

import cv2
import numpy as np

from vitascope.engines.previz.compiled import F, Floats, kernel, leaf


def cloud(shape: tuple[int, ...], cells: tuple[int, int], octaves: int, seed: int) -> Floats:
    """Fractal value noise, ``(rows, columns) float32`` in 0 to 1, which repeats."""
    rows, columns = shape
    chance = np.random.default_rng(seed)
    total, gain, weight = np.zeros((rows, columns), np.float32), 1.0, 0.0
    for k in range(octaves):
        lattice = chance.random((cells[0] << k, cells[1] << k), dtype=np.float32)
        padded = np.pad(lattice, ((2, 2), (2, 2)), mode="wrap")
        fy, fx = rows / lattice.shape[0], columns / lattice.shape[1]
        y = (np.arange(rows, dtype=np.float32) + 0.5) / fy + 1.5
        x = (np.arange(columns, dtype=np.float32) + 0.5) / fx + 1.5
        across, down = np.broadcast_to(x, shape), np.broadcast_to(y[:, None], shape)
        total += gain * cv2.remap(padded, across.copy(), down.copy(), cv2.INTER_CUBIC)
        weight += gain
        gain *= 0.5
    return np.asarray(np.clip((total / weight - 0.5) * 1.4 + 0.5, 0, 1), np.float32)


def slopes(height: Floats) -> tuple[Floats, Floats]:
    """How a ``(rows, columns)`` height changes along columns (u) and rows (v), per repeat."""
    rows, columns = height.shape
    along = (np.roll(height, -1, 1) - np.roll(height, 1, 1)) * (columns / 2)
    across = (np.roll(height, -1, 0) - np.roll(height, 1, 0)) * (rows / 2)
    return np.asarray(along, np.float32), np.asarray(across, np.float32)


@leaf
def _nearest_two(seeds: Floats, n: int, x: float, y: float, z: float, out: Floats) -> None:
    """Distances, in cells, to the nearest and the second nearest seed of a repeating lattice."""
    i, j, k = int(x), int(y), int(z)
    first, second = F(9), F(9)
    for di in range(-1, 2):
        for dj in range(-1, 2):
            for dk in range(-1, 2):
                a, b, c = i + di, j + dj, k + dk
                s = seeds[c % n, b % n, a % n]
                dx, dy, dz = F(a) + s[0] - x, F(b) + s[1] - y, F(c) + s[2] - z
                d = dx * dx + dy * dy + dz * dz
                if d < first:
                    first, second = d, first
                elif d < second:
                    second = d
    out[0], out[1] = np.sqrt(first), np.sqrt(second)


@kernel
def _cells(seeds: Floats, n: int, side: int, height: Floats) -> None:
    pair = np.zeros(2, np.float32)
    scale = F(n) / F(side)
    for k in range(side):
        for j in range(side):
            for i in range(side):
                _nearest_two(
                    seeds, n, (F(i) + F(0.5)) * scale, (F(j) + F(0.5)) * scale, (F(k) + F(0.5)) * scale, pair
                )
                crack = min((pair[1] - pair[0]) * F(2.6), F(1))
                dome = F(1) - pair[0] * F(0.9)
                height[k, j, i] = crack * (F(2) - crack) * F(0.75) + dome * F(0.4)


def hide(side: int = 64, cells: int = 9, seed: int = 11) -> Floats:
    """Pebbled hide that fills space and repeats: ``(side, side, side, 4)``, colour factor and slopes."""
    chance = np.random.default_rng(seed)
    seeds = (0.15 + 0.7 * chance.random((cells, cells, cells, 3))).astype(np.float32)
    height = np.empty((side, side, side), np.float32)
    _cells(seeds, cells, side, height)
    slope = [(np.roll(height, -1, axis) - np.roll(height, 1, axis)) * (side / 2) for axis in (2, 1, 0)]
    shade = np.clip(0.30 + 0.78 * height, 0, 1.25)
    return np.stack([shade, *slope], -1).astype(np.float32)
