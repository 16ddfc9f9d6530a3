"""Built worlds: a city street, a skyline over water, a room."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from vitascope.engines.previz.canvas import FAR, Air, Array, Canvas, Home, Light, Pose
from vitascope.engines.previz.catalogue import FURNITURE
from vitascope.engines.previz.clock import Moment
from vitascope.engines.previz.focus import on_foot
from vitascope.engines.previz.plan import Environment, Medium, ShotPlan, Subject, Weather
from vitascope.engines.previz.rail import from_above
from vitascope.engines.previz.scene import blocks, cavern, chamber, mirror, sky, studio
from vitascope.engines.previz.scene.chamber import Chamber
from vitascope.engines.previz.scene.colour import lean, linear, luma, triple
from vitascope.engines.previz.scene.facets import DARK, Masonry, build_up
from vitascope.engines.previz.scene.fitted import FITTED
from vitascope.engines.previz.scene.fittings import DEEP
from vitascope.engines.previz.scene.indoors import LAMPS
from vitascope.engines.previz.scene.noise import band, fbm
from vitascope.engines.previz.scene.palette import Look, look
from vitascope.engines.previz.scene.particles import Swarm, strew
from vitascope.engines.previz.scene.plume import Plume, steaming
from vitascope.engines.previz.scene.sky import Sky
from vitascope.engines.previz.scene.stand import Stand, raise_all
from vitascope.engines.previz.scene.weather import airborne, dust
from vitascope.engines.previz.scratch import scratch
from vitascope.engines.previz.tone import Grade

Subjects = Callable[[Canvas, Light, Air], None]
Point = tuple[float, float, float]
LARGE = 1.3
"""Metres, from which on furniture needs the place of the room's own table."""
HIGH_UP = 105.0
"""How far below the camera the city lies then, metres."""


@dataclass(frozen=True)
class Built:
    """A world of flat faces; see ``world.World``. ``floor`` is the mirror on the ground, if there is one."""

    home: Home
    light: Light
    anchors: dict[str, Point]
    grade: Grade
    look: Look
    sky: Sky
    masonry: Masonry
    swarms: tuple[Swarm, ...]
    noise: Array
    floor: Array | None
    indoors: bool = False
    smoke: Stand | None = None
    plumes: tuple[Plume, ...] = ()

    def ground(self, x: float, z: float) -> float:  # noqa: ARG002 - streets and floors are level
        """Height of the ground in metres."""
        return 0.0

    def draw(self, canvas: Canvas, pose: Pose, moment: Moment, subjects: Subjects) -> None:
        """Sky, faces, subjects, what the ground mirrors, then what is in the air."""
        tones, sun = self.sky.tones, self.sky.sun
        canvas.depth[:] = FAR
        stir = moment.drift(0.35, 64.0) % 64.0 * 4.0

        def behind(first: Array) -> None:
            self._backdrop(canvas, pose, moment, first)

        build_up(self._flickering(moment), canvas, pose, tones, sun, stir, behind)
        if self.smoke is not None:
            moving = np.concatenate([plume.rows(moment) for plume in self.plumes])
            raise_all(self.smoke, canvas, pose, 0.0, tones, sun, moving)
        density = max(self.masonry.haze, 1e-4)
        subjects(canvas, self.light, Air(triple(self.look.haze_colour), density))
        if self.floor is not None:
            mirror.lay(canvas, pose, self.noise, tones, sun, self._ripples(moment), self.floor)
        for swarm in self.swarms:
            strew(swarm, canvas, pose, moment)

    def _flickering(self, moment: Moment) -> Masonry:
        """A room's light: clouds pass outside, and a lamp is never quite still."""
        if self.masonry.beam is None:
            return self.masonry
        outside, lamp = (math.sin(math.tau * moment.cycle(hertz)) for hertz in (0.13, 0.38))
        beam = self.masonry.beam.copy()
        beam[8:11] *= np.float32(1 + 0.10 * outside)
        beam[LAMPS + 3 : LAMPS + 6] *= np.float32(1 + 0.06 * outside)
        beam[LAMPS + 10 : LAMPS + 13] *= np.float32(1 + 0.07 * lamp)
        return replace(self.masonry, beam=beam)

    def _backdrop(self, canvas: Canvas, pose: Pose, moment: Moment, first: Array) -> None:
        """What is seen above the faces: the sky, or a room's dark."""
        cover = scratch.take("skyline cover", canvas.width)
        cover[:] = 0.0
        if self.indoors:
            dark = np.empty((2, 2, 3), np.float32)
            dark[:] = self.look.haze_colour * np.float32(DARK)
            sky.lift(canvas, dark, 2 * max(canvas.width, canvas.height), first, cover)
            return
        small, shrink = sky.paint(self.sky, canvas, pose, moment, first)
        sky.lift(canvas, small, shrink, first, cover)
        sky.twinkle(self.sky, canvas, pose, moment)

    def _ripples(self, moment: Moment) -> Array:
        speeds = (0.05, 0.16, -0.11, 0.23) if self.floor is not None and self.floor[4] >= 1 else (0.0,) * 4
        return np.array([moment.drift(s, 1.0) % 1.0 * 256 for s in speeds], np.float32)


