"""From seen triangles to the canvas."""

from __future__ import annotations

import math

import numpy as np

from vitascope.engines.previz.compiled import Bytes, F, Floats, Ints, i8, inlined, kernel, leaf, part
from vitascope.engines.previz.rigs.raster import (
    ROWS,
    SAMPLES,
    cover,
    facing,
    mark_outlines,
    mark_seams,
    number_marks,
    sample,
)
from vitascope.engines.previz.rigs.shade import BATCH, SCRATCH, WORK, gather, light, prepare
from vitascope.engines.previz.rigs.texels import Words

SMALL = 4096
"""Tiles of at most this many pixels are sampled sixteen times all over."""


@leaf
def _bounds(screen: Floats, triangles: Ints, width: int, height: int) -> tuple[int, int, int, int]:
    """The part of the picture these triangles may touch: left, top, right, bottom (exclusive)."""
    left, top, right, bottom = F(1e9), F(1e9), F(-1e9), F(-1e9)
    for t in range(triangles.shape[0]):
        for k in range(3):
            x, y = screen[triangles[t, k], 0], screen[triangles[t, k], 1]
            left, right = min(left, x), max(right, x)
            top, bottom = min(top, y), max(bottom, y)
    return (
        int(max(math.floor(left) - 1, 0)),
        int(max(math.floor(top) - 1, 0)),
        int(min(math.floor(right) + 2, width)),
        int(min(math.floor(bottom) + 2, height)),
    )


@leaf
def _behind(depth: Floats, left: int, top: int, nearest: Floats) -> None:
    """Start the tile's depths with what the canvas already shows."""
    for x in range(nearest.shape[0]):
        for y in range(nearest.shape[1]):
            nearest[x, y] = F(1) / depth[left + x, top + y]


@leaf
def _prepared(
    t: int, row: int, planes: Floats, ready: Bytes, materials: Floats, screen: Floats, points: Floats,
    values: Floats, triangles: Ints, flat_table: Ints, solid_table: Ints,
) -> None:  # fmt: skip
    """Fill a triangle's row of ``planes``, unless it is there: most triangles are met several times."""
    if ready[t] == 0:
        prepare(t, row, materials, screen, points, values, triangles, flat_table, solid_table, planes[t])
        ready[t] = 1


@leaf
def _blend_inside(
    n: int, weights: Floats, depths: Floats, place: Ints, out: Floats, rgb: Floats, depth: Floats
) -> None:
    """Lay lit points over the canvas, one to a pixel."""
    for i in range(n):
        x, y, weight = place[0, i], place[1, i], weights[i]
        for k in range(3):
            rgb[x, y, k] += (out[k * BATCH + i] - rgb[x, y, k]) * weight
        if weight > F(0.5):
            depth[x, y] = min(depth[x, y], depths[i])


@part
def _shade_inside(
    corner: Ints, owner: Ints, planes: Floats, ready: Bytes,
    screen: Floats, points: Floats, values: Floats, triangles: Ints, material: Ints, materials: Floats,
    lights: Floats, flat: Words, flat_table: Ints, solid: Words, solid_table: Ints, decode: Floats,
    rgb: Floats, depth: Floats,
) -> None:  # fmt: skip
    """Shade the pixels that show one triangle."""
    w = np.zeros(WORK, np.float32)
    batch, out = np.zeros(11 * BATCH, np.float32), np.zeros(3 * BATCH, np.float32)
    place = np.zeros((2, BATCH), np.int32)
    weights, depths = np.zeros(BATCH, np.float32), np.zeros(BATCH, np.float32)
    last, n, row = i8(-1), i8(0), i8(0)
    for x in range(owner.shape[0]):
        for y in range(owner.shape[1]):
            t = owner[x, y]
            if t < 0:
                continue
            if n == BATCH or (t != last and n > 0 and material[t] != row):
                light(row, materials, lights, batch, n, out)
                _blend_inside(n, weights, depths, place, out, rgb, depth)
                n = i8(0)
            if t != last:
                last, row = i8(t), i8(material[t])
                _prepared(
                    t, row, planes, ready, materials, screen, points, values, triangles,
                    flat_table, solid_table,
                )  # fmt: skip
            weights[n], depths[n] = gather(
                F(x) + F(0.5), F(y) + F(0.5), row, materials, planes[t], w, lights,
                flat, flat_table, solid, solid_table, decode, batch, n,
            )  # fmt: skip
            place[0, n], place[1, n] = corner[0] + x, corner[1] + y
            n += 1
    light(row, materials, lights, batch, n, out)
    _blend_inside(n, weights, depths, place, out, rgb, depth)


@leaf
def _add_lit(n: int, weights: Floats, place: Ints, out: Floats, rgb: Floats) -> None:
    """Add lit points to the canvas, from which their share was taken before."""
    for i in range(n):
        x, y, weight = place[0, i], place[1, i], weights[i]
        for k in range(3):
            rgb[x, y, k] += weight * out[k * BATCH + i]


@inlined
def _add(rgb: Floats, i: int, j: int, red: float, green: float, blue: float, weight: float) -> None:
    rgb[i, j, 0] += red * weight
    rgb[i, j, 1] += green * weight
    rgb[i, j, 2] += blue * weight


@leaf
def _seen_share(seen: Ints, slot: int) -> float:
    """Which share of a pixel's samples saw anything."""
    count = F(0)
    for k in range(SAMPLES):
        count += F(1) if seen[slot, k] >= 0 else F(0)
    return count / F(SAMPLES)


@leaf
def _next_group(seen: Ints, slot: int, k: int, offsets: Floats) -> tuple[float, float, float]:
    """Take all samples of the triangle at sample ``k``: how many, and the sum of their places."""
    t, count, u, v = seen[slot, k], F(0), F(0), F(0)
    for n in range(k, SAMPLES):
        if seen[slot, n] == t:
            seen[slot, n] = -1
            count += F(1)
            u += offsets[0, n]
            v += offsets[1, n]
    return count, u, v


