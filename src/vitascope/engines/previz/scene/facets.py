"""Flat faces of built things: parallelograms and gables, far ones first, each row of a column at once."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from vitascope.engines.previz.canvas import Array, Canvas, Pose
from vitascope.engines.previz.compiled import f4, i8, kernel, leaf
from vitascope.engines.previz.scene.lens import COS, FOCAL, HORIZON, MIDDLE, SIN, X, Y, Z, lens
from vitascope.engines.previz.scene.lookup import fade, sample
from vitascope.engines.previz.scene.masonry import GLOWING, PANE, shade
from vitascope.engines.previz.scene.palette import Look
from vitascope.engines.previz.scene.sky import haze_tone
from vitascope.engines.previz.scratch import scratch

FIELDS: Final = 26
"""Columns of a face: corner (0 to 2), edges ``u`` (3 to 5) and ``v`` (6 to 8) in metres, material, colours
(10 to 12, 13 to 15), pattern's width and height, share of lit windows, seed, whether a gable, strength of
shop windows, and the light on it (22 to 24)."""

NEAR: Final = 0.05
"""Metres before the camera within which nothing is drawn."""

GABLE, LIGHT = 20, 22

Vector = tuple[float, float, float]


LAMPS: Final = 11
BOUNDS: Final = 25
SHADES: Final = 31
SHADED: Final = 6
INDOORS: Final = SHADES + 4 * SHADED
"""Places in the numbers of an interior's light."""

OUTDOORS: Final = np.zeros(INDOORS, np.float32)


@dataclass(frozen=True)
class Indoors:
    """Light in a room. Sun comes through a window in the wall ``x = at``, open over ``z`` and ``y``.

    ``lamps`` are two places that give light, each with its colour and the metres at which it has fallen
    to half; ``low`` and ``high`` are the room's corners; ``shades`` are what stands on the floor: its
    west, east, south and north edges.
    """

    at: float
    z: tuple[float, float]
    y: tuple[float, float]
    toward: Vector
    colour: Array
    lamps: tuple[tuple[Vector, Array, float], tuple[Vector, Array, float]]
    low: Vector
    high: Vector
    shades: Sequence[tuple[float, float, float, float]]

    def numbers(self) -> Array:
        """As the kernel takes it."""
        values = [self.at, *self.z, *self.y, *self.toward, *self.colour]
        for place, colour, reach in self.lamps:
            values += [*place, *colour, reach * reach]
        values += [*self.low, *self.high]
        nowhere = (99.0, 99.0, 99.0, 99.0)
        for k in range(SHADED):
            values += self.shades[k] if k < len(self.shades) else nowhere
        return np.array(values, np.float32)


def face(
    corner: Sequence[float],
    u: Sequence[float],
    v: Sequence[float],
    material: int,
    colour: Array,
    second: Array | None = None,
    pattern: tuple[float, float] = (1.0, 1.0),
    lit: float = 0.0,
    seed: int = 0,
    gable: bool = False,
    shop: float = 0.0,
) -> Array:
    """One face; it is seen from the side toward which ``v x u`` points."""
    other = colour if second is None else second
    numbers = [
        *corner,
        *u,
        *v,
        material,
        *colour,
        *other,
        *pattern,
        lit,
        seed,
        float(gable),
        shop,
        1,
        1,
        1,
        0,
    ]
    return np.array(numbers, np.float32)


def lighted(faces: Sequence[Array], look: Look, fill: float = 1.0) -> Array:
    """Faces ``(n, FIELDS)`` in the light of a look; ``fill`` scales the sky's part."""
    rows = np.stack(faces).astype(np.float32)
    normal = np.cross(rows[:, 6:9], rows[:, 3:6])
    normal /= np.maximum(np.linalg.norm(normal, axis=1, keepdims=True), 1e-6)
    facing = np.clip(normal @ np.array(look.toward_key, np.float32), 0, 1)
    open_ = fill * (0.72 + 0.28 * normal[:, 1])
    light = look.key * facing[:, None] + look.ambient * open_[:, None] * 1.1
    rows[:, LIGHT : LIGHT + 3] = light + look.haze_colour * 0.08
    return rows


