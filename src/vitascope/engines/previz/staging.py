"""Where the subjects are. Their paths are planned on the screen, then set into the world.

A place on the screen is turned into one in the world by a framing that stays with its take, and in part
by the camera itself, so that a subject is seen to be passed and yet stays in the picture.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from vitascope.engines.previz.camera import steady
from vitascope.engines.previz.canvas import Placement
from vitascope.engines.previz.clock import Moment
from vitascope.engines.previz.cues import Field
from vitascope.engines.previz.layout import Numbers
from vitascope.engines.previz.plan import Environment, Medium, ShotPlan
from vitascope.engines.previz.rail import When, nearby
from vitascope.engines.previz.stage import Framing, Stage, framing
from vitascope.engines.previz.states import whole
from vitascope.engines.previz.tracks import Script, Track, script

__all__ = ["Stage", "placements"]

STEP = 1.0 / 14.0
"""Seconds over which velocities and turns are measured: a body does not turn on the spot."""
GAIT = {"fish": (1.1, 0.9, 0.45), "dragon": (0.9, 18.0, 0.4), "bird": (2.6, 0.7, 0.45)}
"""Cycles per second at a length in metres, and how they fall with the length's power."""
GAIT_OTHER = (1.3, 1.7, 0.5)
BANK = {Medium.AIR: 0.55, Medium.WATER: 0.2, Medium.SURFACE: 0.1, Medium.GROUND: 0.0}
BEND = {Medium.AIR: 0.45, Medium.WATER: 0.6, Medium.SURFACE: 0.0, Medium.GROUND: 0.2}
"""Radians of bank, and shares of the greatest bend, for a turn of a radian per second."""
STANDING, AFLOAT, ALOFT = 0.45, 0.12, 0.3
"""How high the middle of a body is in lengths: on the ground, on the water, at least in the air."""
STEEPEST = 0.6
"""Climb, radians."""


@dataclass(frozen=True)
class Motion:
    """One subject at one instant: ``spot`` is ``(3, count)`` metres, ``facing`` is ``(count,)`` radians."""

    spot: Numbers
    facing: Numbers
    hold: Numbers


def placements(plan: ShotPlan, stage: Stage, moment: Moment) -> list[tuple[int, Placement]]:
    """Every individual of every subject that is there: its subject's number, and where it is."""
    made, when = script(plan, stage), When.of(moment)
    found: list[tuple[int, Placement]] = []
    times = [nearby(plan, when, k * STEP) for k in (-2, -1, 0, 1, 2)]
    views = [_views(plan, stage, made, time) for time in times]
    for track in made.tracks:
        if when.index >= track.since:
            states = [whole(plan, track, time) for time in times]
            motions = [
                _motion(plan, stage, track, state, view) for state, view in zip(states, views, strict=True)
            ]
            found += [(track.number, each) for each in _placed(track, states[2], motions, moment)]
    return found


def _views(plan: ShotPlan, stage: Stage, made: Script, when: When) -> tuple[Framing, Framing]:
    """The take's framing and the camera's own."""
    camera = steady(plan, stage.home, when, stage.ground)
    return framing(plan, made.frames, when), Framing.of(camera)


def _motion(
    plan: ShotPlan, stage: Stage, track: Track, state: Numbers, views: tuple[Framing, Framing]
) -> Motion:
    take, camera = views
    length = track.actor.layout.length
    follow = np.clip(state[Field.FOLLOW], 0.0, 1.0)
    spot = (1.0 - follow) * _world(take, take.focal, stage, state, length)
    spot += follow * _world(camera, take.focal, stage, state, length)
    sine, cosine = math.sin(take.yaw), math.cos(take.yaw)
    right, up, forward = length * state[-3:]
    spot += np.stack([right * cosine + forward * sine, up, forward * cosine - right * sine])
    spot[1] = _height(plan, stage, track, spot)
    return Motion(spot, take.yaw + state[Field.FACE], state[Field.HOLD])