def build(plan: ShotPlan) -> Built:
    """Bake the built world of a plan."""
    made = look(plan)
    if plan.environment is Environment.ROOM:
        return _room(plan, made)
    return _street(plan, made) if plan.environment is Environment.STREET else _skyline(plan, made)


def _glass(made: Look) -> Array:
    """What windows mirror."""
    return np.asarray(made.middle * 0.35 + made.horizon * 0.25, np.float32)


def _common(plan: ShotPlan, made: Look, masonry: Masonry, floor: Array | None, home: Home) -> Built:
    return Built(
        home=home,
        light=made.light(),
        anchors={"peak": (0.0, 40.0, 300.0), "horizon": (0.0, home.pose.y, 1e4)},
        grade=made.grade,
        look=made,
        sky=Sky.of(made, plan.seed),
        masonry=masonry,
        swarms=airborne(plan, made),
        noise=fbm(256, plan.seed + 95, 6, 5, 0.5),
        floor=floor,
    )


def _street(plan: ShotPlan, made: Look) -> Built:
    wet = plan.weather in {Weather.RAIN, Weather.STORM} or (
        bool(made.stars) and plan.weather is Weather.CLEAR
    )
    brick = Masonry(
        faces=blocks.street(made, plan.seed, neon="neon" in plan.sights),
        grain=band(256, plan.seed + 94),
        glass=_glass(made),
        haze=0.0022 * made.haze,
        end=300.0,
        box=(0.0, blocks.STREET),
    )
    share = 0.32 if plan.weather in {Weather.RAIN, Weather.STORM} else 0.09
    half = blocks.ROAD / 2
    floor = np.array([0.0, share, 0.55, 7.0, 0.25, half, -1e9, 0, 0, 0, 1.0], np.float32) if wet else None
    free = ((-6.6, 6.6), (0.4, 60.0), (-1e6, 1e6))
    home = Home(Pose(0.9, 2.1, 40.0, pitch=0.085), 2.6, free=free)
    smoke, plumes = steaming(plan.seed, made, blocks.warm_light(made), brick.haze)
    world = _common(plan, made, brick, floor, home)
    return replace(world, light=_lamplit(world.light, made), smoke=smoke, plumes=plumes)


def _lamplit(light: Light, made: Look) -> Light:
    """When it is dark, shop windows and lamps light who is in a street: from before, and from both sides."""
    lamp = blocks.warm_light(made, 0.36 * blocks.darkness(made))
    fill = np.asarray(np.asarray(light.ambient) + 0.55 * lamp, np.float32)
    rim = np.asarray(np.asarray(light.rim_colour) + 1.2 * lamp, np.float32)
    key = np.asarray(light.key_colour, np.float32) + lamp
    return replace(light, ambient=triple(fill), rim_colour=triple(rim), key_colour=triple(key))


def _skyline(plan: ShotPlan, made: Look) -> Built:
    drop = HIGH_UP if from_above(plan) else 0.0
    terrace = not drop or on_foot(plan)
    towers = Masonry(
        faces=blocks.skyline(made, plan.seed, drop, terrace=terrace, neon="neon" in plan.sights),
        grain=band(256, plan.seed + 94),
        glass=_glass(made),
        haze=0.00042 * made.haze,
        end=1200.0,
    )
    body = lean(made.ambient, linear("#2f6f80"), 0.6) * np.float32(0.16)
    storm = 2.0 if plan.weather is Weather.STORM else 1.0
    start = 18.0 if terrace else -1e9
    numbers = [-2.2 - drop, 0.06, 1.5 * storm, 26.0, 1.0, 1e9, start, *body, 0.35]
    free = ((-380.0, 380.0), (0.4 if terrace else 0.4 - drop, 400.0), (-50.0, 290.0))
    pose = Pose(0.0, 3.2, 0.0, pitch=0.05 if terrace else 0.12)
    home = Home(pose, 4.0 if terrace else 14.0, free=free)
    world = _common(plan, made, towers, np.array(numbers, np.float32), home)
    return replace(world, light=_lamplit(world.light, made))


