"""Flat faces of built things: parallelograms and gables, far ones first, each row of a column at once."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from vitascope.engines.previz.canvas import FAR, Array, Canvas, Pose
from vitascope.engines.previz.compiled import b1, bare, f4, i8, inlined, leaf
from vitascope.engines.previz.lanes import lowest, open_behind
from vitascope.engines.previz.scene.alike import FINER, between_columns, between_rows
from vitascope.engines.previz.scene.hidden import KNOT, deepest, nearest, screen, skyline
from vitascope.engines.previz.scene.indoors import OUTDOORS, glow, sunlit
from vitascope.engines.previz.scene.lens import COS, FOCAL, MIDDLE, SIN, lens
from vitascope.engines.previz.scene.lookup import fade
from vitascope.engines.previz.scene.masonry import BOOKS, GLOWING, PANE, PLANKS, shade
from vitascope.engines.previz.scene.palette import Look
from vitascope.engines.previz.scene.planar import NEAR, bounds, solve, span
from vitascope.engines.previz.scene.sky import haze_tone
from vitascope.engines.previz.scratch import scratch

FIELDS: Final = 26
"""Columns of a face: corner (0 to 2), edges ``u`` (3 to 5) and ``v`` (6 to 8) in metres, material, colours
(10 to 12, 13 to 15), pattern's width and height, share of lit windows, seed, whether a gable, strength of
shop windows, and the light on it (22 to 24)."""

_COLUMNS = (0, 4), (2, 4), (1, 2)
"""The first column and the step of each turn: ever more of the picture."""

_EVEN = 0x5555
"""Every second of ``KNOT`` rows: those between them may then be filled."""

LIGHT = 22

Columns = tuple[Array, Array, Array, Array, Array]
"""A column of the picture: light, depth, what hides the rest, the greatest of every few rows, and faces."""
World = tuple[Array, Array, Array, Array]
"""View, what windows mirror, grain, and light in a room."""
Numbers = tuple[Any, Any, Any]

DARK: Final = 0.2
"""Of the light of a room's air, what is behind its walls."""


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
def _toward(row: Array, beam: Array, n: Array) -> Any:
    """The unit normal of a face, into ``n (3,)``; returns how far it looks toward the sun."""
    nx = row[7] * row[5] - row[8] * row[4]
    ny = row[8] * row[3] - row[6] * row[5]
    nz = row[6] * row[4] - row[7] * row[3]
    size = f4(1) / math.sqrt(nx * nx + ny * ny + nz * nz + f4(1e-12))
    n[0], n[1], n[2] = nx * size, ny * size, nz * size
    return max(n[0] * beam[5] + n[1] * beam[6] + n[2] * beam[7], f4(0))


@leaf
def _glow_at(row: Array, y: Any, view: Array, beam: Array, work: Array, out: Array) -> None:
    """``glow`` at a row of the column that ``span`` prepared."""
    base, rise = work[7], work[8]
    y = min(max(y, work[6, 0]), work[6, 1])
    inverse = f4(1) / max(base[2] + rise[2] * y, f4(1e-9))
    p = min(max((base[0] + rise[0] * y) * inverse, f4(0)), f4(1))
    q = min(max((base[1] + rise[1] * y) * inverse, f4(0)), f4(1))
    glow(row, p, q, view, beam, work[11], out)


@inlined
def _enlighten(
    row: Array, y: Any, p: Any, q: Any, at: Any, fresh: bool, view: Array, beam: Array, grain: Array,
    work: Array, numbers: Array,
) -> None:  # fmt: skip
    """Multiply the colour in ``work[9]`` by the light at row ``y``, in the knot that begins at ``at``."""
    here, there, out, edges, sun = work[12], work[13], work[9], work[6], numbers[4]
    if sun > f4(0):
        sun *= sunlit(row, p, q, view, beam, grain, numbers[1])
    if fresh:
        _glow_at(row, at, view, beam, work, here)
        _glow_at(row, at + f4(KNOT), view, beam, work, there)
    least = min(max(at, edges[0]), edges[1])
    span = min(max(at + f4(KNOT), edges[0]), edges[1]) - least
    share = (y - least) / max(span, f4(0.01))
    for c in range(3):
        out[c] *= here[c] + (there[c] - here[c]) * share + sun * beam[8 + c]


