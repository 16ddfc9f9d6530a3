"""The look of a shot: what time, weather, mood and tint make of sky, light, air and grade."""

from __future__ import annotations

import math
from dataclasses import dataclass, field, replace

import numpy as np

from vitascope.engines.previz.canvas import Array, Light
from vitascope.engines.previz.plan import Environment, Mood, ShotPlan, TimeOfDay, Weather
from vitascope.engines.previz.scene.colour import lean, linear, luma, mix, saturate, triple
from vitascope.engines.previz.tone import Grade


@dataclass(frozen=True)
class Look:
    """Everything that colours a world. Colours are ``(3,) float32`` linear; angles in radians.

    ``azimuth`` and ``elevation`` say where the sun (or moon) stands in the sky that is seen; ``side``
    turns the light that falls on the land away from it, so that a sun in the picture still models it.
    ``cover`` is the share of the sky in cloud, ``haze`` how thick the air is (1 is a clear day),
    ``wind`` how fast things drift, ``stars`` and ``white`` (snow on the ground) go from 0 to 1.
    """

    zenith: Array
    middle: Array
    horizon: Array
    sun: Array
    key: Array
    ambient: Array
    lit: Array
    shade: Array
    haze_colour: Array
    haze_sun: Array
    azimuth: float
    elevation: float
    side: float
    cover: float
    haze: float
    wind: float = 1.0
    stars: float = 0.0
    white: float = 0.0
    grade: Grade = field(default_factory=Grade)

    @property
    def toward_sun(self) -> tuple[float, float, float]:
        """Unit vector to the sun in the sky."""
        return bearing(self.azimuth, self.elevation)

    @property
    def toward_key(self) -> tuple[float, float, float]:
        """Unit vector to the light on the land."""
        return bearing(self.azimuth + self.side, min(max(self.elevation, 0.36), 0.55))

    def light(self) -> Light:
        """As subjects see it; what the ground throws back fills them where they stand against the light."""
        fill = self.key * np.float32(0.22 * max(self.toward_key[2], 0.0))
        return Light(
            key=self.toward_key,
            key_colour=triple(self.key),
            ambient=triple((self.ambient + fill).astype(np.float32)),
            rim=bearing(self.azimuth, max(self.elevation, 0.5)),
            rim_colour=triple((self.sun + self.key * 0.3).astype(np.float32)),
        )


_COLOURS = (
    "zenith",
    "middle",
    "horizon",
    "sun",
    "key",
    "ambient",
    "lit",
    "shade",
    "haze_colour",
    "haze_sun",
)


_DARKEST = 0.034
"""Light of the haze, and a third of the ambient's, below which a look is brightened."""
UNDER_TREES, ON_SNOW = 0.085, 0.11
"""The same under trees, and there on snow."""


def bearing(azimuth: float, elevation: float) -> tuple[float, float, float]:
    """Unit vector; azimuth 0 is north (z), positive to the right."""
    flat = math.cos(elevation)
    return flat * math.sin(azimuth), math.sin(elevation), flat * math.cos(azimuth)


def look(plan: ShotPlan) -> Look:
    """The plan's look."""
    made = _WEATHERS[plan.weather](_TIMES[plan.time_of_day])
    made = replace(made, white=1.0) if "snow" in plan.sights else made
    made = _mood(made, plan.mood, warm=plan.time_of_day in {TimeOfDay.DUSK, TimeOfDay.DAWN})
    if "moonlit" in plan.sights and made.stars:
        made = replace(made, cover=min(made.cover, 0.26))
    made = legible(made, _DARKEST)
    if plan.tint is not None and plan.environment is not Environment.UNDERWATER:
        made = tinted(made, linear(plan.tint), 0.6)
    return made


def legible(made: Look, least: float) -> Look:
    """However dark, there is something to see: the haze and a third of the ambient come to ``least``."""
    bright = luma(made.haze_colour) + 0.3 * luma(made.ambient)
    return _dimmed(made, min(max(least / bright, 1.0), 4.0), but=("sun",))


def _every(made: Look, change: dict[str, Array]) -> Look:
    return replace(made, **change)  # type: ignore[arg-type]


def _dimmed(made: Look, factor: float, *, but: tuple[str, ...] = ()) -> Look:
    names = [name for name in _COLOURS if name not in but]
    return _every(made, {name: getattr(made, name) * np.float32(factor) for name in names})


def _leaning(made: Look, tint: Array, share: float) -> Look:
    return _every(made, {name: lean(getattr(made, name), tint, share) for name in _COLOURS})


def _saturated(made: Look, amount: float) -> Look:
    return _every(made, {name: saturate(getattr(made, name), amount) for name in _COLOURS})


def softened(made: Look, saturation: float, dim: float) -> Look:
    """Greyer and darker."""
    return _dimmed(_saturated(made, saturation), dim)