def _on_floor(subject: Subject) -> bool:
    """Whether it stands where the room's own table is."""
    return subject.medium is Medium.GROUND and subject.rig != "prop" and subject.upon is None


def _walls(plan: ShotPlan, made: Look, inside: Chamber, haze: float = 0.0) -> Masonry:
    """What encloses a place indoors."""
    return Masonry(
        faces=inside.faces,
        grain=band(256, plan.seed + 94),
        glass=_glass(made),
        haze=haze,
        end=60.0,
        beam=inside.beam.numbers(),
    )


def _studio(plan: ShotPlan, made: Look, name: str) -> Built:
    """One tone all round; the picture is graded as by day, whatever the hour."""
    inside = studio.studio(name)
    air = np.asarray(inside.ambient * 0.2, np.float32)
    masonry = _walls(plan, made, inside)
    light = Light(
        key=(-0.45, 0.72, -0.53),
        key_colour=triple(np.asarray(inside.lamp * 1.15, np.float32)),
        ambient=triple(np.asarray(inside.ambient * 0.8, np.float32)),
        rim=(0.62, 0.55, 0.56),
        rim_colour=triple(np.asarray(inside.lamp * 0.9, np.float32)),
    )
    home = Home(Pose(0.0, 1.45, -0.2, pitch=-0.03, focal=1.15), 0.55, free=studio.FREE)
    world = _common(plan, replace(made, haze_colour=air, haze_sun=air), masonry, None, home)
    anchors = {"peak": (0.0, 3.0, studio.DEEP), "horizon": (0.0, 1.5, studio.DEEP)}
    return replace(world, light=light, indoors=True, anchors=anchors, swarms=())


def _cave(plan: ShotPlan, made: Look) -> Built:
    """A cave, lit from before and by what glows in it."""
    inside = cavern.cavern(plan.seed)
    air = np.asarray(inside.ambient * 0.4, np.float32)
    masonry = _walls(plan, made, inside, haze=0.012)
    light = Light(
        key=(-0.5, 0.62, -0.6),
        key_colour=triple(np.asarray(inside.lamp * 1.3, np.float32)),
        ambient=triple(np.asarray(inside.ambient * 1.3, np.float32)),
        rim=(0.62, 0.45, 0.64),
        rim_colour=triple(np.asarray(inside.ambient * 3.0 + inside.lamp * 0.2, np.float32)),
    )
    home = Home(Pose(0.0, 1.5, 0.6, pitch=0.02, focal=1.0), 0.7, free=cavern.FREE)
    world = _common(plan, replace(made, haze_colour=air, haze_sun=air), masonry, None, home)
    anchors = {"peak": (0.0, 3.0, cavern.DEEP), "horizon": (0.0, 1.5, cavern.DEEP)}
    return replace(world, light=light, indoors=True, anchors=anchors, swarms=(dust(plan, inside.mote),))


def _room(plan: ShotPlan, made: Look) -> Built:
    name = studio.backdrop(plan)
    if name is not None:
        return _studio(plan, made, name)
    if "cave" in plan.sights:
        return _cave(plan, made)
    large = any(
        _on_floor(subject)
        or subject.form in {"table", "fireplace"}
        or (subject.form in FURNITURE and subject.length > LARGE)
        for subject in plan.subjects
    )
    fitted = next((FITTED[sight] for sight in plan.sights if sight in FITTED), None)
    inside = chamber.room(made, plan.seed, table=not large, fitted=fitted)
    air = np.asarray(inside.ambient * 0.5 + inside.lamp * 0.2, np.float32)
    bright = replace(made, haze_colour=air, haze_sun=air)
    masonry = _walls(plan, made, inside)
    x, y, z = inside.beam.toward
    light = Light(
        key=(x, y, z) if luma(inside.beam.colour) > 0.3 else (-0.55, 0.75, -0.36),
        key_colour=triple(np.asarray(inside.beam.colour * 0.09 + inside.lamp * 0.8, np.float32)),
        ambient=triple(np.asarray(inside.ambient, np.float32)),
        rim=(0.75, 0.5, 0.43),
        rim_colour=triple(np.asarray(inside.beam.colour * 0.06 + inside.lamp * 0.3, np.float32)),
    )
    home = Home(Pose(-0.7, 1.45, 0.7, yaw=0.13, pitch=-0.03, focal=1.0), 0.55, free=chamber.FREE)
    world = _common(plan, bright, masonry, None, home)
    anchors = {"peak": (0.0, 2.4, DEEP), "horizon": (0.0, 1.5, DEEP)}
    return replace(world, light=light, indoors=True, anchors=anchors, swarms=(dust(plan, inside.mote),))
