"""The sea before a coast: its surface, breakers that roll in, and sand that they leave wet."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from vitascope.engines.previz.canvas import FAR, Array, Canvas, Pose
from vitascope.engines.previz.clock import Moment
from vitascope.engines.previz.compiled import f4, kernel, leaf
from vitascope.engines.previz.plan import Mood, ShotPlan, Weather
from vitascope.engines.previz.scene import sky, surface
from vitascope.engines.previz.scene.coast import rocky
from vitascope.engines.previz.scene.colour import lean, linear, luma
from vitascope.engines.previz.scene.lens import COS, FOCAL, HORIZON, MIDDLE, SIN, X, Y, Z, lens
from vitascope.engines.previz.scene.lookup import fade, rest, sample, step
from vitascope.engines.previz.scene.noise import fbm
from vitascope.engines.previz.scene.palette import Look
from vitascope.engines.previz.scene.sky import Sky, haze_tone
from vitascope.engines.previz.scene.waves import Waves

WADED = -0.22
"""How deep one stands in the water at most, metres."""
ROUGH: Final = {Weather.STORM: 2.2, Weather.RAIN: 1.5, Weather.SNOW: 1.2, Weather.FOG: 0.8}
"""How much higher waves are than on a clear day."""
HERTZ = 0.13
"""Breakers a second."""
TURN: Final = 0
HAZE: Final = 1
LENGTH: Final = 2
BREAKING: Final = 3
RUN: Final = 4
WHITE: Final = 5
LEVEL: Final = 6
NUMBERS: Final = 7
"""Of the surf: turns that have passed, haze a metre, metres from one breaker to the next and those over which
they break, how far water runs up the shore, how much of all is foam, and up to which height it gets."""


@leaf
def _damped(
    pixel: Array, away: Any, edge: Any, run: Any, quick: Any, down: Any, clear: Any, ends: Array
) -> None:
    """Sand that is wet, or under a film of water, in one ``pixel (3,)``."""
    film = away <= edge
    share = step(f4(-2.5), f4(0.2), away)
    if not film:
        share = f4(1) - step(edge + f4(0.1), run + f4(1.5), away + f4(0.6) * quick - f4(0.3))
    keep, shine = f4(0.72), f4(0.26)
    if not film:
        keep, shine = f4(0.42), f4(0.34) / (f4(1) + f4(9) * down * down)
    for c in range(3):
        pixel[c] += (pixel[c] * keep + ends[c] * shine - pixel[c]) * share * clear


@kernel
def _wash(
    rgb: Array,
    depth: Array,
    top: int,
    view: Array,
    inland: Array,
    noise: Array,
    tones: Array,
    sun: Array,
    foam: Array,
    numbers: Array,
) -> None:
    """Breakers and foam on the water, and wet sand, by how far from the waterline a point is."""
    width, height = depth.shape
    ends = np.empty(3, np.float32)
    turn, length, breaking, run = numbers[TURN], numbers[LENGTH], numbers[BREAKING], numbers[RUN]
    for i in range(width):
        k = (f4(i) + f4(0.5) - view[MIDDLE]) / view[FOCAL]
        dx, dz = view[SIN] + view[COS] * k, view[COS] - view[SIN] * k
        haze_tone(tones, sun, dx, dz, ends)
        for j in range(top, height):
            t = depth[i, j]
            if t >= f4(FAR):
                continue
            down = (f4(j) + f4(0.5) - view[HORIZON]) / view[FOCAL]
            if view[Y] - t * down > numbers[LEVEL]:
                continue
            x, z = view[X] + dx * t, view[Z] + dz * t
            away = sample(inland, x, z)
            if away < -breaking or away > run + f4(1.6):
                continue
            slow = sample(noise, x * f4(1.9), z * f4(1.9))
            quick = sample(noise, x * f4(23), z * f4(23) + turn * f4(256))
            fine = sample(noise, x * f4(71) + turn * f4(256), z * f4(71))
            pixel = t / view[FOCAL] * min(t / max(view[Y], f4(0.5)), f4(12))
            lace = f4(0.5) + (f4(0.6) * quick + f4(0.4) * fine - f4(0.5)) * f4(2.6) / (f4(1) + pixel)
            swing = math.sin(f4(math.tau) * (turn + slow * f4(1.3)))
            edge = run * (f4(0.5) + f4(0.5) * swing)
            clear = fade(t * numbers[HAZE])
            _damped(rgb[i, j], away, edge, run, quick, down, clear, ends)
            crest = rest((away + (slow - f4(0.5)) * f4(9)) / length - turn)
            near = step(-breaking, f4(-0.35) * breaking, away)
            tail = f4(1) - crest
            strength = near * (f4(0.35) + f4(1.3) * sample(noise, x * f4(4) - turn * f4(256), z * f4(4)))
            front = step(f4(0.0), f4(0.06), tail) * fade(tail * f4(7.0)) * strength
            swash = fade(abs(away - edge + f4(0.12)) * f4(4.5)) * f4(0.9)
            left = step(f4(-6), f4(0), away) * f4(0.32)
            amount = (front * f4(1.35) + max(swash, left)) * numbers[WHITE]
            amount = step(f4(1.02) - amount, f4(1.5) - amount, lace + f4(0.12)) if away <= edge else f4(0)
            amount = max(amount, swash * swash * f4(0.5)) if away <= edge else amount
            for c in range(3):
                white = foam[c] * (f4(0.72) + f4(0.4) * lace)
                rgb[i, j, c] += (white * clear + ends[c] * (f4(1) - clear) - rgb[i, j, c]) * min(
                    amount, f4(0.96)
                )


@dataclass(frozen=True)
class Sea:
    """The sea at 0 metres before a coast; ``inland`` is how far each cell of the land is from it, metres."""

    inland: Array
    noise: Array
    waves: Waves
    body: Array
    settings: Array
    numbers: Array

    def lay(self, canvas: Canvas, pose: Pose, moment: Moment, made: Sky) -> None:
        """The water over its bed, and the surf."""
        mirror = sky.dome(made, moment)
        fine, finest = moment.drift(1.5, 9.6) / 9.6, moment.drift(0.5, 1.92) / 1.92
        shift = np.array([fine % 1.0 * 128, 0, 0, finest % 1.0 * 128], np.float32)
        tile = self.waves.at(moment)
        surface.cover(canvas, pose, tile, mirror, made.tones, made.sun, self.body, shift, self.settings)
        numbers = self.numbers.copy()
        numbers[TURN] = moment.cycle(HERTZ) % 64.0
        view = lens(pose, canvas.width, canvas.height)
        top = max(surface.horizon_row(canvas, pose) - 1, 0)
        _wash(
            canvas.rgb,
            canvas.depth,
            top,
            view,
            self.inland,
            self.noise,
            made.tones,
            made.sun,
            self.body[1],
            numbers,
        )


def sea(plan: ShotPlan, made: Look, inland: Array) -> Sea:
    """The sea of a plan that is set on a coast."""
    rough = ROUGH.get(plan.weather, 1.0) * (0.65 if plan.mood is Mood.CALM else 1.0)
    cliffs, high = rocky(plan), "surf" in plan.sights
    rough = max(rough, 1.6) if high else rough
    steep = min((0.13 if cliffs else 0.075) * rough, 0.2)
    waves = Waves.of(plan.seed + 41, steep, made.azimuth + math.pi + 0.5, 27.0 if cliffs else 11.0)
    settings = np.zeros(surface.SETTINGS, np.float32)
    settings[surface.HAZE] = 0.0006 * made.haze
    settings[surface.CLARITY] = 0.30
    settings[surface.FOAM] = min(0.16 * rough, 0.6)
    settings[surface.CREST] = max(waves.height, 1e-3)
    numbers = np.zeros(NUMBERS, np.float32)
    numbers[HAZE] = 0.0009 * made.haze
    numbers[LENGTH], numbers[BREAKING] = (
        (13.0, 26.0 * min(rough, 1.5)) if cliffs else (9.0, 34.0 * min(rough, 1.6))
    )
    numbers[RUN] = 0.8 if cliffs else 1.7 * min(rough, 1.6)
    numbers[WHITE] = min((1.25 if cliffs else 0.95) * rough**0.5, 1.6)
    numbers[LEVEL] = 2.5 if cliffs else 0.9
    return Sea(
        inland=inland,
        noise=fbm(256, plan.seed + 96, 4, 5, 0.55),
        waves=waves,
        body=_body(plan, made),
        settings=settings,
        numbers=numbers,
    )


def _body(plan: ShotPlan, made: Look) -> Array:
    """Deep water and foam, as bright as the sky lets them be."""
    hue = linear("#2f8f92") if plan.tint is None else linear(plan.tint)
    light = luma(made.ambient) * 0.5 + luma(made.key) * 0.12
    deep = lean(made.ambient, hue, 0.85) / max(luma(made.ambient), 1e-4) * light * 0.15
    foam = made.ambient * 0.75 + made.key * 0.42
    return np.stack([deep, foam]).astype(np.float32)
