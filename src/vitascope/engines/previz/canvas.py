"""What environments and rigs draw on and agree about: canvas, camera pose, light, air.

World axes: x right, y up, z forward (north), metres. Colours are linear RGB, about 0 to 2, ``float32``.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float32]

FAR = np.float32(1e5)
"""Depth of the sky."""


@dataclass(frozen=True)
class Canvas:
    """The picture being made, stored by columns so that a ray-cast column is contiguous.

    ``rgb`` is ``(width, height, 3) float32`` linear; ``depth`` is ``(width, height) float32``, metres
    along the view axis (not along the ray); row 0 is the top.
    """

    rgb: Array
    depth: Array

    @classmethod
    def blank(cls, width: int, height: int) -> Canvas:
        """A black canvas at infinite depth."""
        rgb = np.zeros((width, height, 3), np.float32)
        return cls(rgb, np.full((width, height), FAR, np.float32))

    @property
    def width(self) -> int:
        """In pixels."""
        return int(self.depth.shape[0])

    @property
    def height(self) -> int:
        """In pixels."""
        return int(self.depth.shape[1])


@dataclass(frozen=True)
class Pose:
    """The camera at one moment. Angles in radians; ``focal`` in picture heights.

    ``yaw`` turns right, ``pitch`` looks up, ``roll`` turns the picture clockwise. A pitched camera is
    drawn by shifting the horizon (``horizon``), which keeps verticals straight, as a shift lens does.
    """

    x: float
    y: float
    z: float
    yaw: float = 0.0
    pitch: float = 0.0
    roll: float = 0.0
    focal: float = 1.3

    def horizon(self, height: int) -> float:
        """The row, counted from the top and possibly outside the picture, where the horizon lies."""
        return height * 0.5 + height * self.focal * float(np.tan(self.pitch))

    def focal_pixels(self, height: int) -> float:
        """Focal length in pixels."""
        return height * self.focal


@dataclass(frozen=True)
class Light:
    """How subjects are lit: a key light, a sky that fills from above, and a rim from behind.

    Directions are unit vectors that point from the subject to the light, in world axes.
    """

    key: tuple[float, float, float]
    key_colour: tuple[float, float, float]
    ambient: tuple[float, float, float]
    rim: tuple[float, float, float]
    rim_colour: tuple[float, float, float]


@dataclass(frozen=True)
class Air:
    """What lies between camera and subject: transmittance is ``exp(-depth * density)``."""

    colour: tuple[float, float, float]
    density: float


@dataclass(frozen=True)
class Home:
    """Where the camera stands before any movement, and the size of things there.

    ``unit`` is how many metres a dolly, truck or pedestal of amount 1 travels: tens of metres among
    mountains, about one under water. ``surface`` is the height of the water's surface, if there is any.
    ``free`` bounds the space the camera may be in, along x, y and z, where walls do.
    """

    pose: Pose
    unit: float
    surface: float | None = None
    free: tuple[tuple[float, float], tuple[float, float], tuple[float, float]] | None = None


@dataclass(frozen=True)
class Placement:
    """Where and how one subject is at one moment, in world axes, metres and radians.

    ``x, y, z`` is the middle of the body and ``length`` its length from nose to tail. ``heading`` 0
    faces north (away from a camera with yaw 0), positive to the right; ``climb`` raises the nose;
    ``bank`` rolls to the right. ``gait`` counts turns of the cyclic motion (tail beat, wing beat,
    step). ``bend`` curves the body sideways (-1 left to 1 right), ``jaw`` opens the mouth (0 to 1),
    ``effort`` scales the motion's size (1 is cruising). ``pace`` is 0 where it stands, 1 where it goes at
    its usual speed, 2 where it hurries; ``dance``, ``wave`` (a hand), ``lie``, ``sit`` and ``ride`` (legs
    astride), ``work`` (hands), ``fight``, ``leap`` and ``bloom`` (how far a blossom is open) go from 0 to 1,
    and ``aloft`` is how high in its leap it is; ``lift`` is how many lengths it is above where it stands.
    ``stance`` says how it is upon what carries it, or what it holds on to: ``board``, ``skis``, ``pedals``,
    ``pair`` or ``kite``; ``tether`` is where the hand is that holds it by a string, from its own middle.
    ``who`` numbers the individuals of a subject.
    """

    x: float
    y: float
    z: float
    length: float
    heading: float = 0.0
    climb: float = 0.0
    bank: float = 0.0
    gait: float = 0.0
    bend: float = 0.0
    jaw: float = 0.0
    effort: float = 1.0
    pace: float = 1.0
    dance: float = 0.0
    wave: float = 0.0
    lie: float = 0.0
    sit: float = 0.0
    lift: float = 0.0
    ride: float = 0.0
    work: float = 0.0
    fight: float = 0.0
    leap: float = 0.0
    aloft: float = 0.0
    stance: str = ""
    tether: tuple[float, float, float] | None = None
    bloom: float = 1.0
    who: int = 0
