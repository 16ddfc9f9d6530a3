"""From rest shape to camera space.

A vertex belongs to a group: it stays (0), turns about a hinge, or bends with a wing; then the spine
carries it, and the animal's frame places it before the camera.

Tables: ``spine`` and ``wing`` are ``(n, 12)``: centre, and where x, y and z of the rest shape point, at
even steps of z (from ``reach[0]`` to ``reach[1]``) or of the distance from the shoulder (0 to
``reach[3]``, the shoulder being ``reach[2]`` from the middle). ``hinges`` is ``(groups, 12)``: see its
columns.
"""

from __future__ import annotations

import math

import numpy as np

from vitascope.engines.previz.compiled import F, Floats, Ints, bare, kernel, leaf

HINGE = 12
PIVOT, AXIS, ANGLE, SWING, PHASE, LAG, KIND, ANCHOR = 0, 3, 6, 7, 8, 9, 10, 11
"""``KIND``: 0 stays, 1 turns by ``ANGLE + SWING * sin(PHASE - LAG * flex)``, 2 is a wing (``SWING`` is
how far it billows). ``ANCHOR``: 1 moves with the spine at the pivot, 0 at each vertex's own z."""


@leaf
def _turn(p: Floats, h: Floats, weight: float, flex: float) -> None:
    """Rodrigues' rotation of ``p`` about the hinge's axis."""
    angle = (h[ANGLE] + h[SWING] * math.sin(h[PHASE] - h[LAG] * flex)) * weight
    c, s = math.cos(angle), math.sin(angle)
    x, y, z = p[0] - h[0], p[1] - h[1], p[2] - h[2]
    ax, ay, az = h[3], h[4], h[5]
    dot = (ax * x + ay * y + az * z) * (F(1) - c)
    p[0] = h[0] + x * c + (ay * z - az * y) * s + ax * dot
    p[1] = h[1] + y * c + (az * x - ax * z) * s + ay * dot
    p[2] = h[2] + z * c + (ax * y - ay * x) * s + az * dot


@leaf
def _along(table: Floats, at: float, x: float, y: float, z: float, p: Floats) -> None:
    """Place ``(x, y, z)``, relative to the curve, by the table's frame at ``at`` (0 to 1)."""
    last = table.shape[0] - 1
    f = min(max(at, F(0)), F(1)) * F(last)
    i = min(int(f), last - 1)
    w = f - F(i)
    for k in range(3):
        a = table[i, k] + table[i, 3 + k] * x + table[i, 6 + k] * y + table[i, 9 + k] * z
        j = i + 1
        b = table[j, k] + table[j, 3 + k] * x + table[j, 6 + k] * y + table[j, 9 + k] * z
        p[k] = a + (b - a) * w


@leaf
def _flap(p: Floats, h: Floats, wing: Floats, reach: Floats, flex: float) -> None:
    side = F(1) if p[0] > F(0) else F(-1)
    away = abs(p[0]) - reach[2]
    at = away / reach[3]
    over = away - min(max(at, F(0)), F(1)) * reach[3]
    _along(wing, at, over, p[1] + h[SWING] * flex, p[2], p)
    p[0] *= side


@kernel
def pose(
    rest: Floats,
    group: Ints,
    motion: Floats,
    hinges: Floats,
    wing: Floats,
    spine: Floats,
    reach: Floats,
    frame: Floats,
    points: Floats,
) -> None:
    """Write camera-space ``points``, metres; ``frame`` is ``(4, 3)``: where x, y, z point, and the origin."""
    p = points[0].copy()
    for v in range(rest.shape[0]):
        p[0], p[1], p[2] = rest[v, 0], rest[v, 1], rest[v, 2]
        h = hinges[group[v]]
        if h[KIND] == F(1):
            _turn(p, h, motion[v, 0], motion[v, 1])
        elif h[KIND] == F(2):
            _flap(p, h, wing, reach, motion[v, 1])
        z = h[2] if h[ANCHOR] > F(0) else p[2]
        z = min(max(z, min(reach[0], reach[1])), max(reach[0], reach[1]))
        _along(spine, (z - reach[0]) / (reach[1] - reach[0]), p[0], p[1], p[2] - z, p)
        for k in range(3):
            points[v, k] = frame[0, k] * p[0] + frame[1, k] * p[1] + frame[2, k] * p[2] + frame[3, k]


