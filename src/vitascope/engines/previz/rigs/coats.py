"""Colours of coats: where an animal is dark, pale, striped or spotted."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from vitascope.engines.previz.compiled import Floats
from vitascope.engines.previz.rigs.colours import mix, step

Coat = Callable[[Floats, Floats, Floats, Floats], Floats]
"""Colours from points, normals, the main and the second colour; ``y`` from 0 (ground) to 1 (back)."""

DARK = np.array([0.012, 0.011, 0.010], np.float32)


def _wave(p: Floats, scale: float, seed: float) -> Floats:
    """A cheap smooth noise, -1 to 1."""
    x, y, z = (p[:, k] * scale for k in range(3))
    return np.asarray(
        (np.sin(x * 1.7 + seed) * np.sin(y * 1.3 + 2 * seed) + np.sin(z * 1.9 + 0.7 * x + seed)
         + np.sin(0.8 * z - 1.6 * y + 3 * seed)) / 3, np.float32,
    )  # fmt: skip


def plain(p: Floats, n: Floats, main: Floats, second: Floats) -> Floats:
    """Paler below, a little uneven."""
    out = np.broadcast_to(main, p.shape) * (0.94 + 0.10 * _wave(p, 21, 1.0))[:, None]
    return mix(out, mix(main, second, 0.55), 0.6 * step(n[:, 1], -0.2, -0.9))


def saddle(p: Floats, n: Floats, main: Floats, second: Floats) -> Floats:
    """A dark back, pale below and on the legs, as wolves and foxes have."""
    up = step(n[:, 1] + 0.25 * _wave(p, 24, 2.0), -0.15, 0.75)
    out = mix(mix(main, second, 0.15), main * 0.45, 0.75 * up)
    return mix(out, second, 0.85 * step(n[:, 1] + 0.2 * _wave(p, 18, 3.0), -0.15, -0.7))


def bib(p: Floats, n: Floats, main: Floats, second: Floats) -> Floats:
    """White below and in front, dark stockings: a fox."""
    out = plain(p, n, main, second)
    out = mix(out, second, step(n[:, 1], -0.1, -0.6))
    return mix(out, DARK, 0.9 * step(p[:, 1], 0.20, 0.10))


def socks(p: Floats, n: Floats, main: Floats, second: Floats) -> Floats:
    """Of the second colour below, on the legs, the breast and the muzzle."""
    out = plain(p, n, main, second)
    low = np.maximum(step(p[:, 1], 0.17, 0.11), step(n[:, 1] + 0.1 * _wave(p, 18, 3.0), -0.15, -0.5))
    front = step(p[:, 2], 0.22, 0.30) * step(n[:, 2], 0.15, 0.5) * step(np.abs(p[:, 0]), 0.09, 0.05)
    return mix(out, second, np.maximum(low, front))


def points(p: Floats, n: Floats, main: Floats, second: Floats) -> Floats:
    """Of the second colour on the legs, the tail and the muzzle."""
    out = mix(np.broadcast_to(main, p.shape), main * 0.8, step(n[:, 1], 0.2, 0.9))
    far = np.maximum(step(p[:, 2], 0.385, 0.44), step(p[:, 2], -0.50, -0.58))
    return mix(out, second, 0.92 * np.maximum(far, step(p[:, 1] + 0.02 * _wave(p, 20, 2.0), 0.15, 0.07)))


def dots(p: Floats, n: Floats, main: Floats, second: Floats) -> Floats:
    """A Dalmatian's: round spots, scattered over cells."""
    del n
    at = p / 0.075
    cell = np.floor(at)
    seed = np.sin(cell @ np.array([12.9898, 78.233, 37.719], np.float32)) * 43758.5453
    chance = seed - np.floor(seed)
    middle = 0.5 + 0.22 * np.stack([np.sin(9 * chance), np.cos(17 * chance), np.sin(23 * chance)], -1)
    away = np.linalg.norm(at - cell - middle, axis=-1)
    size = 0.20 + 0.18 * chance
    return mix(np.broadcast_to(main, p.shape), second, step(away, size + 0.08, size) * (chance > 0.25))


