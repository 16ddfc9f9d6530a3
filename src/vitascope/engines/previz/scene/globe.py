"""A planet seen as a ball: land, sea and cloud or bands of gas, its day and night side, air and rings."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from vitascope.engines.previz.canvas import FAR, Array, Canvas, Pose
from vitascope.engines.previz.compiled import bare, f4, i8, kernel, leaf
from vitascope.engines.previz.scene.lens import COS, FOCAL, HORIZON, MIDDLE, SIN, lens, shrunk
from vitascope.engines.previz.scene.lookup import sample, step
from vitascope.engines.previz.scene.noise import fbm
from vitascope.engines.previz.scratch import scratch

SIDE = 512
"""Texels along the tiles that a globe is painted from."""

SHRINK: Final = 2
"""How much smaller the ground of a ball is painted; its outline, rings and air are not."""


@dataclass(frozen=True)
class Globe:
    """A ball at a place from the camera (or in the world, if ``near``), metres.

    ``colours (5, 3)``: land or light band, high land or dark band, sea or third band, cloud, air. ``gas``
    is 0 for a world of land and sea, 1 for one of gas. ``ring`` is the outer edge of its rings in radii,
    0 for none, about the unit vector ``axis``. ``night`` is how bright cities are, ``veil`` how much the
    sky it stands in hides of it, ``sky`` how much of its dark side is lost in that sky.
    """

    place: tuple[float, float, float]
    radius: float
    colours: Array
    broad: Array
    fine: Array
    axis: tuple[float, float, float]
    gas: float
    ring: float
    night: float
    veil: float = 0.0
    near: bool = False


@leaf
def _wide(broad: Array, fine: Array, x: Any, y: Any, z: Any, c: Any, s: Any, scale: Any) -> Any:
    """Noise on a unit ball without seam or pole: three flat looks at it. ``c, s``: of its turn."""
    u, v = x * c + z * s, z * c - x * s
    a = sample(broad, u * scale + f4(11), y * scale + f4(53))
    b = sample(broad, v * scale + f4(201), y * scale * f4(1.1) + f4(307))
    d = sample(fine, u * scale * f4(2.1) + f4(83), v * scale * f4(2.1) + f4(19))
    e = sample(fine, (u + v) * scale * f4(3.0) + f4(8), (y - v) * scale * f4(3.0) + f4(99))
    return (a + b) * f4(0.36) + d * f4(0.18) + e * f4(0.10)


@leaf
def _ground(
    n: Array, colours: Array, broad: Array, fine: Array, turns: Array, kind: Array, lit: Any, out: Array
) -> None:
    """Light from a place on the ball where the sun falls in by ``lit``. ``n (3,)`` its normal."""
    x, y, z = n[0], n[1], n[2]
    day = step(f4(-0.10), f4(0.28), lit)
    if kind[0] > f4(0.5):
        stir = _wide(broad, fine, x, y, z, turns[0], turns[1], f4(60)) - f4(0.5)
        line = sample(broad, y * f4(120) + stir * f4(26), f4(40) + stir * f4(6))
        third = sample(fine, y * f4(330) + stir * f4(40), f4(7))
        for c in range(3):
            own = colours[1, c] + (colours[0, c] - colours[1, c]) * step(f4(0.3), f4(0.7), line)
            own += (colours[2, c] - own) * f4(0.4) * step(f4(0.45), f4(0.75), third)
            out[c] = own * (max(lit, f4(0)) * f4(1.15) + f4(0.015))
        return
    high = _wide(broad, fine, x, y, z, turns[0], turns[1], f4(95))
    land = step(f4(0.525), f4(0.545), high)
    cloud = step(f4(0.48), f4(0.68), _wide(fine, broad, x, y * f4(1.5), z, turns[2], turns[3], f4(110)))
    ice = step(f4(0.80), f4(0.88), abs(y) + (high - f4(0.5)) * f4(0.4))
    hills = step(f4(0.56), f4(0.66), high)
    cities = step(f4(0.60), f4(0.75), sample(fine, x * f4(900) + f4(17), (y + z) * f4(900))) * land
    glow = cities * (f4(1) - day) * kind[1] * (f4(1) - cloud)
    for c in range(3):
        own = colours[0, c] + (colours[1, c] - colours[0, c]) * hills
        own = colours[2, c] + (own - colours[2, c]) * land
        own += (f4(0.85) - own) * ice
        own += (colours[3, c] - own) * cloud * f4(0.92)
        out[c] = own * (max(lit, f4(0)) * f4(1.1) * day + f4(0.006))
    out[0] += glow * f4(1.0)
    out[1] += glow * f4(0.62)
    out[2] += glow * f4(0.25)


@leaf
def _ringed(
    place: Array,
    ray: Array,
    axis: Array,
    radius: Any,
    outer: Any,
    far: Any,
    fine: Array,
    toward: Array,
    out: Array,
) -> Any:
    """Cover of the rings along a unit ray nearer than ``far``; their light into ``out (3,)``."""
    slope = ray[0] * axis[0] + ray[1] * axis[1] + ray[2] * axis[2]
    if abs(slope) < f4(1e-4):
        return f4(0)
    t = (place[0] * axis[0] + place[1] * axis[1] + place[2] * axis[2]) / slope
    if t <= f4(0) or t >= far:
        return f4(0)
    x, y, z = ray[0] * t - place[0], ray[1] * t - place[1], ray[2] * t - place[2]
    away = math.sqrt(x * x + y * y + z * z) / radius
    if away < f4(1.25) or away > outer:
        return f4(0)
    grooves = sample(fine, away * f4(260), f4(33))
    broad = sample(fine, away * f4(70), f4(121))
    edge = step(f4(1.25), f4(1.36), away) * step(outer, outer - f4(0.10), away)
    cover = edge * min(max(f4(0.15) + f4(0.8) * broad + f4(0.5) * (grooves - f4(0.5)), f4(0)), f4(0.92))
    beside = -(x * toward[0] + y * toward[1] + z * toward[2])
    miss = x * x + y * y + z * z - beside * beside
    shade = f4(0.12) if beside > f4(0) and miss < radius * radius else f4(1)
    for c in range(3):
        out[c] = (f4(0.80) - f4(0.08) * f4(c)) * (f4(0.55) + f4(0.6) * grooves) * shade
    return cover


@bare
def _bounds(place: Array, reach: Any, view: Array, width: int, height: int, box: Any) -> None:
    """The columns and rows that a ball of this reach may touch, into ``box (4,)``."""
    ahead = place[0] * view[SIN] + place[2] * view[COS]
    box[0], box[1], box[2], box[3] = 0, width, 0, height
    if ahead < -reach:
        box[1] = 0
    elif ahead > reach * f4(1.2):
        aside = place[0] * view[COS] - place[2] * view[SIN]
        half = reach / (ahead - reach) * view[FOCAL] + f4(2)
        x, y = view[MIDDLE] + aside / ahead * view[FOCAL], view[HORIZON] - place[1] / ahead * view[FOCAL]
        box[0], box[1] = i8(max(x - half, f4(0))), i8(max(min(x + half, f4(width - 1)), f4(-1))) + 1
        box[2], box[3] = i8(max(y - half, f4(0))), i8(max(min(y + half, f4(height - 1)), f4(-1))) + 1


@leaf
def _halo(place: Array, ray: Array, toward: Array, along: Any, miss: Any, radius: Any) -> Any:
    """Light of the air beside a ball, on the side of its sun."""
    near = f4(0)
    for c in range(3):
        near += (ray[c] * along - place[c]) * toward[c]
    near = max(near / radius, f4(-0.35)) + f4(0.35)
    return math.exp(-max(miss - f4(1), f4(0)) * f4(26)) * near * f4(0.5)


@leaf
def _aim(view: Array, i: Any, j: Any, ray: Array) -> None:
    """The unit ray through the middle of a pixel, into ``ray (3,)``."""
    k = (f4(i) + f4(0.5) - view[MIDDLE]) / view[FOCAL]
    dx, dz = view[SIN] + view[COS] * k, view[COS] - view[SIN] * k
    up = (view[HORIZON] - f4(j) - f4(0.5)) / view[FOCAL]
    size = f4(1) / math.sqrt(dx * dx + up * up + dz * dz)
    ray[0], ray[1], ray[2] = dx * size, up * size, dz * size


@leaf
def _normal(place: Array, ray: Array, toward: Array, far: Any, radius: Any, n: Array) -> Any:
    """The ball's normal ``far`` along a ray, into ``n (3,)``; returns how the sun falls in."""
    for c in range(3):
        n[c] = (ray[c] * far - place[c]) / radius
    return n[0] * toward[0] + n[1] * toward[1] + n[2] * toward[2]


