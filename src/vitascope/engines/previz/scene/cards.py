"""Upright pictures and trunks, laid behind what a picture already holds: near ones come first."""

from __future__ import annotations

import math
from typing import Any, Final

import numpy as np

from vitascope.engines.previz.canvas import Array
from vitascope.engines.previz.compiled import b1, f4, i8, leaf
from vitascope.engines.previz.lanes import along, behind, lowest, open_behind
from vitascope.engines.previz.scene.lookup import sample
from vitascope.engines.previz.scene.sprites import CELLS, FAINT, LEVELS

TILE: Final = 16
"""Pixels by which the picture is parted into squares that are left out once nothing more shows in them."""

WIDE: Final = 200
"""Pixels across and high from which what is soft is drawn in larger blocks."""

SHUT: Final = 0.05
"""What may stay open of a pixel that is left out."""

_MANY: Final = 200
"""Parts of a picture that are not looked at one by one: a square of so many is most of it, or all."""

COARSE: Final = 4
NEAR: Final = 100.0
"""Rows from one at which a trunk's bark is worked out to the next, no more than half of its texels, where a
metre has more pixels than this."""


@leaf
def _level(place: Any, tall: Any) -> int:
    """The reduction whose texels are about a pixel high."""
    level = 0
    while level < LEVELS - 1 and f4(place[level, 2]) > tall * f4(1.3):
        level += 1
    return level


@leaf
def lay(
    paint: Array,
    opened: Array,
    i: int,
    j: int,
    cover: Any,
    z: Any,
    adds: bool,
    red: Any,
    green: Any,
    blue: Any,
) -> Any:
    """Put light (times its cover) behind what a pixel holds; returns what of it is still open.

    ``paint (width, height, 4)``: light, which counts once less than all is ``opened``, and depth, which
    counts once less than half is.
    """
    left = opened[i, j]
    if left >= f4(1):
        paint[i, j, 0] = red
        paint[i, j, 1] = green
        paint[i, j, 2] = blue
    else:
        paint[i, j, 0] += left * red
        paint[i, j, 1] += left * green
        paint[i, j, 2] += left * blue
    if adds:
        opened[i, j] = min(left, f4(0.9999))
        return left
    after = left * (f4(1) - cover)
    if left > f4(0.5) and after <= f4(0.5):
        paint[i, j, 3] = z
    opened[i, j] = after
    return after


@leaf
def _empty(filled: Any, span: Array, i0: int, i1: int, j0: int, j1: int) -> bool:
    """Whether a picture has nothing in these columns and rows."""
    left, foot, wide, tall, bend = span[0], span[1], span[2], span[3], span[4]
    high = min(max((foot - f4(j0)) / tall, f4(0)), f4(1))
    low = min(max((foot - f4(j1)) / tall, f4(0)), f4(1))
    one, two = bend * high * high, bend * low * low
    cells = f4(CELLS)
    u0 = min(max(i8((f4(i0) - left - max(one, two)) / wide * cells), 0), CELLS - 1)
    u1 = min(max(i8((f4(i1) - left - min(one, two)) / wide * cells), 0), CELLS - 1)
    v0 = min(i8((f4(1) - high) * cells), CELLS - 1)
    v1 = min(i8((f4(1) - low) * cells), CELLS - 1)
    if (u1 - u0) * (v1 - v0) > _MANY:
        return False
    for u in range(u0, u1 + 1):
        for v in range(v0, v1 + 1):
            if filled[u, v]:
                return False
    return True


