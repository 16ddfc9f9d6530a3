"""Looking up textures: flat ones that repeat, and solid ones that fill space and repeat.

A flat texel is red, green, blue (factors on the surface's own colour), opacity, and the height's slope
along u and v; a solid one is a factor on the colour and the slope along three axes. Every texture is a
chain of levels, each half the one before, laid end to end in one array.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from vitascope.engines.previz.compiled import F, Floats, Ints, inlined
from vitascope.engines.previz.lanes import flat_texel, solid_texel

LEVELS = 6
FLAT, SOLID = 8, 4


Words = NDArray[Any]
"""``uint64``: one texel in a word, so that its channels are weighted together."""


@dataclass(frozen=True)
class Textures:
    """All textures of a rig.

    ``flat`` is ``(texels,)``, a byte for each channel, and ``flat_table`` ``(textures, 6, 3) int32``:
    offset, columns and rows of each level. ``solid`` is ``(texels,)``, a byte in each sixteen-bit lane, and
    ``solid_table`` ``(6, 2) int32``: offset and side of each level. ``decode`` is ``(textures + 1, 16)
    float32``: what a 255th of a byte's step and what zero mean in each channel; the last row is the solid
    one's.
    """

    flat: Words
    flat_table: Ints
    solid: Words
    solid_table: Ints
    decode: Floats


def pack(flats: list[Floats], solid: Floats | None = None) -> Textures:
    """Lay out ``(rows, columns, 6)`` flat textures and one ``(n, n, n, 4)`` solid one with their levels."""
    blocks: list[Words] = []
    table = np.zeros((max(len(flats), 1), LEVELS, 3), np.int32)
    decode = np.zeros((len(flats) + 1, 2 * FLAT), np.float32)
    offset = 0
    for number, texture in enumerate(flats):
        padded = np.pad(texture, ((0, 0), (0, 0), (0, FLAT - texture.shape[2])))
        decode[number] = _range(padded)
        for level, reduced in enumerate(_halved(padded)):
            rows, columns = reduced.shape[:2]
            table[number, level] = offset, columns, rows
            blocks.append(_words(reduced, decode[number], 8))
            offset += rows * columns
    flat = np.concatenate(blocks) if blocks else np.zeros(1, np.uint64)
    cube = np.zeros((32, 32, 32, SOLID), np.float32) if solid is None else solid
    decode[-1] = _range(np.pad(cube, [(0, 0)] * 3 + [(0, FLAT - SOLID)]))
    cubes, cells = _halved_cubes(cube, decode[-1])
    return Textures(np.ascontiguousarray(flat), table, cubes, cells, decode)


def _range(texture: Floats) -> Floats:
    """Step and zero of each channel, ``(16,) float32``, so that bytes span what the texture holds."""
    channels = texture.reshape(-1, FLAT)
    low, high = channels.min(0), channels.max(0)
    return np.concatenate([(high - low) / 255**2, low]).astype(np.float32)


def _words(texture: Floats, decode: Floats, bits: int) -> Words:
    """Code the channels as bytes, ``bits`` apart in a word."""
    channels = texture.shape[-1]
    steps = np.maximum(decode[:channels] * 255, 1e-12)
    coded = (texture.reshape(-1, channels) - decode[FLAT : FLAT + channels]) / steps
    whole = np.clip(coded + 0.5, 0, 255).astype(np.uint64)
    return np.asarray((whole << np.arange(0, bits * channels, bits, dtype=np.uint64)).sum(1), np.uint64)


def _halved(texture: Floats) -> list[Floats]:
    chain = [np.ascontiguousarray(texture, np.float32)]
    while len(chain) < LEVELS:
        rows, columns = chain[-1].shape[:2]
        size = (max(columns // 2, 1), max(rows // 2, 1))
        halves = [cv2.resize(half, size, interpolation=cv2.INTER_AREA) for half in np.split(chain[-1], 2, -1)]
        chain.append(np.concatenate(halves, -1).reshape(size[1], size[0], FLAT).astype(np.float32))
    return chain


def _halved_cubes(cube: Floats, decode: Floats) -> tuple[Words, Ints]:
    blocks: list[Words] = []
    table, offset = np.zeros((LEVELS, 2), np.int32), 0
    for level in range(LEVELS):
        side = cube.shape[0]
        table[level] = offset, side
        blocks.append(_words(cube, decode, 16))
        offset += side**3
        if side > 1:
            half = side // 2
            cube = cube.reshape(half, 2, half, 2, half, 2, SOLID).mean((1, 3, 5))
    return np.ascontiguousarray(np.concatenate(blocks)), table


@inlined
def flat_at(
    texels: Words, table: Ints, decode: Floats, texture: int, level: int, u: float, v: float, out: Floats
) -> None:
    """Interpolate six channels at ``(u, v)``, one unit per repeat, into ``out[16:22]`` of its 24."""
    start = table[texture, level, 0]
    columns, rows = table[texture, level, 1], table[texture, level, 2]
    x, y = u * F(columns) - F(0.5), v * F(rows) - F(0.5)
    fx, fy = np.floor(x), np.floor(y)
    i, j = np.int32(fx) & (columns - 1), np.int32(fy) & (rows - 1)
    k, m = (i + 1) & (columns - 1), (j + 1) & (rows - 1)
    p, q = texels[start + j * columns + i], texels[start + j * columns + k]
    r, s = texels[start + m * columns + i], texels[start + m * columns + k]
    flat_texel((p, q, r, s), x - fx, y - fy, decode[texture], out)


@inlined
def solid_at(
    texels: Words, table: Ints, decode: Floats, level: int, u: float, v: float, w: float, out: Floats
) -> None:
    """Interpolate four channels at ``(u, v, w)``, one unit per repeat, into ``out[16:20]``."""
    start, side = table[level, 0], table[level, 1]
    mask = side - 1
    x, y, z = u * F(side) - F(0.5), v * F(side) - F(0.5), w * F(side) - F(0.5)
    fx, fy, fz = np.floor(x), np.floor(y), np.floor(z)
    i, j, k = np.int32(fx) & mask, np.int32(fy) & mask, np.int32(fz) & mask
    i1, j1 = (i + 1) & mask, ((j + 1) & mask) * side
    j *= side
    low, high = start + k * side * side, start + ((k + 1) & mask) * side * side
    near = texels[low + j + i], texels[low + j + i1], texels[low + j1 + i], texels[low + j1 + i1]
    far = texels[high + j + i], texels[high + j + i1], texels[high + j1 + i], texels[high + j1 + i1]
    solid_texel(near + far, x - fx, y - fy, z - fz, decode[decode.shape[0] - 1], out)
