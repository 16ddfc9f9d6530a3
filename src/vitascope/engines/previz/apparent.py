"""How large subjects are shown in the middle of things, by what they are and how many."""

from __future__ import annotations

from vitascope.engines.previz.plan import Subject

LARGEST = 0.75
"""The length of a single subject seen from the side, in picture heights."""
WIDEST = 0.5
"""The same, in picture widths, where the picture is narrow."""
SPREAD = {
    "fish": 1.0, "dragon": 0.85, "bird": 0.76, "whale": 1.05, "snake": 1.9, "ship": 0.95, "building": 0.82,
    "tree": 0.95, "flower": 0.9, "biped": 0.85, "quadruped": 0.85, "car": 0.9, "aircraft": 0.85, "orb": 0.55,
    "balloon": 0.8, "insect": 0.65, "bat": 0.6, "spark": 0.125,
}  # fmt: skip
"""Lengths by rig: wings reach further than the body is long."""
SPREAD_OTHER = 0.75
CROWDED = ((1, 1.0), (2, 0.8), (6, 0.62), (12, 0.48), (24, 0.4))
"""Up to so many individuals, each is drawn this much smaller."""
WIDESCREEN = 16.0 / 9.0


def usual_size(subject: Subject, ratio: float = WIDESCREEN) -> float:
    """The apparent length of a subject in the middle of things, in picture heights."""
    share = next((share for count, share in CROWDED if subject.count <= count), CROWDED[-1][1])
    return (
        min(LARGEST, WIDEST * ratio) * SPREAD.get(subject.form, SPREAD.get(subject.rig, SPREAD_OTHER)) * share
    )
