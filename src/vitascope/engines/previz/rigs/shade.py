"""What colour a triangle has at a point of the screen.

``prepare`` turns a triangle into planes over the screen, ``gather`` evaluates them at one point and looks
up the texture, ``light`` lights a batch of such points of one material at once, which lets the compiler
work on several in one instruction. Light is Lambert with a wrap, a Blinn highlight, a sky that fills from
above, a rim, light that shines through thin parts, and emission; then fog. All vectors are in camera
space: x right, y up, z forward.
"""

from __future__ import annotations

import math

from vitascope.engines.previz.compiled import F, Floats, Ints, inlined, leaf
from vitascope.engines.previz.lanes import on_planes, planes_of
from vitascope.engines.previz.rigs.raster import area
from vitascope.engines.previz.rigs.texels import LEVELS, Words, flat_at, solid_at

VALUES = 16
"""One, normal (3), texture place (3), colour (3), openness, glow, transmittance; the rest is unused. It is as
many as ``lanes`` takes at once."""

_BASIS, _LEVEL = 48, 57
SCRATCH, WORK = 64, 24

BATCH = 128
"""Points lit together. A batch is ``(11 * 128,)``: normal (3), colour (3), openness, glow, transmittance,
and the view's slopes (2); its result ``(3 * 128,)``."""

LANES = 16
"""Points lit at once. What is left of a batch would else be lit one by one, at ten times the cost."""

FARTHEST = F(1e-6)
"""The least inverse depth, of 1,000 km."""
BRIGHTEST = F(64)
"""The most that a colour, a glow or a share can be."""

MATERIAL = 14
(
    TEXTURE,
    SCALE,
    BUMP,
    GLOSS,
    SHARPNESS,
    THROUGH,
    OPACITY,
    WRAP,
    SHEEN,
    EMIT_RED,
    EMIT_GREEN,
    EMIT_BLUE,
    THIN,
    RIM,
) = range(MATERIAL)
"""Columns of the materials' table. ``TEXTURE`` is -1 for none, -2 for the solid one."""

KEY, KEY_COLOUR, SKY, RIM_DIRECTION, RIM_COLOUR, AIR, LENS = 0, 3, 6, 9, 12, 15, 18
"""Where things lie in the lights' vector; ``LENS`` is 1 / focal, centre column, horizon row."""


@leaf
def prepare(
    t: int, row: int, materials: Floats, screen: Floats, points: Floats, values: Floats, triangles: Ints,
    flat_table: Ints, solid_table: Ints, s: Floats,
) -> None:  # fmt: skip
    """Fill ``s`` with the triangle's planes, its texture basis and the level of its texture."""
    a, b, c = triangles[t, 0], triangles[t, 1], triangles[t, 2]
    size = area(screen, a, b, c)
    inverse = F(1) / size
    bx, by = (screen[c, 1] - screen[a, 1]) * inverse, (screen[a, 0] - screen[c, 0]) * inverse
    cx, cy = (screen[a, 1] - screen[b, 1]) * inverse, (screen[b, 0] - screen[a, 0]) * inverse
    ax, ay, p, q, r = screen[a, 0], screen[a, 1], screen[a, 2], screen[b, 2], screen[c, 2]
    planes_of(values[a], values[b], values[c], (p, q, r), (bx, cx), (by, cy), (ax, ay), s)
    texture = int(materials[row, TEXTURE])
    if texture == -1:
        return
    grain = _basis(points, values, a, b, c, s) * materials[row, SCALE] * materials[row, SCALE]
    if texture >= 0:
        grain *= F(flat_table[texture, 0, 1]) * F(flat_table[texture, 0, 2])
    else:
        grain *= F(solid_table[0, 1]) * F(solid_table[0, 1])
    grain *= F(0.41) * abs(inverse)
    level = F(0)
    while grain > F(1) and level < F(LEVELS - 1):
        grain *= F(0.25)
        level += F(1)
    s[_LEVEL] = level


