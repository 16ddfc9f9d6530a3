"""Worlds on solid ground: land under a sky, with what grows and is built on it."""

from __future__ import annotations

import math
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace

import numpy as np

from vitascope.engines.previz.canvas import Air, Array, Canvas, Home, Light, Pose
from vitascope.engines.previz.clock import Moment
from vitascope.engines.previz.plan import Environment, ShotPlan, Weather
from vitascope.engines.previz.scene import aurora, coast, fields, globe, ground, relief, road, sky, terrain
from vitascope.engines.previz.scene.colour import linear, luma, mix, triple
from vitascope.engines.previz.scene.facets import Masonry, build_up
from vitascope.engines.previz.scene.globe import Globe
from vitascope.engines.previz.scene.ground import Soil
from vitascope.engines.previz.scene.houses import village
from vitascope.engines.previz.scene.kinds import KINDS, Kind
from vitascope.engines.previz.scene.noise import band, fbm, ripples
from vitascope.engines.previz.scene.paint import Coded
from vitascope.engines.previz.scene.palette import (
    ON_SNOW,
    UNDER_TREES,
    Look,
    airless,
    legible,
    look,
    lunar,
    wooded,
)
from vitascope.engines.previz.scene.particles import Swarm, strew
from vitascope.engines.previz.scene.planting import BLOOMS, planted
from vitascope.engines.previz.scene.plume import Plume, rising, smoking
from vitascope.engines.previz.scene.pond import LOOKING_DOWN, Pond, pond
from vitascope.engines.previz.scene.relief import Relief
from vitascope.engines.previz.scene.road import Road
from vitascope.engines.previz.scene.sky import Sky
from vitascope.engines.previz.scene.space import earth, moons
from vitascope.engines.previz.scene.stand import Stand, raise_all
from vitascope.engines.previz.scene.surf import WADED, Sea, sea
from vitascope.engines.previz.scene.terraces import flooded, terraced, terraces
from vitascope.engines.previz.scene.terrain import Terrain
from vitascope.engines.previz.scene.weather import airborne
from vitascope.engines.previz.scene.woods import littered, moonlit, wood
from vitascope.engines.previz.tone import Grade

Subjects = Callable[[Canvas, Light, Air], None]
Point = tuple[float, float, float]
Bounds = tuple[tuple[float, float], tuple[float, float], tuple[float, float]]


REGOLITH = ("#77757a", "#66646a", "#8c8a8c", "#7e7c80", "#a09e9e")
"""Colours of the Moon's ground: rock, veins, what elsewhere is turf, moist and dry, and patches."""
OVERLOOKING = 26.0
"""Metres that the camera stands higher over terraces, to look down on their steps."""
_MOONLIT = 0.80, 0.38, -0.46
"""Where the sun stands for globes in the sky: beside them, so that they are seen as balls."""


