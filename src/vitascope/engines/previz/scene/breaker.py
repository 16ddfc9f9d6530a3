"""One great wave that stands before the camera and breaks, where a prompt asks for it."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from vitascope.engines.previz.canvas import Array, Canvas, Home, Pose
from vitascope.engines.previz.clock import Moment
from vitascope.engines.previz.compiled import f4, i8, kernel, leaf
from vitascope.engines.previz.focus import focus_distance, main_subject
from vitascope.engines.previz.plan import Environment, ShotPlan
from vitascope.engines.previz.scene.lens import COS, FOCAL, HORIZON, MIDDLE, SIN, X, Y, Z, lens
from vitascope.engines.previz.scene.lookup import fade, sample, step
from vitascope.engines.previz.scene.noise import fbm
from vitascope.engines.previz.scene.sky import Sky, haze_tone

BREAKER: Final = "breaker"
"""The sight that a plan calls for it by."""
STEPS: Final = 150
"""Points across the wave that are looked at along each column of the picture."""
BEHIND, NEAREST = 1.35, 9.0
"""Distances of the main subject to the wave's foot; and the least, metres."""
EMPTY, HIGHEST = 46.0, 17.0
"""Metres to a wave alone in the picture, and its height; with somebody it is lower."""
FACE, BACK = 0.95, 2.6
"""How far its face reaches forward and its back behind, in its heights."""
RACES, PEELS = 0.20, 0.10
"""Tiles a second by which water runs up its face, and by which it breaks along its crest."""
FOOT: Final = 0
TALL: Final = 1
UP: Final = 2
ALONG: Final = 3
HAZE: Final = 4
NUMBERS: Final = 5
"""Of a wave: where its crest is ahead, how high it stands, how far water has run up and along, haze a metre."""


@leaf
def _profile(across: Any, numbers: Array) -> Any:
    """Height of the wave, 0 to 1, by metres behind its crest (before it, below 0)."""
    tall = numbers[TALL]
    if across < f4(0):
        a = f4(1) + across / (tall * f4(FACE))
        return f4(0) if a <= f4(0) else a * a * (f4(0.55) + f4(0.45) * a)
    b = across / (tall * f4(BACK))
    return fade(b * b * f4(3.2) + b * f4(0.9))


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
    """Walk over the wave in each column, near to far, and fill what it raises. ``body``: deep, thin, foam."""
    width, height = depth.shape
    ends = np.empty(3, np.float32)
    tall = numbers[TALL]
    near, far = numbers[FOOT] - tall * f4(FACE) * f4(1.15), numbers[FOOT] + tall * f4(1.6)
    for i in range(width):
        k = (f4(i) + f4(0.5) - view[MIDDLE]) / view[FOCAL]
        dx, dz = view[SIN] + view[COS] * k, view[COS] - view[SIN] * k
        haze_tone(tones, sun, dx, dz, ends)
        if dz < f4(0.05):
            continue
        bottom = height
        for n in range(STEPS):
            part = f4(n) / f4(STEPS - 1)
            z = near + (far - near) * part
            t = (z - view[Z]) / dz
            if t <= f4(0.5):
                continue
            x = view[X] + dx * t
            wide = sample(noise, x * f4(0.9) + f4(31), f4(40)) - f4(0.5)
            crest = numbers[FOOT] + wide * tall * f4(1.1)
            share = f4(0.62) + f4(0.38) * step(f4(0.34), f4(0.66), sample(noise, x * f4(0.55) + numbers[ALONG], f4(90)))
            rise = _profile(z - crest, numbers) * share
            if rise <= f4(0.004):
                continue
            fine = sample(noise, x * f4(9), rise * f4(24) - numbers[UP])
            y = rise * tall + (fine - f4(0.5)) * f4(0.7) * rise
            row = view[HORIZON] - (y - view[Y]) / t * view[FOCAL]
            top = max(i8(math.ceil(row)), 0)
            if top >= bottom:
                continue
            streak = sample(noise, x * f4(13) + wide * f4(40), rise * f4(38) - numbers[UP])
            lace = sample(noise, x * f4(31), rise * f4(55) - numbers[UP] * f4(3))
            before = z < crest
            thin = step(f4(0.45), f4(1.0), rise / share) if before else f4(0.35)
            lip = step(f4(0.80), f4(0.99), rise / share + (lace - f4(0.5)) * f4(0.45)) * (f4(1) if before else f4(0.6))
            broken = step(f4(0.50), f4(0.72), f4(1.66) - share - f4(0.62) + (lace - f4(0.5)) * f4(0.6))
            broken *= step(f4(0.05), f4(0.4), rise)
            churn = sample(noise, x * f4(24), z * f4(24) + numbers[UP]) + (sample(noise, x * f4(70), z * f4(70)) - f4(0.5)) * f4(0.6)
            wash = step(f4(0.16), f4(0.0), rise) * step(f4(0.40), f4(0.75), churn) * f4(0.8)
            veins = step(f4(0.57), f4(0.70), streak) * f4(0.5) * rise
            foam = min(max(max(lip, broken), max(wash, veins)), f4(0.97))
            haze = f4(1) - fade(t * numbers[HAZE])
            graze = (f4(1) - rise) * (f4(1) - rise) * f4(0.30) + f4(0.05)
            for c in range(3):
                water = body[0, c] + (body[1, c] - body[0, c]) * thin
                water = water * (f4(0.62) + f4(0.76) * streak)
                water += (ends[c] - water) * graze
                white = body[2, c] * (f4(0.70) + f4(0.45) * lace)
                light = water + (white - water) * foam
                light += (ends[c] - light) * haze
                for j in range(top, bottom):
                    if depth[i, j] >= t * f4(0.97):
                        rgb[i, j, c] = light
            for j in range(top, bottom):
                if depth[i, j] >= t * f4(0.97):
                    depth[i, j] = t
            bottom = top


@dataclass(frozen=True)
class Breaker:
    """A wave whose crest runs across the view, ``numbers`` as above; ``body (3, 3)``: deep, thin water, foam."""

    noise: Array
    body: Array
    numbers: Array

    def raise_up(self, canvas: Canvas, pose: Pose, moment: Moment, made: Sky) -> None:
        """Draw it before what is farther away."""
        numbers = self.numbers.copy()
        numbers[UP] = moment.drift(RACES, 1.0) % 1.0 * 256
        numbers[ALONG] = moment.drift(PEELS, 1.0) % 1.0 * 256
        numbers[FOOT] += 0.06 * numbers[TALL] * math.sin(math.tau * moment.cycle(0.2))
        view = lens(pose, canvas.width, canvas.height)
        _tower(canvas.rgb, canvas.depth, view, self.noise, made.tones, made.sun, self.body, numbers)


def breaker(plan: ShotPlan, body: Array, light: Array, haze: float, home: Home) -> Breaker | None:
    """The wave of a plan that asks for one; ``body (2, 3)`` is deep water and foam, ``light`` what shines through."""
    if BREAKER not in plan.sights or plan.environment is not Environment.OCEAN:
        return None
    alone = main_subject(plan) is None
    away = EMPTY if alone else max(BEHIND * focus_distance(plan, home), NEAREST)
    tall = HIGHEST if alone else min(max(0.62 * away, 6.0), HIGHEST)
    numbers = np.zeros(NUMBERS, np.float32)
    numbers[FOOT], numbers[TALL], numbers[HAZE] = away + tall * FACE, tall, haze
    colours = np.stack([body[0] * np.float32(1.3), light, body[1]]).astype(np.float32)
    return Breaker(fbm(256, plan.seed + 99, 5, 5, 0.55), colours, numbers)