@leaf
def _basis(points: Floats, values: Floats, a: int, b: int, c: int, s: Floats) -> float:
    """Write how a slope in texture space turns into one in camera space; returns the texture area."""
    ux, uy, uz = points[b, 0] - points[a, 0], points[b, 1] - points[a, 1], points[b, 2] - points[a, 2]
    vx, vy, vz = points[c, 0] - points[a, 0], points[c, 1] - points[a, 1], points[c, 2] - points[a, 2]
    uu, uv, vv = ux * ux + uy * uy + uz * uz, ux * vx + uy * vy + uz * vz, vx * vx + vy * vy + vz * vz
    inverse = F(1) / max(uu * vv - uv * uv, F(1e-24))
    e0, e1, e2 = values[b, 4] - values[a, 4], values[b, 5] - values[a, 5], values[b, 6] - values[a, 6]
    f0, f1, f2 = values[c, 4] - values[a, 4], values[c, 5] - values[a, 5], values[c, 6] - values[a, 6]
    for k in range(3):
        e, f = (e0, f0) if k == 0 else ((e1, f1) if k == 1 else (e2, f2))
        p, q = (e * vv - f * uv) * inverse, (f * uu - e * uv) * inverse
        s[_BASIS + 3 * k] = p * ux + q * vx
        s[_BASIS + 3 * k + 1] = p * uy + q * vy
        s[_BASIS + 3 * k + 2] = p * uz + q * vz
    i, j, n = e1 * f2 - e2 * f1, e2 * f0 - e0 * f2, e0 * f1 - e1 * f0
    return math.sqrt(i * i + j * j + n * n)


@inlined
def _texture(
    row: int, materials: Floats, s: Floats, w: Floats,
    flat: Words, flat_table: Ints, solid: Words, solid_table: Ints, decode: Floats,
) -> float:  # fmt: skip
    """Multiply the colour in ``w`` and bend its normal; returns the opacity."""
    texture, scale, level = int(materials[row, TEXTURE]), materials[row, SCALE], int(s[_LEVEL])
    bump, opacity = materials[row, BUMP], F(1)
    u, v, n = w[4] * scale, w[5] * scale, w[6] * scale
    if texture >= 0:
        flat_at(flat, flat_table, decode, texture, level, u, v, w)
        w[7], w[8], w[9] = w[7] * w[16], w[8] * w[17], w[9] * w[18]
        opacity, p, q, n = w[19], w[20] * bump, w[21] * bump, F(0)
    else:
        solid_at(solid, solid_table, decode, level, u, v, n, w)
        w[7], w[8], w[9] = w[7] * w[16], w[8] * w[16], w[9] * w[16]
        p, q, n = w[17] * bump, w[18] * bump, w[19] * bump
    w[1] -= p * s[_BASIS] + q * s[_BASIS + 3] + n * s[_BASIS + 6]
    w[2] -= p * s[_BASIS + 1] + q * s[_BASIS + 4] + n * s[_BASIS + 7]
    w[3] -= p * s[_BASIS + 2] + q * s[_BASIS + 5] + n * s[_BASIS + 8]
    return opacity


@inlined
def gather(
    x: float, y: float, row: int, materials: Floats, s: Floats, w: Floats, lights: Floats,
    flat: Words, flat_table: Ints, solid: Words, solid_table: Ints, decode: Floats, batch: Floats, n: int,
) -> tuple[float, float]:  # fmt: skip
    """Add the surface at tile point ``(x, y)`` to the batch as number ``n``; returns opacity and depth.

    A pixel that a triangle seen edge-on only touches has its middle far outside it, where values run away:
    they are kept to what a surface can be.
    """
    depth = F(1) / max(s[0] + s[16] * x + s[32] * y, FARTHEST)
    on_planes(s, x, y, depth, w)
    opacity = materials[row, OPACITY]
    if materials[row, TEXTURE] != F(-1):
        opacity *= _texture(row, materials, s, w, flat, flat_table, solid, solid_table, decode)
    for k in range(3):
        batch[k * BATCH + n] = w[1 + k]
        batch[(3 + k) * BATCH + n] = min(max(w[7 + k], F(0)), BRIGHTEST)
        batch[(6 + k) * BATCH + n] = min(max(w[10 + k], F(0)), BRIGHTEST)
    batch[9 * BATCH + n] = (lights[LENS + 1] - x) * lights[LENS]
    batch[10 * BATCH + n] = (y - lights[LENS + 2]) * lights[LENS]
    return min(opacity, F(1)), depth