@leaf
def _bounds(near: Any, row: Array, view: Array, width: int) -> tuple[int, int]:
    """The columns a face may touch; none where all of it is behind ``near``."""
    left, right, ahead = f4(1e9), f4(-1e9), f4(-1e9)
    for k in range(4):
        a, b = f4(k & 1), f4(k >> 1)
        x = row[0] + a * row[3] + b * row[6]
        z = row[2] + a * row[5] + b * row[8]
        side = x * view[COS] - z * view[SIN]
        deep = x * view[SIN] + z * view[COS]
        ahead = max(ahead, deep)
        if deep < near:
            left, right = f4(-1e9), f4(1e9)
        else:
            px = view[MIDDLE] + side / deep * view[FOCAL]
            left, right = min(left, px), max(right, px)
    if ahead < near:
        return 0, 0
    return max(i8(max(left, f4(-1)) - f4(0.5)), 0), min(i8(min(right, f4(width)) + f4(0.5)) + 1, width)


@leaf
def _cross(a: Array, b: Array, out: Array) -> None:
    out[0] = a[1] * b[2] - a[2] * b[1]
    out[1] = a[2] * b[0] - a[0] * b[2]
    out[2] = a[0] * b[1] - a[1] * b[0]


@leaf
def _narrow(edges: Array, slope: Any, value: Any) -> None:
    """Keep of the rows ``edges`` those where ``value + slope * y`` is not below 0."""
    if abs(slope) < f4(1e-12):
        if value < f4(0):
            edges[1] = edges[0] - f4(1)
        return
    at = -value / slope
    if slope > f4(0):
        edges[0] = max(edges[0], at)
    else:
        edges[1] = min(edges[1], at)


@leaf
def _through(beam: Array, x: Any, y: Any, z: Any, grain: Array, drift: Any) -> Any:
    """How much sun comes through the window to a place, past its bars and moving leaves outside."""
    way = (beam[0] - x) / beam[5]
    if way <= f4(0.02):
        return f4(0)
    wy = y + way * beam[6]
    wz = z + way * beam[7]
    soft = f4(0.012) * way + f4(0.01)
    inside = min(wy - beam[3], beam[4] - wy, wz - beam[1], beam[2] - wz)
    share = min(max(inside / soft + f4(0.5), f4(0)), f4(1))
    if share <= f4(0):
        return f4(0)
    cu = abs((wz - beam[1]) / (beam[2] - beam[1]) * f4(2) % f4(1) - f4(0.5))
    cv = abs((wy - beam[3]) / (beam[4] - beam[3]) * f4(3) % f4(1) - f4(0.5))
    bars = min(max((f4(0.47) - max(cu, cv)) / (soft * f4(2)) + f4(0.5), f4(0)), f4(1))
    leaves = sample(grain, wz * f4(14) + drift, wy * f4(14) + drift)
    return share * bars * min(max(f4(0.9) + f4(0.18) * leaves, f4(0.3)), f4(1.1))


@leaf
def _corners(beam: Array, x: Any, y: Any, z: Any, up: Any) -> Any:
    """How open a place in a room is: less in corners and around what stands on the floor."""
    open_ = f4(1)
    for k in range(6):
        at = x if k % 3 == 0 else (y if k % 3 == 1 else z)
        away = abs(at - beam[BOUNDS + k])
        if away > f4(0.004):
            open_ *= f4(1) - f4(0.34) / (f4(1) + away * away * f4(14))
    if up > f4(0.7) and y < f4(0.03):
        for k in range(SHADED):
            at = SHADES + 4 * k
            dx = max(beam[at] - x, x - beam[at + 1], f4(-0.25))
            dz = max(beam[at + 2] - z, z - beam[at + 3], f4(-0.25))
            away = max(max(dx, dz) + f4(0.25), f4(0))
            open_ *= f4(1) - f4(0.6) / (f4(1) + away * away * f4(16))
    return open_


@leaf
def _indoors(
    row: Array, p: Any, q: Any, view: Array, beam: Array, grain: Array, drift: Any, out: Array, look: Array
) -> None:
    """Light of sun and lamps on a point of a face, laid over ``out``; ``look (3,)`` is scratch."""
    x = row[0] + p * row[3] + q * row[6] + view[X]
    y = row[1] + p * row[4] + q * row[7] + view[Y]
    z = row[2] + p * row[5] + q * row[8] + view[Z]
    nx = row[7] * row[5] - row[8] * row[4]
    ny = row[8] * row[3] - row[6] * row[5]
    nz = row[6] * row[4] - row[7] * row[3]
    size = f4(1) / math.sqrt(nx * nx + ny * ny + nz * nz + f4(1e-12))
    nx, ny, nz = nx * size, ny * size, nz * size
    look[0] = look[1] = look[2] = f4(1)
    for k in range(2):
        at = LAMPS + 7 * k
        dx, dy, dz = beam[at] - x, beam[at + 1] - y, beam[at + 2] - z
        away = dx * dx + dy * dy + dz * dz
        facing = (nx * dx + ny * dy + nz * dz) / math.sqrt(away + f4(1e-4))
        share = max(facing * f4(0.8) + f4(0.2), f4(0)) / (f4(1) + away / beam[at + 6])
        for c in range(3):
            look[c] += beam[at + 3 + c] * share
    open_ = _corners(beam, x, y, z, ny)
    facing = max(nx * beam[5] + ny * beam[6] + nz * beam[7], f4(0))
    sun = _through(beam, x, y, z, grain, drift) * facing if facing > f4(0) else f4(0)
    for c in range(3):
        out[c] *= look[c] * open_ + sun * beam[8 + c]


