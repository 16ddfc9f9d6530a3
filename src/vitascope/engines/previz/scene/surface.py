"""Water from above: sky mirrored in waves, the sun's glitter, and what shows through from below."""

from __future__ import annotations

import math
from typing import Any, Final

import numpy as np

from vitascope.engines.previz.canvas import FAR, Array, Canvas, Pose
from vitascope.engines.previz.compiled import bare, f4, i8, kernel, leaf
from vitascope.engines.previz.scene.lens import COS, FOCAL, HORIZON, MIDDLE, SIN, X, Y, Z, lens, shrunk
from vitascope.engines.previz.scene.lookup import fade, power8, step, whole
from vitascope.engines.previz.scene.sky import SUN, haze_tone
from vitascope.engines.previz.scene.waves import SIDE, TILE, WRAP
from vitascope.engines.previz.scratch import scratch

LEVEL: Final = 0
HAZE: Final = 1
CLARITY: Final = 2
FOAM: Final = 3
CREST: Final = 4
SETTINGS: Final = 5
"""Places in the settings: height of still water, haze and water's density a metre, foam, crests' height."""

_TEXELS = SIDE / TILE


@leaf
def ripple(tile: Array, u: Any, v: Any, out: Array, weight: Any) -> None:
    """Add a tile's slopes and height, by weight, to ``out (3,)``; ``u, v`` count texels."""
    mask = np.uint32(tile.shape[0] - 1)
    fu = np.floor(u)
    fv = np.floor(v)
    a = u - fu
    b = v - fv
    i = whole(fu) & mask
    j = whole(fv) & mask
    i1 = (i + np.uint32(1)) & mask
    j1 = (j + np.uint32(1)) & mask
    w11 = a * b * weight
    w10 = a * weight - w11
    w01 = b * weight - w11
    w00 = weight - w10 - w01 - w11
    for c in range(3):
        out[c] += tile[j, i, c] * w00 + tile[j, i1, c] * w10 + tile[j1, i, c] * w01 + tile[j1, i1, c] * w11


@leaf
def slopes(tile: Array, x: Any, z: Any, shift: Array, foot: Any, out: Array) -> None:
    """Slopes and height at a place, ``foot`` metres wide; waves finer than that are left out.

    The finer layers are the tile turned and 5 and 25 times smaller: whole turns of the same tile, so
    that everything repeats after ``WRAP``.
    """
    u = x * f4(_TEXELS)
    v = z * f4(_TEXELS)
    out[0] = out[1] = out[2] = f4(0)
    first = foot * f4(_TEXELS * 0.35)
    ripple(tile, u, v, out, f4(1) / (f4(1) + first * first))
    second = first * f4(5)
    weight = f4(0.75) / (f4(1) + second * second)
    height = out[2]
    if weight > f4(0.01):
        ripple(tile, u * f4(4) + v * f4(3) + shift[0], v * f4(4) - u * f4(3) + shift[1], out, weight)
    third = second * f4(5)
    weight = f4(0.6) / (f4(1) + third * third)
    if weight > f4(0.01):
        ripple(tile, u * f4(7) - v * f4(24) + shift[2], v * f4(7) + u * f4(24) + shift[3], out, weight)
    out[2] = height


@leaf
def swell(tile: Array, x: Any, z: Any, out: Array) -> None:
    """The longest waves alone, as ``slopes``."""
    out[0] = out[1] = out[2] = f4(0)
    ripple(tile, x * f4(_TEXELS), z * f4(_TEXELS), out, f4(1))


@leaf
def look_up(dome: Array, x: Any, y: Any, z: Any, out: Array) -> None:
    """What a mirror that looks in an upward direction shows, into ``out (3,)``."""
    side = dome.shape[0]
    half = f4(side) * f4(0.5)
    scale = half / (f4(1) + max(y, f4(0)))
    u = min(max(x * scale + half - f4(0.5), f4(0)), f4(side) - f4(1.01))
    v = min(max(z * scale + half - f4(0.5), f4(0)), f4(side) - f4(1.01))
    i = whole(u)
    j = whole(v)
    i1, j1 = i + np.uint32(1), j + np.uint32(1)
    a = u - f4(i)
    b = v - f4(j)
    for c in range(3):
        top = dome[i, j, c] * (f4(1) - b) + dome[i, j1, c] * b
        low = dome[i1, j, c] * (f4(1) - b) + dome[i1, j1, c] * b
        out[c] = top * (f4(1) - a) + low * a


@leaf
def _mirror(dome: Array, sun: Array, wave: Array, vx: Any, vy: Any, vz: Any, out: Array) -> tuple[Any, Any]:
    """What a wave mirrors of a unit view, into ``out (3,)``; returns its share and the sun's glitter."""
    flat = f4(1) / math.sqrt(wave[0] * wave[0] + wave[1] * wave[1] + f4(1))
    nx = -wave[0] * flat
    nz = -wave[1] * flat
    c = max(-(vx * nx + vy * flat + vz * nz), f4(0.02))
    rx = vx + f4(2) * c * nx
    ry = abs(vy + f4(2) * c * flat) + f4(0.015)
    rz = vz + f4(2) * c * nz
    look_up(dome, rx, ry, rz, out)
    near = power8(power8(max(rx * sun[0] + ry * sun[1] + rz * sun[2], f4(0))))
    n2 = near * near
    g = f4(1) - min(c + f4(0.07), f4(1))
    g2 = g * g
    return f4(0.02) + f4(0.98) * g2 * g2 * g, near * f4(0.25) + n2 * n2 * f4(2.2)


