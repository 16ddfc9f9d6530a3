"""One great wave that stands before the camera and breaks, where a prompt asks for it."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from vitascope.engines.previz.canvas import Array, Canvas, Home, Pose
from vitascope.engines.previz.clock import Moment
from vitascope.engines.previz.compiled import bare, f4, i8, kernel, leaf
from vitascope.engines.previz.focus import focus_distance, main_subject, wave_ridden
from vitascope.engines.previz.plan import Environment, ShotPlan
from vitascope.engines.previz.scene.lens import COS, FOCAL, HORIZON, MIDDLE, SIN, X, Y, Z, lens
from vitascope.engines.previz.scene.lookup import fade, sample, step
from vitascope.engines.previz.scene.noise import fbm
from vitascope.engines.previz.scene.sky import Sky, haze_tone

BREAKER: Final = "breaker"
"""The sight that a plan calls for it by."""
STEPS: Final = 240
"""Points across the wave that are looked at along each column of the picture."""
BEHIND, NEAREST = 2.7, 16.0
"""Distances of the main subject to the wave's foot; and the least, metres."""
EMPTY, HIGHEST = 46.0, 17.0
"""Metres to a wave alone in the picture, and its height; with somebody it is lower."""
FACE, BACK = 0.95, 2.6
"""How far its face reaches forward and its back behind, in its heights."""
BEFORE, STEEP, RIDDEN = 1.45, 0.85, 0.52
"""Of a wave that is ridden: distances of who rides to its foot, its height for the way there, and how far up
its face, as a share, one rides."""
RACES, PEELS = 0.20, 0.10
"""Tiles a second by which water runs up its face, and by which it breaks along its crest."""
FOOT: Final = 0
TALL: Final = 1
UP: Final = 2
ALONG: Final = 3
HAZE: Final = 4
NUMBERS: Final = 5
"""Of a wave: where its crest is, how high it stands, how far water has run up and along, haze a metre."""


@leaf
def _profile(across: Any, numbers: Array) -> Any:
    """Height of the wave, 0 to 1, by metres behind its crest (before it, below 0)."""
    tall = numbers[TALL]
    if across < f4(0):
        a = f4(1) + across / (tall * f4(FACE))
        return f4(0) if a <= f4(0) else a * a * (f4(0.55) + f4(0.45) * a)
    b = across / (tall * f4(BACK))
    return fade(b * b * f4(3.2) + b * f4(0.9))


@leaf
def _painted(noise: Array, x: Any, z: Any, at: Array, numbers: Array, body: Array, out: Array) -> None:
    """The colour of a point, into ``out (3,)``. ``at``: rise, share of the crest, and 1 on the face."""
    rise, share, face = at[0], at[1], at[2]
    streak = sample(noise, x * f4(13), rise * f4(38) - numbers[UP])
    lace = sample(noise, x * f4(31), rise * f4(55) - numbers[UP] * f4(3))
    churn = sample(noise, x * f4(24), z * f4(24) + numbers[UP])
    churn += (sample(noise, x * f4(70), z * f4(70)) - f4(0.5)) * f4(0.6)
    thin = f4(0.35) + (step(f4(0.40), f4(1.0), rise / share) - f4(0.35)) * face
    lip = step(f4(0.82), f4(1.0), rise / share + (lace - f4(0.5)) * f4(0.45)) * (f4(0.6) + f4(0.4) * face)
    broken = step(f4(0.52), f4(0.74), f4(1.26) - share + (lace - f4(0.5)) * f4(0.6))
    broken *= step(f4(0.05), f4(0.4), rise)
    wash = step(f4(0.16), f4(0.0), rise) * step(f4(0.40), f4(0.75), churn) * f4(0.8)
    veins = step(f4(0.57), f4(0.70), streak) * f4(0.4) * rise
    foam = min(max(lip, broken, wash, veins), f4(0.97))
    for c in range(3):
        water = body[0, c] + (body[1, c] - body[0, c]) * thin
        water *= f4(0.66) + f4(0.68) * streak
        white = body[2, c] * (f4(0.70) + f4(0.45) * lace)
        out[c] = water + (white - water) * foam


@bare
def _bend(x: Any) -> Any:
    """How far behind its line the crest is, in heights of the wave."""
    return f4(0.24) * math.sin(x * f4(0.061) + f4(1.3)) + f4(0.1) * math.sin(x * f4(0.19) + f4(4.0))


@bare
def _risen(x: Any, z: Any, numbers: Array, at: Array) -> None:
    """How high the wave is at a place, into ``at``, as ``_painted`` takes it."""
    along = f4(math.tau / 256) * numbers[ALONG]
    away = z - numbers[FOOT] - _bend(x) * numbers[TALL]
    share = f4(0.86) + f4(0.10) * math.sin(x * f4(0.083) + along) + f4(0.04) * math.sin(x * f4(0.29) - along)
    at[0] = _profile(away, numbers) * share
    at[1] = share
    at[2] = f4(1) if away < f4(0) else f4(0)


