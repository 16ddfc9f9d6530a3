"""What stands on the land: upright pictures and trunks, near ones first, with depth and haze."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from vitascope.engines.previz.canvas import Array, Canvas, Pose
from vitascope.engines.previz.compiled import f4, i8, kernel
from vitascope.engines.previz.scene.lens import COS, FOCAL, HORIZON, MIDDLE, SIN, Y, lens
from vitascope.engines.previz.scene.lookup import sample
from vitascope.engines.previz.scene.probe import veil_at
from vitascope.engines.previz.scene.sky import haze_tone
from vitascope.engines.previz.scene.sprites import CELLS, LEVELS, Atlas
from vitascope.engines.previz.scratch import scratch

PLACE_X: Final = 0
PLACE_Z: Final = 1
ROOT: Final = 2
TALL: Final = 3
WIDE: Final = 4
PICTURE: Final = 5
LEAN: Final = 6
PHASE: Final = 7
SWAY: Final = 8
OPACITY: Final = 9
RED: Final = 10
GREEN: Final = 11
BLUE: Final = 12
FIELDS: Final = 13
"""Columns of a stand: metres but for picture (its number, or one of those below), lean and sway (shares
of the height by which the top is to the right), phase, opacity and tint."""

TRUNK: Final = -1.0
"""In place of a picture: a tapering round trunk ``WIDE`` across at its foot."""

SOFT: Final = 500.0
"""Added to a picture's number: it is white, has no edges, and is drawn coarsely."""

GLOW: Final = 1000.0
"""Added to a picture's number: as ``SOFT``, and it adds its light and hides nothing."""

TILE: Final = 16
"""Pixels by which the picture is parted into squares that are left out once nothing more shows in them."""

SHUT: Final = 0.05
"""What may stay open of a pixel that is left out."""

NEAR = 0.9
"""Metres within which things are left out, so that a camera may pass among them."""


@dataclass(frozen=True)
class Stand:
    """``rows (n, FIELDS)`` in a square that repeats every ``box`` metres; seen up to ``end`` metres.

    ``bark`` is a tile of noise; ``light (4, 3)`` the direction to the key (to the right, up and toward the
    camera), its colour, the ambient's, and the bark's own. ``hertz`` is how often tops sway, ``settings``
    those of the land, for its haze. ``near`` is where things begin to show.
    """

    rows: Array
    atlas: Atlas
    box: float
    end: float
    bark: Array
    light: Array
    settings: Array
    hertz: float = 0.25
    near: float = NEAR


@kernel
def _level(place: Any, tall: Any) -> int:
    """The reduction whose texels are about a pixel high."""
    level = 0
    while level < LEVELS - 1 and f4(place[level, 2]) > tall * f4(1.3):
        level += 1
    return level


@kernel
def _lay(paint: Array, opened: Array, i: int, j: int, cover: Any, z: Any, adds: bool, red: Any, green: Any, blue: Any) -> Any:
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


@kernel
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
    for u in range(u0, u1 + 1):
        for v in range(v0, v1 + 1):
            if filled[u, v]:
                return False
    return True


@kernel
def _card(
    paint: Array, opened: Array, depth: Array, closed: Any, texels: Array, place: Any, filled: Any, span: Array, z: Any, keep: Array
) -> None:
    """One picture. ``span``: left, foot, columns, rows (pixels), bend at the top and opacity.

    ``keep (6,)``: what its colours are multiplied with, and the haze before it.
    """
    width, height = depth.shape
    left, foot, wide, tall, bend = span[0], span[1], span[2], span[3], span[4]
    level = _level(place, tall)
    start, columns, rows = place[level, 0], place[level, 1], place[level, 2]
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
            most = _card_part(paint, opened, depth, texels, start, columns, rows, span, z, keep, i0, i1, j0, j1)
            whole = min(TILE, width - ti * TILE) * min(TILE, height - tj * TILE)
            if most < f4(SHUT) and (i1 - i0) * (j1 - j0) == whole:
                closed[ti, tj] = True


