"""Space: stars all around, a nebula, a sun, and a planet one is near."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from vitascope.engines.previz.canvas import FAR, Air, Array, Canvas, Home, Light, Pose
from vitascope.engines.previz.clock import Moment
from vitascope.engines.previz.compiled import bare, f4, i8
from vitascope.engines.previz.plan import Mood, ShotPlan, TimeOfDay
from vitascope.engines.previz.scene import globe, sky
from vitascope.engines.previz.scene.colour import linear, mix, triple
from vitascope.engines.previz.scene.globe import Globe
from vitascope.engines.previz.scene.lens import COS, FOCAL, HORIZON, MIDDLE, SIN, lens, shrunk
from vitascope.engines.previz.scene.lookup import power8, sample, step
from vitascope.engines.previz.scene.noise import fbm
from vitascope.engines.previz.scene.palette import bearing, look
from vitascope.engines.previz.scene.particles import Swarm, strew
from vitascope.engines.previz.scratch import scratch
from vitascope.engines.previz.tone import Grade

Subjects = Callable[[Canvas, Light, Air], None]
Point = tuple[float, float, float]

FLOOR = -2.6
"""The height that counts as ground: whoever would stand floats before the camera."""

_SUNS: Final = {
    TimeOfDay.DAY: (-2.05, 0.45),
    TimeOfDay.DAWN: (-0.12, 0.13),
    TimeOfDay.DUSK: (-1.25, 0.12),
    TimeOfDay.NIGHT: (0.33, -0.03),
}
"""Azimuth and elevation of the sun. By night it is behind the planet's far side."""

_CLOUDS: Final = (
    ("#7a3fb0", "#2f5fc0"),
    ("#b0486a", "#4a4ab8"),
    ("#2f8fa0", "#5a3fa8"),
    ("#3a6ac0", "#9a4ab0"),
)


@bare
def _nebula(
    out: Array, view: Array, broad: Array, fine: Array, colours: Array, sun: Array, drift: Array
) -> None:
    """Faint light of gas and the sun's glow, over a reduced picture ``(width, height, 3)``."""
    for i in range(out.shape[0]):
        k = (f4(i) + f4(0.5) - view[MIDDLE]) / view[FOCAL]
        dx, dz = view[SIN] + view[COS] * k, view[COS] - view[SIN] * k
        for j in range(out.shape[1]):
            up = (view[HORIZON] - f4(j) - f4(0.5)) / view[FOCAL]
            size = f4(1) / math.sqrt(dx * dx + dz * dz + up * up)
            x, y, z = dx * size, up * size, dz * size
            bend = sample(fine, x * f4(80) + drift[0], y * f4(80) + z * f4(50) + drift[1]) - f4(0.5)
            one = sample(broad, x * f4(52) + bend * f4(36) + f4(17), y * f4(70) + bend * f4(30) + drift[2])
            two = sample(broad, z * f4(60) + f4(130) - bend * f4(24), (y + x) * f4(55) + drift[3] + f4(60))
            wisp = sample(fine, (x - z) * f4(130) + bend * f4(60), (y + z) * f4(130) + drift[1])
            belt = math.exp(-((y * f4(0.82) - x * f4(0.57) + bend * f4(0.25)) ** 2) * f4(9))
            first = step(f4(0.34), f4(0.80), one * f4(0.75) + wisp * f4(0.25)) * (f4(0.25) + f4(0.75) * belt)
            second = step(f4(0.36), f4(0.82), two * f4(0.75) + wisp * f4(0.25)) * (f4(0.30) + f4(0.7) * belt)
            dark = f4(1) - f4(0.7) * step(f4(0.5), f4(0.75), wisp * f4(0.6) + one * f4(0.4)) * belt
            near = max(x * sun[0] + y * sun[1] + z * sun[2], f4(0))
            n8 = power8(near)
            n64 = power8(n8)
            glow = f4(0.03) * n8 + f4(0.12) * n64 + f4(0.6) * power8(n64)
            for c in range(3):
                gas = colours[0, c] * first + colours[1, c] * second + colours[2, c] * belt * wisp * f4(0.5)
                out[i, j, c] = colours[3, c] + gas * dark + sun[3 + c] * glow


