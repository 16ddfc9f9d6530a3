"""Subjects: animals and things that are bent, projected, depth-tested, lit and drawn on a canvas.

What a plan may name
--------------------
A ``plan.Subject`` names ``rig`` (an archetype) and ``form`` ("horse" of "quadruped"). ``catalogue.forms()``
lists every rig with its forms, the default first; ``catalogue.CATALOGUE`` also has each form's usual length
in metres and each rig's medium (``catalogue.medium_of(rig, form)``). An unknown or empty form is the rig's
default; ``catalogue`` imports no kernels. ``length`` is the greatest extent: height for what is tall
(biped, tree, flower, building, balloon, rocket), nose to tail for what is long. ``colours`` tint the form:
the first is its main colour, the second its pattern or trim; without any, the form has its own.
``traits`` may add ``baby``, ``old``, ``slim`` or ``fat``.

Canonical verbs of an ``Action`` (others idle): ``swim``, ``fly``, ``hover``, ``drift``, ``rush``, ``appear``,
``emerge``, ``turn``, ``look``, ``circle``, ``cross``, ``rise``, ``dive``, ``open_jaws``, and ``walk``,
    ``run``,
``drive``, ``sail`` (go on their way, with ``toward``), ``jump``, ``dance``, ``sway``, ``spin``, ``fall``,
    ``launch``,
``wave``, ``sleep`` (does not move).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Protocol

from vitascope.engines.previz.canvas import Air, Canvas, Light, Placement, Pose
from vitascope.engines.previz.catalogue import CATALOGUE
from vitascope.engines.previz.plan import Subject
from vitascope.engines.previz.rigs import (
    aircraft,
    biped,
    bird,
    building,
    car,
    dragon,
    fish,
    flower,
    insect,
    orb,
    prop,
    quadruped,
    rounds,
    ship,
    snake,
    soft,
    tree,
    whale,
)
from vitascope.engines.previz.rigs.ablaze import ABOVE, FUEL, THINGS, TRAITS, ablaze
from vitascope.engines.previz.rigs.age import girth_of
from vitascope.engines.previz.rigs.glowing import glowing, glows
from vitascope.engines.previz.rigs.puppet import Puppet
from vitascope.engines.previz.rigs.shining import Clock
from vitascope.errors import EngineError


class Rig(Protocol):
    """One individual, built once and shared by threads."""

    def draw(self, canvas: Canvas, pose: Pose, placement: Placement, light: Light, air: Air) -> None:
        """Draw on ``canvas`` wherever this is nearer than what it shows, and update its depth.

        A pure function of its arguments. Roll is not applied here: the whole picture is turned later.
        """
        ...

    def shine(self, canvas: Canvas, pose: Pose, placement: Placement, light: Light, clock: Clock) -> None:
        """Lay its fires, smoke and beams over a picture in which all subjects are drawn."""
        ...


_BUILDERS: dict[str, Callable[[Subject, int], Rig]] = {
    "fish": fish.build,
    "dragon": dragon.build,
    "bird": bird.build,
    "quadruped": quadruped.build,
    "biped": biped.build,
    "car": car.build,
    "ship": ship.build,
    "aircraft": aircraft.build,
    "whale": whale.build,
    "bat": insect.build,
    "insect": insect.build,
    "snake": snake.build,
    "soft": soft.build,
    "tree": tree.build,
    "flower": flower.build,
    "balloon": rounds.build,
    "orb": rounds.build,
    "building": building.build,
    "prop": prop.build,
    "generic": orb.build,
}

RIGS: tuple[str, ...] = tuple(_BUILDERS)
"""The names ``build`` knows."""


def build(subject: Subject, seed: int) -> Rig:
    """Build the subject's rig; ``seed`` makes individuals differ.

    Raises ``EngineError`` if the rig is unknown.
    """
    builder = _BUILDERS.get(subject.rig, orb.build if subject.rig in CATALOGUE else None)
    if builder is None:
        raise EngineError(
            f"Rig {subject.rig!r} of subject {subject.noun!r} is unknown; expected one of "
            f"{', '.join(RIGS)}. Plan the subject with one of these."
        )
    made = builder(subject, seed)
    if isinstance(made, Puppet) and glows(subject.traits, subject.rig):
        made = glowing(made, subject)
    if isinstance(made, Puppet) and subject.rig in FUEL and not TRAITS.isdisjoint(subject.traits):
        made = ablaze(made, seed, THINGS if subject.rig == "prop" else ABOVE)
    girth = girth_of(subject.traits)
    return replace(made, girth=girth) if isinstance(made, Puppet) and girth != 1.0 else made


__all__ = ["RIGS", "Rig", "build"]
