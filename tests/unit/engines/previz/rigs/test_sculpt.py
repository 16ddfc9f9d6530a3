from __future__ import annotations

import numpy as np
import pytest

from vitascope.engines.previz.rigs.sculpt import CUT, carve, lump, sculpture

BOX = ((-1.3, -1.3, -1.3), (1.3, 1.3, 1.3))
BALL = lump((0, 0, 0), (1, 1, 1), 0.01)


def volume(points: np.ndarray, triangles: np.ndarray) -> float:
    a, b, c = (points[triangles[:, k]] for k in range(3))
    return float(np.einsum("ij,ij->i", a, np.cross(b, c)).sum() / 6)


def test_a_ball_is_meshed_as_a_ball() -> None:
    made = carve(sculpture([BALL]), *BOX, 0.08, 0.5)
    assert np.linalg.norm(made.points, axis=1) == pytest.approx(np.ones(len(made.points)), abs=0.02)
    assert np.abs(made.normals - made.points).max() < 0.05
    assert volume(made.points, made.triangles) == pytest.approx(4 / 3 * np.pi, rel=0.02)
    assert made.openness.min() > 0.95


def test_the_mesh_is_closed() -> None:
    made = carve(sculpture([BALL, lump((0.6, 0, 0.4), (0.5, 0.3, 0.4), 0.1)]), *BOX, 0.1, 0.5)
    edges = np.sort(
        np.concatenate([made.triangles[:, [0, 1]], made.triangles[:, [1, 2]], made.triangles[:, [2, 0]]])
    )
    _, count = np.unique(edges, axis=0, return_counts=True)
    assert set(count) == {2}


def test_what_is_cut_lies_deep_and_dark() -> None:
    hollow = [BALL, lump((0, 0, 1.0), (0.3, 0.3, 0.8), 0.02, what=CUT)]
    made = carve(sculpture(hollow), *BOX, 0.06, 0.5)
    bottom = made.points[:, 2].argsort()
    inside = (np.abs(made.points[:, :2]) < 0.15).all(1) & (made.points[:, 2] > 0) & (made.points[:, 2] < 0.4)
    assert inside.any()
    assert made.depth[inside].min() > 0.5
    assert made.depth[bottom[0]] == pytest.approx(0, abs=0.03)
    assert made.openness[inside].mean() < 0.7
