"""Columns of land that are put between two others."""

from __future__ import annotations

import numpy as np

from support.kernels import callable_from_python
from vitascope.engines.previz.canvas import FAR, Array, Canvas
from vitascope.engines.previz.scene import beside

HEIGHT = 40


def three(tops: tuple[float, float], depths: tuple[float, float]) -> tuple[Canvas, Array, Array]:
    """Two columns of land from a row down, red on the left and blue on the right; the middle is left open."""
    canvas = Canvas.blank(3, HEIGHT)
    canvas.rgb[1] = np.nan
    first, cover = np.zeros(3, np.float32), np.zeros(3, np.float32)
    for i, top, depth, channel in ((0, tops[0], depths[0], 0), (2, tops[1], depths[1], 2)):
        first[i] = np.ceil(top)
        cover[i] = first[i] - top
        canvas.depth[i, int(first[i]) :] = depth
        canvas.rgb[i, int(first[i]) :, channel] = 1.0
    return canvas, first, cover


fill = callable_from_python(beside.fill)


def filled(canvas: Canvas, first: Array, cover: Array) -> None:
    fill(canvas.rgb, canvas.depth, first, cover, 1)


def test_a_slope_is_the_mean_of_both_sides() -> None:
    canvas, first, cover = three((10.0, 10.0), (100.0, 104.0))
    filled(canvas, first, cover)
    np.testing.assert_allclose(canvas.rgb[1, 10:], np.broadcast_to((0.5, 0.0, 0.5), (HEIGHT - 10, 3)))
    np.testing.assert_allclose(canvas.depth[1, 10:], 102.0)
    assert (canvas.depth[1, :10] == FAR).all()


def test_the_skyline_is_half_way_and_its_share_is_kept() -> None:
    canvas, first, cover = three((10.4, 17.0), (100.0, 100.0))
    filled(canvas, first, cover)
    assert first[1] - cover[1] == np.float32(13.7)
    assert first[1] == 14
    assert (canvas.rgb[1, 14:17, 0] == 1.0).all(), "only the left column has land there"
    np.testing.assert_allclose(canvas.rgb[1, 13], canvas.rgb[1, 14] * cover[1])


def test_an_edge_in_front_of_something_farther_stays_sharp_and_stands_half_way() -> None:
    canvas, first, cover = three((0.0, 0.0), (500.0, 500.0))
    canvas.depth[0, 20:], canvas.depth[2, 30:] = 50.0, 50.0
    filled(canvas, first, cover)
    assert (canvas.depth[1, 20:25] == 500.0).all()
    assert (canvas.depth[1, 25:] == 50.0).all()
    assert (canvas.rgb[1, 20:25, 2] == 1.0).all()
    assert (canvas.rgb[1, 25:30, 0] == 1.0).all()


def test_no_land_at_all_leaves_no_light_behind() -> None:
    canvas, first, cover = three((float(HEIGHT), float(HEIGHT)), (1.0, 1.0))
    filled(canvas, first, cover)
    assert first[1] == HEIGHT
    assert cover[1] == 0.0
    assert (canvas.rgb[1, -1] == 0.0).all()