@bare
def _points(rgb: Array, view: Array, stars: Array, turn: Any, bright: Any) -> None:
    """Stars ``(n, 8)``: unit direction, size, phase, colour."""
    width, height = rgb.shape[0], rgb.shape[1]
    grain = max(f4(height) / f4(1080), f4(0.5))
    for k in range(stars.shape[0]):
        x, y, z = stars[k, 0], stars[k, 1], stars[k, 2]
        ahead = x * view[SIN] + z * view[COS]
        if ahead < f4(0.05):
            continue
        px = view[MIDDLE] + (x * view[COS] - z * view[SIN]) / ahead * view[FOCAL]
        py = view[HORIZON] - y / ahead * view[FOCAL]
        size = stars[k, 3]
        radius = grain * (f4(0.75) + f4(1.5) * size * size)
        if px < f4(5) or py < f4(5) or px > f4(width - 6) or py > f4(height - 6):
            continue
        light = bright * (f4(0.05) + size * size * f4(1.6))
        light *= f4(0.8) + f4(0.2) * math.sin(f4(math.tau) * (turn + stars[k, 4]))
        for i in range(i8(px - radius - f4(1)), i8(px + radius) + 2):
            for j in range(i8(py - radius - f4(1)), i8(py + radius) + 2):
                ex, ey = f4(i) + f4(0.5) - px, f4(j) + f4(0.5) - py
                w = max(f4(1) - (ex * ex + ey * ey) / ((radius + f4(0.5)) * (radius + f4(0.5))), f4(0))
                w *= w * light
                for c in range(3):
                    rgb[i, j, c] += w * stars[k, 5 + c]


@dataclass(frozen=True)
class Space:
    """A world in space; see ``world.World``."""

    home: Home
    light: Light
    anchors: dict[str, Point]
    grade: Grade
    planet: Globe
    sun: Array
    colours: Array
    broad: Array
    fine: Array
    stars: Array
    dust: Swarm

    def ground(self, x: float, z: float) -> float:  # noqa: ARG002 - nothing to stand on anywhere
        """A little below the camera."""
        return FLOOR

    def draw(self, canvas: Canvas, pose: Pose, moment: Moment, subjects: Subjects) -> None:
        """Gas, stars, the planet, subjects, then dust."""
        shrink = sky.shrink_for(canvas.height)
        small = scratch.take("sky", *shrunk(canvas.width, canvas.height, shrink), 3)
        moved = [moment.drift(s, 1.0) % 1.0 * 256 for s in (0.006, 0.004, 0.003, -0.004)]
        view = lens(pose, canvas.width, canvas.height, shrink)
        _nebula(small, view, self.broad, self.fine, self.colours, self.sun, np.array(moved, np.float32))
        first = scratch.take("skyline", canvas.width)
        first[:] = canvas.height
        cover = scratch.take("skyline cover", canvas.width)
        cover[:] = 0.0
        canvas.rgb[:, canvas.height - 1] = 0.0
        canvas.depth[:] = FAR
        sky.lift(canvas, small, shrink, first, cover)
        whole = lens(pose, canvas.width, canvas.height)
        _points(canvas.rgb, whole, self.stars, f4(moment.cycle(0.4) % 1.0), f4(1.0))
        x, y, z = (float(v) for v in self.sun[:3])
        turns = moment.cycle(0.010) * math.tau, moment.cycle(0.016) * math.tau
        globe.draw(self.planet, canvas, pose, (x, y, z), turns)
        subjects(canvas, self.light, Air((0.002, 0.002, 0.004), 1e-5))
        strew(self.dust, canvas, pose, moment)


def _stars(seed: int, count: int = 5200) -> Array:
    """Stars in all directions, more in the belt of gas."""
    random = np.random.default_rng(seed + 14)
    way = random.normal(size=(count, 3))
    belt = np.array([-0.57, 0.82, 0.0])
    some = random.random(count) < 0.35
    way[some] -= 0.85 * (way[some] @ belt)[:, None] * belt
    way /= np.linalg.norm(way, axis=1, keepdims=True)
    size = random.random(count) ** 7
    heat = random.random((count, 1))
    colour = (1 - heat) * np.array([1.0, 0.82, 0.62]) + heat * np.array([0.72, 0.85, 1.0])
    return np.concatenate([way, size[:, None], random.random((count, 1)), colour], 1).astype(np.float32)


EARTH: Final = ("#4f7038", "#a08a5c", "#0f3a78", "#ffffff", "#6fb4ff")
GASES: Final = (
    ("#d8b48a", "#a8764c", "#efe2c8", "#ffffff", "#d8b080"),
    ("#a8c8d8", "#5f8fb8", "#dcecf0", "#ffffff", "#90c8f0"),
    ("#c89a9a", "#8a5468", "#e8ccc0", "#ffffff", "#e0a8a8"),
)


