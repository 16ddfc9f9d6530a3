"""Where the subjects are. Their paths are planned on the screen, then set into the world.

A place on the screen is turned into one in the world by a framing that stays with its take, and in part
by the camera itself, so that a subject is seen to be passed and yet stays in the picture.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np

from vitascope.engines.previz.camera import steady
from vitascope.engines.previz.canvas import Placement
from vitascope.engines.previz.carrying import BOARDS, carried
from vitascope.engines.previz.catalogue import BLOOMING, form_name, form_of
from vitascope.engines.previz.clock import Moment, action_start, origin_index
from vitascope.engines.previz.cues import Field
from vitascope.engines.previz.easing import smooth
from vitascope.engines.previz.encounters import PAIR
from vitascope.engines.previz.layout import Numbers
from vitascope.engines.previz.plan import Environment, Medium, ShotPlan, Subject
from vitascope.engines.previz.rail import When, nearby
from vitascope.engines.previz.stage import Framing, Stage, framing
from vitascope.engines.previz.states import whole
from vitascope.engines.previz.surfing import lifted
from vitascope.engines.previz.tethering import tethered
from vitascope.engines.previz.tracks import Script, Track, script
from vitascope.engines.previz.vaulting import vaulted

__all__ = ["Stage", "placements"]

STEP = 1.0 / 14.0
"""Seconds over which velocities and turns are measured: a body does not turn on the spot."""
GAIT = {
    "fish": (1.1, 0.9, 0.45), "dragon": (0.9, 18.0, 0.4), "bird": (2.6, 0.7, 0.45), "whale": (0.45, 6.0, 0.4),
    "bat": (4.0, 0.5, 0.2), "insect": (5.0, 0.12, 0.1), "quadruped": (1.15, 1.8, 0.35), "biped": (0.95, 1.75,
    0.45),
    "snake": (0.7, 1.8, 0.3), "car": (1.0, 4.5, 0.1), "ship": (0.22, 20.0, 0.2), "aircraft": (1.0, 15.0, 0.0),
    "tree": (0.24, 10.0, 0.2), "flower": (0.35, 0.5, 0.2), "balloon": (0.15, 20.0, 0.1), "orb": (0.08, 1.0,
    0.0),
    "building": (0.12, 20.0, 0.0), "soft": (0.45, 1.0, 0.2),
}  # fmt: skip
"""Cycles per second at a length in metres, and how they fall with the length's power."""
GAIT_OTHER = (1.3, 1.7, 0.5)
BANK = {Medium.AIR: 0.55, Medium.WATER: 0.2, Medium.SURFACE: 0.1, Medium.GROUND: 0.0}
BEND = {Medium.AIR: 0.45, Medium.WATER: 0.6, Medium.SURFACE: 0.0, Medium.GROUND: 0.2}
"""Radians of bank, and shares of the greatest bend, for a turn of a radian per second."""
SLOW = {
    "hummingbird": 2.6,
    "newt": 0.6,
    "chameleon": 0.35,
    "butterfly": 0.45,
    "ant": 0.4,
    "spider": 0.35,
    "beetle": 0.35,
    "scorpion": 0.35,
    "crab": 0.4,
    "swing": 0.36,
    "clock": 0.02,
    "watch": 0.01,
}
"""How much slower, or faster, than the others of their rig some forms move."""
SCORED = {"dancer": 0.2}
"""The same of those that dance: a round of theirs has several figures."""
PAIRED = "pair"
"""The stance of two who dance together."""
HURRIED = 1.55
"""How much faster the gait of one that runs is."""
ALOFT = 0.3
"""How high the middle of a body is in the air at least, in lengths."""
OVER_TOWN = 0.6
"""The same of what is large and flies before a city."""
LARGE = 3.0
"""Metres, from which on it is."""
BUD = 0.86
"""The share of its height that a flower has which only opens."""
STRIDE = {Medium.GROUND: 0.22, Medium.SURFACE: 0.15, Medium.AIR: 0.4, Medium.WATER: 0.3}
"""Lengths per second from which on something is on its way."""
HOPS, HOP, SLOWER, SLOWNESS = 0.9, 0.42, 2.5, 0.45
"""Leaps per second, and their height in lengths; longer bodies, metres, take longer by this power."""
REARING = {Medium.SURFACE: 0.75, Medium.WATER: 0.75, Medium.GROUND: 0.25, Medium.AIR: 0.0}
"""How steeply one leaps, radians."""
LAID, ON_ITS_SIDE, AWASH = 0.1, 1.35, -0.04
"""Fish on land: how high their middle is, in lengths, and their roll, radians; how high those afloat."""
SETTLING = 0.7
"""Seconds beside a joint over which directions change over from one take's to the other's."""
UPRIGHT = frozenset({"balloon", "prop", "orb", "soft", "tree", "flower", "building", "biped"})
UPRIGHT_FORMS = frozenset({"rocket", "ufo", "drone", "satellite", "helicopter"})
"""Rigs and forms that neither climb nor bank."""
STEEPEST = 0.6
"""Climb, radians."""