@leaf
def _solve(row: Array, view: Array, work: Array) -> Any:
    """Turn a face into the camera's axes; its share of depth, which is above 0 where it is seen.

    A ray ``r`` meets the plane of corner ``o`` and edges ``u, v`` at depth ``d / (r . u x v)``, and there
    at ``(r . v x o) / (r . u x v)`` along ``u``, where ``d = o . u x v``. Rows 3 to 5 of ``work`` get
    the three products.
    """
    for k in range(3):
        at, edge = work[k], row[3 * k : 3 * k + 3]
        at[0] = edge[0] * view[COS] - edge[2] * view[SIN]
        at[1] = edge[1]
        at[2] = edge[0] * view[SIN] + edge[2] * view[COS]
    _cross(work[2], work[0], work[3])
    _cross(work[0], work[1], work[4])
    _cross(work[1], work[2], work[5])
    return work[0, 0] * work[5, 0] + work[0, 1] * work[5, 1] + work[0, 2] * work[5, 2]


@leaf
def _span(row: Array, view: Array, k: Any, whole: Any, height: int, work: Array) -> None:
    """The rows of a column that a face covers, into ``work[6]``; what gives its points, into rows 7 and 8.

    ``k`` is how far to the right the column looks for each metre ahead.
    """
    per, edges, base, rise = f4(1) / view[FOCAL], work[6], work[7], work[8]
    for n in range(3):
        product = work[3 + n]
        base[n] = product[0] * k + product[2] + product[1] * view[HORIZON] * per
        rise[n] = -product[1] * per
    edges[0], edges[1] = f4(0), f4(height)
    _narrow(edges, rise[2], base[2] - whole * f4(1e-5))
    _narrow(edges, -rise[2], whole / f4(NEAR) - base[2])
    for n in range(2):
        _narrow(edges, rise[n], base[n])
        _narrow(edges, rise[2] - rise[n], base[2] - base[n])
    if row[GABLE] > f4(0):
        _narrow(edges, f4(2) * rise[0] - rise[1], f4(2) * base[0] - base[1])
        _narrow(edges, f4(2) * (rise[2] - rise[0]) - rise[1], f4(2) * (base[2] - base[0]) - base[1])


@leaf
def _screen(solid: Array, whole: Any, work: Array) -> None:
    """Keep in ``solid`` the depth of rows of one column that a face covers whole: what hides the rest."""
    edges, base, rise = work[6], work[7], work[8]
    for j in range(i8(math.ceil(edges[0])), min(i8(math.floor(edges[1])), solid.shape[0])):
        z = whole / max(base[2] + rise[2] * (f4(j) + f4(0.5)), f4(1e-9))
        solid[j] = min(solid[j], z)


@leaf
def _strip(
    rgb: Array,
    depth: Array,
    solid: Array,
    view: Array,
    row: Array,
    k: Any,
    whole: Any,
    sky: Array,
    grain: Array,
    beam: Array,
    work: Array,
    numbers: Array,
) -> None:
    """The rows of one column ``rgb, depth`` that ``_span`` found."""
    edges, base, rise, out, ends = work[6], work[7], work[8], work[9], work[10]
    per, slant = f4(1) / view[FOCAL], math.sqrt(f4(1) + k * k)
    long, tall = numbers[2], numbers[3]
    steep = (abs(rise[2]) + abs(work[5, 0]) * per) / whole
    bare = beam[5] <= f4(0) or row[9] == f4(GLOWING) or row[9] == f4(PANE)
    for j in range(i8(math.floor(edges[0])), min(i8(math.ceil(edges[1])), depth.shape[0])):
        y = min(max(f4(j) + f4(0.5), edges[0]), edges[1])
        inverse = f4(1) / max(base[2] + rise[2] * y, f4(1e-9))
        z = whole * inverse
        if depth[j] < z or solid[j] < z * f4(0.9998):
            continue
        p = min(max((base[0] + rise[0] * y) * inverse, f4(0)), f4(1))
        q = min(max((base[1] + rise[1] * y) * inverse, f4(0)), f4(1))
        foot = z * per + min(z * z * steep * f4(0.5), z * per * f4(30))
        shade(p * long, q * tall, foot, row, sky, grain, long, tall, out)
        if not bare:
            _indoors(row, p, q, view, beam, grain, numbers[1], out, work[11])
        veil = f4(1) - fade(z * slant * numbers[0])
        cover = min(f4(j) + f4(1), edges[1]) - max(f4(j), edges[0])
        for c in range(3):
            own = out[c] + (ends[c] - out[c]) * veil
            rgb[j, c] += (own - rgb[j, c]) * cover
        if cover > f4(0.5):
            depth[j] = z


