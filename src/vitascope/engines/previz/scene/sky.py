"""The sky: a gradient with the sun's glow, two sheets of drifting cloud, and a film of it for mirrors."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from vitascope.engines.previz.canvas import FAR, Array, Canvas, Pose
from vitascope.engines.previz.clock import Moment
from vitascope.engines.previz.compiled import bare, f4, i8, inlined, kernel, leaf
from vitascope.engines.previz.scene.lens import COS, FOCAL, HORIZON, MIDDLE, SIN, lens, shrunk
from vitascope.engines.previz.scene.lookup import fade, power8, sample, step, toward
from vitascope.engines.previz.scene.noise import fbm
from vitascope.engines.previz.scene.palette import Look
from vitascope.engines.previz.scratch import scratch

SIDE = 512
"""Texels along a cloud tile."""

ZENITH: Final = 0
MIDDLE_SKY: Final = 1
LOW: Final = 2
SUN: Final = 3
LIT: Final = 4
SHADE: Final = 5
HAZE: Final = 6
HAZE_SUN: Final = 7
"""Rows of the tones."""


@dataclass(frozen=True)
class Sky:
    """What a sky needs: ``tones (8, 3)``, ``sun (6,)`` direction, cover, wind, and two cloud tiles."""

    tones: Array
    sun: Array
    broad: Array
    fine: Array
    wind: float
    stars: Array
    starlight: float

    @classmethod
    def of(cls, look: Look, seed: int) -> Sky:
        """For this look."""
        rows = (look.zenith, look.middle, look.horizon, look.sun, look.lit, look.shade)
        tones = np.stack([*rows, look.haze_colour, look.haze_sun]).astype(np.float32)
        x, y, z = look.toward_sun
        flat = math.hypot(x, z) or 1.0
        sun = np.array([x, y, z, x / flat, z / flat, look.cover], np.float32)
        broad, fine = fbm(SIDE, seed + 11, 4, 7, 0.52), fbm(SIDE, seed + 12, 8, 6, 0.58)
        return cls(tones, sun, _even(broad), _even(fine), look.wind, _strewn(seed), look.stars)

    def drift(self, moment: Moment) -> Array:
        """``(4,)``: how far both sheets have moved, in texels."""
        speed = 0.010 * self.wind
        moved = [
            moment.drift(speed, 1.0),
            moment.drift(speed * 0.4, 1.0),
            moment.drift(-speed * 2.2, 1.0),
            moment.drift(speed * 1.8, 1.0),
        ]
        return np.array([m % 1.0 * SIDE for m in moved], np.float32)


def _strewn(seed: int, count: int = 1400) -> Array:
    """Stars over the upper half of the sky: unit direction, size (few are large) and phase."""
    random = np.random.default_rng(seed + 13)
    high = random.random(count)
    turn = random.random(count) * math.tau
    flat = np.sqrt(1 - high**2)
    size = random.random(count) ** 5 * 0.85 + 0.15
    return np.stack([flat * np.sin(turn), high, flat * np.cos(turn), size, random.random(count)], 1).astype(
        np.float32
    )


def _even(noise: Array) -> Array:
    """The same noise with every value equally common, so that a cover means that share of the sky."""
    order = np.argsort(noise, axis=None)
    ranks = np.empty(noise.size, np.float32)
    ranks[order] = np.linspace(0, 1, noise.size, dtype=np.float32)
    return ranks.reshape(noise.shape)


def shrink_for(height: int) -> int:
    """How much smaller soft things are drawn at this height."""
    return min(max(height // 300, 1), 3)


@leaf
def haze_tone(tones: Array, sun: Array, dx: Any, dz: Any, out: Array) -> None:
    """The colour in which a level bearing (any length) ends, into ``out (3,)``."""
    flat = f4(1) / math.sqrt(dx * dx + dz * dz)
    share = toward((dx * sun[3] + dz * sun[4]) * flat)
    for c in range(3):
        out[c] = tones[HAZE, c] + (tones[HAZE_SUN, c] - tones[HAZE, c]) * share


@leaf
def _bearing(sun: Array, dx: Any, dz: Any) -> Any:
    """How far haze takes the sun's colour at a level bearing of any length."""
    return toward((dx * sun[3] + dz * sun[4]) / math.sqrt(dx * dx + dz * dz + f4(1e-6)))