@part
def _shade_outlines(
    corner: Ints, owner: Ints, offsets: Floats, seen: Ints, planes: Floats, ready: Bytes,
    screen: Floats, points: Floats, values: Floats, triangles: Ints, material: Ints, materials: Floats,
    lights: Floats, flat: Words, flat_table: Ints, solid: Words, solid_table: Ints, decode: Floats,
    rgb: Floats, depth: Floats,
) -> None:  # fmt: skip
    """Shade the sampled pixels once for each triangle their samples see, at the middle of these."""
    w = np.zeros(WORK, np.float32)
    batch, out = np.zeros(11 * BATCH, np.float32), np.zeros(3 * BATCH, np.float32)
    place, weights = np.zeros((2, BATCH), np.int32), np.zeros(BATCH, np.float32)
    n, row = i8(0), i8(0)
    for x in range(owner.shape[0]):
        for y in range(owner.shape[1]):
            slot = -2 - owner[x, y]
            if slot < 0:
                continue
            i, j, covered, total, deepest = corner[0] + x, corner[1] + y, F(0), F(0), F(0)
            red, green, blue = rgb[i, j, 0], rgb[i, j, 1], rgb[i, j, 2]
            _add(rgb, i, j, red, green, blue, -_seen_share(seen, slot))
            for k in range(SAMPLES):
                t = seen[slot, k]
                if t < 0:
                    continue
                count, u, v = _next_group(seen, slot, k, offsets)
                share, u, v = count / F(SAMPLES), u / count, v / count
                if n == BATCH or (n > 0 and material[t] != row):
                    light(row, materials, lights, batch, n, out)
                    _add_lit(n, weights, place, out, rgb)
                    n = i8(0)
                row = i8(material[t])
                _prepared(
                    t, row, planes, ready, materials, screen, points, values, triangles,
                    flat_table, solid_table,
                )  # fmt: skip
                opacity, at = gather(
                    F(x) + u, F(y) + v, row, materials, planes[t], w, lights,
                    flat, flat_table, solid, solid_table, decode, batch, n,
                )  # fmt: skip
                place[0, n], place[1, n], weights[n] = i, j, share * opacity
                n += 1
                _add(rgb, i, j, red, green, blue, share * (F(1) - opacity))
                covered, total, deepest = covered + share * opacity, total + share, deepest + at * share
            if covered > F(0.5):
                depth[i, j] = min(depth[i, j], deepest / total)
    light(row, materials, lights, batch, n, out)
    _add_lit(n, weights, place, out, rgb)


@kernel
def paint(
    screen: Floats,
    points: Floats,
    values: Floats,
    triangles: Ints,
    material: Ints,
    edges: Ints,
    both: bool,
    materials: Floats,
    lights: Floats,
    offsets: Floats,
    flat: Words,
    flat_table: Ints,
    solid: Words,
    solid_table: Ints,
    decode: Floats,
    rgb: Floats,
    depth: Floats,
) -> None:
    """Draw one layer of triangles over the canvas, nearest first per pixel.

    ``screen`` is in canvas pixels and is moved into the tile here; ``lights`` carries the lens.
    """
    left, top, right, bottom = _bounds(screen, triangles, rgb.shape[0], rgb.shape[1])
    if left >= right or top >= bottom:
        return
    width, height = right - left, bottom - top
    corner = np.array([left, top], np.int32)
    local, lamps = screen.copy(), lights.copy()
    for k in range(local.shape[0]):
        local[k, 0] -= F(left)
        local[k, 1] -= F(top)
    lamps[19] -= F(left)
    lamps[20] -= F(top)
    nearest, owner = np.empty((width, height), np.float32), np.full((width, height), -1, np.int32)
    marks = np.zeros((width, height), np.uint8)
    _behind(depth, left, top, nearest)
    chosen = np.empty(triangles.shape[0], np.int32)
    chosen = chosen[: facing(local, triangles, both, width, height, chosen)]
    if width * height <= SMALL:
        marks[:] = 1
    else:
        cover(local, triangles, chosen, nearest, owner)
        mark_outlines(local, triangles, edges, nearest, marks)
        mark_seams(owner, material, marks)
    bits = np.empty((width, (height + ROWS - 1) // ROWS), np.uint64)
    count = number_marks(marks, owner, bits)
    near, seen = _sampled(count, owner, depth, left, top)
    sample(local, triangles, chosen, owner, bits, near, seen, offsets)
    planes = np.empty((triangles.shape[0], SCRATCH), np.float32)
    ready = np.zeros(triangles.shape[0], np.uint8)
    _shade_inside(
        corner, owner, planes, ready, local, points, values, triangles, material, materials,
        lamps, flat, flat_table, solid, solid_table, decode, rgb, depth,
    )  # fmt: skip
    _shade_outlines(
        corner, owner, offsets, seen, planes, ready, local, points, values, triangles, material, materials,
        lamps, flat, flat_table, solid, solid_table, decode, rgb, depth,
    )  # fmt: skip


@part
def _sampled(count: int, owner: Ints, depth: Floats, left: int, top: int) -> tuple[Floats, Ints]:
    """Depths and triangles of the sampled pixels, before any triangle was tested."""
    near, seen = np.empty((count, SAMPLES), np.float32), np.full((count, SAMPLES), -1, np.int32)
    for x in range(owner.shape[0]):
        for y in range(owner.shape[1]):
            if owner[x, y] < -1:
                near[-2 - owner[x, y], :] = F(1) / depth[left + x, top + y]
    return near, seen
