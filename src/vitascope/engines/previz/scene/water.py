"""Worlds of water: one, seen from above its surface, from below, or from both at once."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from vitascope.engines.previz.canvas import FAR, Air, Array, Canvas, Home, Light, Pose
from vitascope.engines.previz.clock import Moment
from vitascope.engines.previz.plan import Environment, Mood, ShotPlan, Weather
from vitascope.engines.previz.scene import (
    depths,
    fields,
    ground,
    plants,
    relief,
    sky,
    surface,
    terrain,
    waterline,
)
from vitascope.engines.previz.scene.breaker import BREAKER, Breaker, breaker
from vitascope.engines.previz.scene.colour import lean, linear, luma, mix, saturate, triple
from vitascope.engines.previz.scene.ground import Soil
from vitascope.engines.previz.scene.noise import band, fbm, veins
from vitascope.engines.previz.scene.palette import Look, bearing, look, softened, tinted
from vitascope.engines.previz.scene.particles import Swarm, strew
from vitascope.engines.previz.scene.plants import Bed
from vitascope.engines.previz.scene.relief import Relief
from vitascope.engines.previz.scene.sky import Sky
from vitascope.engines.previz.scene.terrain import Terrain
from vitascope.engines.previz.scene.waves import Waves
from vitascope.engines.previz.scene.weather import airborne
from vitascope.engines.previz.scratch import scratch
from vitascope.engines.previz.tone import Grade

Subjects = Callable[[Canvas, Light, Air], None]
Point = tuple[float, float, float]

_OPEN_FLOOR = -60.0
_LEVEL_SIDE = 32
"""Cells along the side of the open sea's bed, all alike: as many as a map's reductions need."""
_SIGHT = 46.0
"""Metres that one sees under water."""


@dataclass(frozen=True)
class Below:
    """What is under the surface: its colours, light and bed."""

    tones: Array
    sun: Array
    colours: Array
    density: float
    light: Light
    bed: Terrain
    plants: Bed | None
    motes: tuple[Swarm, ...]
    shafts: float


@dataclass(frozen=True)
class Water:
    """A world of water with its surface at 0; see ``world.World``."""

    home: Home
    light: Light
    anchors: dict[str, Point]
    grade: Grade
    look: Look
    sky: Sky
    waves: Waves
    body: Array
    settings: Array
    swarms: tuple[Swarm, ...]
    soft: Array
    below: Below
    breaker: Breaker | None = None

    def ground(self, x: float, z: float) -> float:
        """Height of the bed in metres."""
        return self.below.bed.ground(x, z)

    def draw(self, canvas: Canvas, pose: Pose, moment: Moment, subjects: Subjects) -> None:
        """From above, from below, or with the lens half under."""
        tile = self.waves.at(moment)
        edge = waterline.edge_rows(canvas, pose, 0.0, moment)
        if float(edge.min()) >= canvas.height + 8:
            self._from_above(canvas, pose, moment, tile, subjects)
        elif float(edge.max()) <= -8:
            self._from_below(canvas, pose, moment, tile, subjects)
        else:
            shape = canvas.width, canvas.height
            above = Canvas(scratch.take("above", *shape, 3), scratch.take("above depth", *shape))
            self._from_above(above, replace(pose, y=max(pose.y, 0.05)), moment, tile, subjects)
            self._from_below(canvas, replace(pose, y=min(pose.y, -0.05)), moment, tile, subjects)
            waterline.join(canvas, above, edge, self.below.colours[depths.TOP])

    def _from_above(
        self, canvas: Canvas, pose: Pose, moment: Moment, tile: Array, subjects: Subjects
    ) -> None:
        made = self.sky
        top = surface.horizon_row(canvas, pose)
        first = scratch.take("skyline", canvas.width)
        first[:] = top
        cover = scratch.take("skyline cover", canvas.width)
        cover[:] = 0.0
        if top:
            small, shrink = sky.paint(made, canvas, pose, moment, top)
            canvas.rgb[:, top - 1] = 0.0
            canvas.depth[:, :top] = FAR
            sky.lift(canvas, small, shrink, first, cover)
            sky.twinkle(made, canvas, pose, moment)
        surface.deep(canvas, pose, self.body)
        density = float(self.settings[surface.HAZE])
        subjects(canvas, self.light, Air(triple(self.look.haze_colour), density))
        mirror = sky.dome(made, moment)
        shift = _shift(moment)
        surface.cover(canvas, pose, tile, mirror, made.tones, made.sun, self.body, shift, self.settings)
        if self.breaker is not None:
            self.breaker.raise_up(canvas, pose, moment, made)
        for swarm in self.swarms:
            strew(swarm, canvas, pose, moment)

    def _from_below(
        self, canvas: Canvas, pose: Pose, moment: Moment, tile: Array, subjects: Subjects
    ) -> None:
        below = self.below
        drift = _currents(moment)
        first, cover = terrain.draw(below.bed, canvas, pose, drift, below.tones, below.sun)
        rows = int(first.max())
        water = below.tones, below.sun, below.colours
        small, shrink = depths.murk(canvas, pose, rows, 0.0, below.density, tile, _shift(moment), *water)
        sky.lift(canvas, small, shrink, first, cover)
        air = below.tones[sky.HAZE]
        if below.plants is not None:
            plants.grow(below.plants, canvas, pose, moment, air, below.density)
        subjects(canvas, below.light, Air(triple(air), below.density))
        beams = _beams(moment)
        colour = below.colours[depths.SHAFT]
        depths.shafts(canvas, pose, self.look.azimuth, below.shafts, self.soft, beams, 0.11, colour)
        for swarm in below.motes:
            strew(swarm, canvas, pose, moment)


def _shift(moment: Moment) -> Array:
    """Texels by which the finer waves have run."""
    fine, finest = moment.drift(1.5, 9.6) / 9.6, moment.drift(0.5, 1.92) / 1.92
    return np.array([fine % 1.0 * 128, 0, 0, finest % 1.0 * 128], np.float32)


def _currents(moment: Moment) -> Array:
    """For ``terrain.draw`` under water: murk that drifts, and two nets of caustics that cross."""
    murk, tile = 9.0, 256 / 44
    moved = [moment.drift(0.5, murk) / murk, moment.drift(0.3, murk) / murk]
    nets = [moment.drift(speed, tile) / tile for speed in (0.6, 0.25, -0.5, 0.4)]
    offsets = [m % 1.0 * 256 for m in (*moved, *nets)]
    scale = 256 / murk
    return np.array([0, 0, 0, 0, *offsets, scale, scale, scale, scale], np.float32)


def _beams(moment: Moment) -> Array:
    """Texels by which the shafts' two noises have moved, across and along."""
    speeds = (0.012, 0.07, -0.02, 0.10)
    return np.array([moment.drift(s, 1.0) % 1.0 * 256 for s in speeds], np.float32)


