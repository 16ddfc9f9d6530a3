"""Camera words as motion over a picture: how far each goes, and how its speed runs."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from vitascope.domain.render import FPS
from vitascope.engines.previz.picture.lens import View
from vitascope.engines.previz.plan import CameraMove

Track = NDArray[np.float64]
"""One ``View`` for each frame, ``(frames, 7)``."""

USUAL_SECONDS = 5.0
"""The length at which a move of amount 1 goes exactly as far as its entry says."""

REACH: dict[str, View] = {
    "push_in": View(ahead=0.15, zoom=0.01),
    "pull_out": View(ahead=-0.12),
    "zoom_in": View(zoom=0.15),
    "zoom_out": View(zoom=-0.1),
    "dolly_zoom": View(ahead=0.2, zoom=-0.09),
    "pan_left": View(pan=-0.12),
    "pan_right": View(pan=0.12),
    "tilt_up": View(tilt=-0.09),
    "tilt_down": View(tilt=0.09),
    "truck_left": View(right=-0.12),
    "truck_right": View(right=0.12),
    "pedestal_up": View(down=-0.1),
    "pedestal_down": View(down=0.1),
    "crane_up": View(down=-0.1, ahead=-0.03, tilt=0.01),
    "crane_down": View(down=0.1, ahead=0.03, tilt=-0.01),
    "orbit_left": View(right=-0.15, pan=0.09),
    "orbit_right": View(right=0.15, pan=-0.09),
    "roll_left": View(roll=-0.09, zoom=0.03),
    "roll_right": View(roll=0.09, zoom=0.03),
    "dive": View(down=0.1, ahead=0.08),
    "bolt_cam": View(ahead=0.2, right=0.06, roll=0.02),
    "aerial": View(ahead=0.08, down=-0.06),
    "aerial_drone": View(ahead=0.08, down=-0.06, right=0.03),
}
"""Where a move of amount 1 ends. A kind that names a framing and no movement has no entry."""

RESTLESS: dict[str, float] = {"handheld": 1.0, "pov": 0.8, "selfie": 0.8, "static": 0.0}
"""Kinds that hold the camera by hand, and how unsteadily."""

DRIFT = View(ahead=0.035)
"""What a picture does in five seconds where nothing else moves it: no shot is a still."""

BREATH = 0.009
"""Radius, in heights, of the circle on which a camera stands that is told to stand still."""


def reach(moves: Sequence[CameraMove]) -> NDArray[np.float64]:
    """Where all the moves together end, ``(7,)``; the usual push when none names a movement."""
    total = np.zeros(7)
    for move in moves:
        total += _distance(move)
    return total


def default_move(seconds: float, away: bool = False) -> CameraMove:
    """What is done where no word says what: in, or out towards a picture that comes last."""
    return CameraMove(kind="pull_out" if away else "push_in", start=0.0, end=seconds)


def speeds(moves: Sequence[CameraMove], frames: int, seed: int) -> Track:
    """The camera's velocity per frame; row ``i`` leads to frame ``i``."""
    seconds = frames / FPS
    time = (np.arange(frames) + 0.5) / FPS
    total = np.zeros((frames, 7))
    busy = np.zeros(frames)
    for move in moves:
        if move.kind in REACH:
            share = _window(time, move, seconds)
            total += share[:, None] * _distance(move)
            busy = np.maximum(busy, np.minimum(2.2 * share / max(float(share.max()), 1e-9), 1.0))
        elif move.kind in RESTLESS:
            total += _unsteady(time, RESTLESS[move.kind] * move.amount, seed)
            busy[:] = 1.0
    return total + np.outer(1.0 - busy, np.array(DRIFT) / (USUAL_SECONDS * FPS))


def _distance(move: CameraMove) -> NDArray[np.float64]:
    """A move's displacement. A longer one goes farther, though not in proportion."""
    length = max(move.end - move.start, 0.25) / USUAL_SECONDS
    return np.array(REACH.get(move.kind, View())) * move.amount * min(length, 1.0 + (length - 1.0) * 0.5)


def _window(time: NDArray[np.float64], move: CameraMove, seconds: float) -> NDArray[np.float64]:
    """The share of a move that each frame makes: even in the middle, gentle at its ends, never zero there.

    An end inside the clip rises and falls over half a second; at the clip's own ends the speed is 0.65 of
    the mean, because a shot does not begin or end at rest.
    """
    start, end = max(move.start, 0.0), min(move.end, seconds)
    if end <= start:
        return np.zeros_like(time)
    weight = 1.0 - 0.35 * np.cos(math.tau * np.clip((time - start) / (end - start), 0.0, 1.0))
    ramp = min(0.5, (end - start) / 2)
    if start > 0.0:
        weight *= _rise((time - start + ramp / 2) / ramp)
    if end < seconds - 1e-6:
        weight *= _rise((end + ramp / 2 - time) / ramp)
    return weight / max(float(weight.sum()), 1e-9)


def _rise(x: NDArray[np.float64]) -> NDArray[np.float64]:
    t = np.clip(x, 0.0, 1.0)
    return t * t * (3.0 - 2.0 * t)


def _unsteady(time: NDArray[np.float64], shake: float, seed: int) -> Track:
    """Velocity of a held camera: a slow circle, and with ``shake`` the tremor of a hand."""
    random = np.random.default_rng([seed, 11])
    total = np.zeros((time.size, 7))
    turn = math.tau / 6.5
    phase = float(random.uniform(0, math.tau))
    total[:, 0] = BREATH * turn * np.cos(turn * time + phase)
    total[:, 1] = BREATH * turn * 0.6 * np.sin(turn * time + phase)
    total[:, 2] = 0.004 * shake
    for part, size in ((3, 0.0045), (4, 0.0045), (5, 0.003)):
        for hertz in (0.31, 0.73, 1.37):
            swing = math.tau * hertz * float(random.uniform(0.85, 1.15))
            angle = swing * time + float(random.uniform(0, math.tau))
            total[:, part] += shake * size / (1.0 + hertz) * swing * np.cos(angle)
    return total / FPS
