"""A world above the clouds: their tops as a soft, rolling sea under an open sky."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, Final

import numpy as np

from vitascope.engines.previz.canvas import FAR, Air, Array, Canvas, Home, Light, Pose
from vitascope.engines.previz.clock import Moment
from vitascope.engines.previz.compiled import bare, f4, kernel, leaf
from vitascope.engines.previz.plan import ShotPlan, Weather
from vitascope.engines.previz.scene import sky
from vitascope.engines.previz.scene.colour import triple
from vitascope.engines.previz.scene.lens import COS, FOCAL, HORIZON, MIDDLE, SIN, X, Y, Z, lens
from vitascope.engines.previz.scene.lookup import fade, power8, sample
from vitascope.engines.previz.scene.noise import fbm
from vitascope.engines.previz.scene.palette import Look, look
from vitascope.engines.previz.scene.particles import Swarm, strew
from vitascope.engines.previz.scene.sky import HAZE, LIT, SHADE, SUN, Sky, haze_tone
from vitascope.engines.previz.scene.weather import airborne
from vitascope.engines.previz.scratch import scratch
from vitascope.engines.previz.tone import Grade

Subjects = Callable[[Canvas, Light, Air], None]
Point = tuple[float, float, float]

TILE: Final = 1400.0
"""Metres after which the clouds repeat; their detail is the same again eight times smaller."""

TOP: Final = -6.0
BASE: Final = -150.0
"""Between these heights, in metres, the clouds' tops rise and fall."""

_SOFT = 16.0
_FAR = 5200.0


@leaf
def _roof(broad: Array, fine: Array, x: Any, z: Any, drift: Array) -> Any:
    """Height of the clouds' tops at a place."""
    scale = f4(256 / TILE)
    first = sample(broad, x * scale + drift[0], z * scale + drift[1])
    second = sample(fine, x * scale * f4(8) + drift[2], z * scale * f4(8) + drift[3])
    puff = first + (second - f4(0.5)) * f4(0.30) * (f4(0.35) + first)
    return f4(BASE) + f4(TOP - BASE) * puff


@leaf
def _puff(
    seen: Array,
    t: Any,
    y: Any,
    over: Any,
    beside: Any,
    back: Any,
    hit: Any,
    veil: Any,
    tones: Array,
    ends: Array,
) -> None:
    """Add one step's cloud to what a ray has ``seen``: three colours, what is still clear, and depth."""
    light = f4(0.5) + (over - beside) * f4(0.017) + (y - f4(0.5 * (BASE + TOP))) * f4(0.006)
    light = min(max(light, f4(0)), f4(1.15))
    glow = back * f4(0.5) * light
    part = hit * seen[3]
    for c in range(3):
        own = tones[SHADE, c] + (tones[LIT, c] - tones[SHADE, c]) * light + tones[SUN, c] * glow
        seen[c] += (own + (ends[c] - own) * veil) * part
    seen[3] -= part
    if seen[3] < f4(0.5) and seen[4] > f4(_FAR):
        seen[4] = t


@leaf
def _ray(
    seen: Array,
    view: Array,
    dx: Any,
    dz: Any,
    down: Any,
    back: Any,
    broad: Array,
    fine: Array,
    drift: Array,
    tones: Array,
    sun: Array,
    ends: Array,
    haze: Any,
) -> None:
    """Go down one ray through the clouds until they hide what is behind."""
    t = max((view[Y] - f4(TOP + 20)) / down, f4(2))
    while t < f4(_FAR) and seen[3] > f4(0.03):
        x = view[X] + dx * t
        z = view[Z] + dz * t
        y = view[Y] - down * t
        over = _roof(broad, fine, x, z, drift) - y
        pace = max(f4(3.5), t * f4(0.026))
        if over > f4(0):
            dense = f4(0.3) if y < f4(BASE) else min(over / f4(_SOFT), f4(1)) * f4(0.05)
            beside = _roof(broad, fine, x + sun[3] * f4(26), z + sun[4] * f4(26), drift) - y
            hit = f4(1) - fade(dense * pace)
            _puff(seen, t, y, over, beside, back, hit, f4(1) - fade(t * haze), tones, ends)
            t += pace
        else:
            t += max(pace, min(-over * f4(0.7) / (down + f4(0.5)), t * f4(0.2)))