def _world(frame: Framing, focal: float, stage: Stage, state: Numbers, length: float) -> Numbers:
    """A place on the screen, and a size there, as seen from ``frame``."""
    depth = length * stage.home.pose.focal / np.exp(np.clip(state[Field.SIZE], -7.0, 1.2))
    right = state[Field.ACROSS] * stage.ratio / 2.0 / focal * depth
    sine, cosine = math.sin(frame.yaw), math.cos(frame.yaw)
    return np.stack(
        [
            frame.x + right * cosine + depth * sine,
            frame.y + depth * (state[Field.UP] / 2.0 / focal + math.tan(frame.pitch)),
            frame.z + depth * cosine - right * sine,
        ]
    )


def _height(plan: ShotPlan, stage: Stage, track: Track, spot: Numbers) -> Numbers:
    """Kept on the ground, afloat, above the ground or under water, as the subject's medium has it."""
    length, medium = track.actor.layout.length, track.actor.subject.medium
    surface = stage.home.surface
    if medium == Medium.SURFACE and surface is not None:
        return np.full_like(spot[1], surface + AFLOAT * length)
    floor = np.array([stage.ground(float(x), float(z)) for x, z in zip(spot[0], spot[2], strict=True)])
    if medium in {Medium.GROUND, Medium.SURFACE}:
        standing: Numbers = floor + STANDING * length
        return standing
    height = _above(spot[1], floor + ALOFT * length, 0.1 * length)
    if plan.environment == Environment.UNDERWATER and surface is not None:
        height = -_above(-height, np.full_like(height, 0.22 * length - surface), 0.1 * length)
    return height


def _above(height: Numbers, lowest: Numbers, soft: float) -> Numbers:
    """``height``, bending over into ``lowest`` where it would fall below."""
    kept: Numbers = lowest + soft * np.logaddexp(0.0, (height - lowest) / soft)
    return kept


def _placed(track: Track, state: Numbers, motions: list[Motion], moment: Moment) -> list[Placement]:
    length = track.actor.layout.length
    subject = track.actor.subject
    headings = [_heading(motions, k, length) for k in (1, 2, 3)]
    turn = ((headings[2] - headings[0] + math.pi) % math.tau - math.pi) / (2.0 * STEP)
    velocity = (motions[3].spot - motions[1].spot) / (2.0 * STEP)
    flat = np.hypot(velocity[0], velocity[2])
    climb = np.arctan2(velocity[1], np.maximum(flat, 0.5 * length)) if BANK[subject.medium] else 0.0 * flat
    speed = np.hypot(flat, velocity[1]) / length
    hertz, usual, power = GAIT.get(subject.rig, GAIT_OTHER)
    gait = moment.cycle(hertz * (usual / length) ** power)
    now, made = motions[2].spot, track.actor.layout
    return [
        Placement(
            x=float(now[0, i]),
            y=float(now[1, i]),
            z=float(now[2, i]),
            length=length,
            heading=float(headings[1][i]),
            climb=float(STEEPEST * math.tanh(climb[i] / STEEPEST)),
            bank=0.8 * math.tanh(BANK[subject.medium] * float(turn[i]) / 0.8),
            gait=gait + float(made.phase[i]) * 3.7,
            bend=math.tanh(BEND[subject.medium] * float(turn[i])),
            jaw=float(np.clip(state[Field.JAW, i], 0.0, 1.0)),
            effort=0.75 + 0.9 * math.tanh(float(speed[i])),
        )
        for i in range(made.count)
    ]


def _heading(motions: list[Motion], k: int, length: float) -> Numbers:
    """Along the motion, but for what is held against it while it is slow."""
    velocity = (motions[k + 1].spot - motions[k - 1].spot) / (2.0 * STEP * length)
    held = motions[k]
    east = velocity[0] + held.hold * np.sin(held.facing)
    north = velocity[2] + held.hold * np.cos(held.facing)
    heading: Numbers = np.arctan2(east, north)
    return heading
