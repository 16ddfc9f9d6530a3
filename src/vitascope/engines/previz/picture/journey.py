"""The camera's place at every frame of a clip made from one picture."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from vitascope.domain.render import FPS
from vitascope.engines.previz.picture.depth import Map
from vitascope.engines.previz.picture.lens import View, uncovered
from vitascope.engines.previz.picture.move import USUAL_SECONDS, Track, default_move, reach, speeds
from vitascope.engines.previz.picture.plan import PicturePlan, Pin
from vitascope.engines.previz.plan import CameraMove

MATCH = 14.0
"""Frames in which a speed taken over from a video gives way to the clip's own, to 1/e."""
MARGIN = 0.055
"""Share of a side that may be uncovered and filled by stretching the rim."""
STILL = 0.35
"""Of a loop's usual way, where the camera was told to stand still."""
SIDEWAYS, FORWARD = 0.05, 0.07
"""The other half of a loop's closed way where the moves lie along one axis only."""


def journey(plan: PicturePlan) -> Track:
    """``(frames, 7)``: the views of the clip, by the plan alone."""
    moves = plan.moves or (default_move(plan.frames / FPS, away=plan.pin in {Pin.LAST, Pin.AFTER}),)
    if plan.loop:
        return _round(reach(moves), plan) * (STILL if _at_rest(moves) else 1.0)
    steps = _matched(speeds(moves, plan.frames, plan.seed), plan)
    way: Track = np.cumsum(steps, axis=0)
    rest: Track = {
        Pin.FIRST: way[0],
        Pin.BEFORE: np.zeros(7),
        Pin.LAST: way[-1],
        Pin.AFTER: way[-1] + steps[-1],
    }[plan.pin]
    return np.asarray(way - rest)


def final_speed(plan: PicturePlan, at_start: bool = False) -> View:
    """The camera's velocity per frame at the clip's end, or at its start."""
    track = journey(plan)
    if len(track) < 2:
        return View()
    step = track[1] - track[0] if at_start else track[-1] - track[-2]
    return View(*(float(part) for part in step))


def excursion(frames: int, seed: int) -> Track:
    """A small way out and back that is the picture itself in the first and in the last frame."""
    turn = math.tau * np.arange(frames) / max(frames - 1, 1)
    sign = 1.0 if np.random.default_rng([seed, 12]).random() < 0.5 else -1.0
    return _closed(np.array(View(ahead=FORWARD, right=sign * SIDEWAYS)), turn)


def covered(track: Track, near: Map, width: int, height: int) -> Track:
    """The same way with as much zoom as keeps the camera from looking far past the picture's edges.

    The zoom grows with the square of the distance from the picture's own place, where it is nil.
    """
    distance = np.square(track).sum(axis=1)
    share = distance / max(float(distance.max()), 1e-12)
    need = 0.0
    for i in np.unique(np.linspace(0, len(track) - 1, 13).round().astype(int)):
        if share[i] > 0.03:
            beyond = uncovered(View(*track[i]), near, width, height) - MARGIN
            need = max(need, math.log1p(2.0 * max(0.0, beyond)) / float(share[i]))
    result = track.copy()
    result[:, 6] += min(need, 0.3) * share
    return result


def _matched(steps: Track, plan: PicturePlan) -> Track:
    """Steps that begin (or end) at the speed of the video at the joint."""
    if plan.pin not in {Pin.BEFORE, Pin.AFTER}:
        return steps
    fade = np.exp(-np.arange(len(steps)) / MATCH)[:, None]
    if plan.pin is Pin.AFTER:
        fade = fade[::-1]
    own = steps if plan.inherited is None else steps + (np.array(plan.inherited) - steps) * fade
    return own * (1.0 + (plan.launch - 1.0) * fade)


def _round(way: NDArray[np.float64], plan: PicturePlan) -> Track:
    """Once around a closed way that passes the picture's own place without stopping."""
    shift = {Pin.FIRST: 0, Pin.BEFORE: 1, Pin.LAST: 1, Pin.AFTER: 0}[plan.pin]
    turn = math.tau * ((np.arange(plan.frames) + shift) % plan.frames) / plan.frames
    return _closed(way, turn) * min(plan.launch, 1.0)


def _closed(way: NDArray[np.float64], turn: NDArray[np.float64]) -> Track:
    """Along the view axis there and back, across it to both sides, a quarter turn apart."""
    there_and_back = np.array([0, 0, 1, 0, 0, 0, 1], bool)
    along, across = np.where(there_and_back, way, 0.0), np.where(there_and_back, 0.0, way)
    share = min(1.0, turn.size / (USUAL_SECONDS * FPS))
    if not along.any():
        along[2] = FORWARD * share
    if not across.any():
        across[0] = SIDEWAYS * share
    return np.asarray(np.outer((1.0 - np.cos(turn)) / 2, along) + np.outer(np.sin(turn) / 2, across))


def _at_rest(moves: Sequence[CameraMove]) -> bool:
    """Whether the camera was told to stand still."""
    return all(move.kind == "static" for move in moves)