@kernel
def _card_part(
    paint: Array,
    opened: Array,
    depth: Array,
    texels: Array,
    start: int,
    columns: int,
    rows: int,
    span: Array,
    z: Any,
    keep: Array,
    i0: int,
    i1: int,
    j0: int,
    j1: int,
) -> Any:
    """The part of a picture in these columns and rows; returns the most that a pixel there is open."""
    left, foot, bend, alpha = span[0], span[1], span[4], span[5]
    across, upward = f4(columns) / span[2], f4(1) / span[3]
    most_u, most_v = f4(columns) - f4(1.001), f4(rows) - f4(1.001)
    most = f4(0)
    for i in range(i0, i1):
        base = f4(i) + f4(0.5) - left
        for j in range(j0, j1):
            open_ = opened[i, j]
            if open_ < f4(SHUT) or depth[i, j] < z:
                continue
            most = max(most, open_)
            rise = (foot - f4(j) - f4(0.5)) * upward
            u = (base - bend * rise * abs(rise)) * across - f4(0.5)
            v = (f4(1) - rise) * f4(rows) - f4(0.5)
            if u < f4(0) or v < f4(0) or u > most_u or v > most_v:
                continue
            p, q = i8(u), i8(v)
            n0 = start + p * rows + q
            n1 = n0 + rows
            a, b = u - f4(p), v - f4(q)
            w11 = a * b
            w10 = a - w11
            w01 = b - w11
            w00 = f4(1) - a - w01
            cover = texels[n0, 3] * w00 + texels[n0 + 1, 3] * w01 + texels[n1, 3] * w10 + texels[n1 + 1, 3] * w11
            cover *= alpha
            if cover < f4(0.008):
                continue
            r = texels[n0, 0] * w00 + texels[n0 + 1, 0] * w01 + texels[n1, 0] * w10 + texels[n1 + 1, 0] * w11
            g = texels[n0, 1] * w00 + texels[n0 + 1, 1] * w01 + texels[n1, 1] * w10 + texels[n1 + 1, 1] * w11
            b = texels[n0, 2] * w00 + texels[n0 + 1, 2] * w01 + texels[n1, 2] * w10 + texels[n1 + 1, 2] * w11
            r = r * alpha * keep[0] + keep[3] * cover
            g = g * alpha * keep[1] + keep[4] * cover
            b = b * alpha * keep[2] + keep[5] * cover
            _lay(paint, opened, i, j, cover, z, False, r, g, b)
    return most


@kernel
def _breath(
    paint: Array, opened: Array, depth: Array, texels: Array, place: Any, span: Array, z: Any, keep: Array, adds: bool
) -> None:
    """As ``_card``, for what is soft: mist, smoke and shafts of light, by blocks of 2 x 2."""
    width, height = depth.shape
    left, foot, wide, tall, bend, alpha = span[0], span[1], span[2], span[3], span[4], span[5]
    level = _level(place, tall)
    start, columns, rows = place[level, 0], place[level, 1], place[level, 2]
    across = f4(columns) / wide
    first = max(i8(left - max(-bend, f4(0))) - 2, 0) // 2 * 2
    last = min(i8(left + wide + max(bend, f4(0))) + 2, width)
    top, low = max(i8(foot - tall), 0) // 2 * 2, min(i8(foot) + 1, height)
    upward = f4(1) / tall
    most_u, most_v = f4(columns) - f4(1.001), f4(rows) - f4(1.001)
    red, green, blue = keep[0] + keep[3], keep[1] + keep[4], keep[2] + keep[5]
    for i in range(first, last, 2):
        base = f4(i) + f4(1) - left
        for j in range(top, low, 2):
            rise = (foot - f4(j) - f4(1)) * upward
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
            for m in range(i, min(i + 2, width)):
                for n in range(j, min(j + 2, height)):
                    near = min((depth[m, n] - z) * f4(0.7), f4(1))
                    if near <= f4(0) or opened[m, n] < f4(SHUT):
                        continue
                    part = cover * near
                    _lay(paint, opened, m, n, part, z, adds, red * part, green * part, blue * part)