@dataclass(frozen=True)
class Motion:
    """One subject at one instant: ``spot`` is ``(3, count)`` metres, ``facing`` is ``(count,)`` radians."""

    spot: Numbers
    facing: Numbers
    hold: Numbers


@dataclass(frozen=True)
class Going:
    """How individuals go at one instant, ``(count,)`` each.

    ``heading`` and ``climb`` are in radians, ``turn`` in radians per second, ``speed`` in lengths per second;
    ``pace`` is 0 standing to 1 on the way, and up to 2 in haste.
    """

    heading: Numbers
    turn: Numbers
    climb: Numbers
    speed: Numbers
    pace: Numbers


def placements(plan: ShotPlan, stage: Stage, moment: Moment) -> list[tuple[int, Placement]]:
    """Every individual of every subject that is there: its subject's number, and where it is."""
    when = When.of(moment)
    found = _placements(plan, stage, moment, when)
    beside = _beside(plan, when)
    if beside is None:
        return found
    other, share = beside
    earlier = {(number, each.who): each for number, each in _placements(plan, stage, moment, other)}
    return [
        (n, _settled(earlier[n, each.who], each, share)) if (n, each.who) in earlier else (n, each)
        for n, each in found
    ]


def _beside(plan: ShotPlan, when: When) -> tuple[When, float] | None:
    """Near a joint: the same time as the take on the origin's side goes on, and how far from the joint."""
    origin = origin_index(plan)
    if when.index == origin or plan.takes[when.index].loop:
        return None
    later = when.index > origin
    side = when.index - 1 if later else when.index + 1
    joint = action_start(plan, when.index if later else side)
    away = abs(when.action - joint)
    if away >= SETTLING:
        return None
    start = When(side, joint, 1.0 if later and plan.takes[side].loop else 0.0)
    return nearby(plan, start, when.action - joint), smooth(away / SETTLING)


def _settled(one: Placement, other: Placement, share: float) -> Placement:
    """Directions and manner between those of two placements of one individual; the place is the second's."""

    def between(a: float, b: float) -> float:
        return a + (b - a) * share

    turn = (other.heading - one.heading + math.pi) % math.tau - math.pi
    return replace(
        other,
        heading=one.heading + share * turn,
        climb=between(one.climb, other.climb),
        bank=between(one.bank, other.bank),
        bend=between(one.bend, other.bend),
        effort=between(one.effort, other.effort),
        pace=between(one.pace, other.pace),
    )


def _placements(plan: ShotPlan, stage: Stage, moment: Moment, when: When) -> list[tuple[int, Placement]]:
    made = script(plan, stage)
    found: list[tuple[int, Placement]] = []
    times = [nearby(plan, when, k * STEP) for k in (-2, -1, 0, 1, 2)]
    views = [_views(plan, stage, made, time) for time in times]
    for track in made.tracks:
        if when.index >= track.since:
            states = [whole(plan, track, time) for time in times]
            leap = _leap(track, moment)
            motions = [
                _motion(plan, stage, track, state, (*view, math.sin(leap) ** 2))
                for state, view in zip(states, views, strict=True)
            ]
            found += [(track.number, each) for each in _placed(track, states[2], motions, moment)]
    return tethered(plan, carried(plan, lifted(plan, stage, vaulted(plan, found), moment), stage.ground))