@kernel
def _paint(
    out: Array,
    view: Array,
    box: Any,
    place: Array,
    radius: Any,
    toward: Array,
    colours: Array,
    broad: Array,
    fine: Array,
    turns: Array,
    kind: Array,
) -> None:
    """Light from the ball's ground, over a reduced picture ``(width, height, 3)`` and a little beyond it."""
    away2 = place[0] * place[0] + place[1] * place[1] + place[2] * place[2]
    edge = f4(1) + f4(3) * math.sqrt(away2) / view[FOCAL] / radius
    ray = np.empty(3, np.float32)
    n = np.empty(3, np.float32)
    light = np.empty(3, np.float32)
    for i in range(box[0] // SHRINK, min(box[1] // SHRINK + 2, out.shape[0])):
        for j in range(box[2] // SHRINK, min(box[3] // SHRINK + 2, out.shape[1])):
            _aim(view, i, j, ray)
            along = ray[0] * place[0] + ray[1] * place[1] + ray[2] * place[2]
            miss = math.sqrt(max(away2 - along * along, f4(0))) / radius
            light[0] = light[1] = light[2] = f4(0)
            if along > f4(0) and miss < edge:
                far = along - math.sqrt(max(f4(1) - miss * miss, f4(0))) * radius
                lit = _normal(place, ray, toward, far, radius, n)
                _ground(n, colours, broad, fine, turns, kind, lit, light)
            out[i, j, 0] = light[0]
            out[i, j, 1] = light[1]
            out[i, j, 2] = light[2]


@leaf
def _enlarged(small: Array, i: int, j: int, light: Array) -> None:
    """A pixel of a reduced picture, bilinear, into ``light (3,)``."""
    part = f4(1) / f4(SHRINK)
    fx = max((f4(i) + f4(0.5)) * part - f4(0.5), f4(0))
    fy = max((f4(j) + f4(0.5)) * part - f4(0.5), f4(0))
    a, b = min(i8(fx), small.shape[0] - 2), min(i8(fy), small.shape[1] - 2)
    wx, wy = fx - f4(a), fy - f4(b)
    for c in range(3):
        left = small[a, b, c] + (small[a, b + 1, c] - small[a, b, c]) * wy
        right = small[a + 1, b, c] + (small[a + 1, b + 1, c] - small[a + 1, b, c]) * wy
        light[c] = left + (right - left) * wx


@leaf
def _mix(pixel: Array, light: Array, ring: Array, air: Array, shares: Array, gain: Any, glass: Any) -> None:
    """Ball, halo and rings, by ``shares (3,)``, over a pixel of which ``glass`` shows through."""
    for c in range(3):
        value = pixel[c]
        value += (light[c] * gain - value * (f4(1) - glass)) * shares[0]
        value += air[c] * shares[1] * gain
        value += (ring[c] * gain - value * (f4(1) - glass)) * shares[2]
        pixel[c] = value


@kernel
def _draw(
    rgb: Array,
    depth: Array,
    small: Array,
    view: Array,
    box: Any,
    place: Array,
    numbers: Array,
    axis: Array,
    toward: Array,
    colours: Array,
    fine: Array,
    airy: bool,
) -> None:
    """The ball where the canvas is open, ``place`` from the camera. ``numbers``: see ``draw``."""
    radius, outer, clear = numbers[0], numbers[1], f4(1) - numbers[2]
    away2 = place[0] * place[0] + place[1] * place[1] + place[2] * place[2]
    soft = math.sqrt(away2) / view[FOCAL] / radius
    work = np.zeros((5, 3), np.float32)
    ray, n, light, ring, shares = work[0], work[1], work[2], work[3], work[4]
    for i in range(box[0], box[1]):
        for j in range(box[2], box[3]):
            if depth[i, j] < f4(FAR):
                continue
            _aim(view, i, j, ray)
            along = ray[0] * place[0] + ray[1] * place[1] + ray[2] * place[2]
            if along <= f4(0):
                continue
            miss = math.sqrt(max(away2 - along * along, f4(0))) / radius
            cover = min(max((f4(1) - miss) / soft + f4(0.5), f4(0)), f4(1))
            far = f4(1e9)
            light[0] = light[1] = light[2] = f4(0)
            if cover > f4(0):
                inside = math.sqrt(max(f4(1) - miss * miss, f4(0)))
                far = along - inside * radius
                lit = _normal(place, ray, toward, far, radius, n)
                rim = (f4(1) - inside) * (f4(1) - inside) * step(f4(-0.25), f4(0.5), lit) * f4(0.9)
                _enlarged(small, i, j, light)
                for c in range(3):
                    light[c] += colours[4, c] * rim
            shares[0], shares[1], shares[2] = cover * clear, f4(0), f4(0)
            if airy and cover < f4(1) and miss < f4(1.4):
                shares[1] = _halo(place, ray, toward, along, miss, radius) * (f4(1) - cover) * clear
            if outer > f4(1):
                shares[2] = clear * _ringed(place, ray, axis, radius, outer, far, fine, toward, ring)
            _mix(rgb[i, j], light, ring, colours[4], shares, numbers[3], numbers[4])


def draw(
    globe: Globe,
    canvas: Canvas,
    pose: Pose,
    toward: tuple[float, float, float],
    turns: tuple[float, float],
    gain: float = 1.0,
    glass: float = 0.0,
) -> None:
    """Draw a globe behind everything.

    ``toward`` is the way to its sun, ``turns`` the angles of ground and clouds, ``gain`` how bright it is,
    ``glass`` how much the sky shows through its dark parts. The kernel's numbers are radius, rings, veil,
    gain and glass.
    """
    x, y, z = globe.place
    if globe.near:
        x, y, z = x - pose.x, y - pose.y, z - pose.z
    numbers = np.array([globe.radius, globe.ring, globe.veil, gain, glass], np.float32)
    place, way = np.array([x, y, z], np.float32), np.array(toward, np.float32)
    turned = [round_(turn) for turn in turns for round_ in (math.cos, math.sin)]
    box = np.empty(4, np.int64)
    view = lens(pose, canvas.width, canvas.height)
    reach = np.float32(globe.radius * max(globe.ring, 1.12))
    _bounds(place, reach, view, canvas.width, canvas.height, box)
    small = scratch.take("globe", *shrunk(canvas.width, canvas.height, SHRINK), 3)
    _paint(
        small,
        lens(pose, canvas.width, canvas.height, SHRINK),
        box,
        place,
        numbers[0],
        way,
        globe.colours,
        globe.broad,
        globe.fine,
        np.array(turned, np.float32),
        np.array([globe.gas, globe.night], np.float32),
    )
    _draw(
        canvas.rgb,
        canvas.depth,
        small,
        view,
        box,
        place,
        numbers,
        np.array(globe.axis, np.float32),
        way,
        globe.colours,
        globe.fine,
        globe.gas < 0.5,
    )


def tiles(seed: int) -> tuple[Array, Array]:
    """The two tiles of noise a globe is painted from."""
    return fbm(SIDE, seed, 8, 7, 0.55), fbm(SIDE, seed + 1, 16, 6, 0.6)
