"""Roads in the open: a ribbon of asphalt, gravel or earth that winds through the land."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from vitascope.engines.previz.canvas import FAR, Array, Canvas, Home, Pose
from vitascope.engines.previz.compiled import f4, i8, kernel
from vitascope.engines.previz.plan import Environment, ShotPlan, Weather
from vitascope.engines.previz.scene.colour import linear, luma
from vitascope.engines.previz.scene.fields import CELL
from vitascope.engines.previz.scene.lens import COS, FOCAL, HORIZON, MIDDLE, SIN, X, Y, Z, lens
from vitascope.engines.previz.scene.lookup import rest, sample, step
from vitascope.engines.previz.scene.noise import fbm
from vitascope.engines.previz.scene.palette import Look
from vitascope.engines.previz.scene.probe import veil_at
from vitascope.engines.previz.scene.relief import SIDE, Relief, smooth
from vitascope.engines.previz.scene.sky import Sky, haze_tone
from vitascope.engines.previz.scene.stand import PLACE_X, PLACE_Z, TALL, Stand

ROAD, TRACK = "road", "track"
"""The sights that a plan calls for them by: paved, and of earth."""
LANDS: Final = frozenset({
    Environment.MEADOW, Environment.FOREST, Environment.JUNGLE, Environment.HILLS, Environment.DESERT,
    Environment.MOUNTAINS, Environment.ARCTIC, Environment.COAST, Environment.PLANET, Environment.VOLCANO,
})  # fmt: skip
HALF, NARROW = 4.3, 1.9
"""Half the width of a road and of a track, metres."""
STRAIGHT, WINDING = 42.0, 150.0
"""Metres ahead up to which a road is straight, and from which on it winds as much as it does."""
BENDS: Final = ((17.0, 34.0), (26.0, 71.0))
"""Metres aside, and ahead for each radian, of what it winds by."""
BANKS = 26.0
"""Metres from the road's middle within which the land falls in with it."""
ON_ROAD, UNIT = 0.9, 3.4
"""Metres to the right of the middle where the camera stands, and its measure there."""
CLIFFTOP = 21.0
"""Metres from a cliff's edge to a road that goes along it."""
SMOOTH = 60
"""Metres over which its height is evened out."""


@dataclass(frozen=True)
class Road:
    """Its middle ``path (side,)``, metres, by row of the map; ``colours``: ground, white and yellow lines."""

    path: Array
    cell: float
    half: float
    colours: Array
    noise: Array
    numbers: Array

    def levelled(self, shape: Relief) -> Relief:
        """The land with a bed for it."""
        columns = np.arange(SIDE, dtype=np.float32)[None]
        column = np.clip(np.rint(self.path / self.cell), 0, SIDE - 1).astype(np.int64)
        along = shape.height[np.arange(SIDE), column]
        level = _evened(along, SMOOTH / self.cell)
        away = np.abs(columns * self.cell - self.path[:, None])
        share = smooth(BANKS, self.half + 2.0, away)
        height = shape.height * (1.0 - share) + level[:, None] * share
        cover = shape.cover * smooth(self.half + 1.0, self.half + 9.0, away)
        return replace(shape, height=height.astype(np.float32), cover=cover.astype(np.float32))

    def kept(self, stand: Stand | None) -> Stand | None:
        """What grows beside it."""
        if stand is None:
            return None
        rows = stand.rows
        row = np.rint(rows[:, PLACE_Z] / self.cell).astype(np.int64) % SIDE
        clear = self.half + 0.5 + 1.6 * (rows[:, TALL] > 1.5)
        return replace(stand, rows=rows[np.abs(rows[:, PLACE_X] - self.path[row]) > clear])

    def pave(self, canvas: Canvas, pose: Pose, made: Sky, settings: Array) -> None:
        """Lay it over the land that is drawn."""
        view = lens(pose, canvas.width, canvas.height)
        sky_ = made.tones, made.sun
        lay = self.path, self.colours, self.noise, self.numbers
        _pave(canvas.rgb, canvas.depth, view, *lay, *sky_, settings)


