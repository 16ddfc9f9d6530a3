"""How much of the picture a plan's subjects cover."""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from vitascope.engines.previz.camera import pose
from vitascope.engines.previz.canvas import Air, Canvas, Light
from vitascope.engines.previz.clock import Moment
from vitascope.engines.previz.plan import ShotPlan
from vitascope.engines.previz.rigs import Rig
from vitascope.engines.previz.rigs import build as build_rig
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
    """The plan's world; plans that differ only in what happens there share it."""
    take = plan.take.model_copy(update={"camera": (), "actions": (), "prompt": ""})
    return _baked(plan.model_copy(update={"subjects": (), "takes": (take,), "clip": 0}))


def coverage(plan: ShotPlan) -> float:
    """The largest share of the frame that the subjects change at any of ``MOMENTS``, 0 to 1."""
    world = world_of(plan)
    stage = Stage(world.home, world.anchors, world.ground, SIZE[0] / SIZE[1])
    rigs = [build_rig(subject, plan.seed + 101 * i) for i, subject in enumerate(plan.subjects)]
    return max(_share(plan, world, stage, rigs, plan.take.seconds * share) for share in MOMENTS)


def _share(plan: ShotPlan, world: World, stage: Stage, rigs: list[Rig], seconds: float) -> float:
    moment = Moment(plan, plan.take.start + seconds)
    seen = pose(plan, world.home, moment, world.ground)
    placed = placements(plan, stage, moment)
    shares: list[float] = []

    def subjects(over: Canvas, light: Light, air: Air) -> None:
        before = over.rgb.copy()
        for number, placement in placed:
            rigs[number].draw(over, seen, placement, light, air)
        shares.append(float((np.abs(over.rgb - before).max(axis=-1) > CHANGED).mean()))

    world.draw(Canvas.blank(*SIZE), seen, moment, subjects)
    return max(shares)