@dataclass(frozen=True)
class Land:
    """A world on solid ground; see ``world.World``."""

    home: Home
    light: Light
    anchors: dict[str, Point]
    grade: Grade
    look: Look
    kind: Kind
    terrain: Terrain
    sky: Sky
    swarms: tuple[Swarm, ...]
    stand: Stand | None = None
    houses: Masonry | None = None
    aurora: bool = False
    moons: tuple[Globe, ...] = ()
    plume: Plume | None = None
    pond: Pond | None = None
    sea: Sea | None = None
    way: Road | None = None

    def ground(self, x: float, z: float) -> float:
        """Height of the land in metres; in the sea, of where one wades."""
        height = self.terrain.ground(x, z)
        return height if self.sea is None else max(height, WADED)

    def draw(self, canvas: Canvas, pose: Pose, moment: Moment, subjects: Subjects) -> None:
        """Land, sky, subjects, then what is in the air."""
        drift = _drift(self.kind, self.look, moment)
        first, cover = terrain.draw(self.terrain, canvas, pose, drift, self.sky.tones, self.sky.sun)
        small, shrink = sky.paint(self.sky, canvas, pose, moment, first)
        sky.lift(canvas, small, shrink, first, cover)
        sky.twinkle(self.sky, canvas, pose, moment)
        if self.aurora:
            aurora.glow(canvas, pose, moment)
        turns = moment.cycle(0.006) * math.tau, moment.cycle(0.009) * math.tau
        for moon in self.moons:
            globe.draw(moon, canvas, pose, _MOONLIT, turns, *self._moonlight())
        if self.way is not None:
            self.way.pave(canvas, pose, self.sky, self.terrain.settings)
        if self.houses is not None:
            build_up(self.houses, canvas, pose, self.sky.tones, self.sky.sun)
        if self.sea is not None:
            self.sea.lay(canvas, pose, moment, self.sky)
        if self.stand is not None:
            turn = moment.cycle(self.stand.hertz) % 1.0
            moving = None if self.plume is None else self.plume.rows(moment)
            raise_all(self.stand, canvas, pose, turn, self.sky.tones, self.sky.sun, moving)
        density = self.kind.haze * self.look.haze
        subjects(canvas, self.light, Air(triple(self.look.haze_colour), density))
        if self.pond is not None:
            self.pond.lay(canvas, pose, moment, self.sky)
        for swarm in self.swarms:
            strew(swarm, canvas, pose, moment)

    def _moonlight(self) -> tuple[float, float]:
        """How bright globes in the sky are, and how much of the sky lies before them."""
        return 0.35 + 0.5 * min(luma(self.look.key), 1.0), min(0.85, 3.0 * luma(self.look.middle))


def _drift(kind: Kind, look_: Look, moment: Moment) -> Array:
    """For ``terrain.draw``: whole tiles where they are seen to move."""
    texels = 256.0
    across, along = kind.gust_metres
    mist, shade = kind.mist_metres, kind.shade_metres
    wind = look_.wind
    moved = [
        moment.drift(9.0 * wind, across) / across,
        moment.drift(1.2 * wind, along) / along,
        moment.drift(-0.057 * shade * wind, shade) / shade,
        moment.drift(0.012 * shade * wind, shade) / shade,
        moment.drift(-0.067 * mist * wind, mist) / mist,
        moment.drift(0.01 * mist * wind, mist) / mist,
    ]
    offsets = [m % 1.0 * texels for m in moved]
    scales = [texels / mist, texels / shade, texels / across, texels / along]
    return np.array([*offsets, 0, 0, 0, 0, *scales], np.float32)


@dataclass(frozen=True)
class _Lie:
    """How the land lies: its kind, its look, its shape, and what water and ways have made of that."""

    kind: Kind
    made: Look
    shape: Relief
    shore: coast.Shore | None
    water: Pond | None
    way: Road | None


def build(plan: ShotPlan) -> Land:
    """Bake the land of a plan: what needs nothing of the rest, in threads of its own."""
    kind, made = _manner(plan)
    with ThreadPoolExecutor(2, thread_name_prefix="land") as aside:
        above = aside.submit(Sky.of, made, plan.seed)
        lie = _lie(plan, kind, made)
        lit = aside.submit(_painted, plan, lie)
        bare = _unpainted(plan, lie)
        anchors = _anchors(lie.shape)
        pose = _view(plan, lie, bare, anchors["peak"])
        home, grown = _settled(plan, lie, bare, pose)
        houses = _houses(plan, made, lie.shape, bare)
        heights, painted, scale = lit.result()
    if lie.way is not None:
        anchors["road"] = (lie.shape.x, home.pose.y, lie.shape.z)
    return Land(
        home=home,
        light=made.light(),
        anchors={**anchors, "horizon": (pose.x, pose.y, pose.z + 1e4)},
        grade=made.grade,
        look=made,
        kind=kind,
        terrain=replace(bare, heights=heights, painted=painted, scale=scale),
        sky=above.result(),
        swarms=airborne(plan, made),
        stand=grown,
        moons=_above(plan),
        plume=rising(plan, made, lie.shape) if plan.environment is Environment.VOLCANO else None,
        houses=houses,
        aurora="aurora" in plan.sights,
        pond=lie.water,
        way=lie.way,
        sea=None if lie.shore is None else sea(plan, made, lie.shore.inland),
    )


