"""Worlds: baked once from a plan, then drawn for any camera at any moment by any number of threads."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from vitascope.engines.previz.canvas import Air, Canvas, Home, Light, Pose
from vitascope.engines.previz.clock import Moment
from vitascope.engines.previz.plan import Environment, ShotPlan
from vitascope.engines.previz.scene import abstract, built, clouds, land, space, water
from vitascope.engines.previz.tone import Grade

Subjects = Callable[[Canvas, Light, Air], None]


class World(Protocol):
    """A place. Everything is read only; ``draw`` depends on nothing but its arguments.

    ``home`` is where the camera stands before any movement; ``anchors`` are named points in metres:
    ``peak`` (the highest summit in the home view) and ``horizon`` in every world.
    """

    @property
    def home(self) -> Home:
        """Where the camera stands before any movement."""
        ...

    @property
    def light(self) -> Light:
        """How subjects are lit above ground or water."""
        ...

    @property
    def anchors(self) -> dict[str, tuple[float, float, float]]:
        """Named points, in metres."""
        ...

    @property
    def grade(self) -> Grade:
        """How the picture is developed."""
        ...

    def ground(self, x: float, z: float) -> float:
        """Height in metres of the land, or of the bed under water."""
        ...

    def draw(self, canvas: Canvas, pose: Pose, moment: Moment, subjects: Subjects) -> None:
        """Fill every pixel of the canvas and its depth.

        ``subjects`` is called when the background stands, with the light and the air where they are.
        """
        ...


def build(plan: ShotPlan) -> World:
    """Bake the plan's world: about a second, whatever the picture's size; the same for the same plan."""
    if plan.environment in {Environment.OCEAN, Environment.UNDERWATER}:
        return water.build(plan)
    if plan.environment in {Environment.STREET, Environment.SKYLINE, Environment.ROOM}:
        return built.build(plan)
    if plan.environment is Environment.SPACE:
        return space.build(plan)
    if plan.environment is Environment.ABSTRACT:
        return abstract.build(plan)
    if plan.environment is Environment.SKY:
        return clouds.build(plan)
    return land.build(plan)