@leaf
def card(
    paint: Array,
    opened: Array,
    depth: Array,
    closed: Any,
    texels: Array,
    marks: Any,
    place: Any,
    filled: Any,
    span: Array,
    z: Any,
    keep: Array,
    light: Array,
) -> None:
    """One picture. ``span``: left, foot, columns, rows (pixels), bend at the top and opacity.

    ``keep (6,)``: what its colours are multiplied with, and the haze before it. ``light (8,)`` is for it.
    """
    for c in range(3):
        light[c], light[4 + c] = keep[c] * span[5], keep[3 + c]
    light[3], light[7] = span[5], f4(FAINT)
    width, height = depth.shape
    left, foot, wide, tall, bend = span[0], span[1], span[2], span[3], span[4]
    level = _level(place, tall)
    start, columns, rows = place[level, 0], place[level, 1], place[level, 2]
    marked = marks[place[level, 3] : place[level, 3] + columns]
    first = max(i8(left - max(-bend, f4(0))) - 1, 0)
    last = min(i8(left + wide + max(bend, f4(0))) + 2, width)
    top, low = max(i8(foot - tall), 0), min(i8(foot) + 1, height)
    for ti in range(first // TILE, (last + TILE - 1) // TILE):
        for tj in range(top // TILE, (low + TILE - 1) // TILE):
            if closed[ti, tj]:
                continue
            i0, i1 = max(first, ti * TILE), min(last, ti * TILE + TILE)
            j0, j1 = max(top, tj * TILE), min(low, tj * TILE + TILE)
            if _empty(filled, span, i0, i1, j0, j1):
                continue
            shown = _card_part(
                paint, opened, depth, texels, marked, start, columns, rows, span, z, light, i0, i1, j0, j1
            )
            whole = min(TILE, width - ti * TILE) * min(TILE, height - tj * TILE)
            if not shown and (i1 - i0) * (j1 - j0) == whole:
                closed[ti, tj] = True


@leaf
def _card_part(
    paint: Array,
    opened: Array,
    depth: Array,
    texels: Array,
    marked: Any,
    start: int,
    columns: int,
    rows: int,
    span: Array,
    z: Any,
    light: Array,
    i0: int,
    i1: int,
    j0: int,
    j1: int,
) -> bool:
    """The part of a picture in these columns and, 16 at most, rows; returns whether a pixel is open there."""
    left, foot, bend = span[0], span[1], span[4]
    across, upward = f4(columns) / span[2], f4(1) / span[3]
    most_u, most_v = f4(columns) - f4(1.001), f4(rows) - f4(1.001)
    seen = np.uint64(0)
    high, low = (foot - f4(j0) - f4(0.5)) * upward, (foot - f4(j1) + f4(0.5)) * upward
    one, two = bend * high * abs(high), bend * low * abs(low)
    for i in range(i0, i1):
        base = f4(i) + f4(0.5) - left
        bits = open_behind(opened[i, j0:], depth[i, j0:], j1 - j0, f4(SHUT), z)
        seen |= bits
        p0 = max(i8((base - max(one, two)) * across - f4(0.51)), 0)
        p1 = min(i8((base - min(one, two)) * across - f4(0.49)), columns - 1)
        parts = np.uint64(0)
        for p in range(p0, p1 + 1):
            parts |= marked[p]
        bits &= along(parts, (f4(1) - high) * f4(64), upward * f4(64))
        while bits != np.uint64(0):
            j = j0 + lowest(bits)
            bits &= bits - np.uint64(1)
            rise = (foot - f4(j) - f4(0.5)) * upward
            u = (base - bend * rise * abs(rise)) * across - f4(0.5)
            v = (f4(1) - rise) * f4(rows) - f4(0.5)
            if u < f4(0) or v < f4(0) or u > most_u or v > most_v:
                continue
            p, q = i8(u), i8(v)
            first = np.uint64(start + p * rows + q)
            places, shares = (first, first + np.uint64(rows)), (u - f4(p), v - f4(q))
            opened[i, j] = behind(texels, places, shares, light, paint[i, j], opened[i, j], z)
    return bool(seen != np.uint64(0))


@leaf
def breath(
    paint: Array,
    opened: Array,
    depth: Array,
    texels: Array,
    place: Any,
    span: Array,
    z: Any,
    keep: Array,
    adds: bool,
) -> None:
    """As ``card``, for what is soft: mist, smoke, shafts of light; by blocks of 2 x 2, if large 4 x 4."""
    width, height = depth.shape
    left, foot, wide, tall, bend, alpha = span[0], span[1], span[2], span[3], span[4], span[5]
    level = _level(place, tall)
    start, columns, rows = place[level, 0], place[level, 1], place[level, 2]
    across = f4(columns) / wide
    side = i8(4) if min(wide, tall) > f4(WIDE) else i8(2)
    first = max(i8(left - max(-bend, f4(0))) - 2, 0) // side * side
    last = min(i8(left + wide + max(bend, f4(0))) + 2, width)
    top, low = max(i8(foot - tall), 0) // side * side, min(i8(foot) + 1, height)
    half = f4(side // 2)
    upward = f4(1) / tall
    most_u, most_v = f4(columns) - f4(1.001), f4(rows) - f4(1.001)
    red, green, blue = keep[0] + keep[3], keep[1] + keep[4], keep[2] + keep[5]
    for i in range(first, last, side):
        base = f4(i) + half - left
        for j in range(top, low, side):
            rise = (foot - f4(j) - half) * upward
            u = (base - bend * rise) * across - f4(0.5)
            v = (f4(1) - rise) * f4(rows) - f4(0.5)
            if u < f4(0) or v < f4(0) or u > most_u or v > most_v:
                continue
            p, q = i8(u), i8(v)
            n0 = start + p * rows + q
            n1 = n0 + rows
            a, b = u - f4(p), v - f4(q)
            left_ = texels[n0, 3] + (texels[n0 + 1, 3] - texels[n0, 3]) * b
            right = texels[n1, 3] + (texels[n1 + 1, 3] - texels[n1, 3]) * b
            cover = (left_ + (right - left_) * a) * alpha
            if cover < f4(0.003):
                continue
            for m in range(i, min(i + side, width)):
                for n in range(j, min(j + side, height)):
                    near = min((depth[m, n] - z) * f4(0.7), f4(1))
                    if near <= f4(0) or opened[m, n] < f4(SHUT):
                        continue
                    part = cover * near
                    lay(paint, opened, m, n, part, z, adds, red * part, green * part, blue * part)


@leaf
def _stem(stem: Array, top: int, low: int, span: Array, metre: Any) -> None:
    """Middle, radius and height over the foot (metres) of a trunk in each row, into ``stem (3, rows)``."""
    middle, foot, wide, tall, lean = span[0], span[1], span[2], span[3], span[4]
    upward = f4(1) / tall
    for j in range(top, low):
        rise = (foot - f4(j) - f4(0.5)) * upward
        up = rise * tall * metre
        flare = f4(0.45) / (f4(1) + max(up, f4(0)) * f4(4))
        stem[0, j] = middle + lean * rise * rise
        stem[1, j] = wide * f4(0.5) * (f4(1) - f4(0.72) * rise + flare)
        stem[2, j] = up


@leaf
def _bark(x: Any, j: int, stem: Array, bark: Array, seed: Any, light: Array, keep: Array, out: Array) -> None:
    """The colour of a trunk at a column's middle and in a row, into ``out (3,)``."""
    s = min(max((x - stem[0, j]) / max(stem[1, j], f4(0.5)), f4(-1)), f4(1))
    up = stem[2, j]
    front = math.sqrt(max(f4(1) - s * s, f4(0)))
    turn = s * (f4(1) + f4(0.35) * s * s) + seed
    rough = sample(bark, turn * f4(22), up * f4(12) + seed * f4(91))
    broad = sample(bark, turn * f4(7), up * f4(3) + seed * f4(57))
    tone = max(f4(0.82) + f4(0.26) * rough + f4(0.22) * broad, f4(0.15))
    facing = s * light[0, 0] + front * light[0, 2] + f4(0.12) * rough
    lit = max(facing, f4(0)) * min(max(f4(0.55) + f4(0.6) * broad, f4(0.06)), f4(1))
    sky = (f4(0.42) + f4(0.4) * front) * min(f4(0.55) + up * f4(0.2), f4(1))
    for c in range(3):
        colour = light[3, c] * tone * (light[1, c] * lit + light[2, c] * sky)
        out[c] = colour * keep[c] + keep[3 + c]


@leaf
def _knots(
    x: Any, j0: int, j1: int, fresh: bool, stem: Array, bark: Array, seed: Any, light: Array, keep: Array,
    tones: Array,
) -> None:  # fmt: skip
    """A trunk's colours in two rows of a column, into ``tones (2, 3)``.

    Unless ``fresh``, the first is the second of before.
    """
    if fresh:
        _bark(x, j0, stem, bark, seed, light, keep, tones[0])
    else:
        for c in range(3):
            tones[0, c] = tones[1, c]
    _bark(x, j1, stem, bark, seed, light, keep, tones[1])


@leaf
def trunk(
    paint: Array,
    opened: Array,
    depth: Array,
    stem: Array,
    tones: Array,
    bark: Array,
    span: Array,
    z: Any,
    scale: Any,
    seed: Any,
    light: Array,
    keep: Array,
) -> None:
    """A trunk. ``span``: middle, foot, width at the foot, rows (pixels), lean at the top and opacity.

    Its bark changes slowly from row to row where it is near: there, it is worked out every ``COARSE`` rows.
    """
    width, height = depth.shape
    middle, foot, wide, tall, lean, alpha = span[0], span[1], span[2], span[3], span[4], span[5]
    reach = wide * f4(0.75) + f4(1)
    first = max(i8(middle - reach - max(-lean, f4(0))), 0)
    last = min(i8(middle + reach + max(lean, f4(0))) + 2, width)
    top, low = max(i8(foot - tall), 0), min(i8(foot) + 1, height)
    if first >= last or top >= low:
        return
    _stem(stem, top, low, span, f4(1) / scale)
    coarse = scale > f4(NEAR)
    for i in range(first, last):
        x, fresh = f4(i) + f4(0.5), b1(True)
        for j0 in range(top, low, COARSE):
            j1 = min(j0 + COARSE, low - 1)
            off = min(abs(x - stem[0, j0]) - stem[1, j0], abs(x - stem[0, j1]) - stem[1, j1])
            bits = np.uint64(0)
            if off < f4(0.5):
                bits = open_behind(opened[i, j0:], depth[i, j0:], min(COARSE, low - j0), f4(SHUT), z)
            if bits == np.uint64(0):
                fresh = b1(True)
                continue
            if coarse:
                _knots(x, j0, j1, fresh, stem, bark, seed, light, keep, tones)
                fresh = b1(False)
            step = f4(1) / f4(max(j1 - j0, 1)) if coarse else f4(0)
            while bits != np.uint64(0):
                j = j0 + lowest(bits)
                bits &= bits - np.uint64(1)
                radius = stem[1, j]
                cover = min(max(radius - abs(x - stem[0, j]) + f4(0.5), f4(0)), f4(1))
                cover *= min(radius * f4(2), f4(1)) * alpha
                if cover < f4(0.01):
                    continue
                if not coarse:
                    _bark(x, j, stem, bark, seed, light, keep, tones[0])
                part = f4(j - j0) * step
                r = tones[0, 0] + (tones[1, 0] - tones[0, 0]) * part
                g = tones[0, 1] + (tones[1, 1] - tones[0, 1]) * part
                b = tones[0, 2] + (tones[1, 2] - tones[0, 2]) * part
                lay(paint, opened, i, j, cover, z, b1(False), r * cover, g * cover, b * cover)
