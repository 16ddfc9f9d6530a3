"""Worlds on solid ground: mountains, hills, desert, arctic."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np

from vitascope.engines.previz.canvas import Air, Array, Canvas, Home, Light, Pose
from vitascope.engines.previz.clock import Moment
from vitascope.engines.previz.plan import Environment, ShotPlan, Weather
from vitascope.engines.previz.scene import fields, ground, relief, sky, terrain
from vitascope.engines.previz.scene.colour import linear, triple
from vitascope.engines.previz.scene.ground import Soil
from vitascope.engines.previz.scene.noise import band, fbm, ripples
from vitascope.engines.previz.scene.palette import Look, look, wooded
from vitascope.engines.previz.scene.particles import Swarm, strew
from vitascope.engines.previz.scene.planting import planted
from vitascope.engines.previz.scene.relief import Relief
from vitascope.engines.previz.scene.sky import Sky
from vitascope.engines.previz.scene.stand import Stand, raise_all
from vitascope.engines.previz.scene.terrain import Terrain
from vitascope.engines.previz.scene.weather import airborne
from vitascope.engines.previz.tone import Grade

Subjects = Callable[[Canvas, Light, Air], None]
Point = tuple[float, float, float]


@dataclass(frozen=True)
class Kind:
    """A kind of land.

    ``haze`` is the density a metre on a clear day, ``layer`` the metres over which it thins upward;
    ``gust`` what blows along the ground and ``gusts`` how much; ``above`` how high the camera stands.
    Mist and shadows of clouds (or leaves, ``shade`` deep) repeat after so many metres; ``leaf`` is the
    colour of the leaves that the light comes through, and how much it takes of it.
    """

    shape: Callable[[int], Relief]
    soil: Soil
    haze: float
    layer: float
    end: float
    slope: float
    detail: float
    gust: str
    gusts: float
    above: float
    unit: float
    pitch: float
    rippled: bool = False
    tall: bool = False
    gust_metres: tuple[float, float] = (60.0, 60.0)
    mist_metres: float = 300.0
    shade_metres: float = 420.0
    shade: float = 0.42
    leaf: tuple[str, float] | None = None


_SUMMIT = 0.37
"""How far above the middle of the picture a summit stands, in picture heights."""

_WHITE = linear("#eef3fb", 0.92)

KINDS: Final = {
    Environment.MOUNTAINS: Kind(
        shape=relief.mountains,
        soil=Soil(
            rock=linear("#6d6866"),
            vein=linear("#8d7a68"),
            turf=linear("#4f5a34"),
            dry=linear("#75683f"),
            snow=_WHITE,
            patch=linear("#55603a"),
            turf_line=0.30,
            snow_line=0.50,
        ),
        haze=0.00034,
        layer=210.0,
        end=2100.0,
        slope=2.6,
        detail=0.30,
        gust="haze",
        gusts=0.0,
        above=34.0,
        unit=30.0,
        pitch=0.05,
        tall=True,
    ),
    Environment.HILLS: Kind(
        shape=relief.hills,
        soil=Soil(
            rock=linear("#857a5c"),
            vein=linear("#75694e"),
            turf=linear("#588431"),
            dry=linear("#728a3e"),
            snow=_WHITE,
            patch=linear("#2f4c22"),
            turf_line=3.0,
            snow_line=9.0,
            steep=0.4,
        ),
        haze=0.0007,
        layer=90.0,
        end=1100.0,
        slope=2.0,
        detail=0.26,
        gust="turf",
        gusts=0.55,
        above=7.0,
        unit=9.0,
        pitch=0.0,
    ),
    Environment.DESERT: Kind(
        shape=relief.desert,
        soil=Soil(
            rock=linear("#c98f58"),
            vein=linear("#bd7f4b"),
            turf=linear("#d8a066"),
            dry=linear("#cf9157"),
            snow=_WHITE,
            patch=linear("#d59c60"),
            turf_line=3.0,
            snow_line=9.0,
            steep=0.3,
            soft=0.5,
        ),
        haze=0.0009,
        layer=60.0,
        end=1600.0,
        slope=1.2,
        detail=0.06,
        rippled=True,
        gust="sand",
        gusts=1.2,
        above=15.0,
        unit=14.0,
        pitch=0.0,
        gust_metres=(90.0, 34.0),
    ),
    Environment.ARCTIC: Kind(
        shape=relief.arctic,
        soil=Soil(
            rock=linear("#7d8794"),
            vein=linear("#8f99a8"),
            turf=linear("#e2ebf5", 0.9),
            dry=linear("#cfdeed", 0.9),
            snow=_WHITE,
            patch=linear("#7fb2cc", 0.8),
            turf_line=3.0,
            snow_line=0.06,
            steep=0.5,
        ),
        haze=0.0008,
        layer=70.0,
        end=1400.0,
        slope=2.4,
        detail=0.07,
        gust="snow",
        gusts=1.0,
        above=9.0,
        unit=10.0,
        pitch=0.01,
        gust_metres=(80.0, 30.0),
    ),
    Environment.MEADOW: Kind(
        shape=relief.meadow,
        soil=Soil(
            rock=linear("#857a5c"),
            vein=linear("#75694e"),
            turf=linear("#5c8a32"),
            dry=linear("#7b9440"),
            snow=_WHITE,
            patch=linear("#2f4c22"),
            turf_line=3.0,
            snow_line=9.0,
            steep=0.3,
        ),
        haze=0.0010,
        layer=90.0,
        end=900.0,
        slope=2.2,
        detail=0.20,
        gust="turf",
        gusts=0.4,
        above=1.75,
        unit=3.0,
        pitch=0.035,
        gust_metres=(40.0, 40.0),
    ),
    Environment.FOREST: Kind(
        shape=relief.woodland,
        soil=Soil(
            rock=linear("#5a4a34"),
            vein=linear("#4a3d2a"),
            turf=linear("#4a5a28"),
            dry=linear("#6b5733"),
            snow=_WHITE,
            patch=linear("#76603f"),
            turf_line=3.0,
            snow_line=9.0,
            steep=0.3,
        ),
        haze=0.0095,
        layer=26.0,
        end=170.0,
        slope=2.0,
        detail=0.30,
        gust="haze",
        gusts=0.0,
        above=1.9,
        unit=2.6,
        pitch=0.075,
        mist_metres=60.0,
        shade_metres=17.0,
        shade=0.62,
        leaf=("#b9c878", 0.42),
    ),
    Environment.JUNGLE: Kind(
        shape=relief.woodland,
        soil=Soil(
            rock=linear("#4a4028"),
            vein=linear("#3d3622"),
            turf=linear("#3d5a22"),
            dry=linear("#55502c"),
            snow=_WHITE,
            patch=linear("#5d4a30"),
            turf_line=3.0,
            snow_line=9.0,
            steep=0.3,
        ),
        haze=0.014,
        layer=22.0,
        end=130.0,
        slope=2.0,
        detail=0.30,
        gust="haze",
        gusts=0.0,
        above=1.8,
        unit=2.4,
        pitch=0.085,
        mist_metres=50.0,
        shade_metres=15.0,
        shade=0.6,
        leaf=("#9ccf8c", 0.55),
    ),
}


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

    def ground(self, x: float, z: float) -> float:
        """Height of the land in metres."""
        return self.terrain.ground(x, z)

    def draw(self, canvas: Canvas, pose: Pose, moment: Moment, subjects: Subjects) -> None:
        """Land, sky, subjects, then what is in the air."""
        drift = _drift(self.kind, self.look, moment)
        first, cover = terrain.draw(self.terrain, canvas, pose, drift, self.sky.tones, self.sky.sun)
        small, shrink = sky.paint(self.sky, canvas, pose, moment, int(first.max()))
        sky.lift(canvas, small, shrink, first, cover)
        sky.twinkle(self.sky, canvas, pose, moment)
        if self.stand is not None:
            turn = moment.cycle(self.stand.hertz) % 1.0
            raise_all(self.stand, canvas, pose, turn, self.sky.tones, self.sky.sun)
        density = self.kind.haze * self.look.haze
        subjects(canvas, self.light, Air(triple(self.look.haze_colour), density))
        for swarm in self.swarms:
            strew(swarm, canvas, pose, moment)


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


def build(plan: ShotPlan) -> Land:
    """Bake the land of a plan."""
    seed = plan.seed
    kind, made = KINDS.get(plan.environment, KINDS[Environment.HILLS]), look(plan)
    if kind.leaf is not None:
        made = wooded(made, linear(kind.leaf[0]), kind.leaf[1])
    shape = kind.shape(seed)
    heights, painted, scale = terrain.pyramid(shape.height, ground.lit(shape, kind.soil, made, seed))
    baked = Terrain(
        side=relief.SIDE,
        cell=shape.cell,
        heights=heights,
        painted=painted,
        scale=scale,
        grain=ripples(256, seed + 21) if kind.rippled else band(256, seed + 21),
        soft=fbm(256, seed + 22, 3, 3, 0.5),
        veins=np.zeros((2, 2), np.float32),
        gust=_gust(kind, made),
        settings=_settings(kind, made, shape, plan.weather),
    )
    anchors = _anchors(shape)
    pose = _home(kind, shape, baked, anchors["peak"])
    return Land(
        home=Home(pose, kind.unit),
        light=made.light(),
        anchors={**anchors, "horizon": (pose.x, pose.y, pose.z + 1e4)},
        grade=made.grade,
        look=made,
        kind=kind,
        terrain=baked,
        sky=Sky.of(made, seed),
        swarms=airborne(plan, made),
        stand=planted(plan, made, shape, baked),
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
    side = height.shape[0]
    rows, columns = np.mgrid[0:side, 0:side]
    ahead = rows * cell - shape.z
    seen = (ahead > 60) & (np.abs(columns * cell - shape.x) < ahead * 0.5)
    row, column = np.unravel_index(int(np.argmax(np.where(seen, height, -math.inf))), height.shape)
    return {"peak": (float(column) * cell, float(height[row, column]), float(row) * cell)}


def _home(kind: Kind, shape: Relief, baked: Terrain, peak: Point) -> Pose:
    """Over the ground that comes next; among mountains, looking up until the summit is in the picture."""
    above = max(baked.ground(shape.x, shape.z + d * 0.5) - d * 0.12 for d in range(0, 60, 5)) + kind.above
    rise = (peak[1] - above) / (peak[2] - shape.z)
    pitch = math.atan(rise - _SUMMIT / Pose(0, 0, 0).focal) if kind.tall else kind.pitch
    return Pose(shape.x, above, shape.z, pitch=min(max(pitch, -0.02), 0.16))
