"""No place at all: liquids, ink, smoke, sparks and patterns that move for their own sake."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final

import cv2
import numpy as np

from vitascope.engines.previz.canvas import Air, Array, Canvas, Home, Light, Pose
from vitascope.engines.previz.clock import Moment
from vitascope.engines.previz.compiled import f4, kernel, leaf
from vitascope.engines.previz.plan import ShotPlan
from vitascope.engines.previz.scene.colour import linear, luma, mix, triple
from vitascope.engines.previz.scene.lookup import sample, step
from vitascope.engines.previz.scene.noise import fbm
from vitascope.engines.previz.scene.palette import Look, look
from vitascope.engines.previz.scene.particles import Swarm, strew
from vitascope.engines.previz.tone import Grade

Subjects = Callable[[Canvas, Light, Air], None]
Point = tuple[float, float, float]
ROWS = 300
"""Of the picture that is worked out, at most; it is soft, and is enlarged."""
TONES: Final = 4
LIQUID, INK, SMOKE, GEOMETRY, SPARKS = 0.0, 1.0, 2.0, 3.0, 4.0
STYLES: Final = {"ink": INK, "smoke": SMOKE, "geometry": GEOMETRY, "particles": SPARKS}
"""What is shown, by what a plan calls the sight; a liquid where it calls for none."""
PALETTES: Final = (
    ("#ff3d7f", "#3d5cff", "#19d3c5", "#ffb347"),
    ("#f2b134", "#ed553b", "#5b2a86", "#1fb5ad"),
    ("#12c2e9", "#c471ed", "#f64f59", "#fff1c1"),
    ("#00a8a8", "#1e5bd6", "#8a2be2", "#f7e06e"),
)
"""Colours where none are named."""
SPEEDS: Final = (0.021, 0.013, -0.017, 0.011, 0.026, -0.019)
"""Tiles of noise a second, by which its layers go across and along."""
NEARER = 2.0
"""How much larger or smaller a camera that comes and goes sees it, at most, as a logarithm."""
BACKDROP = 150.0
"""Metres at which it stands behind what a later clip may bring in."""
SPUN = 0.03
"""Turns a second of a pattern."""


@dataclass(frozen=True)
class Abstract:
    """A world of colours alone; see ``world.World``. ``tones (4, 3)`` are before the ``backdrop (3,)``."""

    home: Home
    light: Light
    anchors: dict[str, Point]
    grade: Grade
    noise: Array
    tones: Array
    backdrop: Array
    style: float
    swarms: tuple[Swarm, ...]

    def ground(self, x: float, z: float) -> float:  # noqa: ARG002 - there is none
        """Far below."""
        return -50.0

    def draw(self, canvas: Canvas, pose: Pose, moment: Moment, subjects: Subjects) -> None:
        """The colours, subjects, and sparks."""
        shrink = max(math.ceil(canvas.height / ROWS), 1)
        small = np.empty((-(-canvas.width // shrink), -(-canvas.height // shrink), 3), np.float32)
        _flow(small, self._view(pose, moment), self.noise, self.tones, self.backdrop)
        if shrink > 1:
            size = canvas.height, canvas.width
            cv2.resize(small, size, dst=canvas.rgb, interpolation=cv2.INTER_LINEAR)
        else:
            canvas.rgb[:] = small
        canvas.depth[:] = BACKDROP
        subjects(canvas, self.light, Air(triple(self.backdrop), 1e-4))
        for swarm in self.swarms:
            strew(swarm, canvas, pose, moment)

    def _view(self, pose: Pose, moment: Moment) -> Array:
        """Style, shift across and down, size, where six layers of noise are, in texels, and two turns."""
        at = self.home.pose
        size = pose.focal / at.focal * math.exp(min(max(0.22 * (pose.z - at.z), -NEARER), NEARER))
        moved = [moment.drift(speed, 1.0) % 1.0 * 256 for speed in SPEEDS]
        turns = [moment.cycle(SPUN), moment.cycle(1.7 * SPUN)]
        across = 0.8 * (pose.yaw - at.yaw) + 0.12 * (pose.x - at.x)
        down = 0.8 * (pose.pitch - at.pitch) + 0.12 * (pose.y - at.y)
        return np.array([self.style, across, -down, 1.0 / size, *moved, *turns], np.float32)


@leaf
def _folds(noise: Array, x: Any, y: Any, view: Array, out: Array) -> None:
    """Noise bent by noise that is bent by noise: how high a liquid stands, and two that colour it."""
    a = sample(noise, x * f4(38) + view[4], y * f4(38) + view[5]) - f4(0.5)
    b = sample(noise, x * f4(38) + view[6] + f4(91), y * f4(38) + view[7] + f4(33)) - f4(0.5)
    u = x + f4(1.9) * a
    v = y + f4(1.9) * b
    c = sample(noise, u * f4(33) + view[8] + f4(17), v * f4(33) + view[4]) - f4(0.5)
    d = sample(noise, u * f4(33) + view[5] + f4(57), v * f4(33) + view[9]) - f4(0.5)
    s = u + f4(2.3) * c
    w = v + f4(2.3) * d
    out[0] = sample(noise, s * f4(27) + view[7], w * f4(27) + view[8])
    out[1] = f4(0.5) + c * f4(1.7)
    out[2] = f4(0.5) + (a + d) * f4(1.2)


@leaf
def _dyed(tones: Array, at: Any, out: Array) -> None:
    """A colour between the tones, by a number of 0 to 1 that goes round."""
    place = (at - np.floor(at)) * f4(TONES)
    first = int(place) % TONES
    share = place - np.floor(place)
    share = share * share * (f4(3) - f4(2) * share)
    for c in range(3):
        out[c] = tones[first, c] + (tones[(first + 1) % TONES, c] - tones[first, c]) * share


@leaf
def _liquid(noise: Array, x: Any, y: Any, view: Array, tones: Array, folds: Array, out: Array) -> None:
    """A shining surface: lit where it faces a lamp above, mirrors a room of soft boxes."""
    e = f4(0.016)
    x, y = x * f4(1.3), y * f4(1.3)
    _folds(noise, x + e, y, view, folds)
    right = folds[0]
    _folds(noise, x, y + e, view, folds)
    below = folds[0]
    _folds(noise, x, y, view, folds)
    gx, gy = (right - folds[0]) / e * f4(0.55), (below - folds[0]) / e * f4(0.55)
    flat = f4(1) / math.sqrt(gx * gx + gy * gy + f4(1))
    nx, ny = -gx * flat, -gy * flat
    key = max(nx * f4(-0.45) + ny * f4(-0.62) + flat * f4(0.64), f4(0))
    up = f4(0.5) - f4(0.5) * (f4(2) * flat * ny)
    room = step(f4(0.50), f4(0.62), up) * step(f4(0.86), f4(0.72), up) + f4(0.6) * step(f4(0.92), f4(1.0), up)
    spark = key * key
    spark = spark * spark
    spark = spark * spark * spark * spark
    _dyed(tones, folds[1] * f4(0.75) + folds[2] * f4(0.35), out)
    for c in range(3):
        out[c] = out[c] * (f4(0.05) + f4(0.36) * key + f4(0.80) * room) + spark * (
            f4(0.25) + f4(0.75) * out[c]
        ) * f4(2.2)


@leaf
def _cloud(
    noise: Array, x: Any, y: Any, view: Array, tones: Array, backdrop: Array, folds: Array, out: Array
) -> None:
    """Ink or smoke: dense in the middle, torn into threads around it."""
    _folds(noise, x * f4(1.35), y * f4(1.35), view, folds)
    u, v = x * f4(64) + folds[1] * f4(150), y * f4(64) + folds[2] * f4(150)
    thread = f4(1) - abs(sample(noise, u + view[6], v) * f4(2) - f4(1)) * f4(3)
    wisp = f4(1) - abs(sample(noise, u * f4(2.3), v * f4(2.3) + view[7]) * f4(2) - f4(1)) * f4(3)
    torn = max(thread, f4(-0.6)) * f4(0.16) + max(wisp, f4(-0.6)) * f4(0.09)
    about = step(f4(1.45), f4(0.15), math.sqrt(x * x * f4(0.42) + y * y))
    dense = step(f4(0.42), f4(0.74), folds[0] + torn + about * f4(0.26) - f4(0.08))
    dense *= f4(0.15) + f4(0.85) * about
    _dyed(tones, folds[1] * f4(0.8) + folds[2] * f4(0.3) + f4(0.3) * folds[0], out)
    if backdrop[0] > f4(0.4):
        for c in range(3):
            stain = f4(1) - dense * (f4(1) - out[c] * (f4(0.55) + f4(0.5) * torn))
            out[c] = backdrop[c] * stain
        return
    lit = dense * (f4(0.18) + f4(1.5) * max(folds[0] - f4(0.25), f4(0)) + f4(2.0) * max(torn, f4(0)))
    for c in range(3):
        out[c] = backdrop[c] + out[c] * lit * dense


@leaf
def _pattern(x: Any, y: Any, view: Array, tones: Array, out: Array, tone: Array) -> None:
    """A plane folded on itself again and again, in glowing lines."""
    tau = f4(math.tau)
    turn = tau * view[10]
    about = math.atan2(y, x) + f4(0.35) * math.sin(turn)
    far = math.sqrt(x * x + y * y)
    part = tau / f4(8)
    about = abs(about - part * np.floor(about / part + f4(0.5)))
    px, py = far * math.cos(about), far * math.sin(about)
    scale = f4(1)
    for c in range(3):
        out[c] = f4(0.004)
    lean = f4(0.55) + f4(0.25) * math.sin(tau * view[11])
    cosine, sine = math.cos(lean), math.sin(lean)
    for k in range(5):
        px, py = abs(px) - f4(0.42), abs(py) - f4(0.17)
        px, py = px * cosine - py * sine, px * sine + py * cosine
        px, py = px * f4(1.42), py * f4(1.42)
        scale *= f4(1.42)
        ring = math.sqrt(px * px + py * py) - f4(0.36) - f4(0.12) * math.sin(turn + f4(k))
        line = min(abs(ring), abs(px)) / scale
        _dyed(tones, f4(k) * f4(0.23) + far * f4(0.4) - view[10], tone)
        glow = f4(0.0035) / (line + f4(0.004))
        for c in range(3):
            out[c] += tone[c] * glow * glow * f4(0.9)


@kernel
def _flow(rgb: Array, view: Array, noise: Array, tones: Array, backdrop: Array) -> None:
    """Every point of a picture; ``view`` as ``Abstract._view`` makes it."""
    width, height = rgb.shape[0], rgb.shape[1]
    folds, tone = np.empty(3, np.float32), np.empty(3, np.float32)
    style = view[0]
    for i in range(width):
        x = (f4(i) + f4(0.5) - f4(0.5) * f4(width)) / f4(height) * f4(2) * view[3] + view[1]
        for j in range(height):
            y = ((f4(j) + f4(0.5)) / f4(height) * f4(2) - f4(1)) * view[3] + view[2]
            out = rgb[i, j]
            if style == f4(LIQUID):
                _liquid(noise, x, y, view, tones, folds, out)
            elif style == f4(GEOMETRY):
                _pattern(x, y, view, tones, out, tone)
            else:
                _cloud(noise, x, y, view, tones, backdrop, folds, out)
                if style == f4(SPARKS):
                    for c in range(3):
                        out[c] = backdrop[c] + (out[c] - backdrop[c]) * f4(0.13)


def build(plan: ShotPlan) -> Abstract:
    """The colours of a plan that shows nothing else."""
    made = look(plan)
    style = next((STYLES[sight] for sight in plan.sights if sight in STYLES), LIQUID)
    tones = _tones(plan.tones or PALETTES[plan.seed % len(PALETTES)])
    white = "studio_white" in plan.sights or (style == INK and "studio_black" not in plan.sights)
    backdrop = linear("#eef0f2" if white else "#050508")
    return Abstract(
        home=Home(Pose(0.0, 0.0, 0.0), 1.0),
        light=_light(made),
        anchors={"peak": (0.0, 1.0, 8.0), "horizon": (0.0, 0.0, 1e4)},
        grade=Grade(bloom=0.12 if white else 0.6, vignette=0.15),
        noise=fbm(256, plan.seed + 97, 5, 4, 0.42),
        tones=tones,
        backdrop=backdrop,
        style=style,
        swarms=_sparks(plan.seed, tones) if style == SPARKS else (),
    )


def _light(made: Look) -> Light:
    """Of a studio, whatever the hour."""
    white = (1.1, 1.1, 1.1)
    return Light((-0.45, 0.72, -0.53), white, (0.5, 0.5, 0.52), (0.6, 0.5, 0.6), triple(made.sun))


def _tones(named: Sequence[str]) -> Array:
    """Four colours: those named, and between and beside them lighter and darker ones."""
    colours = [linear(each) for each in named[:TONES]]
    if len(colours) == 1:
        own = colours[0]
        light = mix(
            (own * np.float32(1.5)).astype(np.float32), np.full(3, luma(own) * 1.6 + 0.1, np.float32), 0.16
        )
        colours = [own, (own**1.35 * np.float32(0.5)).astype(np.float32), light, own]
    while len(colours) < TONES:
        colours.append((colours[len(colours) % len(named)] * np.float32(0.7)).astype(np.float32))
    return np.stack(colours).astype(np.float32)


def _sparks(seed: int, tones: Array) -> tuple[Swarm, ...]:
    """Points of light, some nearer than others."""
    return tuple(
        Swarm.strewn(
            500,
            seed + 98 + number,
            box=5.0 + number,
            velocity=(0.16, 0.10 + 0.03 * number, -0.2),
            size=0.006 + 0.007 * number,
            colour=(tones[number] * np.float32(2.0) + np.float32(0.1)).astype(np.float32),
            opacity=0.9 - 0.12 * number,
            sway=0.35,
            hertz=0.12,
            glow=1.0,
        )
        for number in range(TONES)
    )
