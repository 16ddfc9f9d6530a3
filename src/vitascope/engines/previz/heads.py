"""Where the heads of quadrupeds are, for a camera that comes near. Data only, cheap to import."""

from __future__ import annotations

from typing import NamedTuple

from vitascope.engines.previz.plan import Medium, Subject


class Head(NamedTuple):
    """A head in lengths: its height above the ground, how far it is before the middle, and its extent."""

    high: float
    ahead: float
    wide: float


HEADS = {
    "dog": Head(0.49, 0.39, 0.29), "corgi": Head(0.34, 0.40, 0.32), "dachshund": Head(0.22, 0.40, 0.25),
    "bulldog": Head(0.42, 0.38, 0.39), "poodle": Head(0.59, 0.38, 0.32),
    "greyhound": Head(0.66, 0.39, 0.26), "dalmatian": Head(0.49, 0.39, 0.29),
    "retriever": Head(0.44, 0.41, 0.26), "wolf": Head(0.48, 0.41, 0.25), "fox": Head(0.33, 0.42, 0.20),
    "cat": Head(0.34, 0.44, 0.21), "siamese": Head(0.31, 0.44, 0.19), "lion": Head(0.37, 0.41, 0.26),
    "tiger": Head(0.35, 0.42, 0.25), "leopard": Head(0.36, 0.42, 0.23), "horse": Head(0.65, 0.41, 0.28),
    "unicorn": Head(0.65, 0.41, 0.28), "zebra": Head(0.61, 0.40, 0.30), "donkey": Head(0.62, 0.40, 0.31),
    "deer": Head(0.70, 0.37, 0.22), "cow": Head(0.47, 0.39, 0.31), "bull": Head(0.48, 0.40, 0.33),
    "sheep": Head(0.49, 0.41, 0.27), "goat": Head(0.63, 0.41, 0.26), "pig": Head(0.35, 0.37, 0.38),
    "rabbit": Head(0.36, 0.41, 0.32), "mouse": Head(0.15, 0.43, 0.21), "bear": Head(0.45, 0.38, 0.35),
    "panda": Head(0.46, 0.39, 0.39), "elephant": Head(0.50, 0.29, 0.37), "rhino": Head(0.32, 0.33, 0.34),
    "hippo": Head(0.31, 0.33, 0.40), "giraffe": Head(0.90, 0.33, 0.16), "camel": Head(0.62, 0.41, 0.21),
    "turtle": Head(0.22, 0.43, 0.19), "sauropod": Head(0.49, 0.47, 0.09),
    "frog": Head(0.34, 0.22, 0.56), "toad": Head(0.34, 0.22, 0.56),
}  # fmt: skip
"""By form; those with another model than the rest have none, or about these."""
TURNED, MET = 0.5, 0.28
"""How far from the camera one looks that is seen from near, and whose eyes are meant, radians."""
GAZE = "eyes"
"""The trait of one whose eyes are meant, where it is seen from near."""
EYED = 0.62
"""How much of its head's extent is then to be seen."""


def headed(subject: Subject) -> bool:
    """Whether its head is meant, and not the whole."""
    near = subject.place == "foreground" and subject.count == 1 and subject.upon is None
    stands = subject.rig == "quadruped" and subject.medium == Medium.GROUND
    return near and stands and subject.form in HEADS


def turned(subject: Subject) -> float:
    """How far from the camera one looks whose head is meant, radians."""
    return MET if GAZE in subject.traits else TURNED
