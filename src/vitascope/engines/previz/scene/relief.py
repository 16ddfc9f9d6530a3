"""Heights: the shape of each kind of land, as a map that repeats."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np

from vitascope.engines.previz.canvas import Array
from vitascope.engines.previz.scene.erosion import rain
from vitascope.engines.previz.scene.noise import blur, fbm, ridged, strips, unit
from vitascope.engines.previz.threads import at_once

SIDE = 1024


@dataclass(frozen=True)
class Relief:
    """``height (side, side)`` in metres, row = z, column = x; ``cover`` is 0 to 1, of what, the land says.

    ``x, z`` is where the camera stands at first.
    """

    height: Array
    cell: float
    cover: Array
    x: float
    z: float


def smooth(low: float, high: float, x: Array) -> Array:
    """0 to 1 between two bounds, either way round."""
    t = np.clip((x - low) / (high - low), 0, 1)
    return np.asarray(t * t * (3 - 2 * t), np.float32)


def _axes() -> tuple[Array, Array]:
    rows, columns = np.mgrid[0:SIDE, 0:SIDE].astype(np.float32)
    return columns / SIDE, rows / SIDE


def _grown(noise: Array) -> Array:
    """From half the side to the whole, across the seam."""
    padded = np.pad(noise, 2, mode="wrap")
    big = cv2.resize(padded, None, fx=2, fy=2, interpolation=cv2.INTER_CUBIC)
    return np.clip(big[4:-4, 4:-4], 0, 1).astype(np.float32)


def mountains(seed: int) -> Relief:
    """A valley that runs north to one peak above all others."""
    random = np.random.default_rng(seed)
    cell = 2.2
    x, z = _axes()
    crests, broad, aside, along = at_once(
        lambda: _grown(ridged(SIDE // 2, seed, 5, 7, 1.8)),
        lambda: _grown(ridged(SIDE // 2, seed + 40, 3, 6, 1.5)),
        lambda: _grown(fbm(SIDE // 2, seed + 60, 10, 5)),
        lambda: _grown(fbm(SIDE // 2, seed + 61, 10, 5)),
    )
    px = 0.5 + random.uniform(-0.022, 0.022)
    peaks = [(px, 0.52, 0.088, 385.0)]
    for side, width, south in ((1, 0.06, (0.47, 0.53)), (-1, 0.065, (0.48, 0.56))):
        off = side * random.uniform(0.13, 0.17)
        peaks.append((px + off, random.uniform(*south), width, random.uniform(100, 150)))
    peaks += [(0.26, 0.40, 0.06, 130.0), (0.75, 0.42, 0.06, 140.0)]
    valley = np.exp(-(((x - 0.5 - 0.018 * np.sin(z * 25)) / 0.05) ** 2)) * smooth(0.45, 0.30, z)
    valley = (valley * smooth(-0.25, -0.1, ((z + 0.5) % 1.0) - 0.5)).astype(np.float32)
    cells = np.empty((SIDE, SIDE), np.float32)

    def raised(rows: slice) -> None:
        across, ahead = (
            np.asarray(axis[rows] + 0.045 * (shift[rows] - 0.5), np.float32)
            for axis, shift in ((x, aside), (z, along))
        )
        high = _peaks(across, ahead, peaks)
        land = high * (0.5 + 0.55 * broad[rows] + 0.35 * crests[rows])
        land += 20 + 95 * crests[rows] * (0.45 + 0.55 * smooth(0.03, 0.22, np.abs(x[rows] - 0.5)))
        cells[rows] = land * (1 - 0.62 * valley[rows]) / cell

    for rows in strips(SIDE):
        raised(rows)
    rain(cells, random.random((70_000, 2), dtype=np.float32) * SIDE)
    height = (cells * cell).astype(np.float32)
    height = (0.6 * height + 0.4 * blur(height, 0.8)).astype(np.float32)
    height = _lowered(height, smooth(0.08, 0.15, np.hypot(x - px, z - 0.52)))
    return Relief(height, cell, valley, 0.5 * SIDE * cell, 0.075 * SIDE * cell)


def _peaks(x: Array, z: Array, peaks: Sequence[tuple[float, float, float, float]]) -> Array:
    """Heights of summits, sharp ones, each at its place, of its width and height."""
    high = np.zeros_like(x)
    for px, pz, width, height in peaks:
        across, along = x - np.float32(px), z - np.float32(pz)
        across -= np.rint(across)
        along -= np.rint(along)
        away = np.sqrt(across * across + along * along + np.float32(2e-4))
        high += np.float32(height) * np.exp(away * np.float32(-1 / width))
    return high


def _crowns(random: np.random.Generator, where: Array, count: int, radius: float) -> Array:
    """Round tree tops, 0 to 1 high, ``radius`` cells wide, strewn where a mask is above chance."""
    at = random.integers(0, SIDE, (count, 2))
    at = at[where[at[:, 0], at[:, 1]] > random.random(count)]
    dots = np.full((SIDE, SIDE), 255, np.uint8)
    dots[at[:, 0], at[:, 1]] = 0
    pad = int(radius) + 2
    away = cv2.distanceTransform(np.pad(dots, pad, mode="wrap"), cv2.DIST_L2, 5)[pad:-pad, pad:-pad]
    return np.asarray(np.sqrt(np.clip(1 - (away / radius) ** 2, 0, 1)), np.float32)


def _lowered(height: Array, where: Array) -> Array:
    """Bring what stands too high there down, gently, to two thirds of the highest elsewhere."""
    most = 0.68 * float((height * (1 - where)).max())
    knee = 0.65 * most
    over = np.maximum(height - knee, 0)
    bent = np.minimum(height, knee) + (most - knee) * np.tanh(over / (most - knee))
    return np.asarray(height + (bent - height) * where, np.float32)


def hills(seed: int) -> Relief:
    """Rolling meadows with copses; ``cover`` is where trees stand."""
    random = np.random.default_rng(seed)
    cell = 1.0
    x, z = _axes()
    rolling = _grown(fbm(SIDE // 2, seed, 5, 4, 0.38))
    far = smooth(0.30, 0.62, z) * smooth(1.0, 0.85, z)
    height = 34 * rolling**1.3 + far * 70 * _grown(fbm(SIDE // 2, seed + 3, 4, 4, 0.42)) ** 1.4
    glade = smooth(0.06, 0.16, np.hypot(x - 0.5, 0.45 * (z - 0.2)))
    woods = smooth(0.50, 0.60, _grown(fbm(SIDE // 2, seed + 5, 9, 3, 0.55))) * glade
    trees = _crowns(random, woods, 60_000, 3.6)
    bushes = _crowns(random, 0.02 * glade**2, 60_000, 1.9)
    leaves = fbm(SIDE, seed + 9, SIDE // 4, 2, 0.8)
    height = height + trees * (4.0 + 5.0 * leaves) + bushes * (1.2 + leaves)
    cover = np.clip(np.maximum(trees, bushes) * 3, 0, 1)
    return Relief(height.astype(np.float32), cell, cover, 0.5 * SIDE * cell, 0.1 * SIDE * cell)


def meadow(seed: int) -> Relief:
    """Gentle ground that one stands on, wooded hills far behind; ``cover`` is woods."""
    random = np.random.default_rng(seed)
    cell = 1.0
    x, z = _axes()
    gentle = _grown(fbm(SIDE // 2, seed, 5, 4, 0.35))
    away = smooth(0.26, 0.6, z) * smooth(1.0, 0.85, z)
    range_ = _grown(fbm(SIDE // 2, seed + 3, 4, 5, 0.45))
    beside = smooth(0.06, 0.4, np.abs(x - 0.5))
    height = 9 * gentle * (0.35 + 0.65 * smooth(0.0, 0.2, np.abs(z - 0.1))) + away * (20 + 95 * range_**1.5)
    height = height + 16 * beside * gentle
    woods = smooth(0.46, 0.56, _grown(fbm(SIDE // 2, seed + 5, 9, 3, 0.55))) * smooth(0.34, 0.45, z)
    trees = _crowns(random, woods * smooth(1.0, 0.9, z), 60_000, 3.4)
    leaves = fbm(SIDE, seed + 9, SIDE // 4, 2, 0.8)
    height = height + trees * (4.0 + 5.0 * leaves)
    cover = np.clip(trees * 3, 0, 1)
    return Relief(height.astype(np.float32), cell, cover, 0.5 * SIDE * cell, 0.1 * SIDE * cell)


def village(seed: int) -> Relief:
    """Level ground along a way that runs north, hills behind; ``cover`` is the way."""
    made = meadow(seed)
    x, z = _axes()
    metres, along = (x - 0.5) * SIDE, z * SIDE - 0.1 * SIDE
    level = smooth(70.0, 26.0, np.abs(metres)) * smooth(260.0, 225.0, along) * smooth(-60.0, -30.0, along)
    low = 4.0 + 0.6 * fbm(SIDE, seed + 8, 24, 3, 0.5)
    height = (made.height * (1 - level) + low * level).astype(np.float32)
    fine = fbm(SIDE, seed + 1, 200, 2, 0.6)
    way = smooth(2.9, 1.9, np.abs(metres) + 1.5 * (fine - 0.5)) * smooth(240.0, 226.0, along)
    return Relief(height, made.cell, way * smooth(-60.0, -30.0, along), made.x, made.z)


def woodland(seed: int) -> Relief:
    """A forest's floor: humps and hollows, a worn path; ``cover`` is the path."""
    cell = 0.5
    x, z = _axes()
    humps = _grown(fbm(SIDE // 2, seed, 7, 5, 0.42))
    fine = fbm(SIDE, seed + 1, 96, 3, 0.6)
    metres = x * SIDE * cell - 0.5 * SIDE * cell
    along = z * SIDE * cell - 0.1 * SIDE * cell
    way = np.abs(metres - 1.2 * np.sin(along * 0.09))
    beside = smooth(2.0, 26.0, way)
    height = 5.5 * humps * (0.25 + 0.75 * beside) + 0.16 * fine + 2.0 * beside * humps
    path = smooth(1.5, 0.5, way + 1.1 * (fine - 0.5))
    return Relief(height.astype(np.float32), cell, path, 0.5 * SIDE * cell, 0.1 * SIDE * cell)


def desert(seed: int) -> Relief:
    """Dunes with a long windward and a short lee side, and a clearing between them."""
    cell = 1.6
    x, z = _axes()
    bend = fbm(SIDE, seed + 1, 4, 4, 0.42)
    size = fbm(SIDE, seed + 2, 4, 3)
    turn = (z * 5 + x * 2 + bend * 2.4) % 1.0
    profile = np.where(turn < 0.62, (turn / 0.62) ** 1.4, np.maximum((1 - turn) / 0.38, 0) ** 1.3)
    open_ = smooth(0.02, 0.10, np.hypot(x - 0.5, 0.5 * (z - 0.16)))
    height = 40 * profile * (0.12 + smooth(0.15, 0.8, size)) * (0.3 + 0.7 * open_) + 12 * fbm(
        SIDE, seed + 4, 2, 3
    )
    height = blur(height.astype(np.float32), 1.2)
    return Relief(height, cell, size, 0.5 * SIDE * cell, 0.12 * SIDE * cell)


def mesas(seed: int) -> Relief:
    """Table mountains in two steps over a plain; ``cover`` is bands of stone."""
    return _stone(seed, pillars=False)


def chimneys(seed: int) -> Relief:
    """Columns of rock over a plain, and low table mountains behind; ``cover`` is bands of stone."""
    return _stone(seed, pillars=True)


def _stone(seed: int, *, pillars: bool) -> Relief:
    cell = 1.4
    x, z = _axes()
    broad, fine = _grown(fbm(SIDE // 2, seed, 8, 5, 0.5)), fbm(SIDE, seed + 1, 70, 4, 0.6)
    ahead = z - np.float32(0.08)
    clear = smooth(0.012, 0.06, np.asarray(np.hypot(x - 0.5, 0.30 * ahead) + 0.02 * (fine - 0.5), np.float32))
    field = np.asarray(broad + 0.05 * (fine - 0.5), np.float32)
    tables = 46.0 * smooth(0.50, 0.525, field) + 34.0 * smooth(0.575, 0.595, field)
    tables = np.asarray(tables + 24.0 * smooth(0.40, 0.52, field), np.float32)
    if pillars:
        tables = np.maximum(0.45 * tables * smooth(0.2, 0.4, ahead), _pillars(seed, x, z, fine, cell))
    height = np.asarray(5.0 * broad + tables * clear + 1.2 * fine, np.float32)
    bands = np.asarray(0.5 + 0.5 * np.sin(0.55 * height + 5.0 * broad), np.float32)
    cover = smooth(0.45, 0.75, bands) * smooth(7.0, 12.0, height) * 0.75
    return Relief(height, cell, cover.astype(np.float32), 0.5 * SIDE * cell, 0.08 * SIDE * cell)


def _pillars(seed: int, x: Array, z: Array, fine: Array, cell: float) -> Array:
    """Columns that stand wider below, strewn ahead of the camera; each is worked out where it stands."""
    random = np.random.default_rng(seed + 7)
    made = np.zeros((SIDE, SIDE), np.float32)
    for _ in range(150):
        px, pz = 0.5 + random.normal(0.0, 0.09), 0.08 + random.uniform(0.035, 0.32)
        radius, high = random.uniform(3.5, 9.0) / (SIDE * cell), random.uniform(9.0, 34.0)
        reach = int(2.0 * radius * SIDE) + 2
        row, column = int(pz * SIDE), int(px * SIDE)
        at = (
            slice(max(row - reach, 0), max(row + reach, 0)),
            slice(max(column - reach, 0), max(column + reach, 0)),
        )
        away = np.asarray(np.hypot(x[at] - px, z[at] - pz) / radius + 0.5 * (fine[at] - 0.5), np.float32)
        raised = high * smooth(1.35, 0.55, away) * (1.0 - 0.35 * smooth(0.7, 0.2, away))
        made[at] = np.maximum(made[at], raised)
    return made


def arctic(seed: int) -> Relief:
    """A frozen sea: floes with pressure ridges, bergs, and mountains behind; ``cover`` is bare ice."""
    cell = 1.4
    x, z = _axes()
    cracks = 1 - np.abs(2 * fbm(SIDE, seed, 14, 4, 0.45) - 1)
    ridge = smooth(0.90, 0.99, cracks) * fbm(SIDE, seed + 1, 48, 3, 0.6)
    drifts = fbm(SIDE, seed + 2, 10, 5, 0.45)
    bergs = smooth(0.58, 0.66, fbm(SIDE, seed + 3, 8, 4, 0.5)) * smooth(0.03, 0.10, np.abs(x - 0.5))
    far = smooth(0.38, 0.55, z) * smooth(0.95, 0.75, z)
    crests = _grown(ridged(SIDE // 2, seed + 4, 4, 7, 1.7))
    height = 4.6 * ridge + 2.6 * drifts + bergs * (8 + 16 * fbm(SIDE, seed + 5, 24, 4, 0.6))
    height = height + far * (120 * crests * (0.5 + 0.5 * smooth(0.0, 0.3, np.abs(x - 0.46))) + 10)
    bare = smooth(0.48, 0.62, fbm(SIDE, seed + 6, 9, 5, 0.55)) * (1 - far) * (1 - bergs)
    return Relief(
        height.astype(np.float32), cell, bare.astype(np.float32), 0.5 * SIDE * cell, 0.08 * SIDE * cell
    )


def volcano(seed: int) -> Relief:
    """A cone with a crater over fields of old lava; ``cover`` is molten rock."""
    cell = 2.0
    x, z = _axes()
    rough = _grown(ridged(SIDE // 2, seed, 6, 6, 1.6))
    broad = _grown(fbm(SIDE // 2, seed + 3, 5, 5, 0.5))
    fine = fbm(SIDE, seed + 4, 40, 4, 0.55)
    px, pz = 0.5 + 0.03 * (seed % 3 - 1), 0.47
    dx, dz = x - px, z - pz
    away = np.hypot(dx, dz) * (1 + 0.10 * (broad - 0.5))
    turn = np.arctan2(dx, -dz) + 1.6 * (broad - 0.5) * smooth(0.0, 0.3, away)
    gullies = np.abs(np.sin(turn * 13 + 6 * broad))
    cone = 330 * np.exp(-away / 0.085) * (1 - 0.10 * gullies * smooth(0.02, 0.09, away))
    crater = smooth(0.030, 0.017, away)
    height = 14 * broad + 46 * rough * smooth(0.12, 0.34, away) * smooth(0.0, 0.15, np.abs(x - 0.5)) + cone
    rim = float(height[(away > 0.026) & (away < 0.031)].mean())
    height = height * (1 - crater) + (rim - 46) * crater
    lava = smooth(0.016, 0.010, away)
    random = np.random.default_rng(seed)
    for angle in (-0.62, -0.12, 0.34, 0.85, 2.2):
        bend = (
            angle
            + random.normal(0, 0.08)
            + 0.5 * (broad - 0.5) * smooth(0.02, 0.2, away)
            + 0.16 * np.sin(away * 90 + angle * 9)
        )
        off = np.asarray(np.abs((turn - bend + np.pi) % (2 * np.pi) - np.pi) * away, np.float32)
        reach = (
            smooth(0.02, 0.028, away) * smooth(0.46, 0.30, away)
            if abs(angle) < 0.5
            else smooth(0.02, 0.028, away) * smooth(0.24, 0.14, away)
        )
        lava = np.maximum(
            lava,
            smooth(
                0.0052,
                0.0012,
                np.asarray(
                    off + 0.012 * (fine - 0.5) * smooth(0.03, 0.2, away) - 0.006 * away * (fine + 0.2),
                    np.float32,
                ),
            )
            * reach,
        )
    veins_ = 1 - np.abs(2 * fbm(SIDE, seed + 6, 22, 4, 0.5) - 1)
    pools = smooth(0.962, 0.99, veins_) * smooth(0.42, 0.56, broad) * smooth(0.17, 0.25, away)
    cover = np.clip(np.maximum(lava, 0.8 * pools), 0, 1).astype(np.float32)
    height = (height + 5 * fine * (1 - cover) - 2.5 * cover).astype(np.float32)
    return Relief(height, cell, cover, 0.5 * SIDE * cell, 0.115 * SIDE * cell)


def craters(seed: int) -> Relief:
    """The face of an airless world: craters of all sizes, ridges far behind; ``cover`` is fresh dust."""
    random = np.random.default_rng(seed)
    cell = 1.2
    _, z = _axes()
    broad = _grown(fbm(SIDE // 2, seed, 4, 5, 0.45))
    height = 26 * broad + 2.2 * fbm(SIDE, seed + 1, 40, 4, 0.5)
    dust = np.zeros((SIDE, SIDE), np.float32)
    for k in range(420):
        radius = 4.0 + 70.0 * float(random.random()) ** 4
        cx, cz = (int(v) for v in random.integers(0, SIDE, 2))
        if radius > 12 and abs(cx - SIDE // 2) < radius * 1.7 and 50 < cz < 85 + radius * 1.6:
            continue
        reach = int(radius * 1.9)
        span = np.arange(-reach, reach + 1)
        r = np.hypot(*np.meshgrid(span, span)).astype(np.float32) / radius
        bowl = np.where(r < 1, r**2.2 - 1, 0.0) * 0.30 + 0.13 * np.exp(-(((r - 1.02) / 0.20) ** 2))
        at = np.ix_((cz + span) % SIDE, (cx + span) % SIDE)
        height[at] += bowl * radius * cell * 0.55
        if k % 6 == 0:
            dust[at] = np.maximum(dust[at], smooth(1.9, 0.7, r))
    far = smooth(0.40, 0.62, z) * smooth(0.98, 0.8, z)
    height = height + far * 120 * _grown(ridged(SIDE // 2, seed + 5, 6, 6, 1.4)) ** 0.8 * (0.3 + broad)
    return Relief(height.astype(np.float32), cell, dust * 0.6, 0.5 * SIDE * cell, 0.08 * SIDE * cell)


def seabed(seed: int) -> Relief:
    """Sand ripples between rocks, with a clearing in the middle; ``cover`` is rock. Heights below 0."""
    cell = 0.06
    x, _ = _axes()
    swell = fbm(SIDE, seed, 6, 7, 0.5)
    rocks = _grown(ridged(SIDE // 2, seed + 1, 6, 7, 1.5))
    clear = smooth(0.03, 0.16, np.abs((x + 0.5) % 1.0 - 0.5)) * 0.85 + 0.15
    rock = (smooth(0.28, 0.9, rocks) * clear).astype(np.float32)
    height = -6.2 + 0.9 * swell + 2.8 * rock**1.3
    cover = unit(smooth(0.05, 0.3, rock))
    return Relief(height.astype(np.float32), cell, cover, 0.0, 0.0)
