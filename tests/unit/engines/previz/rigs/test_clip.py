from __future__ import annotations

import numpy as np
import pytest

from vitascope.engines.previz.compiled import F
from vitascope.engines.previz.rigs.clip import clip


def area(points: np.ndarray, triangles: np.ndarray) -> float:
    a, b, c = (points[triangles[:, k]] for k in range(3))
    return float(np.linalg.norm(np.cross(b - a, c - a), axis=1).sum() / 2)


@pytest.mark.parametrize(
    ("depths", "share"), [((2, 2, 2), 1.0), ((0, 0, 0), 0.0), ((0, 2, 2), 0.75), ((0, 0, 2), 0.25)]
)
def test_what_is_left_lies_in_front_and_has_the_right_size(depths: tuple[int, ...], share: float) -> None:
    points = np.array([[0, 0, depths[0]], [1, 0, depths[1]], [0, 1, depths[2]]], np.float32)
    values = points.copy()
    triangles, material = np.array([[0, 1, 2]], np.int32), np.array([5], np.int32)
    p, v, t, kind = clip(points, values, triangles, material, F(1.0))
    kept = t[[len(set(corners)) == 3 for corners in t.tolist()]]
    assert area(p, kept) == pytest.approx(share * area(points, triangles), abs=1e-5)
    assert (p[kept.ravel(), 2] >= 1.0).all()
    assert np.allclose(p[kept.ravel()], v[kept.ravel()])
    assert set(kind) == {5}


def test_a_cut_keeps_the_direction_a_face_looks() -> None:
    points = np.array([[0, 0, 0.5], [1, 0, 2], [0, 1, 2]], np.float32)
    triangles = np.array([[0, 1, 2]], np.int32)
    p, _, t, _ = clip(points, points.copy(), triangles, np.zeros(1, np.int32), F(1.0))
    whole = np.cross(points[1] - points[0], points[2] - points[0])
    for corners in t:
        a, b, c = p[corners]
        assert np.cross(b - a, c - a) @ whole > 0
