"""How much of the picture a plan's subjects cover."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from vitascope.engines.previz.camera import pose
from vitascope.engines.previz.canvas import Air, Array, Canvas, Light
from vitascope.engines.previz.clock import Moment
from vitascope.engines.previz.plan import ShotPlan
from vitascope.engines.previz.rigs import Rig
from vitascope.engines.previz.rigs import build as build_rig
from vitascope.engines.previz.rigs.crowd import looks
from vitascope.engines.previz.scene.breaker import BREAKER
from vitascope.engines.previz.scene.world import World, build
from vitascope.engines.previz.staging import Stage, placements

SIZE = (240, 136)
MOMENTS = (0.3, 0.55, 0.8)
"""Shares of the take at which it is looked at."""
CHANGED = 0.004
"""The least change of linear light that counts as something seen."""


@lru_cache(maxsize=2)
def _baked(place: ShotPlan) -> World:
    return build(place)


def world_of(plan: ShotPlan) -> World:
    """The plan's world; plans that differ only in what happens there share it.

    A great wave stands where it does for the sake of who is there, so that such a plan has one of its own.
    """
    take = plan.take.model_copy(update={"camera": (), "actions": (), "prompt": ""})
    kept = plan.subjects if BREAKER in plan.sights else ()
    return _baked(plan.model_copy(update={"subjects": kept, "takes": (take,), "clip": 0}))


def coverage(plan: ShotPlan) -> float:
    """The largest share of the frame that the subjects together change at any of ``MOMENTS``, 0 to 1."""
    return max(together for together, _ in _looked_at(plan))


def shares(plan: ShotPlan) -> list[float]:
    """The same of each subject: where it is the last that was drawn."""
    each = [found for _, found in _looked_at(plan)]
    return [max(found[number] for found in each) for number in range(len(plan.subjects))]


def _looked_at(plan: ShotPlan) -> list[tuple[float, list[float]]]:
    """At each of ``MOMENTS`` the share of all subjects together, and of each."""
    world = world_of(plan)
    stage = Stage(world.home, world.anchors, world.ground, SIZE[0] / SIZE[1])
    rigs = [
        [build_rig(each, plan.seed + 101 * i) for each in looks(subject, plan.seed)]
        for i, subject in enumerate(plan.subjects)
    ]
    return [_shares(plan, world, stage, rigs, plan.take.seconds * share) for share in MOMENTS]


def _shares(
    plan: ShotPlan, world: World, stage: Stage, rigs: list[list[Rig]], seconds: float
) -> tuple[float, list[float]]:
    moment = Moment(plan, plan.take.start + seconds)
    seen = pose(plan, world.home, moment, world.ground)
    placed = placements(plan, stage, moment)
    found: list[tuple[float, list[float]]] = []

    def subjects(over: Canvas, light: Light, air: Air) -> None:
        before = over.rgb.copy()
        whose = np.full(over.rgb.shape[:2], -1)
        for number, placement in placed:
            drawn = over.rgb.copy()
            alike = rigs[number]
            alike[placement.who % len(alike)].draw(over, seen, placement, light, air)
            whose[_changed(drawn, over.rgb)] = number
        each = [float((whose == number).mean()) for number in range(len(plan.subjects))]
        found.append((float(_changed(before, over.rgb).mean()), each))

    world.draw(Canvas.blank(*SIZE), seen, moment, subjects)
    return max(found)


def _changed(before: Array, after: Array) -> NDArray[np.bool_]:
    return np.asarray(np.abs(after - before).max(axis=-1) > CHANGED)
