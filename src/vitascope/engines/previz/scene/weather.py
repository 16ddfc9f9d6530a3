"""What is in the air: rain, snow, embers, sand, motes."""

from __future__ import annotations

import numpy as np

from vitascope.engines.previz.canvas import Array
from vitascope.engines.previz.plan import Environment, Mood, ShotPlan, TimeOfDay, Weather
from vitascope.engines.previz.scene.colour import linear
from vitascope.engines.previz.scene.palette import Look
from vitascope.engines.previz.scene.particles import Swarm


def airborne(plan: ShotPlan, made: Look) -> tuple[Swarm, ...]:
    """The swarms of a plan, over land or open water. There is always at least one."""
    swarms: list[Swarm] = []
    if plan.weather is Weather.SNOW or (plan.weather is Weather.STORM and _cold(plan)):
        swarms += _snow(plan, made)
    elif plan.weather is Weather.RAIN or (plan.weather is Weather.STORM and not _embers(plan)):
        swarms += _rain(plan, made)
    if _embers(plan):
        swarms.append(_ember(plan))
    if plan.environment is Environment.VOLCANO:
        swarms.append(_ash(plan, made))
    if plan.time_of_day is TimeOfDay.NIGHT and plan.environment in _FIREFLIES and not swarms:
        swarms.append(_fireflies(plan))
    if _falling(plan):
        swarms.append(_leaves(plan, made))
    if not swarms:
        swarms.append(_motes(plan, made))
    return tuple(swarms)


def _falling(plan: ShotPlan) -> bool:
    """Whether leaves or petals come down."""
    season = plan.environment in _FIREFLIES and not {"autumn", "blossom"}.isdisjoint(plan.sights)
    return season or (
        plan.environment is Environment.FOREST and plan.weather in {Weather.CLEAR, Weather.CLOUDS}
    )


def _cold(plan: ShotPlan) -> bool:
    return plan.environment is Environment.ARCTIC


def _embers(plan: ShotPlan) -> bool:
    warm = plan.time_of_day in {TimeOfDay.DUSK, TimeOfDay.NIGHT, TimeOfDay.DAWN}
    dry = plan.environment in {Environment.MOUNTAINS, Environment.DESERT}
    fiery = plan.environment is Environment.VOLCANO
    return fiery or (plan.mood is Mood.MENACING and warm and dry and plan.weather is not Weather.RAIN)


_FIREFLIES = {Environment.MEADOW, Environment.FOREST, Environment.JUNGLE, Environment.VILLAGE}


def _ash(plan: ShotPlan, made: Look) -> Swarm:
    """Flakes that fall from a plume."""
    return Swarm.strewn(
        1100,
        plan.seed + 38,
        box=22.0,
        velocity=(1.6, -1.1, -0.5),
        size=0.016,
        colour=(made.ambient * 0.3 + made.haze_colour * 0.2).astype(np.float32),
        opacity=0.7,
        sway=0.5,
    )


def _fireflies(plan: ShotPlan) -> Swarm:
    return Swarm.strewn(
        260,
        plan.seed + 39,
        box=26.0,
        velocity=(0.12, 0.0, -0.1),
        size=0.03,
        colour=linear("#d8ff6a", 1.6),
        opacity=0.8,
        sway=1.3,
        hertz=0.18,
        glow=1.0,
    )


def _leaves(plan: ShotPlan, made: Look) -> Swarm:
    """Leaves that come down."""
    petals, autumn = "blossom" in plan.sights, "autumn" in plan.sights
    light = linear("#f6c4d4" if petals else "#c8781e" if autumn else "#a88a3c") * (
        made.key * 0.7 + made.ambient * 0.6
    )
    return Swarm.strewn(
        420 if petals or autumn else 150,
        plan.seed + 40,
        box=20.0,
        velocity=(0.7, -0.9, -0.3),
        size=0.028,
        colour=light.astype(np.float32),
        opacity=0.9,
        sway=0.9,
        hertz=0.4,
    )


def _snow(plan: ShotPlan, made: Look) -> list[Swarm]:
    light = (made.ambient * 0.9 + made.key * 0.35 + made.haze_colour * 0.3).astype(np.float32)
    wind = 7.0 if plan.weather is Weather.STORM else 1.6
    near = Swarm.strewn(
        1500,
        plan.seed + 31,
        box=18.0,
        velocity=(wind, -2.4, -0.4 * wind),
        size=0.022,
        colour=light,
        opacity=0.85,
        sway=0.35,
    )
    far = Swarm.strewn(
        2600,
        plan.seed + 32,
        box=60.0,
        velocity=(wind * 1.3, -3.6, -0.4 * wind),
        size=0.07,
        colour=light,
        opacity=0.6,
        sway=0.6,
    )
    return [far, near]


def _rain(plan: ShotPlan, made: Look) -> list[Swarm]:
    light = (made.ambient * 0.55 + made.haze_colour * 0.55).astype(np.float32)
    slant = 4.0 if plan.weather is Weather.STORM else 1.2
    near = Swarm.strewn(
        1400,
        plan.seed + 33,
        box=16.0,
        velocity=(slant, -12.8, 0.0),
        size=0.006,
        colour=light,
        opacity=0.35,
        smear=1.6,
    )
    far = Swarm.strewn(
        2600,
        plan.seed + 34,
        box=48.0,
        velocity=(slant * 1.5, -19.2, 0.0),
        size=0.014,
        colour=light,
        opacity=0.25,
        smear=1.6,
    )
    return [far, near]


def _ember(plan: ShotPlan) -> Swarm:
    return Swarm.strewn(
        900,
        plan.seed + 35,
        box=60.0,
        velocity=(-8.0, 3.2, -5.0),
        size=0.03,
        colour=linear("#ff9440", 2.2),
        opacity=0.85,
        sway=1.2,
        glow=0.7,
    )


def _motes(plan: ShotPlan, made: Look) -> Swarm:
    """Dust and seeds in the light; in a desert, sand."""
    sand = plan.environment is Environment.DESERT
    colour = (made.key * 0.35 + made.haze_sun * 0.5).astype(np.float32)
    if sand:
        colour = (colour * linear("#ffd9a8")).astype(np.float32)
    return Swarm.strewn(
        700 if sand else 420,
        plan.seed + 36,
        box=30.0,
        velocity=(9.0, 0.3, -1.5) if sand else (2.2, 0.15, -0.6),
        size=0.010,
        colour=colour,
        opacity=0.45,
        sway=0.5,
    )


def dust(plan: ShotPlan, colour: Array) -> Swarm:
    """Dust that hangs in the air of a room."""
    return Swarm.strewn(
        900,
        plan.seed + 37,
        box=6.0,
        velocity=(0.05, -0.02, 0.03),
        size=0.0045,
        colour=colour,
        opacity=0.6,
        sway=0.12,
        hertz=0.2,
        glow=0.8,
    )