@leaf
def _rise(tones: Array, share: Any, up: Any, out: Array) -> None:
    """From the haze of a bearing, in ``out (3,)``, to the sky over it."""
    high = math.sqrt(min(up * f4(1.7), f4(1)))
    low = fade(up * f4(9))
    rim = fade(up * f4(30))
    for c in range(3):
        value = tones[MIDDLE_SKY, c] + (tones[ZENITH, c] - tones[MIDDLE_SKY, c]) * high
        value += (tones[LOW, c] * (f4(0.55) + f4(0.45) * share) - value) * low
        out[c] = value + (out[c] - value) * rim


@leaf
def gradient(tones: Array, sun: Array, share: Any, dx: Any, dy: Any, dz: Any, out: Array) -> None:
    """Cloudless light from a unit direction, whose bearing has this ``share``, into ``out (3,)``."""
    near = max(dx * sun[0] + dy * sun[1] + dz * sun[2], f4(0))
    n2 = near * near
    n4 = n2 * n2
    n32 = power8(n4)
    glow = f4(0.16) * n4 + f4(0.30) * n32 + f4(0.5) * power8(n32)
    disc = step(f4(0.99955), f4(0.9998), near) * f4(3.5)
    for c in range(3):
        out[c] = tones[HAZE, c] + (tones[HAZE_SUN, c] - tones[HAZE, c]) * share
    if dy > f4(0):
        _rise(tones, share, dy, out)
    for c in range(3):
        out[c] += tones[SUN, c] * (glow + disc)


@leaf
def _density(broad: Array, fine: Array, u: Any, v: Any, drift: Array) -> Any:
    first = sample(broad, u + drift[0], v + drift[1])
    second = sample(fine, u * f4(2) + drift[2], v * f4(2) + drift[3])
    return f4(0.66) * first + f4(0.34) * second


@leaf
def cover_at(
    sun: Array, broad: Array, fine: Array, drift: Array, dx: Any, dy: Any, dz: Any
) -> tuple[Any, Any]:
    """How much cloud hides an upward unit direction, 0 to 1, and how dense the noise is there."""
    reach = f4(88) / (dy + f4(0.10))
    clear = f4(0.92) - sun[5] * f4(0.9)
    density = _density(broad, fine, dx * reach, dz * reach, drift)
    return step(clear, clear + f4(0.34), density) * min(dy * f4(8), f4(1)) * f4(0.94), density


@inlined
def shine(
    tones: Array,
    sun: Array,
    broad: Array,
    fine: Array,
    drift: Array,
    share: Any,
    dx: Any,
    dy: Any,
    dz: Any,
    out: Array,
) -> None:
    """Light from a unit direction with clouds before it, into ``out (3,)``; ``share`` as for ``gradient``."""
    gradient(tones, sun, share, dx, dy, dz, out)
    if dy <= f4(0.004) or sun[5] <= f4(0):
        return
    cloud, density = cover_at(sun, broad, fine, drift, dx, dy, dz)
    if cloud <= f4(0):
        return
    reach = f4(88) / (dy + f4(0.10))
    u = dx * reach
    v = dz * reach
    clear = f4(0.92) - sun[5] * f4(0.9)
    behind = _density(broad, fine, u + sun[0] * f4(14), v + sun[2] * f4(14), drift)
    light = min(
        max(f4(0.55) + (density - behind) * f4(3.2) - (density - clear - f4(0.2)) * f4(1.1), f4(0)), f4(1)
    )
    near = max(dx * sun[0] + dy * sun[1] + dz * sun[2], f4(0))
    back = power8(near) * f4(0.6) * (f4(0.25) + f4(0.75) * light)
    for c in range(3):
        tone = tones[SHADE, c] + (tones[LIT, c] - tones[SHADE, c]) * light + tones[SUN, c] * back
        out[c] += (tone - out[c]) * cloud


