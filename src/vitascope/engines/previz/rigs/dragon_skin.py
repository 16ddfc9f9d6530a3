"""Textures of a dragon: slit eyes, ringed horn, veined wings."""

from __future__ import annotations

import numpy as np

from vitascope.engines.previz.compiled import Floats
from vitascope.engines.previz.rigs.colours import mix, step
from vitascope.engines.previz.rigs.noise import cloud, slopes


def _flat(colour: Floats, height: Floats) -> Floats:
    along, across = slopes(height)
    one = np.ones(height.shape, np.float32)
    return np.stack([*np.moveaxis(colour, -1, 0), one, along, across], -1).astype(np.float32)


def eye() -> Floats:
    """Amber with a slit, ``(64, 128, 6)``: u from the outer pole, v around from the front."""
    v, u = np.meshgrid((np.arange(64) + 0.5) / 64, (np.arange(128) + 0.5) / 128, indexing="ij")
    across, up = u * np.cos(2 * np.pi * v), u * np.sin(2 * np.pi * v)
    slit = abs(across) - 0.055 * np.clip(1 - (up / 0.30) ** 2, 0, 1)
    streak = 0.75 + 0.25 * np.sin(2 * np.pi * 23 * v)
    iris = mix(
        np.array([8.0, 3.4, 0.32], np.float32), np.array([3.6, 0.64, 0.04], np.float32), step(u, 0.08, 0.34)
    )
    colour: Floats = iris * streak[..., None]
    colour = mix(colour, np.array([0.01, 0.005, 0.004], np.float32), step(u, 0.36, 0.42))
    colour = colour * step(slit, -0.004, 0.018)[..., None]
    return _flat(colour.astype(np.float32), np.zeros_like(u, np.float32))


def horn() -> Floats:
    """Rings along u, closer toward the root, ``(64, 256, 6)``."""
    u = np.broadcast_to((np.arange(256) + 0.5) / 256, (64, 256))
    wander = cloud((64, 256), (2, 4), 3, 5)
    ring = 0.5 + 0.5 * np.sin(2 * np.pi * (22 * u**0.8 + 0.5 * wander))
    fade = 1 - 0.7 * u
    shade = 1 - 0.45 * (1 - ring) * fade
    return _flat(np.repeat(shade[..., None], 3, -1).astype(np.float32), (ring * fade).astype(np.float32))


def membrane(seed: int) -> Floats:
    """Leathery skin with a net of veins, ``(512, 512, 6)``."""
    veins = np.zeros((512, 512), np.float32)
    for k, cells in enumerate((5, 11)):
        field = cloud((512, 512), (cells, cells), 4, seed + 3 * k)
        veins += (0.7, 0.4)[k] * np.exp(-(((field - 0.5) / 0.022) ** 2))
    patches = cloud((512, 512), (4, 4), 5, seed + 40)
    shade = (0.62 + 0.66 * patches) * (1 - 0.45 * np.clip(veins, 0, 1))
    height = 0.6 * veins + 0.8 * cloud((512, 512), (24, 24), 3, seed + 41)
    return _flat(np.repeat(shade[..., None], 3, -1).astype(np.float32), height.astype(np.float32))