def _manner(plan: ShotPlan) -> tuple[Kind, Look]:
    """Its kind, and the look that what grows or shines there gives it."""
    kind, made = coast.kind_of(plan), look(plan)
    if kind.leaf is not None:
        made = wooded(made, linear(kind.leaf[0]), kind.leaf[1])
        if plan.environment is not Environment.VOLCANO:
            made = legible(made, ON_SNOW if made.white else UNDER_TREES)
    if plan.environment is Environment.PLANET:
        made = lunar(made) if _lunar(plan) else airless(made, plan.seed)
    return kind, made


def _lie(plan: ShotPlan, kind: Kind, made: Look) -> _Lie:
    """Its shape, with water and ways laid into it."""
    shore = coast.shore(plan) if coast.coastal(plan) else None
    if terraced(plan):
        shape = terraces(plan.seed)
    else:
        shape = kind.shape(plan.seed) if shore is None else shore.relief
    water = pond(plan, made, shape, Home(Pose(shape.x, 0.0, shape.z), kind.unit))
    if water is not None:
        shape = water.dug(shape)
    way = road.road(plan, made, shape, None if shore is None else shore.inland)
    if way is not None:
        shape = way.levelled(shape)
    return _Lie(kind, made, shape, shore, water, way)


def _painted(plan: ShotPlan, lie: _Lie) -> tuple[Array, Coded, float]:
    """Its heights and light in all reductions; see ``terrain.pyramid``."""
    light = ground.lit(lie.shape, _soil(plan, lie.kind), lie.made, plan.seed)
    light = flooded(lie.shape, light, lie.made) if terraced(plan) else light
    return terrain.pyramid(lie.shape.height, light)


def _unpainted(plan: ShotPlan, lie: _Lie) -> Terrain:
    """All of it but for the reductions and the paint."""
    seed, kind, made, shape = plan.seed, lie.kind, lie.made, lie.shape
    return Terrain(
        side=relief.SIDE,
        cell=shape.cell,
        heights=shape.height.ravel(),
        painted=np.zeros(0, np.uint32),
        scale=0.0,
        grain=ripples(256, seed + 21) if kind.rippled else band(256, seed + 21),
        soft=fbm(256, seed + 22, 3, 3, 0.5),
        veins=np.zeros((2, 2), np.float32),
        gust=_gust(kind, made),
        settings=_settings(kind, made, shape, plan.weather),
    )


def _view(plan: ShotPlan, lie: _Lie, bare: Terrain, peak: Point) -> Pose:
    """Where the camera would stand if there were neither sea nor road."""
    pose = _home(lie.kind, lie.shape, bare, peak)
    if terraced(plan):
        pose = replace(pose, y=pose.y + OVERLOOKING, pitch=-0.10)
    return pose if lie.water is None else replace(pose, pitch=pose.pitch - LOOKING_DOWN)


def _settled(plan: ShotPlan, lie: _Lie, bare: Terrain, pose: Pose) -> tuple[Home, Stand | None]:
    """Where the camera stands, and what grows about it."""
    made, shape = lie.made, lie.shape
    grown = smoking(plan, made, bare) or wood(plan, made, shape, bare) or planted(plan, made, shape, bare)
    grown = moonlit(plan, made, grown, pose.x, pose.z)
    if lie.water is not None:
        grown = lie.water.kept(grown, bare)
    if lie.way is not None:
        return road.home(Pose(shape.x, 0.0, shape.z), bare.ground), lie.way.kept(grown)
    if lie.shore is not None:
        return coast.home(plan, pose, lie.kind.unit), grown
    surface = None if lie.water is None else lie.water.level
    return Home(pose, lie.kind.unit, surface=surface, free=_free(plan, shape)), grown


def _lunar(plan: ShotPlan) -> bool:
    """Whether the planet is the Moon."""
    return plan.environment is Environment.PLANET and "moon" in plan.sights