@kernel
def _paint(
    out: Array, view: Array, rows: Array, tones: Array, sun: Array, broad: Array, fine: Array, drift: Array
) -> None:
    """The sky over a reduced picture ``(width, height, 3)``, as many ``rows (width,)`` as are seen."""
    light = np.empty(3, np.float32)
    for i in range(out.shape[0]):
        across = (f4(i) + f4(0.5) - view[MIDDLE]) / view[FOCAL]
        x = view[SIN] + view[COS] * across
        z = view[COS] - view[SIN] * across
        share = _bearing(sun, x, z)
        for j in range(min(i8(rows[i]), out.shape[1])):
            up = (view[HORIZON] - f4(j) - f4(0.5)) / view[FOCAL]
            scale = f4(1) / math.sqrt(x * x + z * z + up * up)
            shine(tones, sun, broad, fine, drift, share, x * scale, up * scale, z * scale, light)
            out[i, j, 0] = light[0]
            out[i, j, 1] = light[1]
            out[i, j, 2] = light[2]


@bare
def _stars(
    rgb: Array,
    depth: Array,
    view: Array,
    stars: Array,
    turn: Any,
    bright: Any,
    sun: Array,
    broad: Array,
    fine: Array,
    drift: Array,
) -> None:
    """Points of light where nothing stands before the sky; ``stars (n, 5)`` direction, size and phase."""
    width, height = depth.shape
    grain = max(f4(height) / f4(1080), f4(0.5))
    for k in range(stars.shape[0]):
        x, y, z = stars[k, 0], stars[k, 1], stars[k, 2]
        ahead = x * view[SIN] + z * view[COS]
        if ahead < f4(0.05):
            continue
        px = view[MIDDLE] + (x * view[COS] - z * view[SIN]) / ahead * view[FOCAL]
        py = view[HORIZON] - y / ahead * view[FOCAL]
        if px < f4(2) or py < f4(2) or px > f4(width - 3) or py > f4(height - 3):
            continue
        if depth[i8(px), i8(py)] < f4(FAR):
            continue
        cloud, _ = cover_at(sun, broad, fine, drift, x, y, z)
        twinkle = f4(0.75) + f4(0.25) * math.sin(f4(math.tau) * (turn + stars[k, 4]))
        light = bright * stars[k, 3] * twinkle * (f4(1) - cloud) * min(y * f4(4), f4(1))
        radius = grain * (f4(0.8) + f4(0.7) * stars[k, 3])
        for i in range(i8(px - radius - f4(1)), i8(px + radius) + 2):
            for j in range(i8(py - radius - f4(1)), i8(py + radius) + 2):
                ex = f4(i) + f4(0.5) - px
                ey = f4(j) + f4(0.5) - py
                w = max(f4(1) - (ex * ex + ey * ey) / ((radius + f4(0.4)) * (radius + f4(0.4))), f4(0))
                w *= w * light
                rgb[i, j, 0] += w * f4(0.9)
                rgb[i, j, 1] += w * f4(0.95)
                rgb[i, j, 2] += w


@kernel
def _dome(out: Array, tones: Array, sun: Array, broad: Array, fine: Array, drift: Array) -> None:
    """The upper half of the sky on a disc: ``x / (1 + y), z / (1 + y)`` from -1 to 1."""
    side = out.shape[0]
    light = np.empty(3, np.float32)
    for i in range(side):
        for j in range(side):
            p = (f4(i) + f4(0.5)) * f4(2) / f4(side) - f4(1)
            q = (f4(j) + f4(0.5)) * f4(2) / f4(side) - f4(1)
            r2 = min(p * p + q * q, f4(1))
            y = (f4(1) - r2) / (f4(1) + r2)
            p, q = p * (f4(1) + y), q * (f4(1) + y)
            shine(tones, sun, broad, fine, drift, _bearing(sun, p, q), p, y, q, light)
            for c in range(3):
                out[i, j, c] = min(light[c], f4(1.5))


@leaf
def _columns(small: Array, a: int, share: Any, count: int, out: Array) -> None:
    """The first rows between two columns of a reduced picture, one channel after the other."""
    for j in range(count):
        for c in range(3):
            out[c, j] = small[a, j, c] + (small[a + 1, j, c] - small[a, j, c]) * share


