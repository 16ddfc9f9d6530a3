"""Sculpting by signed distance: blended solids, meshed as a surface net, with baked occlusion.

Solids are mirrored at x = 0. Each row of a sculpture, ``(n, 14) float32``, is one solid: what it does
(``ADD``, ``CUT``), its form, in which frame it lies (0 the head's or body's, 1 the lower jaw's), how
softly it blends, then up to nine numbers of its form.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from vitascope.engines.previz.compiled import F, Floats, Ints, b1, bare, inlined, leaf

ADD, CUT = 0.0, 1.0
_LIMB, _LUMP, _WEDGE = 0.0, 1.0, 2.0
_ROW = 14


def limb(
    a: tuple[float, float, float], b: tuple[float, float, float], radii: tuple[float, float],
    blend: float, jaw: bool = False, what: float = ADD,
) -> list[float]:  # fmt: skip
    """A round cone from ``a`` to ``b``."""
    return [what, _LIMB, float(jaw), blend, *a, *b, *radii, 0, 0]


def lump(
    centre: tuple[float, float, float], radii: tuple[float, float, float], blend: float,
    jaw: bool = False, what: float = ADD,
) -> list[float]:  # fmt: skip
    """An ellipsoid."""
    return [what, _LUMP, float(jaw), blend, *centre, *radii, 0, 0, 0, 0]


def gape(upper: float, lower: float, start: float, blend: float) -> list[float]:
    """Cut what lies below ``upper``, above ``lower`` in the jaw's frame, and before ``start``."""
    return [CUT, _WEDGE, 0, blend, upper, lower, start, 0, 0, 0, 0, 0, 0, 0]


@dataclass(frozen=True)
class Sculpture:
    """Solids, and the jaw's frame: turned down by ``angle`` about x at the origin."""

    solids: Floats
    angle: float = 0.0


def sculpture(rows: list[list[float]], angle: float = 0.0) -> Sculpture:
    """Collect solids; later ones blend with, or cut, all before."""
    return Sculpture(np.array(rows, np.float32).reshape(-1, _ROW), angle)


@inlined
def _limb(s: Floats, i: int, x: float, y: float, z: float) -> float:
    ax, ay, az = s[i, 4], s[i, 5], s[i, 6]
    bx, by, bz = s[i, 7] - ax, s[i, 8] - ay, s[i, 9] - az
    t = ((x - ax) * bx + (y - ay) * by + (z - az) * bz) / (bx * bx + by * by + bz * bz + F(1e-12))
    t = min(max(t, F(0)), F(1))
    dx, dy, dz = x - ax - t * bx, y - ay - t * by, z - az - t * bz
    radius: float = s[i, 10] + (s[i, 11] - s[i, 10]) * t
    return math.sqrt(dx * dx + dy * dy + dz * dz) - radius


@inlined
def _lump(s: Floats, i: int, x: float, y: float, z: float) -> float:
    dx, dy, dz = x - s[i, 4], y - s[i, 5], z - s[i, 6]
    ux, uy, uz = dx / s[i, 7], dy / s[i, 8], dz / s[i, 9]
    near = math.sqrt(ux * ux + uy * uy + uz * uz)
    vx, vy, vz = ux / s[i, 7], uy / s[i, 8], uz / s[i, 9]
    steep = math.sqrt(vx * vx + vy * vy + vz * vz)
    return near * (near - F(1)) / max(steep, F(1e-6))


