from __future__ import annotations

import numpy as np
import pytest

from support.kernels import callable_from_python
from vitascope.engines.previz.compiled import F
from vitascope.engines.previz.rigs import texels
from vitascope.engines.previz.rigs.texels import pack

flat_at = callable_from_python(texels.flat_at)
solid_at = callable_from_python(texels.solid_at)


def test_texels_come_back_at_their_middles() -> None:
    texture = np.random.default_rng(3).normal(0, 5, (16, 32, 6)).astype(np.float32)
    t = pack([texture * 0, texture])
    out = np.zeros(24, np.float32)
    for row, column in ((0, 0), (7, 20), (15, 31)):
        u, v = F((column + 0.5) / 32), F((row + 0.5) / 16)
        flat_at(t.flat, t.flat_table, t.decode, 1, 0, u, v, out)
        assert out[16:22] == pytest.approx(texture[row, column], abs=0.15)


def test_between_texels_lies_their_mean_and_textures_repeat() -> None:
    texture = np.zeros((8, 8, 6), np.float32)
    texture[:, 0], texture[:, 7] = 1.0, 3.0
    t = pack([texture])
    out = np.zeros(24, np.float32)
    flat_at(t.flat, t.flat_table, t.decode, 0, 0, F(0.0), F(0.3), out)
    assert out[16:22] == pytest.approx(np.full(6, 2.0), abs=0.03)


def test_coarser_levels_keep_the_mean() -> None:
    texture = np.random.default_rng(5).random((64, 64, 6)).astype(np.float32)
    t = pack([texture])
    out = np.zeros(24, np.float32)
    flat_at(t.flat, t.flat_table, t.decode, 0, 5, F(0.5), F(0.5), out)
    assert out[16:22] == pytest.approx(texture.mean((0, 1)), abs=0.02)


def test_solid_textures_interpolate_along_three_axes() -> None:
    cube = np.zeros((32, 32, 32, 4), np.float32)
    cube[..., 0] = np.arange(32)[:, None, None]
    cube[..., 1] = np.arange(32)[None, :, None]
    cube[..., 2] = np.arange(32)[None, None, :]
    t = pack([], cube)
    out = np.zeros(24, np.float32)
    u, v, w = (F((k + 0.5) / 32) for k in (3.25, 10.5, 20.75))
    solid_at(t.solid, t.solid_table, t.decode, 0, u, v, w, out)
    assert out[16:19] == pytest.approx([20.75, 10.5, 3.25], abs=0.15)
