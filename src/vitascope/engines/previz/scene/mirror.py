"""Level mirrors: wet roads and still water, made of what the picture already shows."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from vitascope.engines.previz.canvas import FAR, Array, Canvas, Pose
from vitascope.engines.previz.compiled import f4, i8, kernel, leaf
from vitascope.engines.previz.scene.lens import COS, FOCAL, HORIZON, MIDDLE, SIN, X, Y, Z, lens
from vitascope.engines.previz.scene.lookup import sample, step
from vitascope.engines.previz.scene.sky import haze_tone
from vitascope.engines.previz.scratch import scratch


@leaf
def _flipped(depth: Array, view: Array, high: Any, t: Any, row: Any) -> Any:
    """The row of the same column that a row of a level mirror shows, found from the depths there."""
    other = f4(2) * view[HORIZON] - row
    found = other
    for _ in range(2):
        a = min(max(i8(found), 0), depth.shape[0] - 1)
        far = max(min(depth[a], f4(FAR)), t)
        found = other + f4(2) * high * view[FOCAL] / far - f4(1)
    return found


@kernel
def _mirror(
    rgb: Array,
    before: Array,
    depth: Array,
    view: Array,
    noise: Array,
    tones: Array,
    sun: Array,
    drift: Array,
    numbers: Array,
) -> None:
    """What a level mirrors of the picture ``before``.

    ``numbers``: the mirror's height, its share face on, depth of ripples, a tile of puddles or ripples in
    metres, share of what is no puddle, half width from x = 0, nearest z, colour of what is under it,
    and how much it blurs.
    """
    level, base, rough, tile = numbers[0], numbers[1], numbers[2], numbers[3]
    dry, half, start, blur = numbers[4], numbers[5], numbers[6], numbers[10]
    width, height = depth.shape
    high = view[Y] - level
    if high < f4(0.05):
        return
    ends = np.empty(3, np.float32)
    top = max(i8(math.ceil(view[HORIZON])), 0)
    scale = f4(256) / tile
    for i in range(width):
        k = (f4(i) + f4(0.5) - view[MIDDLE]) / view[FOCAL]
        dx, dz = view[SIN] + view[COS] * k, view[COS] - view[SIN] * k
        haze_tone(tones, sun, dx, dz, ends)
        for j in range(top, height):
            down = (f4(j) + f4(0.5) - view[HORIZON]) / view[FOCAL]
            t = high / max(down, f4(1e-5))
            if depth[i, j] < t * f4(0.985) - f4(0.02):
                continue
            x, z = view[X] + dx * t, view[Z] + dz * t
            if abs(x) > half or z < start or (depth[i, j] > t * f4(1.1) + f4(3) and dry < f4(1)):
                continue
            foot = t / view[FOCAL]
            calm = f4(1) / (f4(1) + foot * scale * f4(0.35))
            one = sample(noise, x * scale + drift[0], z * scale + drift[1]) - f4(0.5)
            two = sample(noise, z * scale * f4(3) + drift[2], x * scale * f4(3) + drift[3]) - f4(0.5)
            wet = dry + (f4(1) - dry) * step(f4(-0.10), f4(0.12), one + two * f4(0.2))
            shake = (one + two) * rough * calm
            row = _flipped(depth[i], view, high, t, f4(j))
            row += shake * view[FOCAL] * f4(0.05) * min(f4(6) / t + f4(0.25), f4(3))
            share = f4(1) / math.sqrt(f4(1) + k * k + down * down) * down
            graze = f4(1) - min(share, f4(1))
            g2 = graze * graze
            mirror = (base + (f4(1) - base) * g2 * g2 * graze) * wet
            across = min(max(i + i8(shake * view[FOCAL] * f4(0.012)), 0), width - 1)
            row = min(max(row, f4(0)), f4(height - 2))
            b = i8(row)
            w = row - f4(b)
            smear = max(i8(blur * min((row - view[HORIZON]) * f4(-0.10), f4(40))), 0)
            up, down_ = max(b - smear, 0), min(b + smear, height - 1)
            for c in range(3):
                seen = before[across, b, c] * (f4(1) - w) + before[across, b + 1, c] * w
                seen = f4(0.4) * seen + f4(0.3) * (before[across, up, c] + before[across, down_, c])
                under = rgb[i, j, c] * (f4(1) - f4(0.45) * wet) if dry < f4(1) else numbers[7 + c]
                rgb[i, j, c] = under + (seen - under) * mirror
            if dry >= f4(1):
                depth[i, j] = t


def lay(
    canvas: Canvas, pose: Pose, noise: Array, tones: Array, sun: Array, drift: Array, numbers: Array
) -> None:
    """Lay a mirror over what of a level is seen.

    ``drift (4,)`` is in texels; ``numbers (11,)`` are the kernel's.
    """
    before = scratch.take("mirrored", canvas.width, canvas.height, 3)
    before[:] = canvas.rgb
    view = lens(pose, canvas.width, canvas.height)
    _mirror(canvas.rgb, before, canvas.depth, view, noise, tones, sun, drift, numbers)
