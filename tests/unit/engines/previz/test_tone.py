"""Development against the textbook: curve in numpy, matrix of BT.709, means of four for chroma."""

from __future__ import annotations

import numpy as np
import pytest

from vitascope.engines.previz.canvas import Array, Canvas
from vitascope.engines.previz.tone import Grade, Planes, develop, filmic

PLAIN = Grade(exposure=1.0, contrast=1.0, bloom=0.0, vignette=0.0, grain=0.0)


def a_canvas(width: int = 96, height: int = 54) -> Canvas:
    """Soft colours from black to too bright."""
    canvas = Canvas.blank(width, height)
    x, y = np.meshgrid(np.linspace(0, 1, width), np.linspace(0, 1, height), indexing="ij")
    canvas.rgb[:] = np.stack([x * 2.5, y * 1.2, (1 - x) * y * 3], axis=2)
    return canvas


def reference(canvas: Canvas, grade: Grade) -> tuple[Array, Array, Array]:
    """BT.709, limited range, 4:2:0, without rounding."""
    coded = filmic(canvas.rgb * np.float32(grade.exposure), grade.contrast).astype(np.float64)
    y = coded @ np.array([0.2126, 0.7152, 0.0722])
    u = (coded[..., 2] - y) / 1.8556 * grade.saturation
    v = (coded[..., 0] - y) / 1.5748 * grade.saturation
    fours = [c.reshape(c.shape[0] // 2, 2, c.shape[1] // 2, 2).mean(axis=(1, 3)) for c in (u, v)]
    return (16 + 219 * y).T, (128 + 224 * fours[0]).T, (128 + 224 * fours[1]).T


def apart(planes: Planes, expected: tuple[Array, Array, Array]) -> float:
    """The largest difference in levels."""
    return max(float(np.abs(a.astype(np.float64) - b).max()) for a, b in zip(planes, expected, strict=True))


@pytest.mark.parametrize("size", [(96, 54), (64, 64), (34, 130), (250, 300)])
def test_planes_match_the_textbook(size: tuple[int, int]) -> None:
    canvas = a_canvas(*size)
    grade = Grade(exposure=1.3, contrast=1.1, saturation=0.8, bloom=0.0, vignette=0.0, grain=0.0)
    for chosen in (PLAIN, grade):
        planes = develop(canvas, chosen, 3)
        assert [p.shape for p in planes] == [size[::-1], *2 * [(size[1] // 2, size[0] // 2)]]
        assert apart(planes, reference(canvas, chosen)) <= 1.0


def test_the_curve_is_the_one_it_is_named_after() -> None:
    light = np.linspace(0, 3.9, 500).astype(np.float32)
    aces = np.minimum(light * (2.51 * light + 0.03) / (light * (2.43 * light + 0.59) + 0.14), 1.0)
    assert np.abs(filmic(light, 1.0) - aces ** (1 / 2.2)).max() < 0.3 / 255


def test_black_and_white_stay_in_range() -> None:
    canvas = Canvas.blank(32, 32)
    assert develop(canvas, Grade(), 1)[0].min() >= 16
    canvas.rgb[:] = 50.0
    y, u, v = develop(canvas, Grade(grain=2.0), 1)
    assert y.max() <= 235
    assert np.abs(np.stack([u, v]).astype(int) - 128).max() <= 1


def test_grain_stands_still_and_is_small() -> None:
    canvas = a_canvas()
    first, again = develop(canvas, Grade(), 5)[0], develop(canvas, Grade(), 5)[0]
    without = develop(canvas, Grade(grain=0.0), 5)[0]
    assert np.array_equal(first, again)
    assert 0 < np.abs(first.astype(int) - without).max() <= 2
    assert not np.array_equal(first, develop(canvas, Grade(), 6)[0])


def test_bloom_spills_and_a_vignette_darkens_corners() -> None:
    canvas = Canvas.blank(160, 90)
    canvas.rgb[:] = 0.1
    canvas.rgb[70:90, 35:55] = 4.0
    plain = develop(canvas, PLAIN, 1)[0].astype(int)
    bloomed = develop(canvas, Grade(contrast=1.0, bloom=1.0, vignette=0.0, grain=0.0), 1)[0].astype(int)
    dark = develop(canvas, Grade(contrast=1.0, bloom=0.0, vignette=0.5, grain=0.0), 1)[0].astype(int)
    assert bloomed[45, 60] > plain[45, 60] + 3
    assert bloomed[2, 2] - plain[2, 2] < bloomed[45, 60] - plain[45, 60]
    assert dark[0, 0] < plain[0, 0] - 3
    assert abs(dark[44, 80] - plain[44, 80]) <= 1