@kernel
def _trunk(
    paint: Array,
    opened: Array,
    depth: Array,
    bark: Array,
    span: Array,
    z: Any,
    scale: Any,
    seed: Any,
    light: Array,
    keep: Array,
) -> None:
    """A trunk. ``span``: middle, foot, width at the foot, rows (pixels), lean at the top and opacity."""
    width, height = depth.shape
    middle, foot, wide, tall, lean, alpha = span[0], span[1], span[2], span[3], span[4], span[5]
    reach = wide * f4(0.75) + f4(1)
    first = max(i8(middle - reach - max(-lean, f4(0))), 0)
    last = min(i8(middle + reach + max(lean, f4(0))) + 2, width)
    top, low = max(i8(foot - tall), 0), min(i8(foot) + 1, height)
    upward, metre = f4(1) / tall, f4(1) / scale
    for i in range(first, last):
        for j in range(top, low):
            if opened[i, j] < f4(SHUT) or depth[i, j] < z:
                continue
            rise = (foot - f4(j) - f4(0.5)) * upward
            up = rise * tall * metre
            flare = f4(0.45) / (f4(1) + max(up, f4(0)) * f4(4))
            radius = wide * f4(0.5) * (f4(1) - f4(0.72) * rise + flare)
            s = f4(i) + f4(0.5) - middle - lean * rise * rise
            cover = min(max(radius - abs(s) + f4(0.5), f4(0)), f4(1)) * min(radius * f4(2), f4(1)) * alpha
            if cover < f4(0.01):
                continue
            s = min(max(s / max(radius, f4(0.5)), f4(-1)), f4(1))
            front = math.sqrt(max(f4(1) - s * s, f4(0)))
            turn = s * (f4(1) + f4(0.35) * s * s) + seed
            rough = sample(bark, turn * f4(22), up * f4(12) + seed * f4(91))
            broad = sample(bark, turn * f4(7), up * f4(3) + seed * f4(57))
            tone = max(f4(0.82) + f4(0.26) * rough + f4(0.22) * broad, f4(0.15))
            facing = s * light[0, 0] + front * light[0, 2] + f4(0.12) * rough
            lit = max(facing, f4(0)) * min(max(f4(0.55) + f4(0.6) * broad, f4(0.06)), f4(1))
            sky = (f4(0.42) + f4(0.4) * front) * min(f4(0.55) + up * f4(0.2), f4(1))
            r = light[3, 0] * tone * (light[1, 0] * lit + light[2, 0] * sky) * keep[0] + keep[3]
            g = light[3, 1] * tone * (light[1, 1] * lit + light[2, 1] * sky) * keep[1] + keep[4]
            b = light[3, 2] * tone * (light[1, 2] * lit + light[2, 2] * sky) * keep[2] + keep[5]
            _lay(paint, opened, i, j, cover, z, False, r * cover, g * cover, b * cover)


@kernel
def _merge(rgb: Array, depth: Array, paint: Array, opened: Array) -> None:
    """Put what was painted before what the canvas holds."""
    for i in range(rgb.shape[0]):
        for j in range(rgb.shape[1]):
            open_ = opened[i, j]
            if open_ >= f4(1):
                continue
            for c in range(3):
                rgb[i, j, c] = rgb[i, j, c] * open_ + paint[i, j, c]
            if open_ <= f4(0.5):
                depth[i, j] = paint[i, j, 3]


@kernel
def _haze(keep: Array, row: Array, view: Array, right: Any, ahead: Any, h: Any, air: Array, ends: Array) -> None:
    """How much of a thing's colour is left at its distance, and the haze before it."""
    away = math.sqrt(right * right + ahead * ahead)
    veil = min(veil_at(air, view[Y], h, away), f4(1))
    for c in range(3):
        keep[c] = row[RED + c] * (f4(1) - veil)
        keep[3 + c] = ends[c] * veil


