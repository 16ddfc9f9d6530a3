"""Textures of a fish: scaled skin with gill cover and patches, rayed fins, an eye."""

from __future__ import annotations

import numpy as np

from vitascope.engines.previz.compiled import Floats
from vitascope.engines.previz.rigs.colours import luminance, mix, step
from vitascope.engines.previz.rigs.noise import cloud, slopes

COLUMNS, ROWS = 1024, 512
GILL = 0.245
"""Where along the body the gill cover ends."""


def _flat(colour: Floats, opacity: Floats, height: Floats) -> Floats:
    along, across = slopes(height)
    return np.concatenate([colour, opacity[..., None], along[..., None], across[..., None]], -1)


def _scales(u: Floats, v: Floats, along: int, around: int) -> tuple[Floats, Floats]:
    """Overlapping scales, free edge backward: height, and how near each point is to a free edge.

    The foremost scale that covers a point lies on top.
    """
    x, y = u * along, v * around
    height, edge = np.zeros_like(x), np.zeros_like(x)
    taken = np.zeros(x.shape, bool)
    row, column = np.floor(y), np.floor(x)
    for back in (-1.5, -1.0, -0.5, 0.0, 0.5, 1.0):
        for side in (-1, 0, 1):
            r = row + side
            shift = 0.5 * np.mod(r, 2)
            if (back % 1) != 0:
                continue
            cx, cy = column + back + shift, r + 0.5
            d = np.hypot((x - cx) * 0.92, (y - cy) * 1.02)
            inside = (d < 0.98) & ~taken & (x > cx - 0.1)
            height = np.where(inside, 0.35 + 0.65 * np.clip((x - cx) / 0.98, 0, 1), height)
            edge = np.where(inside, step(d, 0.62, 0.97), edge)
            taken |= inside
    return height.astype(np.float32), edge.astype(np.float32)


def _patches(u: Floats, v: Floats, colours: list[Floats], seed: int) -> Floats:
    """Base colour with patches of the others, mostly on the back; each fish has its own."""
    base = colours[0]
    out = np.broadcast_to(base, (*u.shape, 3)).astype(np.float32)
    back = -np.cos(v * 2 * np.pi)
    for k, colour in enumerate(colours[1:3]):
        field = cloud(u.shape, (3, 6), 4, seed + 31 * k)
        field = field + 0.16 * back * (1 if k == 0 else 0.6) - (0.10 if k == 0 else 0.20)
        ragged = 0.010 if k == 0 else 0.02
        out = mix(out, colour, step(field, 0.52 - ragged, 0.52 + ragged) * step(u, 0.99, 0.93))
    return out


def _tone(colour: Floats, u: Floats, y: Floats, seed: int) -> Floats:
    """Darker back, paler belly, blotches, and a trace of blood behind the gills."""
    grain = cloud(u.shape, (8, 16), 5, seed + 5)
    shade = 1.0 - 0.30 * step(y, 0.35, 1.0) + 0.04 * step(y, -0.4, -0.95)
    out = colour * (shade * (0.86 + 0.28 * grain))[..., None]
    warm = np.array([1.0, 0.80, 0.72], np.float32)
    blush = 0.5 * step(abs(u - 0.16), 0.12, 0.0) * step(abs(y + 0.25), 0.7, 0.1)
    return np.asarray(out * mix(np.ones(3, np.float32), warm, blush), np.float32)


def _line(distance: Floats, width: float) -> Floats:
    return np.asarray(np.exp(-((distance / width) ** 2)), np.float32)


def _slits(u: Floats, y: Floats) -> tuple[Floats, Floats]:
    """Five gill slits, as sharks have: darkening and height."""
    dark = np.zeros_like(u)
    for k in range(5):
        dark += 0.8 * _line(u - (0.215 + 0.014 * k) + 0.012 * y, 0.0022)
    dark = dark * step(abs(y - 0.02), 0.42, 0.30)
    return dark.astype(np.float32), (-0.5 * dark).astype(np.float32)


def _gills(u: Floats, y: Floats) -> tuple[Floats, Floats]:
    """A gill cover and the cheek before it: darkening and height."""
    sides = step(abs(y), 0.96, 0.80)
    edge = GILL - 0.055 * (y + 0.12) ** 2
    cheek = GILL - 0.075 - 0.05 * (y + 0.25) ** 2
    dark = 0.75 * _line(u - edge, 0.0045) * sides + 0.22 * _line(u - cheek, 0.004) * sides
    height = 0.95 * step(u, edge + 0.004, edge - 0.004) * step(u, edge - 0.12, edge) * sides
    height += 0.35 * step(u, cheek + 0.004, cheek - 0.01) * step(u, 0.06, 0.12) * sides
    return dark, height


