"""What stands on the land: upright pictures and trunks, near ones first, with depth and haze."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

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
        wave = math.sin(tau * (turn + row[PHASE])) + f4(0.5) * math.sin(
            tau * (turn * f4(2) + row[PHASE] * f4(7))
        )
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
            trunk(paint, opened, depth, bark, span, ahead, scale, row[PHASE], light, keep)
        else:
            span[0] = middle - wide * f4(0.5)
            picture = i8(row[PICTURE]) % i8(SOFT)
            if row[PICTURE] < f4(SOFT):
                card(paint, opened, depth, closed, texels, index[picture], filled[picture], span, ahead, keep)
            else:
                breath(paint, opened, depth, texels, index[picture], span, ahead, keep, adds)


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
