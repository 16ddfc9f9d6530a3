"""Smoke that rises from a crater, lit from below by what glows in it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from vitascope.engines.previz.canvas import Array
from vitascope.engines.previz.clock import Moment
from vitascope.engines.previz.plan import Environment, ShotPlan
from vitascope.engines.previz.scene import fields
from vitascope.engines.previz.scene.colour import linear
from vitascope.engines.previz.scene.foliage import soft
from vitascope.engines.previz.scene.noise import fbm
from vitascope.engines.previz.scene.palette import Look
from vitascope.engines.previz.scene.relief import Relief
from vitascope.engines.previz.scene.sprites import pack
from vitascope.engines.previz.scene.stand import FIELDS, SOFT, Stand
from vitascope.engines.previz.scene.terrain import Terrain

PUFFS, KINDS = 64, 3
HERTZ, STEAM_HERTZ = 0.022, 0.10
"""How often a puff goes all the way up, over a volcano and over a street."""


@dataclass(frozen=True)
class Plume:
    """Puffs over ``place`` (metres), ``wind`` metres to the side at the top; ``tone`` and ``glow`` colours.

    ``scale`` is their size beside a volcano's, ``hertz`` how often they go all the way up,
    ``dense`` how much one hides.
    """

    place: tuple[float, float, float]
    wind: float
    tone: Array
    glow: Array
    chances: Array
    scale: float = 1.0
    hertz: float = HERTZ
    dense: float = 0.62

    def rows(self, moment: Moment) -> Array:
        """The puffs at a moment, as rows of a stand; where one starts and ends it cannot be seen."""
        count = len(self.chances)
        way = (np.arange(count) / count + moment.cycle(self.hertz)) % 1.0
        out = np.zeros((count, FIELDS), np.float32)
        size = self.scale * (50 + 250 * way**0.8)
        rise = self.scale * 520 * way**0.75
        stray = self.scale * (self.chances[:, 0] - 0.5) * (26 + 130 * way)
        out[:, 0] = self.place[0] + stray + self.wind * way**1.7
        out[:, 1] = self.place[2] + self.scale * (self.chances[:, 1] - 0.5) * (20 + 90 * way)
        out[:, 2] = self.place[1] + rise - size * 0.5
        out[:, 3] = size
        out[:, 4] = size * 1.15
        out[:, 5] = SOFT + np.floor(self.chances[:, 2] * KINDS)
        out[:, 7] = self.chances[:, 3]
        out[:, 8] = 0.02
        out[:, 9] = self.dense * np.clip(way * 9, 0, 1) * np.clip((1 - way) * 1.6, 0, 1)
        heat = np.exp(-way * 9)[:, None]
        shade = (0.7 + 0.6 * self.chances[:, 4])[:, None]
        out[:, 10:13] = self.tone * shade * (1 - 0.6 * heat) + self.glow * heat
        return out


def _puff(seed: int) -> Array:
    noise = fbm(128, seed, 5, 5, 0.55)

    def shape(x: Array, y: Array) -> Array:
        away = np.hypot(x, y)
        torn = noise[: x.shape[0], : x.shape[1]] - 0.5
        cover = np.clip(1.35 - 1.5 * away + 1.3 * torn, 0, 1) * np.clip((1 - away) * 3, 0, 1)
        return np.asarray(cover, np.float32)

    return soft((128, 128), shape)


def smoking(plan: ShotPlan, look: Look, terrain: Terrain) -> Stand | None:
    """The pictures of smoke, with nothing that stands still."""
    if plan.environment is not Environment.VOLCANO:
        return None
    return _of_smoke(plan.seed, look, terrain.size, 1900.0, terrain.settings, 20.0)


def _of_smoke(seed: int, look: Look, box: float, end: float, settings: Array, near: float) -> Stand:
    light = np.stack([np.array([0, 1, 0], np.float32), look.key, look.ambient, look.ambient])
    return Stand(
        rows=np.zeros((0, FIELDS), np.float32),
        atlas=pack([_puff(seed + 75 + k) for k in range(KINDS)]),
        box=box,
        end=end,
        bark=np.zeros((2, 2), np.float32),
        light=light.astype(np.float32),
        settings=settings,
        near=near,
    )


def steaming(seed: int, look: Look, lamp: Array, haze: float) -> tuple[Stand, tuple[Plume, ...]]:
    """Steam from gratings in a street that repeats every 480 m: its pictures, and where it rises."""
    random = np.random.default_rng(seed + 77)
    settings = np.zeros(fields.SETTINGS, np.float32)
    settings[fields.DENSITY], settings[fields.FALLOFF], settings[fields.END] = haze, 1e-4, 400.0
    tone = (look.ambient * 0.75 + look.haze_colour * 0.3 + lamp * 0.22).astype(np.float32)
    plumes = tuple(
        Plume(
            (x, 0.1, z),
            1.6 * look.wind,
            tone,
            tone,
            random.random((22, 5)).astype(np.float32),
            0.011,
            STEAM_HERTZ,
            0.17,
        )
        for x, z in ((-2.6, 54.0), (3.1, 71.0), (-3.4, 96.0))
    )
    return _of_smoke(seed, look, 480.0, 180.0, settings, 1.2), plumes


def rising(plan: ShotPlan, look: Look, shape: Relief) -> Plume:
    """The plume of a volcano."""
    side = shape.height.shape[0]
    x = (0.5 + 0.03 * (plan.seed % 3 - 1)) * side * shape.cell
    z = 0.47 * side * shape.cell
    row, column = int(z / shape.cell), int(x / shape.cell)
    random = np.random.default_rng(plan.seed + 76)
    light = look.ambient * 0.34 + look.key * 0.10 + look.haze_colour * 0.12
    return Plume(
        place=(x, float(shape.height[row, column]) + 14.0, z),
        wind=170.0 * look.wind,
        tone=(light * linear("#b0a49c")).astype(np.float32),
        glow=linear("#ff6a20", 0.9),
        chances=random.random((PUFFS, 5)).astype(np.float32),
    )