@kernel
def _march(
    out: Array,
    deep: Array,
    view: Array,
    first_row: int,
    broad: Array,
    fine: Array,
    drift: Array,
    tones: Array,
    sun: Array,
    haze: Any,
) -> None:
    """Lay clouds over a reduced sky ``(width, height, 3)``; ``deep`` gets their distance."""
    ends = np.empty(3, np.float32)
    seen = np.empty(5, np.float32)
    for i in range(out.shape[0]):
        k = (f4(i) + f4(0.5) - view[MIDDLE]) / view[FOCAL]
        dx = view[SIN] + view[COS] * k
        dz = view[COS] - view[SIN] * k
        haze_tone(tones, sun, dx, dz, ends)
        flat = f4(1) / math.sqrt(dx * dx + dz * dz)
        back = power8(max((dx * sun[3] + dz * sun[4]) * flat, f4(0)))
        for j in range(out.shape[1]):
            down = (f4(j) + f4(0.5) - view[HORIZON]) / view[FOCAL]
            deep[i, j] = f4(FAR)
            if j < first_row or down < f4(0.002):
                continue
            seen[0] = seen[1] = seen[2] = f4(0)
            seen[3] = f4(1)
            seen[4] = f4(FAR)
            _ray(seen, view, dx, dz, down, back, broad, fine, drift, tones, sun, ends, haze)
            deep[i, j] = seen[4]
            for c in range(3):
                out[i, j, c] = out[i, j, c] * seen[3] + seen[c]


@bare
def _depths(depth: Array, deep: Array, shrink: int) -> None:
    """Depth of the whole picture from the reduced one."""
    for i in range(depth.shape[0]):
        for j in range(depth.shape[1]):
            depth[i, j] = deep[i // shrink, j // shrink]


@dataclass(frozen=True)
class Clouds:
    """A world above the clouds; see ``world.World``."""

    home: Home
    light: Light
    anchors: dict[str, Point]
    grade: Grade
    look: Look
    sky: Sky
    broad: Array
    fine: Array
    swarms: tuple[Swarm, ...]

    def ground(self, x: float, z: float) -> float:  # noqa: ARG002 - clouds move: no place has a height of its own
        """The highest that clouds reach."""
        return TOP

    def draw(self, canvas: Canvas, pose: Pose, moment: Moment, subjects: Subjects) -> None:
        """Sky and clouds, subjects, then what is in the air."""
        height = canvas.height
        small, shrink = sky.paint(self.sky, canvas, pose, moment, height, max(height // 260, 1))
        deep = scratch.take("cloud depth", *small.shape[:2])
        view = lens(pose, canvas.width, height, shrink, wrap=TILE)
        haze = np.float32(0.00016 * min(self.look.haze, 2.0))
        top = max(int(view[HORIZON]) - 1, 0)
        tones, sun = self.sky.tones, self.sky.sun
        _march(small, deep, view, top, self.broad, self.fine, self._drift(moment), tones, sun, haze)
        first = scratch.take("skyline", canvas.width)
        first[:] = height
        cover = scratch.take("skyline cover", canvas.width)
        cover[:] = 0.0
        canvas.rgb[:, height - 1] = 0.0
        sky.lift(canvas, small, shrink, first, cover)
        _depths(canvas.depth, deep, shrink)
        sky.twinkle(self.sky, canvas, pose, moment)
        subjects(canvas, self.light, Air(triple(self.sky.tones[HAZE]), float(haze) * 2))
        for swarm in self.swarms:
            strew(swarm, canvas, pose, moment)

    def _drift(self, moment: Moment) -> Array:
        wind = self.look.wind
        fine = TILE / 8
        moved = [
            moment.drift(-14.0 * wind, TILE) / TILE,
            moment.drift(-9.0 * wind, TILE) / TILE,
            moment.drift(-26.0 * wind, fine) / fine,
            moment.drift(-11.0 * wind, fine) / fine,
        ]
        return np.array([m % 1.0 * 256 for m in moved], np.float32)


def build(plan: ShotPlan) -> Clouds:
    """Bake the clouds of a plan."""
    made, seed = look(plan), plan.seed
    high = replace(made, cover=made.cover * (0.55 if plan.weather is Weather.CLEAR else 0.8))
    broad = fbm(256, seed + 61, 5, 6, 0.48)
    fine = fbm(256, seed + 62, 6, 5, 0.55)
    pose = Pose(0.0, 34.0, 0.0, pitch=-0.06)
    return Clouds(
        home=Home(pose, 16.0),
        light=made.light(),
        anchors={"peak": (0.0, TOP, 600.0), "horizon": (0.0, pose.y, 1e4)},
        grade=made.grade,
        look=made,
        sky=Sky.of(high, seed),
        broad=broad,
        fine=fine,
        swarms=airborne(plan, made),
    )