@leaf
def distance(s: Floats, sine: float, cosine: float, cuts: bool, x: float, y: float, z: float) -> float:
    """The signed distance at a point; ``cuts`` says whether solids that cut count."""
    x = abs(x)
    jy, jz = y * cosine + z * sine, z * cosine - y * sine
    d = F(9)
    for i in range(s.shape[0]):
        if s[i, 0] == F(1) and not cuts:
            continue
        py, pz = (jy, jz) if s[i, 2] > F(0) else (y, z)
        if s[i, 1] == F(0):
            e = _limb(s, i, x, py, pz)
        elif s[i, 1] == F(1):
            e = _lump(s, i, x, py, pz)
        else:
            e = max(y - s[i, 4], s[i, 5] - jy, s[i, 6] - z)
        k = s[i, 3]
        if s[i, 0] == F(0):
            h = max(k - abs(d - e), F(0)) / k
            d = min(d, e) - h * h * k * F(0.25)
        else:
            h = max(k - abs(d + e), F(0)) / k
            d = max(d, -e) + h * h * k * F(0.25)
    return d


@bare
def _sample(s: Floats, sine: float, cosine: float, low: Floats, cell: float, field: Floats) -> None:
    """Fill the grid, in blocks of 4; a block that is far from the surface is filled from its middle."""
    nx, ny, nz = field.shape
    half = F(1.5) * cell
    for i in range(0, nx, 4):
        for j in range(0, ny, 4):
            for k in range(0, nz, 4):
                x, y, z = low[0] + F(i) * cell, low[1] + F(j) * cell, low[2] + F(k) * cell
                middle = distance(s, sine, cosine, b1(True), x + half, y + half, z + half)
                far = abs(middle) > F(5.5) * cell
                for a in range(i, min(i + 4, nx)):
                    for b in range(j, min(j + 4, ny)):
                        for c in range(k, min(k + 4, nz)):
                            if far:
                                field[a, b, c] = middle
                            else:
                                field[a, b, c] = distance(
                                    s, sine, cosine, b1(True),
                                    low[0] + F(a) * cell, low[1] + F(b) * cell, low[2] + F(c) * cell,
                                )  # fmt: skip


@bare
def _net_points(field: Floats, index: Ints, points: Floats) -> int:
    """Put a vertex into every cell the surface crosses, at the mean of its edges' crossings."""
    nx, ny, nz = field.shape
    count = 0
    for i in range(nx - 1):
        for j in range(ny - 1):
            for k in range(nz - 1):
                index[i, j, k] = -1
                sx, sy, sz, hits = F(0), F(0), F(0), F(0)
                for e in range(12):
                    axis, p, q = e >> 2, (e >> 1) & 1, e & 1
                    a = (
                        (i, j + p, k + q)
                        if axis == 0
                        else ((i + p, j, k + q) if axis == 1 else (i + p, j + q, k))
                    )
                    b = (a[0] + (axis == 0), a[1] + (axis == 1), a[2] + (axis == 2))
                    u, v = field[a[0], a[1], a[2]], field[b[0], b[1], b[2]]
                    if (u < F(0)) == (v < F(0)):
                        continue
                    w = u / (u - v)
                    sx += F(a[0]) + (w if axis == 0 else F(0))
                    sy += F(a[1]) + (w if axis == 1 else F(0))
                    sz += F(a[2]) + (w if axis == 2 else F(0))
                    hits += F(1)
                if hits > F(0):
                    points[count, 0], points[count, 1], points[count, 2] = sx / hits, sy / hits, sz / hits
                    index[i, j, k] = count
                    count += 1
    return count


@bare
def _net_faces(field: Floats, index: Ints, faces: Ints) -> int:
    """Join the four cells around every edge the surface crosses."""
    nx, ny, nz = field.shape
    count = 0
    for i in range(1, nx - 1):
        for j in range(1, ny - 1):
            for k in range(1, nz - 1):
                for axis in range(3):
                    di, dj, dk = int(axis == 0), int(axis == 1), int(axis == 2)
                    u, v = field[i, j, k], field[i + di, j + dj, k + dk]
                    if (u < F(0)) == (v < F(0)):
                        continue
                    if axis == 0:
                        a, b = index[i, j - 1, k - 1], index[i, j, k - 1]
                        c, d = index[i, j, k], index[i, j - 1, k]
                    elif axis == 1:
                        a, b = index[i - 1, j, k - 1], index[i - 1, j, k]
                        c, d = index[i, j, k], index[i, j, k - 1]
                    else:
                        a, b = index[i - 1, j - 1, k], index[i, j - 1, k]
                        c, d = index[i, j, k], index[i - 1, j, k]
                    if u >= F(0):
                        b, d = d, b
                    faces[count, 0], faces[count, 1], faces[count, 2] = a, b, c
                    faces[count + 1, 0], faces[count + 1, 1], faces[count + 1, 2] = a, c, d
                    count += 2
    return count


