"""What each camera concept means: how the camera stands for it, and how it moves."""

from __future__ import annotations

from typing import NamedTuple

from vitascope.engines.previz.plan import CameraMove


class Shift(NamedTuple):
    """A displacement. ``right``, ``up``, ``forward`` in the home's units; angles in radians.

    ``zoom`` is the natural logarithm of the focal length's change; ``orbit`` turns about what is in
    front, positive when the camera goes to the right; ``shake`` is hand-held unrest, 1 being a hand.
    """

    right: float = 0.0
    up: float = 0.0
    forward: float = 0.0
    yaw: float = 0.0
    pitch: float = 0.0
    roll: float = 0.0
    zoom: float = 0.0
    orbit: float = 0.0
    shake: float = 0.0

    def scaled(self, factor: float) -> Shift:
        """This displacement times ``factor``."""
        return Shift(*(value * factor for value in self))

    def plus(self, other: Shift) -> Shift:
        """Both displacements together."""
        return Shift(*(a + b for a, b in zip(self, other, strict=True)))


STILL = Shift()

MOTION: dict[str, Shift] = {
    "truck_left": Shift(right=-1.0),
    "truck_right": Shift(right=1.0),
    "pan_left": Shift(yaw=-0.45),
    "pan_right": Shift(yaw=0.45),
    "tilt_up": Shift(pitch=0.26),
    "tilt_down": Shift(pitch=-0.26),
    "pedestal_up": Shift(up=0.8),
    "pedestal_down": Shift(up=-0.8),
    "crane_up": Shift(up=1.2, forward=0.3),
    "crane_down": Shift(up=-1.0, forward=0.3),
    "zoom_in": Shift(zoom=0.5),
    "zoom_out": Shift(zoom=-0.5),
    "push_in": Shift(forward=1.6),
    "pull_out": Shift(forward=-1.5),
    "orbit_left": Shift(orbit=-0.6),
    "orbit_right": Shift(orbit=0.6),
    "roll_left": Shift(roll=-0.3),
    "roll_right": Shift(roll=0.3),
    "low_angle": Shift(forward=0.9),
    "high_angle": Shift(forward=0.5),
    "overhead": Shift(forward=0.5),
    "eye_level": Shift(forward=0.8),
    "ground_level": Shift(forward=1.0),
    "over_the_shoulder": Shift(forward=0.8, right=0.1),
    "pov": Shift(forward=1.4),
    "selfie": Shift(forward=-0.6),
    "tiny_planet": Shift(roll=0.6),
    "elevator_doors": Shift(forward=0.9),
    "bolt_cam": Shift(forward=1.6, right=0.4, yaw=-0.12),
    "aerial": Shift(forward=0.8),
    "aerial_drone": Shift(forward=1.8),
}
"""How the camera moves over a concept's seconds. ``dive`` and ``dolly_zoom`` are not of this form."""

FRAMING: dict[str, Shift] = {
    "low_angle": Shift(up=-0.6, pitch=0.18),
    "high_angle": Shift(up=0.8, pitch=-0.28),
    "overhead": Shift(up=1.5, pitch=-0.75),
    "ground_level": Shift(up=-0.9, pitch=0.05),
    "over_the_shoulder": Shift(right=0.15),
    "tiny_planet": Shift(up=1.2, pitch=-0.5, zoom=-0.3),
    "aerial": Shift(up=1.5, pitch=-0.3),
    "aerial_drone": Shift(up=1.0, pitch=-0.2),
    "handheld": Shift(shake=1.0),
    "pov": Shift(shake=0.6),
    "selfie": Shift(shake=0.8),
    "bolt_cam": Shift(shake=0.15),
}
"""How it stands from the first frame on; a later take eases into it."""

ABOVE = frozenset({"aerial", "aerial_drone", "overhead", "tiny_planet"})
"""Concepts that look down."""

DOLLY_ZOOM = 0.4
"""The share of the way to what is in front that a dolly zoom covers."""


def motion_of(move: CameraMove) -> Shift:
    """The whole displacement of a move."""
    return MOTION.get(move.kind, STILL).scaled(move.amount)


def framing_of(move: CameraMove) -> Shift:
    """How the camera stands for a move."""
    return FRAMING.get(move.kind, STILL)