@leaf
def light(row: int, materials: Floats, lights: Floats, batch: Floats, n: int, out: Floats) -> None:
    """Light the first ``n`` points of the batch; writes red, green and blue to ``out``."""
    n = (n + LANES - 1) // LANES * LANES
    kx, ky, kz = lights[0], lights[1], lights[2]
    rx, ry, rz = lights[9], lights[10], lights[11]
    wrap, inverse = materials[row, WRAP], F(1) / (F(1) + materials[row, WRAP])
    gloss, through = materials[row, GLOSS], materials[row, THROUGH]
    sheen, rim = materials[row, SHEEN], materials[row, RIM]
    thin = materials[row, THIN]
    for i in range(n):
        nx, ny, nz = batch[i], batch[BATCH + i], batch[2 * BATCH + i]
        open_ = min(max(batch[6 * BATCH + i], F(0)), F(1))
        vx, vy = batch[9 * BATCH + i], batch[10 * BATCH + i]
        size = F(1) / math.sqrt(nx * nx + ny * ny + nz * nz + F(1e-20))
        away = F(1) / math.sqrt(vx * vx + vy * vy + F(1))
        vx, vy, vz = vx * away, vy * away, -away
        facing = (nx * vx + ny * vy + nz * vz) * size
        size = -size if facing * thin < F(0) else size
        nx, ny, nz, facing = nx * size, ny * size, nz * size, max(facing, -facing * thin)
        graze = F(1) - min(max(facing, F(0)), F(1))
        graze *= graze
        toward = nx * kx + ny * ky + nz * kz
        hx, hy, hz = kx + vx, ky + vy, kz + vz
        half = F(1) / math.sqrt(hx * hx + hy * hy + hz * hz + F(1e-20))
        out[i] = max((nx * hx + ny * hy + nz * hz) * half, F(0))
        direct = max((toward + wrap) * inverse, F(0)) * (F(0.25) + F(0.75) * open_)
        batch[i] = direct + through * max(-toward, F(0))
        batch[BATCH + i] = gloss * open_ * min(max(F(1) + F(4) * toward, F(0)), F(1))
        batch[2 * BATCH + i] = (F(0.62) + F(0.38) * ny) * open_
        batch[9 * BATCH + i] = sheen * graze * graze * (F(0.6) + F(0.4) * ny) * open_
        back = nx * rx + ny * ry + nz * rz
        batch[10 * BATCH + i] = rim * graze * max(back + F(0.35), F(0)) * open_
    _sum(row, materials, lights, batch, n, out)


@leaf
def _sum(row: int, materials: Floats, lights: Floats, batch: Floats, n: int, out: Floats) -> None:
    """Add up all lights per channel, and the air before them."""
    for _ in range(int(materials[row, SHARPNESS])):
        for i in range(n):
            out[i] *= out[i]
    for i in range(n):
        batch[BATCH + i] *= out[i]
    for k in range(3):
        key, sky, rim = lights[KEY_COLOUR + k], lights[SKY + k], lights[RIM_COLOUR + k]
        air, emit, colour, at = lights[AIR + k], materials[row, EMIT_RED + k], (3 + k) * BATCH, k * BATCH
        for i in range(n):
            lit = key * (batch[colour + i] * batch[i] + batch[BATCH + i]) + rim * batch[10 * BATCH + i]
            lit += sky * (batch[colour + i] * batch[2 * BATCH + i] + batch[9 * BATCH + i])
            lit += emit * batch[7 * BATCH + i]
            out[at + i] = air + (lit - air) * batch[8 * BATCH + i]
