"""Subjects: animals and things that are bent, projected, depth-tested, lit and drawn on a canvas."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from vitascope.engines.previz.canvas import Air, Canvas, Light, Placement, Pose
from vitascope.engines.previz.plan import Subject
from vitascope.engines.previz.rigs import bird, dragon, fish, orb
from vitascope.errors import EngineError


class Rig(Protocol):
    """One individual, built once and shared by threads."""

    def draw(self, canvas: Canvas, pose: Pose, placement: Placement, light: Light, air: Air) -> None:
        """Draw on ``canvas`` wherever this is nearer than what it shows, and update its depth.

        A pure function of its arguments. Roll is not applied here: the whole picture is turned later.
        """
        ...


_BUILDERS: dict[str, Callable[[Subject, int], Rig]] = {
    "fish": fish.build,
    "dragon": dragon.build,
    "bird": bird.build,
    "generic": orb.build,
}

RIGS: tuple[str, ...] = tuple(_BUILDERS)
"""The names ``build`` knows."""


def build(subject: Subject, seed: int) -> Rig:
    """Build the subject's rig; ``seed`` makes individuals differ.

    Raises ``EngineError`` if the rig is unknown.
    """
    builder = _BUILDERS.get(subject.rig)
    if builder is None:
        raise EngineError(
            f"Rig {subject.rig!r} of subject {subject.noun!r} is unknown; expected one of "
            f"{', '.join(RIGS)}. Plan the subject with one of these."
        )
    return builder(subject, seed)


__all__ = ["RIGS", "Rig", "build"]