def palette(codes: tuple[str, ...]) -> Array:
    """Colours of a globe ``(5, 3)``."""
    return np.stack([linear(code) for code in codes]).astype(np.float32)


BEHIND = (60.0, 20.0, -260.0)
"""Where the planet is when another one is the shot's subject."""


def _planet(plan: ShotPlan) -> Globe:
    broad, fine = globe.tiles(plan.seed + 15)
    ringed = plan.seed % 4 == 3
    shown = any(subject.form in {"planet", "ringed", "moon", "sun"} for subject in plan.subjects)
    return Globe(
        place=BEHIND if shown else (46.0, -8.0, 150.0) if not ringed else (40.0, 4.0, 190.0),
        radius=52.0 if not ringed else 40.0,
        colours=palette(GASES[plan.seed % 3] if ringed else EARTH),
        broad=broad,
        fine=fine,
        axis=(0.32, 0.90, -0.29),
        gas=1.0 if ringed else 0.0,
        ring=2.35 if ringed else 0.0,
        night=0.0 if ringed else 0.9,
        near=True,
    )


def moons(seed: int) -> tuple[Globe, ...]:
    """What stands in the sky of another world: a ringed giant and a small moon."""
    broad, fine = globe.tiles(seed + 15)
    dust = palette(("#b8a898", "#8c8078", "#6f6660", "#c8beb4", "#c0b0a0"))
    big = Globe(
        place=(-0.33, 0.26, 1.0),
        radius=0.155,
        colours=palette(GASES[seed % 3]),
        broad=broad,
        fine=fine,
        axis=(0.38, 0.86, -0.33),
        gas=1.0,
        ring=2.3,
        night=0.0,
    )
    small = Globe((0.50, 0.36, 1.0), 0.024, dust, broad, fine, (0.0, 1.0, 0.0), 0.0, 0.0, 0.0)
    return big, small


def earth(seed: int) -> tuple[Globe, ...]:
    """The Earth as it stands over the Moon."""
    broad, fine = globe.tiles(seed + 15)
    axis = (0.25, 0.92, -0.30)
    return (Globe((-0.30, 0.27, 1.0), 0.075, palette(EARTH), broad, fine, axis, 0.0, 0.0, 0.0),)


def build(plan: ShotPlan) -> Space:
    """Bake the space of a plan."""
    made, seed = look(plan), plan.seed
    azimuth, elevation = _SUNS[plan.time_of_day]
    way = bearing(azimuth, elevation)
    one, two = _CLOUDS[seed % len(_CLOUDS)]
    dim = {Mood.DARK: 0.5, Mood.MENACING: 0.6, Mood.BRIGHT: 1.5, Mood.DREAMY: 1.5}.get(plan.mood, 1.0)
    first, second = linear(one, 0.55 * dim), linear(two, 0.5 * dim)
    if plan.tint is not None:
        first = mix(first, linear(plan.tint, 0.3 * dim), 0.7)
    rows = [first, second, linear("#ffd9b8", 0.10 * dim), linear("#03050b", 1.0)]
    white = linear("#fff4e2", 1.7)
    key = linear("#fff6ea", 1.9)
    return Space(
        home=Home(Pose(0.0, 0.0, 0.0), 3.0),
        light=Light(
            key=bearing(azimuth if abs(azimuth) > 1.0 else -0.9, max(elevation, 0.3)),
            key_colour=triple(key),
            ambient=triple(np.asarray(linear("#3a4a70", 0.35) + first * 0.3, np.float32)),
            rim=way,
            rim_colour=triple(key),
        ),
        anchors={"peak": (46.0, 20.0, 150.0), "horizon": (0.0, 0.0, 1e4)},
        grade=made.grade,
        planet=_planet(plan),
        sun=np.array([*way, *white], np.float32),
        colours=np.stack(rows).astype(np.float32),
        broad=fbm(256, seed + 16, 5, 6, 0.55),
        fine=fbm(256, seed + 17, 9, 6, 0.6),
        stars=_stars(seed),
        dust=Swarm.strewn(
            420,
            seed + 18,
            box=24.0,
            velocity=(0.5, 0.1, -0.9),
            size=0.010,
            colour=linear("#a8b4d0", 0.5),
            opacity=0.5,
            glow=0.8,
        ),
    )