@inlined
def _point(
    column: Columns, j: int, number: Any, row: Array, at: Any, fresh: bool, plane: Numbers, world: World,
    work: Array, numbers: Array,
) -> Any:  # fmt: skip
    """Draw one row of a column, unless it is hidden; whether the light at the knot ``at`` is still unknown.

    ``plane`` is the face's share of depth, how its points grow with the distance squared, and how much
    longer the view is than its depth.
    """
    rgb, depth, solid, _, owner = column
    view, sky, grain, beam = world
    whole, steep, slant = plane
    edges, base, rise, out, ends = work[6], work[7], work[8], work[9], work[10]
    per, long, tall = f4(1) / view[FOCAL], numbers[2], numbers[3]
    y = min(max(f4(j) + f4(0.5), edges[0]), edges[1])
    inverse = f4(1) / max(base[2] + rise[2] * y, f4(1e-9))
    z = whole * inverse
    if depth[j] < z or solid[j] < z * f4(0.9998):
        return fresh
    p = min(max((base[0] + rise[0] * y) * inverse, f4(0)), f4(1))
    q = min(max((base[1] + rise[1] * y) * inverse, f4(0)), f4(1))
    foot = z * per + min(z * z * steep * f4(0.5), z * per * f4(30))
    shade(p * long, q * tall, foot, row, sky, grain, long, tall, out)
    bare = beam[5] <= f4(0) or row[9] == f4(GLOWING) or row[9] == f4(PANE)
    if not bare:
        _enlighten(row, y, p, q, at, fresh, view, beam, grain, work, numbers)
    veil = f4(1) - fade(z * slant * numbers[0])
    cover = min(f4(j) + f4(1), edges[1]) - max(f4(j), edges[0])
    for c in range(3):
        own = out[c] + (ends[c] - out[c]) * veil
        rgb[j, c] += (own - rgb[j, c]) * cover
    if cover > f4(0.5):
        depth[j] = z
        owner[j] = number
    return b1(fresh and bare)


