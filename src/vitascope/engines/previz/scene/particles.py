"""Small things in the air or water: each in a box that repeats around the camera."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np

from vitascope.engines.previz.canvas import Array, Canvas, Pose
from vitascope.engines.previz.clock import Moment
from vitascope.engines.previz.scene.kernel import f4, i8, kernel, step
from vitascope.engines.previz.scene.lens import COS, FOCAL, HORIZON, MIDDLE, SIN, lens

SHUTTER = 0.5 / 24
"""Seconds that a moving speck smears over."""


@dataclass(frozen=True)
class Swarm:
    """``specks (n, 6)``: place in the box, size, shade and phase, all 0 to 1.

    The box is ``box`` metres wide; ``velocity`` in metres a second; ``sway`` metres of wandering at
    ``hertz``; ``size`` the radius in metres; ``colour`` linear; ``opacity`` 0 to 1; ``glow`` adds light
    where it is 1 and covers where it is 0.
    """

    specks: Array
    box: float
    velocity: tuple[float, float, float]
    size: float
    colour: Array
    opacity: float
    sway: float = 0.0
    hertz: float = 0.3
    glow: float = 0.0
    smear: float = 1.0

    @classmethod
    def strewn(cls, count: int, seed: int, **settings: Any) -> Swarm:
        """This many, from a seed."""
        specks = np.random.default_rng(seed).random((count, 6), dtype=np.float32)
        return cls(specks=specks, **settings)


@kernel
def _spot(
    rgb: Array,
    depth: Array,
    x: Any,
    y: Any,
    z: Any,
    radius: Any,
    ex: Any,
    ey: Any,
    colour: Array,
    opacity: Any,
    glow: Any,
) -> None:
    """One speck about ``x, y`` at depth ``z``, stretched by ``ex, ey`` either way, soft to its edge."""
    width, height = depth.shape
    reach_x = radius + abs(ex) + f4(1)
    reach_y = radius + abs(ey) + f4(1)
    left, right = max(i8(x - reach_x), 0), min(i8(x + reach_x) + 1, width)
    top, bottom = max(i8(y - reach_y), 0), min(i8(y + reach_y) + 1, height)
    long2 = ex * ex + ey * ey
    inverse = f4(1) / (radius * radius)
    for i in range(left, right):
        for j in range(top, bottom):
            if depth[i, j] < z:
                continue
            px = f4(i) + f4(0.5) - x
            py = f4(j) + f4(0.5) - y
            if long2 > f4(0.01):
                along = min(max((px * ex + py * ey) / long2, f4(-1)), f4(1))
                px -= along * ex
                py -= along * ey
            near = f4(1) - (px * px + py * py) * inverse
            if near <= f4(0):
                continue
            w = near * near * opacity
            keep = f4(1) - w * (f4(1) - glow)
            for c in range(3):
                rgb[i, j, c] = rgb[i, j, c] * keep + colour[c] * w


@kernel
def _strew(
    rgb: Array,
    depth: Array,
    view: Array,
    specks: Array,
    place: Array,
    turns: Array,
    colour: Array,
    settings: Array,
) -> None:
    """Draw a swarm; ``place (3,)`` is the box's place less the camera's, in boxes, ``turns (3,)`` its sway."""
    box, size, opacity, sway, glow, least = (
        settings[0],
        settings[1],
        settings[2],
        settings[3],
        settings[4],
        settings[5],
    )
    width, height = f4(depth.shape[0]), f4(depth.shape[1])
    tau = f4(math.tau)
    shaded = np.empty(3, np.float32)
    for k in range(specks.shape[0]):
        phase = specks[k, 5]
        x = specks[k, 0] + place[0]
        y = specks[k, 1] + place[1]
        z = specks[k, 2] + place[2]
        x = (x - np.floor(x) - f4(0.5)) * box
        y = (y - np.floor(y) - f4(0.5)) * box
        z = (z - np.floor(z) - f4(0.5)) * box
        rim = max(abs(x), abs(y), abs(z)) / box
        if sway > f4(0):
            x += sway * math.sin(tau * (turns[0] + phase))
            y += sway * f4(0.6) * math.sin(tau * (turns[1] + phase * f4(3)))
            z += sway * math.sin(tau * (turns[2] + phase * f4(5)))
        right = x * view[COS] - z * view[SIN]
        ahead = x * view[SIN] + z * view[COS]
        if ahead < f4(0.15):
            continue
        scale = view[FOCAL] / ahead
        px = view[MIDDLE] + right * scale
        py = view[HORIZON] - y * scale
        radius = size * (f4(0.4) + specks[k, 3]) * scale
        ex = (settings[6] * view[COS] - settings[8] * view[SIN]) * scale
        ey = -settings[7] * scale
        if px + radius + abs(ex) < f4(0) or px - radius - abs(ex) > width:
            continue
        if py + radius + abs(ey) < f4(0) or py - radius - abs(ey) > height:
            continue
        alpha = opacity * step(f4(0.15), f4(0.15) + box * f4(0.09), ahead) * step(f4(0.5), f4(0.36), rim)
        if radius < least:
            alpha *= radius / least
            if abs(ex) + abs(ey) < least:
                alpha *= radius / least
            radius = least
        if radius > height * f4(0.012):
            alpha *= height * f4(0.012) / radius
        if alpha < f4(0.004):
            continue
        tone = f4(0.6) + f4(0.8) * specks[k, 4]
        for c in range(3):
            shaded[c] = colour[c] * tone
        _spot(rgb, depth, px, py, ahead, radius, ex, ey, shaded, alpha, glow)


def strew(swarm: Swarm, canvas: Canvas, pose: Pose, moment: Moment) -> None:
    """Draw a swarm where nothing stands before it."""
    box = swarm.box
    moved = [
        (moment.drift(v, box) - p) / box
        for v, p in zip(swarm.velocity, (pose.x, pose.y, pose.z), strict=True)
    ]
    place = np.array([m % 1.0 for m in moved], np.float32)
    turns = [moment.cycle(swarm.hertz * pace) % 1.0 for pace in (1.0, 0.8, 0.7)]
    smear = [v * SHUTTER * 0.5 * swarm.smear for v in swarm.velocity]
    least = max(canvas.height / 1080, 0.6)
    numbers = [box, swarm.size, swarm.opacity, swarm.sway, swarm.glow, least, *smear]
    view = lens(pose, canvas.width, canvas.height)
    settings = np.array(numbers, np.float32)
    _strew(
        canvas.rgb,
        canvas.depth,
        view,
        swarm.specks,
        place,
        np.array(turns, np.float32),
        swarm.colour,
        settings,
    )
