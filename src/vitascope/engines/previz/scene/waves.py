"""The water's surface: a spectrum of waves that run at their own speeds, as a tile of slopes and heights."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from vitascope.engines.previz.canvas import Array
from vitascope.engines.previz.clock import Moment

SIDE = 128
TILE = 48.0
"""Metres after which the longest waves repeat. Finer ones are the same tile, 5 and 25 times smaller."""

WRAP = TILE
"""Metres after which everything on the surface repeats."""

_BEAT = 0.2
"""Hertz that every wave's frequency is rounded to."""

_GRAVITY = 9.81


@dataclass(frozen=True)
class Waves:
    """``spectrum (3, side, side)`` of slopes along x and z and of height, and each wave's ``beats``."""

    spectrum: NDArray[np.complex64]
    beats: NDArray[np.int64]
    height: float

    @classmethod
    def of(cls, seed: int, steepness: float, bearing: float, longest: float) -> Waves:
        """Waves of this root-mean-square slope, none much longer than ``longest``, along a bearing."""
        random = np.random.default_rng(seed)
        count = np.fft.fftfreq(SIDE, 1 / SIDE)
        kz, kx = np.meshgrid(count, count, indexing="ij")
        k = np.hypot(kx, kz)
        k[0, 0] = 1.0
        along = (kx * math.sin(bearing) + kz * math.cos(bearing)) / k
        spread = 0.12 + np.maximum(along, 0) ** 2
        size = spread * k**-2.1 * np.exp(-((TILE / longest / k) ** 2)) * np.exp(-((k / 44) ** 2))
        size[0, 0] = 0.0
        phases = np.exp(2j * np.pi * random.random((SIDE, SIDE)))
        wave = size * phases * np.sqrt(random.exponential(1.0, (SIDE, SIDE)))
        slope = 2j * np.pi / TILE
        spectrum = np.stack([slope * kx * wave, slope * kz * wave, wave])
        still = np.fft.ifft2(spectrum).real
        scale = steepness / math.sqrt(float((still[0] ** 2 + still[1] ** 2).mean()))
        hertz = np.sqrt(_GRAVITY * k / (math.tau * TILE))
        beats = np.clip(np.round(hertz / _BEAT), 1, None).astype(np.int64)
        return cls((spectrum * scale).astype(np.complex64), beats, float(np.abs(still[2]).max() * scale))

    def at(self, moment: Moment) -> Array:
        """``(side, side, 3)``: slopes along x and z, and height in metres; row = z, column = x."""
        turns = [moment.cycle(_BEAT * beat) % 1.0 for beat in range(int(self.beats.max()) + 1)]
        phases = np.exp(-2j * np.pi * np.array(turns)).astype(np.complex64)
        surface = np.fft.ifft2(self.spectrum * phases[self.beats]).real
        return np.ascontiguousarray(np.moveaxis(surface, 0, 2), np.float32)