@bare
def _open(
    s: Floats, sine: float, cosine: float, points: Floats, normals: Floats, reach: float, out: Floats
) -> None:
    """How open each point is: distances along the normal against what free space would give."""
    for v in range(points.shape[0]):
        total, weight, gain = F(0), F(0), F(1)
        for k in range(1, 6):
            h = reach * F(k) / F(5)
            d = distance(
                s, sine, cosine, b1(True), points[v, 0] + normals[v, 0] * h,
                points[v, 1] + normals[v, 1] * h, points[v, 2] + normals[v, 2] * h,
            )  # fmt: skip
            total += gain * min(max(d / h, F(0)), F(1))
            weight += gain
            gain *= F(0.85)
        out[v] = total / weight


@bare
def distances(s: Floats, sine: float, cosine: float, cuts: bool, points: Floats, out: Floats) -> None:
    """Signed distances at many points."""
    for v in range(points.shape[0]):
        out[v] = distance(s, sine, cosine, cuts, points[v, 0], points[v, 1], points[v, 2])


@dataclass(frozen=True)
class Surface:
    """A meshed sculpture.

    ``points`` and ``normals`` are ``(n, 3)``; ``openness`` is ``(n,)``, 0 in creases; ``depth`` is how deep
    below the uncut shape a point lies (positive inside mouths and sockets).
    """

    points: Floats
    normals: Floats
    triangles: Ints
    openness: Floats
    depth: Floats


def carve(shape: Sculpture, low: tuple[float, float, float], high: tuple[float, float, float], cell: float,
          reach: float) -> Surface:  # fmt: skip
    """Mesh the sculpture within a box, with cells of ``cell``; occlusion looks ``reach`` far."""
    turn = F(math.sin(shape.angle)), F(math.cos(shape.angle))
    start = np.array(low, np.float32)
    size = tuple(math.ceil((b - a) / cell) + 1 for a, b in zip(low, high, strict=True))
    field = np.empty(size, np.float32)
    _sample(shape.solids, *turn, start, F(cell), field)
    index, points = np.full(size, -1, np.int32), np.empty((field.size // 3, 3), np.float32)
    points = points[: _net_points(field, index, points)] * F(cell) + start
    faces = np.empty((len(points) * 3, 3), np.int32)
    faces = faces[: _net_faces(field, index, faces)].copy()
    faces = faces[(faces >= 0).all(1)]
    points = np.ascontiguousarray(points)
    normals = _gradients(shape, turn, points, F(0.4 * cell))
    open_, depth = np.empty(len(points), np.float32), np.empty(len(points), np.float32)
    _open(shape.solids, *turn, points, normals, F(reach), open_)
    distances(shape.solids, *turn, False, points, depth)
    return Surface(points, normals, faces, open_, -depth)


def _gradients(shape: Sculpture, turn: tuple[float, float], points: Floats, step: float) -> Floats:
    slopes = np.empty_like(points)
    sides = np.empty((2, len(points)), np.float32)
    for axis in range(3):
        for side, sign in enumerate((1, -1)):
            moved = points.copy()
            moved[:, axis] += F(step * sign)
            distances(shape.solids, *turn, True, moved, sides[side])
        slopes[:, axis] = sides[0] - sides[1]
    return np.asarray(slopes / (np.linalg.norm(slopes, axis=1, keepdims=True) + 1e-12), np.float32)
