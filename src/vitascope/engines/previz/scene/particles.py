"""Small things in the air or water: each in a box that repeats around the camera."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np

from vitascope.engines.previz.canvas import Array, Canvas, Pose
from vitascope.engines.previz.clock import Moment
from vitascope.engines.previz.compiled import f4, i8, kernel, leaf
from vitascope.engines.previz.scene.lens import COS, FOCAL, HORIZON, MIDDLE, SIN, lens
from vitascope.engines.previz.scene.lookup import step

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


@leaf
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


@leaf
def _where(speck: Array, place: Array, turns: Array, box: Any, sway: Any) -> tuple[Any, Any, Any, Any]:
    """A speck's place from the camera in metres, and how near it is to the box's walls, up to 0.5."""
    x = speck[0] + place[0]
    y = speck[1] + place[1]
    z = speck[2] + place[2]
    x -= np.floor(x) + f4(0.5)
    y -= np.floor(y) + f4(0.5)
    z -= np.floor(z) + f4(0.5)
    rim = max(abs(x), abs(y), abs(z))
    tau = f4(math.tau)
    x = x * box + sway * math.sin(tau * (turns[0] + speck[5]))
    y = y * box + sway * f4(0.6) * math.sin(tau * (turns[1] + speck[5] * f4(3)))
    z = z * box + sway * math.sin(tau * (turns[2] + speck[5] * f4(5)))
    return x, y, z, rim


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
    """Draw a swarm; ``place (3,)`` is where the box stands less the camera, in boxes."""
    box, size, opacity, sway, glow, least = (
        settings[0],
        settings[1],
        settings[2],
        settings[3],
        settings[4],
        settings[5],
    )
    width, height = f4(depth.shape[0]), f4(depth.shape[1])
    shaded = np.empty(3, np.float32)
    for k in range(specks.shape[0]):
        x, y, z, rim = _where(specks[k], place, turns, box, sway)
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
        reach_x, reach_y = radius + abs(ex), radius + abs(ey)
        if px + reach_x < f4(0) or px - reach_x > width or py + reach_y < f4(0) or py - reach_y > height:
            continue
        alpha = opacity * step(f4(0.15), f4(0.15) + box * f4(0.09), ahead) * step(f4(0.5), f4(0.36), rim)
        small = min(radius / least, f4(1))
        alpha *= small * (small if abs(ex) + abs(ey) < least else f4(1))
        radius = max(radius, least)
        alpha *= min(height * f4(0.012) / radius, f4(1))
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
