"""Compile every kernel of the scene, or read it from the cache, before the first frame needs it."""

from __future__ import annotations

from dataclasses import replace

from vitascope.engines.previz.canvas import Air, Canvas, Light
from vitascope.engines.previz.clock import Moment
from vitascope.engines.previz.plan import Environment, Mood, ShotPlan, Take, TimeOfDay, Weather
from vitascope.engines.previz.scene.world import build
from vitascope.engines.previz.tone import develop
from vitascope.engines.previz.upscale import double

FAMILIES: tuple[tuple[Environment, tuple[str, ...]], ...] = (
    (Environment.MOUNTAINS, ()),
    (Environment.SKY, ()),
    (Environment.UNDERWATER, ()),
    (Environment.VILLAGE, ()),
    (Environment.STREET, ()),
    (Environment.SPACE, ()),
    (Environment.COAST, ("road",)),
    (Environment.OCEAN, ("breaker",)),
    (Environment.ABSTRACT, ()),
)
"""Between them, with their sights, they use every kernel: land, clouds, water, plants and houses, mirrors,
globes, surf and roads, a wave that breaks, and colours alone."""


def warm() -> None:
    """Draw one tiny frame of each family of worlds, from both sides of the water's surface."""
    canvas = Canvas.blank(64, 36)
    for environment, sights in FAMILIES:
        plan = ShotPlan(
            seed=1,
            environment=environment,
            time_of_day=TimeOfDay.NIGHT,
            weather=Weather.CLEAR,
            mood=Mood.NEUTRAL,
            plants=True,
            sights=sights,
            takes=(Take(start=0.0, seconds=5.0),),
        )
        world = build(plan)
        heights = (
            (world.home.pose.y, 0.0, 2.0) if environment is Environment.UNDERWATER else (world.home.pose.y,)
        )
        for height in heights:
            pose = replace(world.home.pose, y=height)
            world.draw(canvas, pose, Moment(plan, 0.0), _nothing)
        planes = develop(canvas, world.grade, plan.seed)
        double(*planes, 128, 72)


def _nothing(canvas: Canvas, light: Light, air: Air) -> None:
    """No subjects."""