SURF = "surf"
"""The sight of high waves in any weather."""
_STEEPNESS = {Weather.STORM: 0.21, Weather.RAIN: 0.16, Weather.FOG: 0.09, Weather.SNOW: 0.13}


def build(plan: ShotPlan) -> Water:
    """Bake the water world of a plan."""
    made, seed = _murky(plan, look(plan)), plan.seed
    steep = _STEEPNESS.get(plan.weather, 0.13) * (0.65 if plan.mood is Mood.CALM else 1.0)
    under, high = plan.environment is Environment.UNDERWATER, not {SURF, BREAKER}.isdisjoint(plan.sights)
    steep = min(steep, 0.08) if under else max(steep, 0.22 if high else 0.0)
    waves = Waves.of(seed + 41, steep, made.azimuth + math.pi + 0.5, 7.0 if under else 44.0 if high else 27.0)
    hue = _hue(plan)
    soft = fbm(256, seed + 22, 6, 5, 0.55)
    pose = Pose(0.0, -2.7, 0.0, pitch=0.03) if under else Pose(0.0, 5.5, 0.0, pitch=-0.03)
    home, body = Home(pose, 1.2 if under else 8.0, surface=0.0), _body(made, hue)
    shine = np.asarray(made.ambient * 0.5 + made.key * 0.16, np.float32)
    thin = lean(shine, hue if plan.tint else linear("#2fb0a4"), 0.8)
    wave = breaker(plan, body, thin, 0.0006 * made.haze, home)
    anchors = {"peak": (pose.x, 0.0, pose.z + 400.0), "horizon": (pose.x, 0.0, pose.z + 1e4)}
    return Water(
        home=home,
        light=made.light(),
        anchors=anchors | ({} if wave is None else {BREAKER: wave.anchor}),
        grade=made.grade,
        look=made,
        sky=Sky.of(made, seed),
        waves=waves,
        body=body,
        settings=_settings(made, waves, plan),
        swarms=airborne(plan, made),
        soft=soft,
        below=_below(plan, made, hue, soft),
        breaker=wave,
    )