@leaf
def _rows(line: Array, shrink: int, start: int, stop: int, out: Array) -> None:
    """Enlarge a reduced column to rows ``start`` to ``stop`` of a whole one."""
    part, last = f4(1) / f4(shrink), line.shape[1] - 2
    for j in range(start, stop):
        fy = max((f4(j) + f4(0.5)) * part - f4(0.5), f4(0))
        b = min(np.int32(fy), np.int32(last))
        wy = fy - f4(b)
        for c in range(3):
            out[j, c] = line[c, b] + (line[c, b + 1] - line[c, b]) * wy


@kernel
def _lift(rgb: Array, small: Array, shrink: int, first: Array, cover: Array) -> None:
    """Put an enlarged picture behind a skyline: rows above it whole, the row on it by ``1 - cover``."""
    height = rgb.shape[1]
    line = np.empty((3, small.shape[1]), np.float32)
    part = f4(1) / f4(shrink)
    edge = np.empty(3, np.float32)
    for i in range(rgb.shape[0]):
        end = min(i8(first[i]), height)
        if end == 0:
            continue
        fx = max((f4(i) + f4(0.5)) * part - f4(0.5), f4(0))
        a = min(i8(fx), small.shape[0] - 2)
        _columns(small, a, fx - f4(a), min(end // shrink + 2, small.shape[1]), line)
        for c in range(3):
            edge[c] = rgb[i, end - 1, c]
        _rows(line, shrink, 0, end, rgb[i])
        for c in range(3):
            rgb[i, end - 1, c] = edge[c] + rgb[i, end - 1, c] * (f4(1) - cover[i])


def lift(canvas: Canvas, small: Array, shrink: int, first: Array, cover: Array) -> None:
    """Fill a canvas above a skyline from a reduced picture ``(columns, rows, 3)``.

    ``first (width,)`` counts the rows that show it; the last of them already holds what stands before
    it, weighted by ``cover (width,)``.
    """
    _lift(canvas.rgb, small, shrink, first, cover)


def paint(
    sky: Sky, canvas: Canvas, pose: Pose, moment: Moment, rows: Array | int, shrink: int = 0
) -> tuple[Array, int]:
    """The sky down to this row of the canvas, or of each column, reduced, and by how much.

    ``shrink`` 0 is as suits the height.
    """
    shrink = shrink or shrink_for(canvas.height)
    small = scratch.take("sky", *shrunk(canvas.width, canvas.height, shrink), 3)
    view = lens(pose, canvas.width, canvas.height, shrink)
    seen = _reduced(np.broadcast_to(np.asarray(rows, np.float32), (canvas.width,)), shrink)
    _paint(small, view, seen, sky.tones, sky.sun, sky.broad, sky.fine, sky.drift(moment))
    return small, shrink


def _reduced(first: Array, shrink: int) -> Array:
    """Rows of each reduced column that ``_lift`` reads for columns which show ``first`` rows of sky."""
    most = np.pad(first, (0, -len(first) % shrink)).reshape(-1, shrink).max(1)
    padded = np.pad(most, (1, 2), mode="edge")
    return np.asarray(np.maximum(np.maximum(padded[:-2], padded[1:-1]), padded[2:]) // shrink + 3, np.float32)


def twinkle(sky: Sky, canvas: Canvas, pose: Pose, moment: Moment) -> None:
    """Draw the stars, if this sky has any, where the canvas is as deep as the sky."""
    if sky.starlight <= 0:
        return
    view = lens(pose, canvas.width, canvas.height)
    turn = f4(moment.cycle(0.4) % 1.0)
    clouds = sky.sun, sky.broad, sky.fine, sky.drift(moment)
    _stars(canvas.rgb, canvas.depth, view, sky.stars, turn, f4(sky.starlight * 0.9), *clouds)


def dome(sky: Sky, moment: Moment, side: int = 128) -> Array:
    """The sky as water mirrors it, ``(side, side, 3)``; see ``look_up``."""
    out = scratch.take("dome", side, side, 3)
    _dome(out, sky.tones, sky.sun, sky.broad, sky.fine, sky.drift(moment))
    return out