@kernel
def _tower(
    rgb: Array,
    depth: Array,
    view: Array,
    noise: Array,
    tones: Array,
    sun: Array,
    body: Array,
    numbers: Array,
) -> None:
    """Walk over the wave in each column, near to far, and fill what it raises.

    ``body (3, 3)``: deep water, thin water that light comes through, and foam.
    """
    width, height = depth.shape
    ends, colour, at = np.empty(3, np.float32), np.empty(3, np.float32), np.empty(3, np.float32)
    tall = numbers[TALL]
    near, far = numbers[FOOT] - tall * f4(FACE) * f4(1.4), numbers[FOOT] + tall * f4(0.8)
    for i in range(width):
        k = (f4(i) + f4(0.5) - view[MIDDLE]) / view[FOCAL]
        dx, dz = view[SIN] + view[COS] * k, max(view[COS] - view[SIN] * k, f4(0.05))
        haze_tone(tones, sun, dx, dz, ends)
        bottom = height
        for n in range(STEPS):
            z = near + (far - near) * f4(n) / f4(STEPS - 1)
            t = (z - view[Z]) / dz
            x = view[X] + dx * t
            _risen(x, z, numbers, at)
            if t <= f4(0.5) or at[0] <= f4(0.004):
                continue
            fine = sample(noise, x * f4(9), at[0] * f4(24) - numbers[UP])
            y = at[0] * (tall + (fine - f4(0.5)) * f4(0.7))
            top = max(i8(math.ceil(view[HORIZON] - (y - view[Y]) / t * view[FOCAL])), 0)
            if top >= bottom:
                continue
            _painted(noise, x, z, at, numbers, body, colour)
            clear = fade(t * numbers[HAZE]) * (f4(0.97) - f4(0.16) * (f4(1) - at[0]) * (f4(1) - at[0]))
            for j in range(top, bottom):
                if depth[i, j] >= t * f4(0.97):
                    depth[i, j] = t
                    for c in range(3):
                        rgb[i, j, c] = ends[c] + (colour[c] - ends[c]) * clear
            bottom = top


@dataclass(frozen=True)
class Breaker:
    """A wave whose crest runs across the view; ``numbers`` and ``body`` are the kernel's."""

    noise: Array
    body: Array
    numbers: Array

    def raise_up(self, canvas: Canvas, pose: Pose, moment: Moment, made: Sky) -> None:
        """Draw it before what is farther away."""
        numbers = _moved(self.numbers, moment)
        view = lens(pose, canvas.width, canvas.height)
        _tower(canvas.rgb, canvas.depth, view, self.noise, made.tones, made.sun, self.body, numbers)

    @property
    def anchor(self) -> tuple[float, float, float]:
        """A point of its crest, metres: before the camera's home, as high as it stands."""
        return 0.0, float(self.numbers[TALL]), float(self.numbers[FOOT])


def _moved(numbers: Array, moment: Moment) -> Array:
    """The numbers of a wave at a moment."""
    moved = numbers.copy()
    moved[UP] = moment.drift(RACES, 1.0) % 1.0 * 256
    moved[ALONG] = moment.drift(PEELS, 1.0) % 1.0 * 256
    moved[FOOT] += 0.06 * moved[TALL] * math.sin(math.tau * moment.cycle(0.2))
    return moved


class Swell:
    """A wave as those find it who are upon it: ``anchor`` is ``Breaker.anchor``."""

    def __init__(self, anchor: tuple[float, float, float], moment: Moment) -> None:
        numbers = np.zeros(NUMBERS, np.float32)
        numbers[FOOT], numbers[TALL] = anchor[2], anchor[1]
        self._numbers = _moved(numbers, moment)
        self._at = np.zeros(3, np.float32)

    def height(self, x: float, z: float) -> float:
        """How high above the sea a place is raised, metres."""
        _risen(f4(x), f4(z), self._numbers, self._at)
        return float(self._at[0] * self._numbers[TALL])

    def face(self, x: float) -> float:
        """Where along z somebody is who rides on the face of the wave, metres."""
        tall = float(self._numbers[TALL])
        return float(self._numbers[FOOT]) + tall * (float(_bend(f4(x))) - FACE * (1.0 - RIDDEN))


def breaker(plan: ShotPlan, body: Array, light: Array, haze: float, home: Home) -> Breaker | None:
    """The wave a plan asks for; ``body (2, 3)``: deep water and foam; ``light`` shines through."""
    if BREAKER not in plan.sights or plan.environment is not Environment.OCEAN:
        return None
    alone = main_subject(plan) is None
    away = EMPTY if alone else max(BEHIND * focus_distance(plan, home), NEAREST)
    tall = HIGHEST if alone else min(max(0.5 * away, 6.0), HIGHEST)
    if wave_ridden(plan):
        away = BEFORE * focus_distance(plan, home)
        tall = min(STEEP * away, HIGHEST)
    numbers = np.zeros(NUMBERS, np.float32)
    numbers[FOOT], numbers[TALL], numbers[HAZE] = away + tall * FACE, tall, haze
    colours = np.stack([body[0] * np.float32(1.3), light, body[1]]).astype(np.float32)
    return Breaker(fbm(256, plan.seed + 99, 5, 5, 0.55), colours, numbers)