@kernel
def _shade(
    out: Array,
    view: Array,
    top: int,
    tile: Array,
    dome: Array,
    tones: Array,
    sun: Array,
    body: Array,
    shift: Array,
    settings: Array,
) -> None:
    """Reduced picture ``(width, height, 5)``: light from the surface, share let through, and depth."""
    focal, horizon = view[FOCAL], view[HORIZON]
    high = max(view[Y] - settings[LEVEL], f4(0.03))
    calm = min(high / (settings[CREST] * f4(7)), f4(1))
    wave = np.empty(3, np.float32)
    mirror = np.empty(3, np.float32)
    ends = np.empty(3, np.float32)
    for i in range(out.shape[0]):
        k = (f4(i) + f4(0.5) - view[MIDDLE]) / focal
        dx = view[SIN] + view[COS] * k
        dz = view[COS] - view[SIN] * k
        haze_tone(tones, sun, dx, dz, ends)
        for j in range(top, out.shape[1]):
            down = max((f4(j) + f4(0.5) - horizon) / focal, f4(0.15) / focal)
            t = high / down
            foot = t / focal * math.sqrt(min(t / high, f4(40)))
            short = f4(1) / math.sqrt(dx * dx + dz * dz + down * down)
            swell(tile, view[X] + dx * t, view[Z] + dz * t, wave)
            veil = f4(1) - fade(t / short * settings[HAZE])
            t = (high - wave[2] * calm) / down
            slopes(tile, view[X] + dx * t, view[Z] + dz * t, shift, foot, wave)
            vx = dx * short
            vz = dz * short
            share, spark = _mirror(dome, sun, wave, vx, -down * short, vz, mirror)
            crest = wave[2] / settings[CREST]
            foam = step(f4(0.55), f4(1.0), crest + (wave[0] + wave[1]) * f4(0.4)) * settings[FOAM]
            lift = max(f4(0.75) + crest * f4(0.45) - (wave[0] * vx + wave[1] * vz) * f4(0.9), f4(0.2))
            clear = (f4(1) - share) * (f4(1) - foam)
            for q in range(3):
                light = mirror[q] * share * (f4(1) - foam) + tones[SUN, q] * spark
                light += body[1, q] * foam + body[0, q] * (lift - f4(0.75)) * clear
                out[i, j, q] = light + (ends[q] - light) * veil
            out[i, j, 3] = clear * (f4(1) - veil)
            out[i, j, 4] = t


@bare
def _cover(rgb: Array, depth: Array, small: Array, shrink: int, top: int, body: Array, clarity: Any) -> None:
    """Lay the reduced surface over what is under it, and leave what stands before it."""
    height = depth.shape[1]
    part = f4(1) / f4(shrink)
    last_i, last_j = small.shape[0] - 2, small.shape[1] - 2
    for i in range(depth.shape[0]):
        fx = max((f4(i) + f4(0.5)) * part - f4(0.5), f4(0))
        a = min(i8(fx), last_i)
        wx = fx - f4(a)
        for j in range(max(top, 0), height):
            fy = max((f4(j) + f4(0.5)) * part - f4(0.5), f4(0))
            b = min(i8(fy), last_j)
            wy = fy - f4(b)
            w11 = wx * wy
            w10 = wx - w11
            w01 = wy - w11
            w00 = f4(1) - wx - w01
            p, q, s, u = small[a, b], small[a, b + 1], small[a + 1, b], small[a + 1, b + 1]
            t = p[4] * w00 + q[4] * w01 + s[4] * w10 + u[4] * w11
            if depth[i, j] < t:
                continue
            through = p[3] * w00 + q[3] * w01 + s[3] * w10 + u[3] * w11
            seen = fade((depth[i, j] - t) * clarity)
            for c in range(3):
                light = p[c] * w00 + q[c] * w01 + s[c] * w10 + u[c] * w11
                under = body[0, c] * f4(0.75)
                rgb[i, j, c] = light + through * (under + (rgb[i, j, c] - under) * seen)
            depth[i, j] = t


@bare
def _clear(rgb: Array, depth: Array, top: int, body: Array) -> None:
    """Endless water below a row."""
    for i in range(depth.shape[0]):
        for j in range(max(top, 0), depth.shape[1]):
            depth[i, j] = f4(FAR)
            for c in range(3):
                rgb[i, j, c] = body[0, c] * f4(0.75)


def horizon_row(canvas: Canvas, pose: Pose) -> int:
    """The first row that shows water."""
    return min(max(math.ceil(pose.horizon(canvas.height) - 0.5), 0), canvas.height)


def deep(canvas: Canvas, pose: Pose, body: Array) -> None:
    """Fill everything under the horizon with the water's own colour."""
    _clear(canvas.rgb, canvas.depth, horizon_row(canvas, pose), body)


def cover(
    canvas: Canvas,
    pose: Pose,
    tile: Array,
    dome: Array,
    tones: Array,
    sun: Array,
    body: Array,
    shift: Array,
    settings: Array,
) -> None:
    """Lay the surface over the canvas. ``body (2, 3)`` is the colour of deep water and of foam."""
    shrink = min(max(canvas.height // 400, 1), 2)
    top = horizon_row(canvas, pose)
    small = scratch.take("surface", *shrunk(canvas.width, canvas.height, shrink), 5)
    view = lens(pose, canvas.width, canvas.height, shrink, wrap=WRAP)
    first = max(top // shrink - 2, 0)
    _shade(small, view, first, tile, dome, tones, sun, body, shift, settings)
    _cover(canvas.rgb, canvas.depth, small, shrink, top, body, settings[CLARITY])