@inlined
def _strip(
    column: Columns, number: Any, row: Array, k: Any, whole: Any, world: World, work: Array, numbers: Array
) -> None:
    """The rows of one column that ``span`` found: every second one, then those between."""
    rgb, depth, solid, deep, owner = column
    view, edges = world[0], work[6]
    steep = (abs(work[8, 2]) + abs(work[5, 0]) / view[FOCAL]) / whole
    plane = whole, steep, math.sqrt(f4(1) + k * k)
    start, stop = i8(np.floor(edges[0])), min(i8(np.ceil(edges[1])), depth.shape[0])
    for knot in range(start, stop, KNOT):
        last = min(knot + KNOT, stop)
        near = nearest(knot, last, whole, work)
        if max(deep[knot // KNOT], deep[(last - 1) // KNOT]) < near:
            continue
        left = open_behind(solid[knot:], depth[knot:], last - knot, near, near)
        fresh = b1(True)
        for turn in range(2):
            bits = left & np.uint64(_EVEN << turn)
            while bits != np.uint64(0):
                j = knot + lowest(bits)
                bits &= bits - np.uint64(1)
                inner = turn == 1 and j + 1 < last
                if inner and between_rows(rgb, depth, solid, owner, j, number, view[FOCAL]):
                    continue
                at = f4(knot) + f4(0.5)
                fresh = _point(column, j, number, row, at, fresh, plane, world, work, numbers)


@bare
def _screen(solid: Array, deep: Array, view: Array, rows: Array, order: Any, work: Array) -> None:
    """Find what hides the rest: the depths of rows that faces cover whole, and the greatest of every few."""
    for n in range(order.shape[0]):
        row = rows[order[n]]
        first, last = bounds(f4(NEAR), row, view, solid.shape[0])
        whole = solve(row, view, work) if first < last else f4(0)
        if whole <= f4(1e-9):
            continue
        for i in range(first, last):
            k = (f4(i) + f4(0.5) - view[MIDDLE]) / view[FOCAL]
            span(row, view, k, whole, solid.shape[1], work)
            if work[6, 1] > work[6, 0]:
                screen(solid[i], whole, work)
    deepest(solid, deep)


@bare
def _build(
    rgb: Array,
    depth: Array,
    solid: Array,
    deep: Array,
    owner: Array,
    view: Array,
    rows: Array,
    order: Any,
    most: Array,
    sky: Array,
    grain: Array,
    tones: Array,
    sun: Array,
    beam: Array,
    numbers: Array,
    work: Array,
) -> None:
    """Draw the faces in ``order``, given from the camera. ``numbers``: haze, drift, and three of scratch.

    ``most (2, n)``: depths up to which columns of each are filled between two that are four, and two, apart.
    """
    for turn in range(3):
        start, apart = _COLUMNS[turn]
        if turn > 0:
            between_columns(rgb, depth, solid, owner, i8(start), most[turn - 1])
        for n in range(order.shape[0]):
            row = rows[order[n]]
            first, last = bounds(f4(NEAR), row, view, depth.shape[0])
            whole = solve(row, view, work) if first < last else f4(0)
            if whole <= f4(1e-9):
                continue
            numbers[2] = math.sqrt(row[3] * row[3] + row[4] * row[4] + row[5] * row[5])
            numbers[3] = math.sqrt(row[6] * row[6] + row[7] * row[7] + row[8] * row[8])
            numbers[4] = _toward(row, beam, work[11])
            for i in range(first + (start - first) % apart, last, apart):
                k = (f4(i) + f4(0.5) - view[MIDDLE]) / view[FOCAL]
                span(row, view, k, whole, depth.shape[1], work)
                if work[6, 1] <= work[6, 0]:
                    continue
                haze_tone(tones, sun, view[SIN] + view[COS] * k, view[COS] - view[SIN] * k, work[10])
                column = rgb[i], depth[i], solid[i], deep[i], owner[i]
                _strip(column, f4(n), row, k, whole, (view, sky, grain, beam), work, numbers)


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
    masonry: Masonry,
    canvas: Canvas,
    pose: Pose,
    tones: Array,
    sun: Array,
    drift: float = 0.0,
    behind: Callable[[Array], None] | None = None,
) -> None:
    """Draw what is built over what the canvas holds, with its depth.

    ``behind`` draws the sky: it is told above which row of each column the sky is seen, ``(width,)``; the
    canvas needs only depth then.
    """
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
    work = scratch.take("face", 14, 3)
    deep = scratch.take("deep", canvas.width, -(-canvas.height // KNOT))
    _screen(solid, deep, view, rows, order, work)
    if behind is not None:
        first = scratch.take("skyline", canvas.width)
        skyline(solid, canvas.rgb, view, tones, sun, np.float32(1.0 if masonry.beam is None else DARK), first)
        behind(first)
    beam = OUTDOORS if masonry.beam is None else masonry.beam
    rest = (
        masonry.glass,
        masonry.grain,
        tones,
        sun,
        beam,
        np.array([masonry.haze, drift, 0, 0, 0], np.float32),
    )
    owner = scratch.take("owner", canvas.width, canvas.height)
    owner[:] = -1
    most = np.full((2, len(order)), FAR, np.float32)
    most[0] = np.where(np.isin(rows[order, 9], (BOOKS, PLANKS)), 0.0, FINER * view[FOCAL])
    _build(canvas.rgb, canvas.depth, solid, deep, owner, view, rows, order, most, *rest, work)
