"""The kinds of land there are: shape, soil, air, and how one stands on it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final

from vitascope.engines.previz.focus import on_foot
from vitascope.engines.previz.plan import Environment, ShotPlan
from vitascope.engines.previz.rail import from_above
from vitascope.engines.previz.scene import relief
from vitascope.engines.previz.scene.colour import linear
from vitascope.engines.previz.scene.ground import Soil
from vitascope.engines.previz.scene.relief import Relief

OVER_ROOFS = 11.0
"""Metres: a camera's unit in a village that is seen from the air, one unit up or more."""


@dataclass(frozen=True)
class Kind:
    """A kind of land.

    ``haze`` is the density a metre on a clear day, ``layer`` the metres over which it thins upward;
    ``gust`` what blows along the ground and ``gusts`` how much; ``above`` how high the camera stands. Where
    the land is ``tall``, its summit stands ``summit`` picture heights above the middle of the picture.
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
    summit: float = 0.37
    gust_metres: tuple[float, float] = (60.0, 60.0)
    mist_metres: float = 300.0
    shade_metres: float = 420.0
    shade: float = 0.42
    leaf: tuple[str, float] | None = None


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
    Environment.COAST: Kind(
        shape=relief.desert,
        soil=Soil(
            rock=linear("#a08c6c"),
            vein=linear("#b39b74"),
            turf=linear("#dcc79c"),
            dry=linear("#d2ba8c"),
            snow=_WHITE,
            patch=linear("#748a48"),
            turf_line=3.0,
            snow_line=9.0,
            steep=0.4,
        ),
        haze=0.0008,
        layer=70.0,
        end=720.0,
        slope=1.6,
        detail=0.14,
        gust="sand",
        gusts=0.15,
        above=1.7,
        unit=3.0,
        pitch=0.0,
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
    Environment.VILLAGE: Kind(
        shape=relief.village,
        soil=Soil(
            rock=linear("#857a5c"),
            vein=linear("#75694e"),
            turf=linear("#56802f"),
            dry=linear("#74893c"),
            snow=_WHITE,
            patch=linear("#a08a66"),
            turf_line=3.0,
            snow_line=9.0,
            steep=0.3,
        ),
        haze=0.0016,
        layer=90.0,
        end=900.0,
        slope=2.2,
        detail=0.20,
        gust="turf",
        gusts=0.3,
        above=2.3,
        unit=3.0,
        pitch=0.05,
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
        haze=0.0115,
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
        leaf=("#a8c890", 0.38),
    ),
    Environment.VOLCANO: Kind(
        shape=relief.volcano,
        soil=Soil(
            rock=linear("#3a3432"),
            vein=linear("#4a3d38"),
            turf=linear("#322e2d"),
            dry=linear("#463a34"),
            snow=_WHITE,
            patch=linear("#2a201c"),
            turf_line=3.0,
            snow_line=9.0,
            steep=0.5,
            glow=linear("#ff5a14", 2.6),
        ),
        haze=0.00042,
        layer=230.0,
        end=1900.0,
        slope=2.6,
        detail=0.34,
        gust="haze",
        gusts=0.0,
        above=26.0,
        unit=22.0,
        pitch=0.05,
        tall=True,
        summit=0.16,
        leaf=("#8a6a5a", 0.45),
    ),
    Environment.PLANET: Kind(
        shape=relief.craters,
        soil=Soil(
            rock=linear("#8a5a40"),
            vein=linear("#6f4834"),
            turf=linear("#a06a48"),
            dry=linear("#8f5b3e"),
            snow=_WHITE,
            patch=linear("#b98a66"),
            turf_line=3.0,
            snow_line=9.0,
            steep=0.5,
        ),
        haze=0.00040,
        layer=60.0,
        end=1150.0,
        slope=2.6,
        detail=0.24,
        gust="sand",
        gusts=0.4,
        above=7.0,
        unit=8.0,
        pitch=0.075,
        gust_metres=(90.0, 34.0),
    ),
}

MESAS, CHIMNEYS = "mesas", "chimneys"
"""The sights of table mountains and of columns of rock in a desert."""


def over_roofs(plan: ShotPlan) -> Kind | None:
    """The kind of a village that is seen from the air."""
    if plan.environment is not Environment.VILLAGE or not from_above(plan) or on_foot(plan):
        return None
    return replace(KINDS[plan.environment], unit=OVER_ROOFS)


def red_rocks(plan: ShotPlan) -> Kind | None:
    """The kind of a desert that is of stone."""
    if plan.environment is not Environment.DESERT or not {MESAS, CHIMNEYS} & set(plan.sights):
        return None
    kind, pillars = KINDS[plan.environment], CHIMNEYS in plan.sights
    pale = "#c8a27c" if pillars else "#b4643c"
    soil = replace(
        kind.soil,
        rock=linear(pale),
        vein=linear("#b98a64" if pillars else "#964a2c"),
        turf=linear("#c08a58"),
        dry=linear("#a9713f"),
        patch=linear("#e0c8a4" if pillars else "#823c24"),
        steep=0.6,
        soft=1.0,
    )
    made = replace(
        kind, soil=soil, slope=4.0, detail=0.26, rippled=False, gusts=0.3, above=5.0, unit=11.0, pitch=0.03
    )
    return replace(made, shape=relief.chimneys if pillars else relief.mesas)