@kernel
def _raise(
    paint: Array,
    opened: Array,
    depth: Array,
    closed: Any,
    view: Array,
    rows: Array,
    order: Any,
    places: Array,
    texels: Array,
    index: Any,
    filled: Any,
    bark: Array,
    light: Array,
    air: Array,
    tones: Array,
    sun: Array,
    numbers: Array,
) -> None:
    """Draw what is in ``order``. ``places (n, 2)``: right and ahead, metres. ``numbers``: end, near, turn."""
    span = np.empty(6, np.float32)
    keep = np.empty(6, np.float32)
    ends = np.empty(3, np.float32)
    end, near, turn = numbers[0], numbers[1], numbers[2]
    tau = f4(math.tau)
    for n in range(order.shape[0]):
        row = rows[order[n]]
        right, ahead = places[order[n], 0], places[order[n], 1]
        scale = view[FOCAL] / ahead
        wide, tall = row[WIDE] * scale, row[TALL] * scale
        middle = view[MIDDLE] + right * scale
        foot = view[HORIZON] - (row[ROOT] - view[Y]) * scale
        if foot - tall > f4(depth.shape[1]) or foot < f4(0) or tall < f4(0.6):
            continue
        alpha = min(max((end - ahead) / (end * f4(0.25)), f4(0)), f4(1))
        alpha *= min(max((ahead - near) / near, f4(0)), f4(1)) * row[OPACITY]
        if alpha < f4(0.01):
            continue
        wave = math.sin(tau * (turn + row[PHASE])) + f4(0.5) * math.sin(tau * (turn * f4(2) + row[PHASE] * f4(7)))
        bend = (row[LEAN] + row[SWAY] * wave) * tall
        x = right * view[COS] + ahead * view[SIN]
        z = ahead * view[COS] - right * view[SIN]
        haze_tone(tones, sun, x, z, ends)
        adds = row[PICTURE] >= f4(GLOW)
        _haze(keep, row, view, right, ahead, row[ROOT] + row[TALL] * f4(0.4), air, ends)
        if adds:
            keep[3] = keep[4] = keep[5] = f4(0)
        span[1], span[2], span[3], span[4], span[5] = foot, wide, tall, bend, alpha
        if row[PICTURE] < f4(0):
            span[0] = middle
            _trunk(paint, opened, depth, bark, span, ahead, scale, row[PHASE], light, keep)
        else:
            span[0] = middle - wide * f4(0.5)
            picture = i8(row[PICTURE]) % i8(SOFT)
            if row[PICTURE] < f4(SOFT):
                _card(paint, opened, depth, closed, texels, index[picture], filled[picture], span, ahead, keep)
            else:
                _breath(paint, opened, depth, texels, index[picture], span, ahead, keep, adds)


def raise_all(
    stand: Stand, canvas: Canvas, pose: Pose, turn: float, tones: Array, sun: Array, moving: Array | None = None
) -> None:
    """Draw a stand, and what moves among it (rows of the same kind, in metres from the map's corner)."""
    rows = stand.rows if moving is None else np.concatenate([stand.rows, moving])
    view = lens(pose, canvas.width, canvas.height)
    x = np.mod(rows[:, PLACE_X] - pose.x % stand.box + stand.box / 2, stand.box) - stand.box / 2
    z = np.mod(rows[:, PLACE_Z] - pose.z % stand.box + stand.box / 2, stand.box) - stand.box / 2
    ahead = x * view[SIN] + z * view[COS]
    right = x * view[COS] - z * view[SIN]
    edge = canvas.width * 0.5 / view[FOCAL]
    beside = rows[:, WIDE] * 0.5 + np.abs(rows[:, LEAN]) * rows[:, TALL] + 0.3
    seen = np.flatnonzero((ahead > stand.near) & (ahead < stand.end) & (np.abs(right) < ahead * edge + beside))
    order = seen[np.argsort(ahead[seen], kind="stable")]
    places = np.stack([right, ahead], 1).astype(np.float32)
    numbers = np.array([stand.end, stand.near, turn], np.float32)
    atlas = stand.atlas
    paint = scratch.take("stand", canvas.width, canvas.height, 4)
    opened = scratch.take("stand open", canvas.width, canvas.height)
    closed = np.zeros((canvas.width // TILE + 1, canvas.height // TILE + 1), np.bool_)
    opened[:] = 1.0
    _raise(
        paint,
        opened,
        canvas.depth,
        closed,
        view,
        rows,
        order,
        places,
        atlas.texels,
        atlas.places,
        atlas.filled,
        stand.bark,
        stand.light,
        stand.settings,
        tones,
        sun,
        numbers,
    )
    _merge(canvas.rgb, canvas.depth, paint, opened)
