"""Looking up textures: flat ones that repeat, and solid ones that fill space and repeat.

A flat texel is red, green, blue (factors on the surface's own colour), opacity, and the height's slope
along u and v; a solid one is a factor on the colour and the slope along three axes. Every texture is a
chain of levels, each half the one before, laid end to end in one array.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from vitascope.engines.previz.rigs.compiled import F, Floats, Ints, inlined

LEVELS = 6
FLAT, SOLID = 8, 4


@dataclass(frozen=True)
class Textures:
    """All textures of a rig.

    ``flat`` is ``(texels, 8) float32``, the last two unused, so that a texel is one vector, and
    ``flat_table`` ``(textures, 6, 3) int32``: offset, columns and rows of each level. ``solid`` is
    ``(texels, 4) float32`` and ``solid_table`` ``(6, 2) int32``: offset and side of each level.
    """

    flat: Floats
    flat_table: Ints
    solid: Floats
    solid_table: Ints


def pack(flats: list[Floats], solid: Floats | None = None) -> Textures:
    """Lay out ``(rows, columns, 6)`` flat textures and one ``(n, n, n, 4)`` solid one with their levels."""
    blocks: list[Floats] = []
    table = np.zeros((max(len(flats), 1), LEVELS, 3), np.int32)
    offset = 0
    for number, texture in enumerate(flats):
        padded = np.pad(texture, ((0, 0), (0, 0), (0, FLAT - texture.shape[2])))
        for level, reduced in enumerate(_halved(padded)):
            rows, columns = reduced.shape[:2]
            table[number, level] = offset, columns, rows
            blocks.append(reduced.reshape(-1, FLAT))
            offset += rows * columns
    flat = np.concatenate(blocks) if blocks else np.zeros((1, FLAT), np.float32)
    cube = np.zeros((32, 32, 32, SOLID), np.float32) if solid is None else solid
    cubes, cells = _halved_cubes(cube)
    return Textures(np.ascontiguousarray(flat, np.float32), table, cubes, cells)


def _halved(texture: Floats) -> list[Floats]:
    chain = [np.ascontiguousarray(texture, np.float32)]
    while len(chain) < LEVELS:
        rows, columns = chain[-1].shape[:2]
        size = (max(columns // 2, 1), max(rows // 2, 1))
        halves = [cv2.resize(half, size, interpolation=cv2.INTER_AREA) for half in np.split(chain[-1], 2, -1)]
        chain.append(np.concatenate(halves, -1).reshape(size[1], size[0], FLAT).astype(np.float32))
    return chain


def _halved_cubes(cube: Floats) -> tuple[Floats, Ints]:
    blocks: list[Floats] = []
    table, offset = np.zeros((LEVELS, 2), np.int32), 0
    for level in range(LEVELS):
        side = cube.shape[0]
        table[level] = offset, side
        blocks.append(cube.reshape(-1, SOLID))
        offset += side**3
        if side > 1:
            half = side // 2
            cube = cube.reshape(half, 2, half, 2, half, 2, SOLID).mean((1, 3, 5))
    return np.ascontiguousarray(np.concatenate(blocks), np.float32), table


@inlined
def flat_at(texels: Floats, table: Ints, texture: int, level: int, u: float, v: float, out: Floats) -> None:
    """Interpolate the channels at ``(u, v)``, one unit per repeat, into ``out[16:24]``."""
    start = table[texture, level, 0]
    columns, rows = table[texture, level, 1], table[texture, level, 2]
    x, y = u * F(columns) - F(0.5), v * F(rows) - F(0.5)
    fx, fy = np.floor(x), np.floor(y)
    wx, wy = x - fx, y - fy
    i, j = np.int32(fx) & (columns - 1), np.int32(fy) & (rows - 1)
    k, m = (i + 1) & (columns - 1), (j + 1) & (rows - 1)
    p, q = start + j * columns + i, start + j * columns + k
    r, s = start + m * columns + i, start + m * columns + k
    a, b = (F(1) - wx) * (F(1) - wy), wx * (F(1) - wy)
    c, d = (F(1) - wx) * wy, wx * wy
    for n in range(8):
        out[16 + n] = texels[p, n] * a + texels[q, n] * b + texels[r, n] * c + texels[s, n] * d


@inlined
def solid_at(texels: Floats, table: Ints, level: int, u: float, v: float, w: float, out: Floats) -> None:
    """Interpolate the four channels at ``(u, v, w)``, one unit per repeat, into ``out[16:20]``."""
    start, side = table[level, 0], table[level, 1]
    mask = side - 1
    x, y, z = u * F(side), v * F(side), w * F(side)
    fx, fy, fz = np.floor(x), np.floor(y), np.floor(z)
    wx, wy, wz = x - fx, y - fy, z - fz
    i, j, k = np.int32(fx) & mask, np.int32(fy) & mask, np.int32(fz) & mask
    i1, j1 = (i + 1) & mask, ((j + 1) & mask) * side
    j *= side
    low, high = start + k * side * side, start + ((k + 1) & mask) * side * side
    a, b = (F(1) - wx) * (F(1) - wy), wx * (F(1) - wy)
    c, d = (F(1) - wx) * wy, wx * wy
    p, q, r, s = low + j + i, low + j + i1, low + j1 + i, low + j1 + i1
    e, f, g, h = high + j + i, high + j + i1, high + j1 + i, high + j1 + i1
    for n in range(4):
        front = texels[p, n] * a + texels[q, n] * b + texels[r, n] * c + texels[s, n] * d
        back = texels[e, n] * a + texels[f, n] * b + texels[g, n] * c + texels[h, n] * d
        out[16 + n] = front + (back - front) * wz
