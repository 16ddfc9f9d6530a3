"""What stands on the land: upright pictures and trunks, near ones first, with depth and haze."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from vitascope.engines.previz.canvas import Array, Canvas, Pose
from vitascope.engines.previz.compiled import f4, i8, kernel, leaf
from vitascope.engines.previz.scene.cards import TILE, breath, card, trunk
from vitascope.engines.previz.scene.lens import COS, FOCAL, HORIZON, MIDDLE, SIN, Y, lens
from vitascope.engines.previz.scene.probe import veil_at
from vitascope.engines.previz.scene.sky import haze_tone
from vitascope.engines.previz.scene.sprites import Atlas
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

KEEP: Final = 6
AHEAD: Final = 12
SCALE: Final = 13
SHOWS: Final = 14
SEED: Final = 15
REACH: Final = 16
FROM: Final = 17
TO: Final = 18
THING: Final = 19
"""What is kept of a thing as it is seen: the ``span`` and ``keep`` that ``cards`` takes, distance, pixels a
metre, picture, phase, half its width and the columns between which it lies."""

SOFT: Final = 500.0
"""Added to a picture's number: it is white, has no edges, and is drawn coarsely."""

GLOW: Final = 1000.0
"""Added to a picture's number: as ``SOFT``, and it adds its light and hides nothing."""

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


def pictured(rows: Array, count: int) -> NDArray[np.bool_]:
    """Which of the first ``count`` pictures rows show, ``(count,)``."""
    return np.isin(np.arange(count), rows[:, PICTURE] % SOFT)


@leaf
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


@leaf
def _haze(
    keep: Array, row: Array, view: Array, right: Any, ahead: Any, h: Any, air: Array, ends: Array
) -> None:
    """How much of a thing's colour is left at its distance, and the haze before it."""
    away = math.sqrt(right * right + ahead * ahead)
    veil = min(veil_at(air, view[Y], h, away), f4(1))
    for c in range(3):
        keep[c] = row[RED + c] * (f4(1) - veil)
        keep[3 + c] = ends[c] * veil


@kernel
def _measure(
    rows: Array,
    order: Any,
    places: Array,
    view: Array,
    air: Array,
    tones: Array,
    sun: Array,
    numbers: Array,
    things: Array,
) -> int:
    """What is in ``order`` as it is seen, into ``things (n, THING)``; returns how much of it there is.

    ``places (n, 2)``: right and ahead, metres. ``numbers``: end, near, turn, rows of the picture.
    """
    ends = np.empty(3, np.float32)
    end, near, turn = numbers[0], numbers[1], numbers[2]
    tau = f4(math.tau)
    count = 0
    for n in range(order.shape[0]):
        row, thing = rows[order[n]], things[count]
        right, ahead = places[order[n], 0], places[order[n], 1]
        scale = view[FOCAL] / ahead
        wide, tall = row[WIDE] * scale, row[TALL] * scale
        foot = view[HORIZON] - (row[ROOT] - view[Y]) * scale
        if foot - tall > numbers[3] or foot < f4(0) or tall < f4(0.6):
            continue
        alpha = min(max((end - ahead) / (end * f4(0.25)), f4(0)), f4(1))
        alpha *= min(max((ahead - near) / near, f4(0)), f4(1)) * row[OPACITY]
        if alpha < f4(0.01):
            continue
        wave = math.sin(tau * (turn + row[PHASE])) + f4(0.5) * math.sin(
            tau * (turn * f4(2) + row[PHASE] * f4(7))
        )
        bend = (row[LEAN] + row[SWAY] * wave) * tall
        x = right * view[COS] + ahead * view[SIN]
        z = ahead * view[COS] - right * view[SIN]
        haze_tone(tones, sun, x, z, ends)
        keep = thing[KEEP : KEEP + 6]
        _haze(keep, row, view, right, ahead, row[ROOT] + row[TALL] * f4(0.4), air, ends)
        if row[PICTURE] >= f4(GLOW):
            keep[3] = keep[4] = keep[5] = f4(0)
        left = view[MIDDLE] + right * scale
        if row[PICTURE] < f4(0):
            thing[REACH] = wide * f4(0.75) + f4(1)
        else:
            thing[REACH] = wide * f4(0.5) + f4(1)
        thing[FROM] = left - thing[REACH] - max(-bend, f4(0)) - f4(1)
        thing[TO] = left + thing[REACH] + max(bend, f4(0)) + f4(2)
        thing[0] = left if row[PICTURE] < f4(0) else left - wide * f4(0.5)
        thing[1], thing[2], thing[3], thing[4], thing[5] = foot, wide, tall, bend, alpha
        thing[AHEAD], thing[SCALE], thing[SHOWS], thing[SEED] = ahead, scale, row[PICTURE], row[PHASE]
        count += 1
    return count


@kernel
def _raise(
    rgb: Array,
    depth: Array,
    paint: Array,
    opened: Array,
    closed: Any,
    things: Array,
    count: int,
    texels: Array,
    marks: Any,
    index: Any,
    filled: Any,
    bark: Array,
    light: Array,
) -> None:
    """Draw things by strips as wide as ``paint`` and ``opened``, whose working set stays in cache."""
    width = rgb.shape[0]
    span, lit = np.empty(6, np.float32), np.empty(8, np.float32)
    stem, tones = np.empty((3, rgb.shape[1]), np.float32), np.zeros((2, 3), np.float32)
    for left in range(0, width, TILE):
        right = min(left + TILE, width)
        strip, seen = rgb[left:right], depth[left:right]
        opened[:] = f4(1)
        closed[:] = False
        for n in range(count):
            thing = things[n]
            if thing[FROM] >= f4(right) or thing[TO] < f4(left):
                continue
            for k in range(6):
                span[k] = thing[k]
            span[0] -= f4(left)
            ahead, shows, keep = thing[AHEAD], thing[SHOWS], thing[KEEP : KEEP + 6]
            if shows < f4(0):
                scale, seed = thing[SCALE], thing[SEED]
                trunk(paint, opened, seen, stem, tones, bark, span, ahead, scale, seed, light, keep)
                continue
            number = i8(shows) % i8(SOFT)
            if shows < f4(SOFT):
                place, parts = index[number], filled[number]
                card(paint, opened, seen, closed, texels, marks, place, parts, span, ahead, keep, lit)
            else:
                breath(paint, opened, seen, texels, index[number], span, ahead, keep, shows >= f4(GLOW))
        _merge(strip, seen, paint, opened)


def raise_all(
    stand: Stand,
    canvas: Canvas,
    pose: Pose,
    turn: float,
    tones: Array,
    sun: Array,
    moving: Array | None = None,
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
    seen = np.flatnonzero(
        (ahead > stand.near) & (ahead < stand.end) & (np.abs(right) < ahead * edge + beside)
    )
    order = seen[np.argsort(ahead[seen], kind="stable")]
    places = np.stack([right, ahead], 1).astype(np.float32)
    numbers = np.array([stand.end, stand.near, turn, canvas.height], np.float32)
    things = np.empty((len(order), THING), np.float32)
    count = _measure(rows, order, places, view, stand.settings, tones, sun, numbers, things)
    atlas = stand.atlas
    paint = scratch.take("stand", TILE, canvas.height, 4)
    opened = scratch.take("stand open", TILE, canvas.height)
    closed = np.empty((1, canvas.height // TILE + 1), np.bool_)
    _raise(
        canvas.rgb,
        canvas.depth,
        paint,
        opened,
        closed,
        things,
        count,
        atlas.texels,
        atlas.marks,
        atlas.places,
        atlas.filled,
        stand.bark,
        stand.light,
    )