@lru_cache(maxsize=32)
def sizes(count: int) -> Numbers:
    """How large each individual is beside the first, ``(count,)``."""
    chance = np.random.default_rng(23)
    found: Numbers = 0.84 + 0.30 * chance.random(count)
    found[0] = 1.0
    return found


def _leap(track: Track, moment: Moment) -> float:
    """How far a leap is, radians: it is highest at a right angle."""
    slower = max(track.actor.layout.length / SLOWER, 1.0) ** SLOWNESS
    return math.pi * moment.cycle(HOPS / slower)


def _standing(track: Track) -> float:
    """The height of a body's middle above what it stands on or floats in, in lengths."""
    subject = track.actor.subject
    if subject.rig == "fish" and subject.medium in {Medium.GROUND, Medium.SURFACE}:
        return LAID if subject.medium == Medium.GROUND else AWASH
    if subject.rig == "whale" and subject.medium == Medium.GROUND:
        return LAID
    return form_of(subject.rig, subject.form).stand


def _hertz(track: Track, length: float) -> float:
    """Cycles per second of a track's gait."""
    subject = track.actor.subject
    hertz, usual, power = GAIT.get(subject.rig, GAIT_OTHER)
    form = form_name(subject.rig, subject.form)
    hertz *= SLOW.get(form, 1.0) * (SCORED.get(form, 1.0) if track.dances else 1.0)
    return float(hertz * (usual / length) ** power * (HURRIED if track.runs else 1.0) * track.pace)


def _views(plan: ShotPlan, stage: Stage, made: Script, when: When) -> tuple[Framing, Framing]:
    """The take's framing and the camera's own."""
    camera = steady(plan, stage.home, when, stage.ground)
    return framing(plan, made.frames, when), Framing.of(camera)


def _motion(
    plan: ShotPlan, stage: Stage, track: Track, state: Numbers, views: tuple[Framing, Framing, float]
) -> Motion:
    take, camera, hop = views
    length = track.actor.layout.length
    follow = np.clip(state[Field.FOLLOW], 0.0, 1.0)
    spot = (1.0 - follow) * _world(take, take.focal, stage, state, length)
    spot += follow * _world(camera, take.focal, stage, state, length)
    sine, cosine = math.sin(take.yaw), math.cos(take.yaw)
    right, up, forward = length * state[-3:]
    spot += np.stack([right * cosine + forward * sine, up, forward * cosine - right * sine])
    spot[1] = _height(plan, stage, track, spot)
    spot[1] += HOP * length * np.clip(state[Field.LEAP], 0.0, 1.0) * hop
    spot[1] += length * np.clip(state[Field.LIFT], 0.0, 2.0)
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
    stand = _standing(track)
    if medium == Medium.SURFACE and surface is not None:
        afloat: Numbers = np.full_like(spot[1], surface) + stand * length
        return afloat
    if plan.environment == Environment.SPACE and track.actor.subject.rig == "orb":
        anywhere: Numbers = spot[1]
        return anywhere
    floor = np.array([stage.ground(float(x), float(z)) for x, z in zip(spot[0], spot[2], strict=True)])
    if medium in {Medium.GROUND, Medium.SURFACE}:
        standing: Numbers = floor + stand * length * sizes(track.actor.layout.count)
        return standing
    town = plan.environment == Environment.SKYLINE and length >= LARGE
    height = _above(spot[1], floor + max(OVER_TOWN if town else ALOFT, stand) * length, 0.1 * length)
    if plan.environment == Environment.UNDERWATER and surface is not None:
        height = -_above(-height, np.full_like(height, 0.22 * length - surface), 0.1 * length)
    return height


def _above(height: Numbers, lowest: Numbers, soft: float) -> Numbers:
    """``height``, bending over into ``lowest`` where it would fall below."""
    kept: Numbers = lowest + soft * np.logaddexp(0.0, (height - lowest) / soft)
    return kept