def _murky(plan: ShotPlan, made: Look) -> Look:
    """Over water that is to look gloomy, the sky does too."""
    if plan.environment is not Environment.UNDERWATER:
        return made
    if plan.mood in {Mood.DARK, Mood.MENACING}:
        grey = replace(made, cover=max(made.cover, 0.62), sun=made.sun * 0.03)
        made = softened(grey, 0.45, 0.8)
    return tinted(made, _hue(plan), 0.3)


def _hue(plan: ShotPlan) -> Array:
    """The water's own colour."""
    if plan.tint is not None:
        return linear(plan.tint)
    return linear("#2f7f86") if plan.environment is Environment.OCEAN else linear("#2c7f7a")


def _body(made: Look, hue: Array) -> Array:
    """Deep water and foam, as bright as the sky lets them be."""
    light = luma(made.ambient) * 0.5 + luma(made.key) * 0.12
    deep = lean(made.ambient, hue, 0.85) / max(luma(made.ambient), 1e-4) * light * 0.13
    foam = made.ambient * 0.7 + made.key * 0.3
    return np.stack([deep, foam]).astype(np.float32)


def _settings(made: Look, waves: Waves, plan: ShotPlan) -> Array:
    values = np.zeros(surface.SETTINGS, np.float32)
    values[surface.HAZE] = 0.0006 * made.haze
    values[surface.CLARITY] = 0.30 if plan.environment is Environment.UNDERWATER else 0.22
    rough = plan.weather is Weather.STORM or not {SURF, BREAKER}.isdisjoint(plan.sights)
    values[surface.FOAM] = 0.85 if rough else 0.12
    values[surface.CREST] = max(waves.height, 1e-3)
    return values


def _below(plan: ShotPlan, made: Look, hue: Array, soft: Array) -> Below:
    light = 0.35 + 0.65 * min(luma(made.ambient) * 1.9 + luma(made.key) * 0.12, 1.3)
    dim = {Mood.DARK: 0.62, Mood.MENACING: 0.5, Mood.BRIGHT: 1.25}.get(plan.mood, 1.0)
    day = min(max(luma(made.ambient) * 2.2 + luma(made.key) * 0.3, 0.18), 1.1) * light
    glow = saturate(mix(hue, linear("#e8fff0") * luma(hue), 0.35), 0.9) / max(luma(hue), 1e-4)
    top = (glow * 0.62 * day).astype(np.float32)
    haze = (hue / max(luma(hue), 1e-4) * 0.075 * day * dim).astype(np.float32)
    tones = np.zeros((8, 3), np.float32)
    tones[sky.HAZE] = haze
    tones[sky.HAZE_SUN] = haze * 1.6 + top * 0.03
    x, y, z = bearing(made.azimuth, max(made.elevation, 0.75))
    flat = math.hypot(x, z)
    sun = np.array([x, y, z, x / flat, z / flat, 0], np.float32)
    dark = haze * np.float32(0.25)
    colours = np.stack([top * np.float32(0.6 + 0.4 * dim), dark, top * np.float32(0.9)]).astype(np.float32)
    key = lean(np.full(3, 2.6 * day * (0.5 + 0.5 * dim), np.float32), glow.astype(np.float32), 0.6)
    ambient = lean(np.full(3, 0.5 * day, np.float32), hue, 0.6)
    underwater = replace(
        made, key=key, ambient=ambient, haze_colour=haze, elevation=1.15, side=0.0, white=0.0
    )
    density = 0.085 * (1.35 if plan.mood in {Mood.DARK, Mood.MENACING} else 1.0)
    bed = _bed(plan, underwater, density, soft, tones)
    return Below(
        tones=tones,
        sun=sun,
        colours=colours,
        density=density,
        light=Light(
            key=bearing(made.azimuth, 1.15),
            key_colour=triple(key),
            ambient=triple(ambient * np.float32(1.2)),
            rim=bearing(made.azimuth, 1.3),
            rim_colour=triple(top),
        ),
        bed=bed,
        plants=_plants(plan, underwater, bed) if plan.plants else None,
        motes=_motes(plan, top),
        shafts=0.0 if made.stars else 1.7,
    )