@kernel
def _pave(
    rgb: Array,
    depth: Array,
    view: Array,
    path: Array,
    colours: Array,
    noise: Array,
    numbers: Array,
    tones: Array,
    sun: Array,
    settings: Array,
) -> None:
    """Paint what lies within its width. ``numbers``: half of that, whether it has lines, how wet it is."""
    width, height = depth.shape
    ends = np.empty(3, np.float32)
    half, lines, wet = numbers[0], numbers[1], numbers[2]
    mask = path.shape[0] - 1
    for i in range(width):
        k = (f4(i) + f4(0.5) - view[MIDDLE]) / view[FOCAL]
        dx, dz = view[SIN] + view[COS] * k, view[COS] - view[SIN] * k
        haze_tone(tones, sun, dx, dz, ends)
        for j in range(height):
            t = depth[i, j]
            if t >= f4(FAR):
                continue
            z = view[Z] + dz * t
            v = z / settings[CELL]
            row = i8(math.floor(v))
            here, there = path[row & mask], path[(row + 1) & mask]
            slope = (there - here) / settings[CELL]
            square = f4(1) / math.sqrt(f4(1) + slope * slope)
            u = (view[X] + dx * t - here - (there - here) * (v - f4(row))) * square
            if abs(u) > half + f4(0.8):
                continue
            pixel = t / view[FOCAL]
            down = (f4(j) + f4(0.5) - view[HORIZON]) / view[FOCAL]
            aslant = (dx - slope * dz) * square / max(down, f4(0.004))
            pixel *= math.sqrt(f4(1) + aslant * aslant)
            rough = sample(noise, u * f4(30), z * f4(30)) * f4(0.5) + sample(
                noise, u * f4(5), z * f4(1.5)
            ) * f4(0.5)
            worn = (rough - f4(0.5)) * f4(0.7) * (f4(1) - lines)
            cover = min(max((half + worn - abs(u)) / max(pixel, f4(0.06)) + f4(0.5), f4(0)), f4(1))
            if cover <= f4(0):
                continue
            veil = veil_at(settings, view[Y], view[Y] - t * down, t * math.sqrt(dx * dx + dz * dz))
            veil = min(max(veil, f4(0)), f4(1))
            side = max(abs(abs(u) - half + f4(0.45)) - f4(0.07), f4(0)) / max(pixel, f4(0.03))
            border = max(f4(1) - side, f4(0)) * min(f4(0.14) / pixel, f4(1))
            dash = step(f4(0.0), f4(0.03), rest(z / f4(9))) * step(f4(0.42), f4(0.39), rest(z / f4(9)))
            dash = dash + (f4(0.4) - dash) * min(t * pixel / f4(14), f4(1))
            middle = max(f4(1) - max(abs(u) - f4(0.07), f4(0)) / max(pixel, f4(0.03)), f4(0))
            middle *= min(f4(0.14) / pixel, f4(1)) * dash
            ruts = step(f4(0.35), f4(0.1), abs(abs(u) - f4(0.8))) * (f4(1) - lines) * f4(0.3)
            graze = wet * f4(0.6) / (f4(1) + f4(60) * down * down)
            for c in range(3):
                light = colours[0, c] * (f4(0.72) + f4(0.56) * rough) * (f4(1) - ruts)
                light += (colours[1, c] - light) * border * lines
                light += (colours[2, c] - light) * middle * lines
                light += (ends[c] - light) * graze
                light += (ends[c] - light) * veil
                rgb[i, j, c] += (light - rgb[i, j, c]) * cover


def _evened(values: Array, sigma: float) -> Array:
    """A row of numbers that repeats, with a Gaussian over ``sigma`` of them."""
    count = np.fft.rfftfreq(len(values))
    soft = np.fft.irfft(np.fft.rfft(values) * np.exp(-2.0 * (math.pi * sigma * count) ** 2), len(values))
    return np.asarray(soft, np.float32)


def wound(plan: ShotPlan, shape: Relief, inland: Array | None) -> Array:
    """Where the middle of a road is, metres, for each row of the map."""
    ahead = (np.arange(SIDE, dtype=np.float32) * shape.cell - shape.z + 0.3 * SIDE * shape.cell) % (
        SIDE * shape.cell
    ) - 0.3 * SIDE * shape.cell
    share = smooth(STRAIGHT, WINDING, ahead) * smooth(
        0.68 * SIDE * shape.cell, 0.5 * SIDE * shape.cell, ahead
    )
    if inland is not None:
        left = bool(inland[SIDE // 8, 0] < inland[SIDE // 8, -1])
        far = np.abs(inland - CLIFFTOP) + np.float32(1e-3) * np.abs(np.arange(SIDE) - SIDE / 2)
        land = np.argmin(far, 1) if left else SIDE - 1 - np.argmin(far[:, ::-1], 1)
        along = _evened(np.asarray(land * shape.cell - shape.x, np.float32), 14.0)
        return np.asarray(shape.x + along * share, np.float32)
    random = np.random.default_rng(plan.seed + 61)
    first, second = random.uniform(0.0, math.tau, 2)
    phases = (first, second)
    bent = sum(w * np.sin(ahead / long + p) for (w, long), p in zip(BENDS, phases, strict=True))
    return np.asarray(shape.x + bent * share, np.float32)


def road(plan: ShotPlan, made: Look, shape: Relief, inland: Array | None) -> Road | None:
    """The road that a plan asks for."""
    if plan.environment not in LANDS or not {ROAD, TRACK} & set(plan.sights):
        return None
    paved = TRACK not in plan.sights
    light = made.key * max(made.toward_key[1], 0.2) + made.ambient * 0.9
    own = linear("#56575a") if paved else linear("#8f7350")
    own = own + (np.float32(0.75) - own) * np.float32(0.55 * made.white)
    colours = np.stack([own * light, linear("#d8d8d2") * light, linear("#e0b84a") * light])
    wet = plan.weather in {Weather.RAIN, Weather.STORM}
    half = HALF if paved else NARROW
    colours[0] *= 0.6 if wet else 1.0
    return Road(
        path=wound(plan, shape, inland),
        cell=shape.cell,
        half=half,
        colours=colours.astype(np.float32),
        noise=fbm(256, plan.seed + 62, 16, 4, 0.6),
        numbers=np.array([half, 1.0 if paved else 0.0, 1.0 if wet and luma(made.key) else 0.0], np.float32),
    )


def home(pose: Pose, ground: Callable[[float, float], float]) -> Home:
    """On the road, at the height of somebody beside a car."""
    x = pose.x + ON_ROAD
    height = max(ground(x, pose.z + far) - 0.08 * far for far in range(0, 40, 5))
    return Home(Pose(x, height + 2.1, pose.z, pitch=0.055), UNIT)
