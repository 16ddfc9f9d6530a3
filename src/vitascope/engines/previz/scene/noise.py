"""Tiles of noise: square, ``float32``, repeating without a seam, from a seed."""

from __future__ import annotations

import cv2
import numpy as np

from vitascope.engines.previz.canvas import Array

# Where OpenCV splits a picture among threads of its own, it rounds otherwise than where it does not.
cv2.setNumThreads(1)

_STRIP = 32
"""Rows of a strip: 400 kB of colours where the side is 1024."""


def lattice(side: int, cells: int, random: np.random.Generator) -> Array:
    """Smooth random values in 0 to 1 with ``cells`` knots along the side."""
    knots = random.random((cells, cells), dtype=np.float32)
    scale = side // cells if side % cells == 0 else side / cells
    padded = np.pad(knots, 3, mode="wrap")
    grown = cv2.resize(padded, None, fx=scale, fy=scale, interpolation=cv2.INTER_CUBIC)
    start = round(3 * scale)
    return np.ascontiguousarray(grown[start : start + side, start : start + side], np.float32)


def strips(rows: int) -> list[slice]:
    """A map's rows a few at a time: what is worked out from them in many steps then stays in the cache."""
    return [slice(row, row + _STRIP) for row in range(0, rows, _STRIP)]


def unit(values: Array) -> Array:
    """Stretched to 0 to 1."""
    low, high = float(values.min()), float(values.max())
    return ((values - low) / max(high - low, 1e-9)).astype(np.float32)


def fbm(side: int, seed: int, cells: int = 4, octaves: int = 7, gain: float = 0.5) -> Array:
    """Fractal noise, ``(side, side)``, 0 to 1: octaves of ``lattice``, each twice as fine."""
    random = np.random.default_rng(seed)
    total = np.zeros((side, side), np.float32)
    weight = 1.0
    while octaves > 0 and cells <= side // 2:
        total += np.float32(weight) * lattice(side, cells, random)
        weight, cells, octaves = weight * gain, cells * 2, octaves - 1
    return unit(total)


def warp(values: Array, across: Array, along: Array, reach: float) -> Array:
    """Values moved by up to half of ``reach`` texels as two tiles say."""
    side = values.shape[0]
    rows, columns = np.mgrid[0:side, 0:side].astype(np.float32)
    padded = np.pad(values, 2, mode="wrap")
    x = np.mod(columns + (across - 0.5) * reach, side).astype(np.float32) + 2
    y = np.mod(rows + (along - 0.5) * reach, side).astype(np.float32) + 2
    return np.asarray(cv2.remap(padded, x, y, cv2.INTER_LINEAR), np.float32)


def ridged(side: int, seed: int, cells: int = 3, octaves: int = 8, sharp: float = 2.0) -> Array:
    """Ridged multifractal (Musgrave), 0 to 1: crests where the noise crosses its middle, finer on crests."""
    random = np.random.default_rng(seed)
    across, along = fbm(side, seed + 501, cells, 4), fbm(side, seed + 502, cells, 4)
    total = np.zeros((side, side), np.float32)
    carry = np.ones_like(total)
    weight = 1.0
    for octave in range(octaves):
        if cells > side // 2:
            break
        noise = lattice(side, cells, random)
        if octave < 4:
            noise = warp(noise, across, along, side / cells * 0.5)
        crest = np.maximum(0.97 - np.abs(2 * noise - 1) * 1.2, 0) ** np.float32(sharp) * carry
        carry = np.clip(crest * 1.9, 0, 1)
        total += np.float32(weight) * crest
        weight, cells = weight * 0.5, cells * 2
    return unit(total)


def blur(values: Array, sigma: float) -> Array:
    """Gaussian, across the seam."""
    pad = min(int(sigma * 3) + 2, values.shape[0])
    soft = cv2.GaussianBlur(np.pad(values, pad, mode="wrap"), (0, 0), sigma)
    return np.ascontiguousarray(soft[pad:-pad, pad:-pad], np.float32)


def veins(side: int, seed: int, cells: int = 8) -> Array:
    """Bright threads between dark cells, as light on a river bed, 0 to 1."""
    folded = 1 - np.abs(2 * fbm(side, seed, cells, 3, 0.5) - 1)
    return unit(folded.astype(np.float32))


def band(side: int, seed: int, cells: int = 32) -> Array:
    """Detail of about one size, mean 0, deviation 1: for adding at any scale."""
    raw = fbm(side, seed, cells, 3, 0.7)
    raw = raw - blur(raw, side / cells)
    return np.asarray(raw / raw.std(), np.float32)


def ripples(side: int, seed: int) -> Array:
    """As ``band``, drawn out into wavering lines, as the wind leaves in sand."""
    rows = np.mgrid[0:side, 0:side][0].astype(np.float32) / side
    bend = fbm(side, seed, 3, 3, 0.4)
    lines = np.sin((rows * 26 + bend * 2.5) * (2 * np.pi)) * (0.5 + fbm(side, seed + 1, 6, 3))
    raw = lines + 0.35 * band(side, seed + 2)
    raw = raw - raw.mean()
    return np.asarray(raw / raw.std(), np.float32)