def _bed(plan: ShotPlan, made: Look, density: float, soft: Array, tones: Array) -> Terrain:
    shape, colour = _lie(plan, made)
    heights, painted, scale = terrain.pyramid(shape.height, colour)
    values = np.zeros(fields.SETTINGS, np.float32)
    values[fields.CELL] = shape.cell
    values[fields.DENSITY] = density
    values[fields.FALLOFF] = 1e-4
    values[fields.TOP] = float(shape.height.max())
    values[fields.END] = _SIGHT
    values[fields.SLOPE] = 2.5
    values[fields.DETAIL] = 0.14
    values[fields.MIST] = 0.5
    values[fields.CAUSTIC] = 2.4
    return Terrain(
        side=len(shape.height),
        cell=shape.cell,
        heights=heights,
        painted=painted,
        scale=scale,
        grain=band(256, plan.seed + 21),
        soft=soft,
        veins=veins(256, plan.seed + 23),
        gust=tones[sky.HAZE],
        settings=values,
    )


def _lie(plan: ShotPlan, made: Look) -> tuple[Relief, Array]:
    """The bed's heights and colours. The open sea's is deeper than anyone sees in water: level, and dark."""
    if plan.environment is Environment.OCEAN:
        level = np.full((_LEVEL_SIDE, _LEVEL_SIDE), _OPEN_FLOOR, np.float32)
        shape = Relief(level, 0.06, np.zeros_like(level), 0.0, 0.0)
        return shape, np.zeros((*level.shape, 3), np.float32)
    shape = relief.seabed(plan.seed)
    soil = Soil(
        rock=linear("#77705c"),
        vein=linear("#5d6650"),
        turf=linear("#b3a888"),
        dry=linear("#a39a78"),
        snow=linear("#ffffff"),
        patch=linear("#646b52"),
        turf_line=3.0,
        snow_line=9.0,
        steep=0.5,
    )
    return shape, ground.lit(shape, soil, made, plan.seed)


def _plants(plan: ShotPlan, made: Look, bed: Terrain) -> Bed:
    random = np.random.default_rng(plan.seed + 51)
    box = bed.size
    blades = plants.clumps(random, 900, box)
    for blade in blades:
        blade[plants.ROOT] = bed.ground(float(blade[plants.PLACE_X]), float(blade[plants.PLACE_Z])) - 0.03
    light = made.key * 0.5 + made.ambient
    return Bed(
        blades=blades,
        box=box,
        root=(linear("#2c3a1e") * light * 0.5).astype(np.float32),
        tip=(linear("#6f8a3a") * light * 0.75).astype(np.float32),
        sway=0.16,
        hertz=0.22,
        end=14.0,
    )


def _motes(plan: ShotPlan, top: Array) -> tuple[Swarm, ...]:
    light = (top * 1.1).astype(np.float32)
    fine = Swarm.strewn(
        1500,
        plan.seed + 52,
        box=9.0,
        velocity=(0.10, -0.05, 0.04),
        size=0.006,
        colour=light,
        opacity=0.55,
        sway=0.16,
        hertz=0.25,
        glow=0.5,
    )
    return (fine,)