def _above(plan: ShotPlan) -> tuple[Globe, ...]:
    """What stands in the sky: over the Moon, the Earth."""
    if plan.environment is not Environment.PLANET:
        return ()
    return earth(plan.seed) if _lunar(plan) else moons(plan.seed)


def _soil(plan: ShotPlan, kind: Kind) -> Soil:
    """The land's, in the colour of the flowers that cover it."""
    if _lunar(plan):
        rock, vein, turf, dry, patch = (linear(tone) for tone in REGOLITH)
        return replace(kind.soil, rock=rock, vein=vein, turf=turf, dry=dry, patch=patch)
    bloom = next((linear(BLOOMS[sight]) for sight in plan.sights if sight in BLOOMS), None)
    if bloom is None:
        return littered(plan, kind.soil)
    return replace(kind.soil, turf=mix(kind.soil.turf, bloom, 0.62), dry=mix(kind.soil.dry, bloom, 0.5))


def _free(plan: ShotPlan, shape: Relief) -> Bounds | None:
    """In a village the camera keeps to the way between the houses."""
    if plan.environment is not Environment.VILLAGE:
        return None
    return (shape.x - 4.4, shape.x + 4.4), (-1e6, 1e6), (-1e6, 1e6)


def _houses(plan: ShotPlan, made: Look, shape: Relief, baked: Terrain) -> Masonry | None:
    """What is built on the land."""
    if plan.environment is not Environment.VILLAGE:
        return None
    return Masonry(
        faces=village(made, plan.seed, shape, baked),
        grain=band(256, plan.seed + 94),
        glass=np.asarray(made.middle * 0.3 + made.horizon * 0.2, np.float32),
        haze=KINDS[plan.environment].haze * made.haze,
        end=420.0,
        box=(baked.size, baked.size),
    )


def _gust(kind: Kind, made: Look) -> Array:
    light = made.key * 0.5 + made.ambient * 0.6
    colours = {"turf": "#b9c878", "sand": "#e8bd84", "snow": "#ffffff", "haze": "#ffffff"}
    return (linear(colours[kind.gust]) * light).astype(np.float32)


def _settings(kind: Kind, made: Look, shape: Relief, weather: Weather) -> Array:
    values = np.zeros(fields.SETTINGS, np.float32)
    values[fields.CELL] = shape.cell
    values[fields.DENSITY] = kind.haze * made.haze
    values[fields.FALLOFF] = 1 / kind.layer
    values[fields.TOP] = float(shape.height.max())
    values[fields.END] = kind.end
    values[fields.SLOPE] = kind.slope
    values[fields.DETAIL] = kind.detail
    values[fields.GUST] = kind.gusts * min(made.wind, 1.6)
    clear = weather in {Weather.CLEAR, Weather.CLOUDS}
    values[fields.SHADOW] = (kind.shade if clear else 0.48 * kind.shade) * (1 - 0.5 * made.stars)
    values[fields.MIST] = 0.4
    values[fields.FLOOR] = float(np.percentile(shape.height, 10))
    return values


def _anchors(shape: Relief) -> dict[str, Point]:
    """The summit that the home view shows."""
    height, cell = shape.height, shape.cell
    along = np.arange(height.shape[0], dtype=np.float64) * cell
    ahead = (along - shape.z)[:, None]
    seen = (ahead > 60) & (np.abs(along - shape.x) < ahead * 0.5)
    row, column = np.unravel_index(int(np.argmax(np.where(seen, height, -math.inf))), height.shape)
    return {"peak": (float(column) * cell, float(height[row, column]), float(row) * cell)}


def _home(kind: Kind, shape: Relief, baked: Terrain, peak: Point) -> Pose:
    """Over the ground that comes next; among mountains, looking up until the summit is in the picture."""
    above = max(baked.ground(shape.x, shape.z + d * 0.5) - d * 0.12 for d in range(0, 60, 5)) + kind.above
    rise = (peak[1] - above) / (peak[2] - shape.z)
    pitch = math.atan(rise - kind.summit / Pose(0, 0, 0).focal) if kind.tall else kind.pitch
    return Pose(shape.x, above, shape.z, pitch=min(max(pitch, -0.02), 0.16))