def _head(u: Floats, y: Floats, eye: tuple[float, float], scaled: float) -> tuple[Floats, Floats]:
    """Gills, mouth, nostrils and eye ring: darkening and height."""
    dark, height = _gills(u, y) if scaled > 0 else _slits(u, y)
    corner = step(u, 0.052, 0.040)
    dark += 0.8 * _line(y + 0.30 + 2.2 * u, 0.05) * corner
    height += 0.7 * _line(y + 0.08 + 1.6 * u, 0.12) * corner + 0.7 * _line(y + 0.55 + 1.6 * u, 0.12) * corner
    dark += 0.8 * np.exp(-(((u - 0.058) / 0.006) ** 2 + ((y - 0.52) / 0.05) ** 2))
    ring = np.hypot((u - eye[0]) * 7.2, y - eye[1])
    dark += 0.45 * _line(ring - 0.17, 0.05)
    return np.clip(dark, 0, 0.9).astype(np.float32), height.astype(np.float32)


def body(colours: list[Floats], seed: int, scaled: float, eye: tuple[float, float]) -> Floats:
    """The skin, ``(512, 1024, 6)``: u from nose to tail, v around from the belly over the right side."""
    u, v = np.meshgrid(
        (np.arange(COLUMNS, dtype=np.float32) + 0.5) / COLUMNS,
        (np.arange(ROWS, dtype=np.float32) + 0.5) / ROWS,
    )
    y = -np.cos(v * 2 * np.pi).astype(np.float32)
    colour = _tone(_patches(u, v, colours, seed), u, y, seed)
    raised, rim = _scales(u, v, 40, 34)
    where = step(u, GILL - 0.055 * (y + 0.12) ** 2, GILL + 0.03 - 0.055 * (y + 0.12) ** 2)
    where = where * step(u, 0.995, 0.95) * (0.35 + 0.65 * step(y, -0.95, -0.55)) * np.float32(scaled)
    dark, head = _head(u, y, eye, scaled)
    lateral = _line(y - 0.06, 0.035) * where * (np.mod(u * 40, 1) < 0.5)
    keep = (1 - (0.42 * rim + 0.06) * where) * (1 - dark) * (1 - 0.28 * lateral)
    height = 0.6 * raised * where + head
    return _flat(colour * keep[..., None], np.ones_like(u), np.asarray(height, np.float32))


def fin(colours: list[Floats], rays: int, seed: int, fleshy: bool) -> Floats:
    """A fin, ``(256, 256, 6)``: u along the rays from the root, v across them; fleshy ones are opaque."""
    v, u = np.meshgrid(*[(np.arange(256, dtype=np.float32) + 0.5) / 256] * 2, indexing="ij")
    fork = step(u, 0.45, 0.62)
    ray = 0.5 + 0.5 * np.cos(2 * np.pi * rays * v)
    branch = 0.5 + 0.5 * np.cos(4 * np.pi * rays * v + np.pi)
    ridge = (ray**2 * (1 - fork) + branch**2 * fork).astype(np.float32)
    joints = 0.94 + 0.06 * np.cos(2 * np.pi * 34 * u)
    tint = colours[0]
    colour: Floats = mix(tint * 0.82, np.minimum(tint * 1.08, 1.0), ridge) * joints[..., None]
    if len(colours) > 1:
        stain = step(u + 0.5 * cloud((256, 256), (3, 3), 3, seed + 77), 0.62, 0.40)
        colour = mix(colour, colours[1], 0.75 * stain)
    web = 0.55 - 0.25 * u
    opacity = web + (0.95 - web) * ridge * (1 - 0.35 * u)
    opacity = opacity + (1 - opacity) * step(u, 0.25, 0.0)
    torn = cloud((256, 256), (4, 24), 3, seed + 9)
    edge = 0.985 - 0.05 * (1 - ridge) - 0.05 * torn
    opacity = opacity * step(u, edge, edge - 0.03)
    if fleshy:
        plain = np.broadcast_to(tint * 0.9, colour.shape) * (1 - 0.35 * step(u, 0.6, 1.0))[..., None]
        return _flat(plain.astype(np.float32), np.ones_like(u), np.zeros_like(u))
    return _flat(colour.astype(np.float32), np.asarray(opacity, np.float32), ridge)


def eye(iris: Floats) -> Floats:
    """An eye, ``(16, 128, 6)``: u from the outer pole."""
    u = np.broadcast_to((np.arange(128, dtype=np.float32) + 0.5) / 128, (16, 128))
    bright = iris / max(luminance(iris), 0.05) * 0.42
    colour = mix(np.array([0.004, 0.004, 0.005], np.float32), np.minimum(bright, 0.9), step(u, 0.165, 0.185))
    colour = mix(colour, bright * 0.35, step(u, 0.27, 0.31))
    colour = mix(colour, np.array([0.03, 0.03, 0.03], np.float32), step(u, 0.33, 0.37))
    return _flat(colour.astype(np.float32), np.ones_like(u), np.zeros_like(u))
