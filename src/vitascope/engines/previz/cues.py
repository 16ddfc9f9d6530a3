"""States of individuals on the screen, the cues that change them, and where actions enter from."""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import IntEnum

import numpy as np

from vitascope.engines.previz.catalogue import (
    DRAWN,
    HAND_IN_HAND,
    IN_FILE,
    IN_LANE,
    TOGETHER,
    form_name,
    form_of,
)
from vitascope.engines.previz.heads import headed, turned
from vitascope.engines.previz.layout import Layout, Numbers
from vitascope.engines.previz.plan import Action, Medium, Subject
from vitascope.engines.previz.props import props


class Field(IntEnum):
    """The rows of a state, ``(rows, count) float64``.

    ``ACROSS`` and ``UP`` are in half pictures, ``SIZE`` is the logarithm of the apparent length in picture
    heights. ``FACE`` is where the nose points seen from the camera (0 away, positive right, radians) and
    ``HOLD`` how firmly, in lengths per second of motion that it outweighs. ``ROAM`` is the radius of idle
    circling in lengths, ``FOLLOW`` the share of the camera's own movement that is gone along with.
    ``HASTE`` (running, not walking), ``LEAP``, ``DANCE``, ``WAVE``, ``WORK`` and ``FIGHT`` go from 0 to 1,
    and so do ``LIE`` and ``SIT``, which last, and ``GROWN``, the share of its size that a plant has.
    ``LIFT`` is how many lengths what flies is above the ground it else stands on.
    """

    ACROSS = 0
    UP = 1
    SIZE = 2
    FACE = 3
    HOLD = 4
    ROAM = 5
    JAW = 6
    FOLLOW = 7
    HASTE = 8
    LEAP = 9
    DANCE = 10
    WAVE = 11
    LIE = 12
    SIT = 13
    LIFT = 14
    WORK = 15
    GROWN = 16
    FIGHT = 17


@dataclass(frozen=True)
class Cue:
    """Bring some fields to ``targets`` between ``start`` and ``end``, ``(count,)`` action seconds each.

    ``leads`` is for takes before the origin: the fields are at ``targets`` until ``start`` and are handed
    over to what comes later by ``end``. ``even`` goes at an even speed and arrives with some of it.
    """

    take: int
    start: Numbers
    end: Numbers
    targets: dict[Field, Numbers]
    leads: bool = False
    even: bool = False


Targets = dict[Field, Numbers]

ROAMING = {
    "fish": 0.4, "dragon": 0.6, "bird": 0.9, "bat": 0.9, "insect": 0.5, "whale": 0.35, "soft": 0.15,
    "aircraft": 0.7, "balloon": 0.1, "orb": 0.05,
}  # fmt: skip
"""How far a creature without orders circles, in lengths."""
NEAREST = {"dragon": 1.8, "fish": 1.15, "bird": 1.0, "whale": 1.15, "aircraft": 1.1, "quadruped": 1.05}
"""Apparent length at the end of a rush at the camera, in picture heights."""
NEAREST_OTHER = 0.9
ABREAST = 0.5
"""How much of their places across those of different kinds keep where they cross the picture."""
FLYING = frozenset({"bird", "dragon", "bat", "insect"})
"""Rigs with wings, which may stand on the ground too."""
CROPPERS, POULTRY = frozenset({"quadruped", "bird"}), frozenset({"chicken", "duck", "swan", "ostrich"})
"""Rigs, and forms of others, whose mouth goes down to the ground."""
HERDS = frozenset({"quadruped", "snake", "insect"})
"""Rigs of those who go across the picture all the same way."""
LEFT_OF_CAMERA = 0.9
"""Metres from a street's middle to the camera."""
ACROSS_THE_WAY = 1.1
"""How far from the camera something looks that others go over from side to side, radians."""
BEHIND, AHEAD = 0.75, 0.05
"""Where what is drawn starts and ends, half pictures from the middle, so that who draws it is seen too."""
FLOWN = 3.0
"""How firmly a kite keeps its face to the camera."""
FACED = 0.4
"""How far past the camera people look that do nothing, radians: one sees their faces."""
MARCH = 0.14
"""How far from the middle of their way those in a file are where they begin and where they end."""