@kernel
def _build(
    rgb: Array,
    depth: Array,
    solid: Array,
    view: Array,
    rows: Array,
    order: Any,
    sky: Array,
    grain: Array,
    tones: Array,
    sun: Array,
    beam: Array,
    numbers: Array,
) -> None:
    """Draw the faces in ``order``, given from the camera. ``numbers``: haze, drift, and two of scratch."""
    work = np.empty((12, 3), np.float32)
    for turn in range(2):
        for n in range(order.shape[0]):
            row = rows[order[n]]
            first, last = _bounds(f4(NEAR), row, view, depth.shape[0])
            whole = _solve(row, view, work) if first < last else f4(0)
            if whole <= f4(1e-9):
                continue
            numbers[2] = math.sqrt(row[3] * row[3] + row[4] * row[4] + row[5] * row[5])
            numbers[3] = math.sqrt(row[6] * row[6] + row[7] * row[7] + row[8] * row[8])
            for i in range(first, last):
                k = (f4(i) + f4(0.5) - view[MIDDLE]) / view[FOCAL]
                _span(row, view, k, whole, depth.shape[1], work)
                if work[6, 1] <= work[6, 0]:
                    continue
                if turn == 0:
                    _screen(solid[i], whole, work)
                    continue
                haze_tone(tones, sun, view[SIN] + view[COS] * k, view[COS] - view[SIN] * k, work[10])
                _strip(rgb[i], depth[i], solid[i], view, row, k, whole, sky, grain, beam, work, numbers)


@dataclass(frozen=True)
class Masonry:
    """Faces ``(n, FIELDS)`` that repeat every ``box`` metres along x and z (0: nowhere).

    ``glass`` is what windows mirror, ``haze`` the density a metre, ``end`` where faces are left out.
    """

    faces: Array
    grain: Array
    glass: Array
    haze: float
    end: float
    box: tuple[float, float] = (0.0, 0.0)
    beam: Array | None = None


def build_up(
    masonry: Masonry, canvas: Canvas, pose: Pose, tones: Array, sun: Array, drift: float = 0.0
) -> None:
    """Draw what is built over what the canvas holds, with its depth."""
    faces = masonry.faces
    view = lens(pose, canvas.width, canvas.height)
    rows = faces.copy()
    rows[:, 1] -= np.float32(pose.y)
    middle = faces[:, 0:3] + 0.5 * (faces[:, 3:6] + faces[:, 6:9])
    for axis, at, box in ((0, pose.x, masonry.box[0]), (2, pose.z, masonry.box[1])):
        shift = np.full(len(faces), -at)
        if box > 0:
            shift -= np.floor((middle[:, axis] - at) / box + 0.5) * box
        rows[:, axis] += shift.astype(np.float32)
    corners = [rows[:, 0:3] + a * rows[:, 3:6] + b * rows[:, 6:9] for a in (0, 1) for b in (0, 1)]
    ahead = np.max([c[:, 0] * view[SIN] + c[:, 2] * view[COS] for c in corners], axis=0)
    centre = rows[:, 0:3] + 0.5 * (rows[:, 3:6] + rows[:, 6:9])
    seen = np.flatnonzero((ahead > 0.05) & (np.hypot(centre[:, 0], centre[:, 2]) < masonry.end))
    order = seen[np.argsort(-np.linalg.norm(centre[seen], axis=1), kind="stable")]
    np.copyto(solid := scratch.take("solid", canvas.width, canvas.height), canvas.depth)
    beam = OUTDOORS if masonry.beam is None else masonry.beam
    rest = masonry.glass, masonry.grain, tones, sun, beam, np.array([masonry.haze, drift, 0, 0], np.float32)
    _build(canvas.rgb, canvas.depth, solid, view, rows, order, *rest)