def _placed(track: Track, state: Numbers, motions: list[Motion], moment: Moment) -> list[Placement]:
    """Every individual of a track as it is drawn."""
    made, subject = track.actor.layout, track.actor.subject
    going, (scale, low, bloom) = _going(track, state, motions), _growth(track, state)
    gait, leap = moment.cycle(_hertz(track, made.length)), _leap(track, moment)
    lean, roll = _leans(subject), ON_ITS_SIDE if _lies_on_land(subject) else 0.0
    rears = REARING[subject.medium] * math.sin(2.0 * leap)
    shares = np.clip(state, 0.0, 1.0).tolist()
    paired = subject.rig == "biped" and made.count == PAIR
    now = motions[2].spot
    return [
        Placement(
            x=float(now[0, i]),
            y=float(now[1, i] - low[i]),
            z=float(now[2, i]),
            length=made.length * float(scale[i]),
            heading=float(going.heading[i]),
            climb=lean
            * float(STEEPEST * math.tanh(going.climb[i] / STEEPEST) + rears * shares[Field.LEAP][i]),
            bank=roll + lean * 0.8 * math.tanh(BANK[subject.medium] * float(going.turn[i]) / 0.8),
            gait=gait + float(made.phase[i]) * 3.7,
            bend=math.tanh(BEND[subject.medium] * float(going.turn[i])),
            effort=0.75 + 0.9 * math.tanh(float(going.speed[i])),
            pace=float(going.pace[i]),
            lift=float(np.clip(state[Field.LIFT, i], 0.0, 2.0)),
            stance=PAIRED if paired and state[Field.DANCE, i] > 0.0 else "",
            aloft=math.sin(leap) ** 2,
            bloom=float(bloom[i]),
            who=i,
            jaw=shares[Field.JAW][i],
            dance=shares[Field.DANCE][i],
            wave=shares[Field.WAVE][i],
            lie=shares[Field.LIE][i],
            sit=shares[Field.SIT][i],
            work=shares[Field.WORK][i],
            fight=shares[Field.FIGHT][i],
            leap=shares[Field.LEAP][i],
        )
        for i in range(made.count)
    ]


def _leans(subject: Subject) -> float:
    """1 where it climbs and banks as it goes, 0 where it stays upright."""
    form = form_name(subject.rig, subject.form)
    upright = (subject.rig in UPRIGHT and form not in BOARDS) or form in UPRIGHT_FORMS
    return 0.0 if upright else 1.0


def _lies_on_land(subject: Subject) -> bool:
    return subject.rig == "fish" and subject.medium == Medium.GROUND


def _going(track: Track, state: Numbers, motions: list[Motion]) -> Going:
    """How the individuals of a track are on their way, from where they are a little before and after."""
    length, medium = track.actor.layout.length, track.actor.subject.medium
    headings = [_heading(motions, k, length) for k in (1, 2, 3)]
    turn = ((headings[2] - headings[0] + math.pi) % math.tau - math.pi) / (2.0 * STEP)
    velocity = (motions[3].spot - motions[1].spot) / (2.0 * STEP)
    flat = np.hypot(velocity[0], velocity[2])
    climb = np.arctan2(velocity[1], np.maximum(flat, 0.5 * length)) if BANK[medium] else 0.0 * flat
    speed = np.hypot(flat, velocity[1]) / length
    pace = np.minimum(speed / STRIDE[medium], 1.0)
    pace = pace + np.clip(state[Field.HASTE], 0.0, 1.0) * np.minimum(speed, 1.0)
    return Going(headings[1], turn, climb, speed, pace)


def _growth(track: Track, state: Numbers) -> tuple[Numbers, Numbers, Numbers]:
    """Of each its size in lengths of its kind, how much lower its middle is, metres, and how far it blooms.

    A flower that only opens has nearly its height from the beginning.
    """
    made = track.actor.layout
    grown = np.clip(state[Field.GROWN], 0.05, 1.0)
    opens = BLOOMING in track.actor.subject.traits
    bloom = grown if opens else np.ones_like(grown)
    grown = BUD + (1.0 - BUD) * grown if opens else grown
    low = _standing(track) * made.length * sizes(made.count) * (1.0 - grown)
    return sizes(made.count) * grown, low, bloom


def _heading(motions: list[Motion], k: int, length: float) -> Numbers:
    """Along the motion, but for what is held against it while it is slow."""
    velocity = (motions[k + 1].spot - motions[k - 1].spot) / (2.0 * STEP * length)
    held = motions[k]
    east = velocity[0] + held.hold * np.sin(held.facing)
    north = velocity[2] + held.hold * np.cos(held.facing)
    heading: Numbers = np.arctan2(east, north)
    return heading