@kernel
def chain(parents: Ints, pivots: Floats, turns: Floats, shifts: Floats, out: Floats) -> None:
    """Write where every bone's own axes and origin are, ``(bones, 12)``: centre, x, y, z.

    A bone turns about its pivot by ``turns`` (about x, then z, then y; radians), is moved by ``shifts``,
    and goes along with its parent, which is listed before it (-1 for none).
    """
    r = np.zeros(12, np.float32)
    for b in range(parents.shape[0]):
        ca, sa = math.cos(turns[b, 0]), math.sin(turns[b, 0])
        cb, sb = math.cos(turns[b, 1]), math.sin(turns[b, 1])
        cc, sc = math.cos(turns[b, 2]), math.sin(turns[b, 2])
        r[3], r[4], r[5] = cb * cc, sc, -sb * cc
        r[6], r[7], r[8] = sb * sa - cb * sc * ca, cc * ca, cb * sa + sb * sc * ca
        r[9], r[10], r[11] = sb * ca + cb * sc * sa, -cc * sa, cb * ca - sb * sc * sa
        for k in range(3):
            along = r[3 + k] * pivots[b, 0] + r[6 + k] * pivots[b, 1] + r[9 + k] * pivots[b, 2]
            r[k] = pivots[b, k] + shifts[b, k] - along
        p = parents[b]
        for c in range(4):
            for k in range(3):
                if p < 0:
                    out[b, 3 * c + k] = r[3 * c + k]
                    continue
                turned = (
                    out[p, 3 + k] * r[3 * c] + out[p, 6 + k] * r[3 * c + 1] + out[p, 9 + k] * r[3 * c + 2]
                )
                out[b, 3 * c + k] = turned + (out[p, k] if c == 0 else F(0))


@kernel
def skin(
    rest: Floats, group: Ints, motion: Floats, bones: Floats, wind: Floats, frame: Floats, points: Floats
) -> None:
    """Write camera-space ``points`` of a shape that hangs on bones.

    ``group`` is the first bone plus 256 times the second, ``motion`` the second's share and how slack a
    point is. What is slack waves in the ``wind``, ``(4,)``: strength, phase, waves per unit, and gusts.
    """
    for v in range(rest.shape[0]):
        x, y, z = rest[v, 0], rest[v, 1], rest[v, 2]
        slack = motion[v, 1] * wind[0]
        if slack != F(0):
            a = wind[1] + wind[2] * (y + F(0.6) * x)
            x, z = x + slack * math.sin(a), z + slack * F(0.6) * math.sin(a + F(1.3) + wind[3] * x)
            y += slack * F(0.35) * math.sin(F(2) * wind[1] + F(2) * wind[2] * x)
        i, j, w = group[v] & 255, group[v] >> 8, motion[v, 0]
        px = bones[i, 0] + bones[i, 3] * x + bones[i, 6] * y + bones[i, 9] * z
        py = bones[i, 1] + bones[i, 4] * x + bones[i, 7] * y + bones[i, 10] * z
        pz = bones[i, 2] + bones[i, 5] * x + bones[i, 8] * y + bones[i, 11] * z
        if w > F(0):
            px += w * (bones[j, 0] + bones[j, 3] * x + bones[j, 6] * y + bones[j, 9] * z - px)
            py += w * (bones[j, 1] + bones[j, 4] * x + bones[j, 7] * y + bones[j, 10] * z - py)
            pz += w * (bones[j, 2] + bones[j, 5] * x + bones[j, 8] * y + bones[j, 11] * z - pz)
        for k in range(3):
            points[v, k] = frame[0, k] * px + frame[1, k] * py + frame[2, k] * pz + frame[3, k]


@bare
def normals(points: Floats, triangles: Ints, values: Floats) -> None:
    """Write area-weighted unit normals to ``values[:, 1:4]``."""
    values[:, 1:4] = F(0)
    for t in range(triangles.shape[0]):
        a, b, c = triangles[t, 0], triangles[t, 1], triangles[t, 2]
        ux, uy, uz = points[b, 0] - points[a, 0], points[b, 1] - points[a, 1], points[b, 2] - points[a, 2]
        vx, vy, vz = points[c, 0] - points[a, 0], points[c, 1] - points[a, 1], points[c, 2] - points[a, 2]
        nx, ny, nz = uy * vz - uz * vy, uz * vx - ux * vz, ux * vy - uy * vx
        for k in range(3):
            v = triangles[t, k]
            values[v, 1] += nx
            values[v, 2] += ny
            values[v, 3] += nz
    for v in range(values.shape[0]):
        x, y, z = values[v, 1], values[v, 2], values[v, 3]
        size = F(1) / math.sqrt(x * x + y * y + z * z + F(1e-30))
        values[v, 1], values[v, 2], values[v, 3] = x * size, y * size, z * size


@bare
def dress(paint: Floats, points: Floats, density: float, values: Floats) -> None:
    """Write what does not move, and the air's transmittance, to ``values[:, 4:13]``."""
    for v in range(values.shape[0]):
        values[v, 0] = F(1)
        for k in range(8):
            values[v, 4 + k] = paint[v, k]
        values[v, 12] = math.exp(-max(points[v, 2], F(0)) * density)


@bare
def project(points: Floats, near: float, lens: Floats, screen: Floats) -> bool:
    """Write column, row and 1 / depth (0 before the near plane); true if anything is that near.

    ``lens`` is focal length in pixels, centre column, horizon row.
    """
    cut = False
    for v in range(points.shape[0]):
        if points[v, 2] < near:
            cut = True
            screen[v, 0], screen[v, 1], screen[v, 2] = F(0), F(0), F(0)
        else:
            inverse = F(1) / points[v, 2]
            screen[v, 0] = lens[1] + lens[0] * points[v, 0] * inverse
            screen[v, 1] = lens[2] - lens[0] * points[v, 1] * inverse
            screen[v, 2] = inverse
    return cut
