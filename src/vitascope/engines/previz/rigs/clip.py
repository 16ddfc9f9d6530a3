"""Cutting triangles at the near plane, so that what passes the lens ends there."""

from __future__ import annotations

from typing import Any

import numpy as np

from vitascope.engines.previz.compiled import F, Floats, Ints, bare, leaf


@leaf
def _between(points: Floats, values: Floats, a: int, b: int, near: float, at: int) -> None:
    """Write the vertex where edge ``a, b`` meets the plane to row ``at``."""
    w = (near - points[a, 2]) / (points[b, 2] - points[a, 2])
    for k in range(3):
        points[at, k] = points[a, k] + (points[b, k] - points[a, k]) * w
    for k in range(values.shape[1]):
        values[at, k] = values[a, k] + (values[b, k] - values[a, k]) * w
    points[at, 2] = near


def clip(
    points: Floats, values: Floats, triangles: Ints, material: Ints, near: float
) -> tuple[Floats, Floats, Ints, Ints]:
    """Return vertices and triangles in front of ``near``.

    A triangle keeps its number: one that is wholly behind becomes a point, and the second half of one
    that is cut into two goes to the end.
    """
    more = 2 * len(triangles)
    p, v = np.pad(points, ((0, more), (0, 0))), np.pad(values, ((0, more), (0, 0)))
    t, kind = np.zeros((more, 3), np.int32), np.zeros(more, np.int32)
    vertices, faces = _clip(len(points), p, v, triangles, material, F(near), t, kind)
    return p[:vertices].copy(), v[:vertices].copy(), t[:faces].copy(), kind[:faces].copy()


@bare
def _clip(
    n: int, p: Floats, v: Floats, triangles: Ints, material: Ints, near: Any, t: Ints, kind: Ints
) -> tuple[int, int]:
    """Fill ``t`` and ``kind``, and ``p`` and ``v`` after the first ``n``; returns how many there are."""
    vertices, faces = n, triangles.shape[0]
    for i in range(triangles.shape[0]):
        kind[i] = material[i]
        behind = 0
        for k in range(3):
            behind += 1 if p[triangles[i, k], 2] < near else 0
        if behind == 0:
            for k in range(3):
                t[i, k] = triangles[i, k]
        if behind % 3 == 0:
            continue
        k = 0
        while (p[triangles[i, k], 2] < near) == (behind == 2):
            k += 1
        a, b, c = triangles[i, k], triangles[i, (k + 1) % 3], triangles[i, (k + 2) % 3]
        _between(p, v, a, b, near, vertices)
        _between(p, v, a, c, near, vertices + 1)
        if behind == 2:
            t[i, 0], t[i, 1], t[i, 2] = a, vertices, vertices + 1
        else:
            t[i, 0], t[i, 1], t[i, 2] = vertices, b, c
            t[faces, 0], t[faces, 1], t[faces, 2] = vertices, c, vertices + 1
            kind[faces] = material[i]
            faces += 1
        vertices += 2
    return vertices, faces
