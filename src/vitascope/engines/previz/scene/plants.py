"""Plants: blades that sway, drawn as tapering strokes with a depth."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from vitascope.engines.previz.canvas import Array, Canvas, Pose
from vitascope.engines.previz.clock import Moment
from vitascope.engines.previz.compiled import f4, i8, kernel, leaf
from vitascope.engines.previz.scene.lens import COS, FOCAL, HORIZON, MIDDLE, SIN, Y, lens
from vitascope.engines.previz.scene.lookup import fade

JOINTS = 13

PLACE_X: Final = 0
PLACE_Z: Final = 1
ROOT: Final = 2
TALL: Final = 3
WIDE: Final = 4
LEAN_X: Final = 5
LEAN_Z: Final = 6
PHASE: Final = 7
SHADE: Final = 8
FRILL: Final = 9
FIELDS: Final = 10
"""Columns of a bed of plants: metres but for phase, shade and frill, which are 0 to 1."""


@dataclass(frozen=True)
class Bed:
    """``blades (n, FIELDS)`` in a square that repeats every ``box`` metres around the camera.

    ``root`` and ``tip`` are their colours, ``sway`` how far tips move in heights, ``hertz`` how often,
    ``end`` where they are gone.
    """

    blades: Array
    box: float
    root: Array
    tip: Array
    sway: float
    hertz: float
    end: float


@leaf
def _stroke(rgb: Array, depth: Array, line: Array, k: int, colour: Array, alpha: Any) -> None:
    """One joint to the next: a capsule whose width and depth run from end to end."""
    width, height = depth.shape
    ax, ay, ar, az = line[k, 0], line[k, 1], line[k, 2], line[k, 3]
    bx, by, br, bz = line[k + 1, 0], line[k + 1, 1], line[k + 1, 2], line[k + 1, 3]
    most = max(ar, br) + f4(1)
    left, right = max(i8(min(ax, bx) - most), 0), min(i8(max(ax, bx) + most) + 1, width)
    top, low = max(i8(min(ay, by) - most), 0), min(i8(max(ay, by) + most) + 1, height)
    dx, dy = bx - ax, by - ay
    inverse = f4(1) / max(dx * dx + dy * dy, f4(1e-4))
    for i in range(left, right):
        px = f4(i) + f4(0.5) - ax
        for j in range(top, low):
            py = f4(j) + f4(0.5) - ay
            a = min(max((px * dx + py * dy) * inverse, f4(0)), f4(1))
            z = az + (bz - az) * a
            if depth[i, j] < z:
                continue
            ex = px - a * dx
            ey = py - a * dy
            radius = ar + (br - ar) * a
            away = math.sqrt(ex * ex + ey * ey)
            w = min(max(radius - away + f4(0.5), f4(0)), f4(1)) * min(radius * f4(2), f4(1)) * alpha
            if w <= f4(0.01):
                continue
            side = (ex * dy - ey * dx) * math.sqrt(inverse) / max(radius, f4(0.5))
            tone = f4(1) + f4(0.28) * side
            for c in range(3):
                light = (colour[k, c] + (colour[k + 1, c] - colour[k, c]) * a) * tone
                rgb[i, j, c] += (light - rgb[i, j, c]) * w
            if w > f4(0.6):
                depth[i, j] = z


@kernel
def _grow(
    rgb: Array,
    depth: Array,
    view: Array,
    blades: Array,
    order: Any,
    place: Array,
    roots: Array,
    numbers: Array,
    colours: Array,
) -> None:
    """Draw blades, far ones first. ``numbers``: end, sway, turn, density; ``colours``: root, tip, air."""
    line = np.empty((JOINTS, 4), np.float32)
    tint = np.empty((JOINTS, 3), np.float32)
    end, sway, turn, density = numbers[0], numbers[1], numbers[2], numbers[3]
    tau = f4(math.tau)
    width, height = f4(depth.shape[0]), f4(depth.shape[1])
    for n in range(order.shape[0]):
        blade = blades[order[n]]
        x, z, y = place[order[n], 0], place[order[n], 1], roots[order[n]] - view[Y]
        tall = blade[TALL]
        seen = False
        for k in range(JOINTS):
            w = f4(k) / f4(JOINTS - 1)
            bend = w * math.sqrt(w)
            wave = math.sin(tau * (turn + blade[PHASE]) - w * f4(2.6)) * bend * sway * tall
            wx = x + blade[LEAN_X] * bend * tall + wave
            wz = z + blade[LEAN_Z] * bend * tall + wave * f4(0.35)
            wy = y + tall * (w - f4(0.10) * w * w)
            right = wx * view[COS] - wz * view[SIN]
            ahead = wx * view[SIN] + wz * view[COS]
            if ahead < f4(0.12):
                seen = False
                break
            scale = view[FOCAL] / ahead
            body = math.sqrt(max(f4(1) - w, f4(0))) * (f4(0.35) + f4(0.65) * min(w * f4(6), f4(1)))
            frill = f4(1) + blade[FRILL] * f4(0.35) * math.sin(w * f4(34) + blade[PHASE] * f4(40))
            line[k, 0] = view[MIDDLE] + right * scale
            line[k, 1] = view[HORIZON] - wy * scale
            line[k, 2] = max(blade[WIDE] * body * frill * scale, f4(0.12))
            line[k, 3] = ahead
            fog = f4(1) - fade(ahead * density)
            lit = blade[SHADE] * (f4(0.75) + f4(0.5) * w)
            for c in range(3):
                own = (colours[0, c] + (colours[1, c] - colours[0, c]) * w) * lit
                tint[k, c] = own + (colours[2, c] - own) * fog
            if f4(-40) < line[k, 0] < width + f4(40) and f4(-40) < line[k, 1] < height + f4(40):
                seen = True
        if not seen:
            continue
        alpha = min(max((end - line[0, 3]) / (end * f4(0.3)), f4(0)), f4(1))
        alpha *= min(max((line[0, 3] - f4(0.25)) * f4(2.5), f4(0)), f4(1))
        if alpha <= f4(0):
            continue
        for k in range(JOINTS - 1):
            _stroke(rgb, depth, line, k, tint, alpha)


def grow(bed: Bed, canvas: Canvas, pose: Pose, moment: Moment, air: Array, density: float) -> None:
    """Draw a bed of plants with their depth, hidden by what is nearer."""
    box = bed.box
    view = lens(pose, canvas.width, canvas.height)
    place = np.empty((bed.blades.shape[0], 2), np.float32)
    for axis, at in ((0, pose.x), (1, pose.z)):
        place[:, axis] = np.mod(bed.blades[:, axis] - at % box + box / 2, box) - box / 2
    ahead = place[:, 0] * view[SIN] + place[:, 1] * view[COS]
    aside = np.abs(place[:, 0] * view[COS] - place[:, 1] * view[SIN])
    edge = canvas.width * 0.5 / view[FOCAL]
    seen = np.flatnonzero((ahead > 0.1) & (ahead < bed.end) & (aside < ahead * edge + bed.blades[:, TALL]))
    order = seen[np.argsort(-ahead[seen], kind="stable")]
    numbers = np.array([bed.end, bed.sway, moment.cycle(bed.hertz) % 1.0, density], np.float32)
    colours = np.stack([bed.root, bed.tip, air]).astype(np.float32)
    rgb, depth = canvas.rgb, canvas.depth
    _grow(rgb, depth, view, bed.blades, order, place, bed.blades[:, ROOT], numbers, colours)


def clumps(random: np.random.Generator, count: int, box: float) -> Array:
    """Kelp and weed in clumps, ``(n, FIELDS)`` with the roots' heights left at 0."""
    rows: list[list[float]] = []
    for _ in range(count):
        x, z = random.uniform(0, box, 2)
        kelp = random.random() < 0.45
        stems = int(random.integers(4, 8) if kelp else random.integers(7, 13))
        tall = random.uniform(1.3, 3.4) if kelp else random.uniform(0.4, 1.1)
        phase = random.random()
        for _ in range(stems):
            turn, spread = random.uniform(0, math.tau), random.uniform(0.03, 0.22)
            lean = random.uniform(0.05, 0.25) if kelp else random.uniform(0.1, 0.5)
            wide = random.uniform(0.035, 0.07) if kelp else random.uniform(0.010, 0.022)
            rows.append(
                [
                    (x + spread * math.cos(turn)) % box,
                    (z + spread * math.sin(turn)) % box,
                    0.0,
                    tall * random.uniform(0.55, 1.0),
                    wide,
                    lean * math.cos(turn),
                    lean * math.sin(turn),
                    (phase + random.uniform(-0.08, 0.08)) % 1.0,
                    random.uniform(0.6, 1.3),
                    1.0 if kelp else 0.0,
                ]
            )
    return np.array(rows, np.float32)