def tinted(made: Look, tint: Array, share: float) -> Look:
    """Toward a tint, the light on things half as much."""
    return replace(_leaning(made, tint, share), key=lean(made.key, tint, share * 0.5))


def wooded(made: Look, leaf: Array, share: float) -> Look:
    """Light that has come through leaves: air and shade take their colour, the sky is seen in part."""
    names = ("haze_colour", "haze_sun", "ambient", "horizon")
    through = {name: lean(getattr(made, name), leaf, share) for name in names}
    if made.cover > 0.45:
        through |= {
            name: lean(getattr(made, name), leaf, share) for name in ("zenith", "middle", "lit", "shade")
        }
    return _every(made, through)


def airless(made: Look, seed: int) -> Look:
    """Under thin air: a dark sky with stars over a haze of the world's own colour."""
    tint = linear(("#e0905c", "#d8785a", "#c88ab0", "#8ab8b0")[seed % 4])
    other = _leaning(made, tint, 0.55)
    stars = 0.0 if made.cover > 0.5 else max(made.stars, 0.55)
    zenith = mix(other.zenith, linear("#140f1c", 0.5), 0.45)
    return replace(
        other,
        zenith=zenith,
        cover=made.cover * 0.5,
        stars=stars,
        key=mix(made.key, other.key, 0.5),
        azimuth=abs(made.azimuth) + 0.2,
    )


def lunar(made: Look) -> Look:
    """Without air: a black sky with stars, hard light, no haze."""
    black, grey = linear("#05060a"), linear("#8a8c92")
    return replace(
        made,
        zenith=black,
        middle=black,
        horizon=linear("#0b0d12"),
        haze_colour=linear("#15161a"),
        haze_sun=linear("#1c1d20"),
        key=linear("#fff8ee", 1.5),
        ambient=grey * np.float32(0.22),
        stars=1.0,
        cover=0.0,
        azimuth=abs(made.azimuth) + 0.2,
    )


_DAY = Look(
    zenith=linear("#1f5cb0", 0.95),
    middle=linear("#5c9ee0", 0.95),
    horizon=linear("#c4dcf0"),
    sun=linear("#fff2d8", 0.9),
    key=linear("#ffecd0", 1.5),
    ambient=linear("#8fb6ee", 0.62),
    lit=linear("#ffffff", 0.92),
    shade=linear("#9fb0c8", 0.75),
    haze_colour=linear("#a8c6e6", 0.8),
    haze_sun=linear("#d0dde8", 0.85),
    azimuth=0.62,
    elevation=0.78,
    side=-1.5,
    cover=0.36,
    haze=1.0,
)
_DAWN = Look(
    zenith=linear("#48659c", 0.8),
    middle=linear("#c894a0", 0.85),
    horizon=linear("#ffc890", 0.95),
    sun=linear("#ffcf98", 0.85),
    key=linear("#ffc48e", 1.35),
    ambient=linear("#8d97c8", 0.6),
    lit=linear("#ffd9b8", 1.0),
    shade=linear("#8a84a8", 0.75),
    haze_colour=linear("#c3a6b6", 0.75),
    haze_sun=linear("#ffc690", 0.9),
    azimuth=0.45,
    elevation=0.13,
    side=-1.15,
    cover=0.42,
    haze=1.5,
)
_DUSK = Look(
    zenith=linear("#232a52", 0.7),
    middle=linear("#8a4a58", 0.75),
    horizon=linear("#ff8a3c", 0.8),
    sun=linear("#ff9448", 0.9),
    key=linear("#ff9a58", 1.5),
    ambient=linear("#5a5a90", 0.6),
    lit=linear("#e08a60", 0.85),
    shade=linear("#3a2e48", 0.7),
    haze_colour=linear("#6e4a5e", 0.6),
    haze_sun=linear("#f08040", 0.75),
    azimuth=0.26,
    elevation=0.10,
    side=-0.95,
    cover=0.46,
    haze=1.5,
)
_NIGHT = Look(
    zenith=linear("#0a1430", 0.55),
    middle=linear("#16264c", 0.55),
    horizon=linear("#2c456e", 0.6),
    sun=linear("#cfe0ff", 0.15),
    key=linear("#a9c4ff", 0.55),
    ambient=linear("#3c5488", 0.5),
    lit=linear("#5470a0", 0.5),
    shade=linear("#101a30", 0.5),
    haze_colour=linear("#22365a", 0.5),
    haze_sun=linear("#4a648e", 0.5),
    azimuth=-0.36,
    elevation=0.27,
    side=-0.7,
    cover=0.34,
    haze=1.2,
    stars=1.0,
)
_TIMES = {
    TimeOfDay.DAY: _DAY,
    TimeOfDay.DAWN: _DAWN,
    TimeOfDay.DUSK: _DUSK,
    TimeOfDay.NIGHT: _NIGHT,
}


def _clear(made: Look) -> Look:
    return made