def stripes(p: Floats, n: Floats, main: Floats, second: Floats) -> Floats:
    """A tiger's: dark bands that narrow downward."""
    out = mix(np.broadcast_to(main, p.shape), second, step(n[:, 1], -0.1, -0.7))
    band = np.sin(p[:, 2] * 62 + 2.4 * _wave(p, 9, 4.0) + 2.0 * np.abs(p[:, 0]) * 8)
    width = 0.45 + 0.5 * step(n[:, 1], 0.6, -0.8)
    return mix(out, DARK, 0.92 * step(band, width, width + 0.25))


def zebra(p: Floats, n: Floats, main: Floats, second: Floats) -> Floats:
    """Bands that lean on the rump and go round the legs."""
    del n
    legs = step(p[:, 1], 0.42, 0.32)
    way = p[:, 2] * 58 + 14 * p[:, 1] * step(p[:, 2], 0.0, -0.3) + 1.2 * _wave(p, 8, 5.0)
    band = np.sin(way) * (1 - legs) + np.sin(p[:, 1] * 95) * legs
    return mix(np.broadcast_to(main, p.shape), second * 0.05, step(band, -0.12, 0.12))


def spots(p: Floats, n: Floats, main: Floats, second: Floats) -> Floats:
    """A leopard's rosettes."""
    out = mix(np.broadcast_to(main, p.shape), second, step(n[:, 1], -0.1, -0.7))
    x, y, z = p[:, 0], p[:, 1], p[:, 2]
    ring = np.sin(z * 75 + 2 * _wave(p, 14, 6.0)) * np.sin(y * 75 + 20 * np.abs(x) + 2 * _wave(p, 13, 7.0))
    return mix(out, DARK, 0.9 * step(np.abs(ring - 0.55), 0.22, 0.12))


def patches(p: Floats, n: Floats, main: Floats, second: Floats) -> Floats:
    """A cow's."""
    del n
    blot = _wave(p, 9, 8.0) + 0.4 * _wave(p, 23, 9.0)
    return mix(np.broadcast_to(main, p.shape), second, step(blot, 0.02, 0.08))


def tiled(p: Floats, n: Floats, main: Floats, second: Floats) -> Floats:
    """A giraffe's: brown fields with pale seams, none on the shins."""
    del n
    x = p * np.array([9, 12, 12], np.float32)
    cell = np.floor(x + 0.35 * np.sin(2.1 * x[:, [1, 2, 0]]))
    seam = np.abs(x + 0.35 * np.sin(2.1 * x[:, [1, 2, 0]]) - cell - 0.5).max(
        1, where=np.array([False, True, True]), initial=0
    )
    field = step(seam, 0.44, 0.36) * step(p[:, 1], 0.26, 0.40)
    return mix(np.broadcast_to(second, p.shape), main, field)


def panda(p: Floats, n: Floats, main: Floats, second: Floats) -> Floats:
    """Black legs, shoulders and eyes."""
    del n
    dark = np.maximum(step(p[:, 1], 0.33, 0.27), step(np.abs(p[:, 2] - 0.17), 0.12, 0.08))
    return mix(np.broadcast_to(main, p.shape), second, dark)


def wrinkled(p: Floats, n: Floats, main: Floats, second: Floats) -> Floats:
    """Bare hide with folds."""
    del n, second
    fold = np.sin(p[:, 1] * 130 + 5 * _wave(p, 12, 10.0)) * np.sin(p[:, 2] * 40 + 4 * _wave(p, 15, 11.0))
    return np.asarray(np.broadcast_to(main, p.shape) * (0.9 + 0.14 * fold)[:, None], np.float32)


COATS: dict[str, Coat] = {
    "plain": plain, "socks": socks, "points": points, "dots": dots, "saddle": saddle, "bib": bib,
    "stripes": stripes, "zebra": zebra, "spots": spots,
    "patches": patches, "tiled": tiled, "panda": panda, "wrinkled": wrinkled,
}  # fmt: skip