@dataclass(frozen=True)
class Actor:
    """Who acts: the subject, its individuals' places, and the picture's ratio over the focal length."""

    subject: Subject
    layout: Layout
    slope: float

    def all(self, value: float | Numbers) -> Numbers:
        """The same value for every individual."""
        return np.zeros(self.layout.count) + value

    @property
    def rooted(self) -> bool:
        """Whether it cannot go anywhere."""
        return form_of(self.subject.rig, self.subject.form).rooted

    @property
    def grows(self) -> bool:
        """Whether it is a plant, which rises by growing."""
        return self.rooted and self.subject.rig in {"flower", "tree"}

    @property
    def drawn(self) -> bool:
        """Whether a team is before it."""
        return DRAWN in self.subject.traits

    @property
    def in_lane(self) -> bool:
        """Whether it goes along a street."""
        return IN_LANE in self.subject.traits

    @property
    def in_file(self) -> bool:
        """Whether they go one behind the other."""
        return IN_FILE in self.subject.traits and self.subject.count > 1

    @property
    def lane(self) -> Numbers:
        """What is added to its place across to have it from the middle of a street, half pictures."""
        return LEFT_OF_CAMERA * np.exp(self.layout.size) / (self.layout.length * self.slope * 0.65)

    @property
    def close(self) -> bool:
        """Whether it keeps its distance to those beside it on the way, too."""
        return HAND_IN_HAND in self.subject.traits or TOGETHER in self.subject.traits

    @property
    def treads(self) -> bool:
        """Whether it stands in the air where it hovers."""
        return self.subject.form == "hummingbird"

    @property
    def herd(self) -> bool:
        """Whether several go the same way."""
        return self.layout.count > 1 and self.subject.rig in HERDS

    @property
    def perching(self) -> bool:
        """Whether it flies and is on the ground."""
        return self.subject.rig in FLYING and self.subject.medium == Medium.GROUND

    @property
    def roam(self) -> float:
        """The radius of idle circling."""
        if self.subject.medium in {Medium.GROUND, Medium.SURFACE} or self.rooted:
            return 0.0
        if self.subject.form in {"rocket", "satellite"}:
            return 0.0
        return ROAMING.get(self.subject.rig, 0.25)

    @property
    def near(self) -> Numbers:
        """Sizes right before the camera: one fills the picture, the others stay a little behind."""
        largest = math.log(NEAREST.get(self.subject.rig, NEAREST_OTHER))
        behind = np.minimum(0.45 * np.arange(self.layout.count), 1.5)
        sizes: Numbers = largest - behind
        return sizes


def toward_camera(actor: Actor, across: Numbers) -> Numbers:
    """The heading from a place on the screen to the camera."""
    return math.pi + np.arctan(across * actor.slope / 2.0)


def _visits(subject: Subject) -> bool:
    """Whether it hovers at something, which it looks at."""
    return subject.near is not None and subject.near.where == "facing"


def _sidelong(subject: Subject) -> float:
    """How far from the camera something looks that rests, radians: things show their face or their side."""
    if subject.form == "bridge":
        return 0.5 * math.pi
    if subject.near is not None and subject.near.where == "across":
        return ACROSS_THE_WAY
    if _visits(subject):
        return 1.3
    if subject.rig != "prop":
        if headed(subject):
            return turned(subject)
        return FACED if subject.rig == "biped" else 0.75
    return 1.15 if props()[form_name("prop", subject.form)].side else 0.3


def _held_way(subject: Subject, *, moving: bool) -> float:
    """How firmly one keeps looking where it looks."""
    if subject.form == "kite":
        return FLOWN
    if _visits(subject):
        return 1.0
    return 0.02 if moving else 0.5


def resting(actor: Actor) -> Targets:
    """Every field where nothing was said: in its place, idling as its kind does."""
    made = actor.layout
    moving = actor.roam > 0.0
    facing = toward_camera(actor, made.across) + _sidelong(actor.subject) * made.side
    if actor.in_lane:
        facing = np.where(comes(actor) > 0.0, math.pi, 0.0)
    return {
        Field.ACROSS: made.across,
        Field.UP: made.up,
        Field.SIZE: made.size,
        Field.FACE: facing,
        Field.HOLD: actor.all(_held_way(actor.subject, moving=moving)),
        Field.ROAM: actor.all(actor.roam),
        Field.JAW: actor.all(0.06),
        Field.FOLLOW: actor.all(0.25),
        Field.HASTE: actor.all(0.0),
        Field.LEAP: actor.all(0.0),
        Field.DANCE: actor.all(0.0),
        Field.WAVE: actor.all(0.0),
        Field.LIE: actor.all(0.0),
        Field.SIT: actor.all(0.0),
        Field.LIFT: actor.all(0.0),
        Field.WORK: actor.all(0.0),
        Field.GROWN: actor.all(1.0),
        Field.FIGHT: actor.all(0.0),
    }


def comes(actor: Actor) -> Numbers:
    """Of cars in lanes, 1 for those that come, and -1 for those that go."""
    found: Numbers = -np.sign(actor.layout.across + actor.lane)
    return found


def way(actor: Actor, action: Action) -> Numbers:
    """1 to the right, -1 to the left; without a word, to the far side."""
    if action.toward in {"left", "right"}:
        return actor.all(1.0 if action.toward == "right" else -1.0)
    return actor.all(-float(actor.layout.side[0]))


def laid(actor: Actor, verb: str) -> Targets:
    """Asleep or lying on the ground, where those on four legs keep their heads up; or else seated."""
    if verb not in {"sleep", "lie"}:
        return {Field.SIT: actor.all(1.0)}
    awake = verb == "lie" and actor.subject.rig == "quadruped"
    return {Field.LIE: actor.all(1.0), Field.SIT: actor.all(1.0 if awake else 0.0)}


def crops(actor: Actor) -> bool:
    """Whether its mouth goes down to the ground."""
    return actor.subject.rig in CROPPERS or actor.subject.form in POULTRY