def _clouds(made: Look) -> Look:
    return replace(made, cover=0.58, key=made.key * 0.85, wind=1.2, stars=made.stars * 0.4)


def _storm(made: Look) -> Look:
    """Heavy cloud and wind. What red or gold there is in the sky stays, the blue goes."""
    low = made.elevation < 0.2
    if not low and not made.stars:
        dull = _veiled(made, 0.8, 1.7, 0.5)
        shade, lit = dull.shade * np.float32(0.4), dull.lit * np.float32(1.15)
        return replace(dull, shade=shade, lit=lit, zenith=dull.zenith * np.float32(0.7), wind=2.4)
    grey = _saturated(made, 0.8 if low else 0.35)
    dark = _dimmed(grey, 0.5, but=("sun",))
    return replace(
        dark,
        sun=grey.sun * np.float32(0.75 if low else 0.1),
        horizon=grey.horizon * np.float32(0.62),
        haze_sun=grey.haze_sun * np.float32(0.55),
        lit=grey.lit * np.float32(0.62),
        shade=grey.shade * np.float32(0.22),
        key=grey.key * np.float32(0.62),
        ambient=grey.ambient * np.float32(0.72),
        cover=0.80,
        haze=made.haze * 1.3,
        wind=2.4,
        stars=0.0,
    )


def _veiled(made: Look, cover: float, haze: float, dim: float) -> Look:
    """An overcast: sun and blue go, the haze is as bright as the sky."""
    grey = _saturated(made, 0.45)
    veil = mix(grey.horizon, grey.middle, 0.55) * np.float32(dim)
    return replace(
        grey,
        zenith=mix(grey.zenith, veil, 0.75),
        middle=veil,
        horizon=veil * np.float32(1.05),
        sun=grey.sun * np.float32(0.12),
        key=grey.key * np.float32(0.42),
        ambient=grey.ambient * np.float32(1.25 * dim + 0.1),
        lit=veil * np.float32(1.08),
        shade=veil * np.float32(0.72),
        haze_colour=veil,
        haze_sun=veil * np.float32(1.06),
        cover=cover,
        haze=made.haze * haze,
        stars=0.0,
    )


def _fog(made: Look) -> Look:
    return _veiled(made, 0.5, 4.5, 0.95)


def _rain(made: Look) -> Look:
    wet = replace(_veiled(made, 0.7, 2.4, 0.62), wind=1.5)
    if not made.stars:
        return wet
    return replace(wet, key=wet.key * np.float32(2.6), ambient=wet.ambient * np.float32(1.5))


def _snow(made: Look) -> Look:
    return replace(_veiled(made, 0.6, 2.6, 0.95), white=1.0)


_WEATHERS = {
    Weather.CLEAR: _clear,
    Weather.CLOUDS: _clouds,
    Weather.STORM: _storm,
    Weather.FOG: _fog,
    Weather.RAIN: _rain,
    Weather.SNOW: _snow,
}


def _mood(made: Look, mood: Mood, *, warm: bool) -> Look:
    if mood is Mood.MENACING:
        return _menacing(made, warm=warm)
    if mood is Mood.DARK:
        dark = _dimmed(_saturated(made, 0.85), 0.6)
        grade = Grade(contrast=1.12, vignette=0.5, bloom=0.4)
        return replace(dark, grade=grade)
    if mood is Mood.BRIGHT:
        return replace(_saturated(made, 1.12), grade=Grade(exposure=1.18, vignette=0.12))
    if mood is Mood.CALM:
        return replace(made, wind=made.wind * 0.7, grade=Grade(contrast=0.97, saturation=0.96))
    if mood is Mood.DREAMY:
        soft = _leaning(made, linear("#e8c8ff"), 0.22)
        grade = Grade(exposure=1.1, contrast=0.92, bloom=1.0, vignette=0.3)
        return replace(soft, haze=made.haze * 1.5, grade=grade)
    return made


def _menacing(made: Look, *, warm: bool) -> Look:
    """Low and red where the sun is low, cold and drained where it is not."""
    tint = linear("#d2502a") if warm else linear("#7f9a94")
    leaning = _leaning(made, tint, 0.4)
    dark = _dimmed(leaning, 0.62, but=("sun", "key"))
    return replace(
        dark,
        zenith=dark.zenith * np.float32(0.55),
        middle=dark.middle * np.float32(0.8),
        key=mix(leaning.key, made.key, 0.4) * np.float32(1.1),
        haze_colour=dark.haze_colour * np.float32(1.1),
        haze_sun=dark.haze_sun * np.float32(1.35),
        horizon=dark.horizon * np.float32(1.3),
        ambient=mix(dark.ambient, made.ambient, 0.8),
        wind=made.wind * 1.15,
        cover=max(made.cover, 0.6),
        grade=Grade(exposure=1.2, contrast=1.16, saturation=0.88, vignette=0.48, bloom=0.5),
    )
