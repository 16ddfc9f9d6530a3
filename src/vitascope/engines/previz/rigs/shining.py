"""Laying a puppet's fires, smoke and beams over a picture in which everything else is drawn."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np

from vitascope.engines.previz.canvas import Canvas, Light
from vitascope.engines.previz.compiled import Floats
from vitascope.engines.previz.rigs.aura import Aura
from vitascope.engines.previz.rigs.beams import CONE, reach, shine, warm_up
from vitascope.engines.previz.rigs.mesh import Mesh
from vitascope.engines.previz.rigs.plume import SPEC, burn, fume, turbulence
from vitascope.engines.previz.rigs.view import View

Clock = Callable[[float], float]
"""Turns made by something that goes round so often in a second; whole turns over a loop."""

FLICKER, TALL = 0.62, 1.4
"""Turns a second of a flame so many metres high; taller ones take longer, by the root."""
DRIFT = 0.30
"""The same for smoke, as a share of a flame's."""
THROWN, REACH = (2.6, 1.1, 0.32), 1.9
"""How much brighter a fire by night makes what is near, in red, green and blue; how far, in its heights."""
NEAR = 0.15
"""Metres before the camera within which nothing is seen."""
BY_DAY = 0.12
"""From how dark on beams are seen."""
HAZE = {Aura.BEAM: 1.0, Aura.HEADLIGHT: 0.10}
FALLS = {Aura.BEAM: 2.0, Aura.HEADLIGHT: 7.0}
"""How much the air shows of each kind, and how much brighter it makes what it falls on."""


def darkness(light: Light) -> float:
    """0 by day to 1 at night."""
    bright = sum(light.key_colour) / 3 + sum(light.ambient) / 3
    return min(max(1.25 - 1.1 * bright, 0.0), 1.0)


def lay(canvas: Canvas, shot: View, mesh: Mesh, points: Floats, light: Light, clock: Clock) -> None:
    """Draw all of a mesh's auras, ``points`` being where its vertices are before the camera."""
    dark = darkness(light)
    order = np.argsort(-points[mesh.auras[:, 0], 2], kind="stable")
    fires: list[Floats] = []
    for foot, tip, side, kind in mesh.auras[order]:
        spot = points[[foot, tip, side]]
        colour, rage, strength = mesh.paint[foot, 3:6], float(mesh.paint[foot, 6]), float(mesh.paint[foot, 7])
        if kind == Aura.FIRE:
            fires.append(spot)
            _rise(canvas, shot, spot, (colour, strength, rage), clock, True)
        elif kind == Aura.SMOKE:
            _rise(canvas, shot, spot, (colour * _daylight(light), strength, 1.0), clock, False)
        elif dark > BY_DAY:
            _beam(canvas, shot, spot, (colour, strength * dark), Aura(int(kind)))
    if fires and dark > BY_DAY:
        _thrown(canvas, shot, np.array(fires), dark, clock)


def _daylight(light: Light) -> Floats:
    """What smoke is lit by."""
    return 0.75 * np.asarray(light.key_colour, np.float32) + 0.9 * np.asarray(light.ambient, np.float32)


def _rise(
    canvas: Canvas, shot: View, spot: Floats, look: tuple[Floats, float, float], clock: Clock, burns: bool
) -> None:
    """A flame, or smoke."""
    if float(spot[:2, 2].min()) < NEAR:
        return
    focal, column, horizon = (float(v) for v in shot.lens)
    ends = [(column + focal * p[0] / p[2], horizon - focal * p[1] / p[2]) for p in spot[:2].tolist()]
    high, wide = (float(np.linalg.norm(spot[k] - spot[0])) for k in (1, 2))
    hertz = FLICKER * math.sqrt(TALL / max(high, 0.02)) * (1.0 if burns else DRIFT)
    spec = np.zeros(SPEC, np.float32)
    time = clock(min(hertz, 2.5))
    spec[:] = (
        *ends[0], ends[1][0] - ends[0][0], ends[1][1] - ends[0][1], focal * wide / float(spot[0, 2]),
        float(spot[0, 2]), max(wide, 0.02), time, _apart(look[1], spot), *look[0], *look[1:],
    )  # fmt: skip
    (burn if burns else fume)(canvas.rgb, canvas.depth, turbulence(), spec)


def _apart(strength: float, spot: Floats) -> float:
    """An offset that sets one plume apart from the next and stays with it."""
    ratio = float(np.linalg.norm(spot[1] - spot[0])) / max(float(np.linalg.norm(spot[2] - spot[0])), 1e-6)
    return math.fmod(7.31 * ratio + 3.17 * strength, 1.0)


def _beam(canvas: Canvas, shot: View, spot: Floats, look: tuple[Floats, float], kind: Aura) -> None:
    along = spot[1] - spot[0]
    long = max(float(np.linalg.norm(along)), 1e-3)
    wide = float(np.linalg.norm(spot[2] - spot[0]))
    narrow = 0.08 * wide
    cone = np.zeros(CONE, np.float32)
    cone[:] = (
        *spot[0], *(along / long), long, (wide - narrow) / long, narrow, *(look[0] * look[1]),
        HAZE[kind], FALLS[kind] * look[1],
    )  # fmt: skip
    part = reach(shot.lens, cone, canvas.width, canvas.height)
    shine(canvas.rgb, canvas.depth, shot.lens, cone, part)


def _thrown(canvas: Canvas, shot: View, fires: Floats, dark: float, clock: Clock) -> None:
    """The light of all its fires, as one that flickers."""
    middle = 0.5 * (fires[:, 0] + fires[:, 1]).mean(0)
    if float(middle[2]) < NEAR:
        return
    high = float(np.linalg.norm(fires[:, 1] - fires[:, 0], axis=1).max())
    spread = float(np.ptp(fires[:, 0], axis=0).max())
    turn = math.tau * clock(2.0)
    flicker = 1.0 + 0.10 * math.sin(turn) + 0.06 * math.sin(3.0 * turn + 1.0)
    gain = dark * flicker * np.asarray(THROWN, np.float32)
    lamp = np.array([*middle, REACH * high + 0.5 * spread, *gain], np.float32)
    warm_up(canvas.rgb, canvas.depth, shot.lens, lamp)
