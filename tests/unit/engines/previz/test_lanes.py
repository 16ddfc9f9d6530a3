"""Several numbers in one instruction: the same as one by one."""

from __future__ import annotations

import numpy as np
import pytest

from support.kernels import callable_from_python
from vitascope.engines.previz import lanes
from vitascope.engines.previz.canvas import Array

RANDOM = np.random.default_rng(5)

hits = callable_from_python(lanes.hits)
turned = callable_from_python(lanes.turned)
along = callable_from_python(lanes.along)
behind = callable_from_python(lanes.behind)
decoded = callable_from_python(lanes.decoded)
lowest = callable_from_python(lanes.lowest)
on_planes = callable_from_python(lanes.on_planes)
open_behind = callable_from_python(lanes.open_behind)
planes_of = callable_from_python(lanes.planes_of)


def some(*shape: int) -> Array:
    """Numbers from 0 to 1."""
    return RANDOM.random(shape, dtype=np.float32)


def test_planes_go_through_their_corners() -> None:
    values, spots = some(3, 16), np.array([[3, 4], [20, 6], [9, 31]], np.float32)
    (bx, by), (cx, cy) = spots[1] - spots[0], spots[2] - spots[0]
    size = bx * cy - by * cx
    near = np.float32(0.2), np.float32(0.1), np.float32(0.3)
    s, out = np.zeros(64, np.float32), np.zeros((3, 24), np.float32)
    planes_of(*values, near, (cy / size, -by / size), (-cx / size, bx / size), tuple(spots[0]), s)
    for n, spot in enumerate(spots):
        on_planes(s, *spot, 1 / near[n], out[n])
    assert out[:, :16] == pytest.approx(values, abs=1e-4)
    assert not out[:, 16:].any()


PLACES = np.uint64(7), np.uint64(21)
SHARES = np.float32(0.3), np.float32(0.6)


def laid(texels: Array, paint: Array, open_: float, keep: Array, z: float = 5.0) -> float:
    """What stays open."""
    return float(behind(texels, PLACES, SHARES, keep, paint, np.float32(open_), np.float32(z)))


def test_what_is_between_texels_is_laid_behind_what_a_pixel_holds() -> None:
    texels, paint, keep = some(40, 4), some(4), some(8)
    left, right = (0.4 * texels[n] + 0.6 * texels[n + 1] for n in PLACES)
    texel = (0.7 * left + 0.3 * right) * keep[:4]
    keep[7] = 0.5 * texel[3]
    expected = paint[:3] + 0.45 * (texel[:3] + keep[4:7] * texel[3])
    depth = paint[3]
    assert laid(texels, paint, 0.45, keep) == pytest.approx(0.45 * (1 - texel[3]))
    assert paint[:3] == pytest.approx(expected)
    assert paint[3] == depth


def test_the_first_that_is_laid_replaces_what_was_left_there() -> None:
    texels, paint = np.full((40, 4), 0.6, np.float32), np.full(4, np.nan, np.float32)
    keep = np.array([1, 2, 3, 1, 0, 0, 0, 0.01], np.float32)
    assert laid(texels, paint, 1.0, keep) == pytest.approx(0.4)
    assert paint == pytest.approx([0.6, 1.2, 1.8, 5.0])


def test_what_covers_next_to_nothing_is_not_laid() -> None:
    texels, paint = np.full((40, 4), 0.01, np.float32), np.array([1, 2, 3, 4], np.float32)
    keep = np.array([1, 1, 1, 1, 0, 0, 0, 0.02], np.float32)
    assert laid(texels, paint, 0.75, keep) == 0.75
    assert paint.tolist() == [1, 2, 3, 4]


def test_between_codes() -> None:
    parts = RANDOM.integers(0, 1024, (4, 3))
    codes = (parts << np.array([0, 10, 20])).sum(1).astype(np.uint32)
    top, low = (0.75 * parts[n] + 0.25 * parts[n + 1] for n in (0, 2))
    found = decoded(*codes, np.float32(0.25), np.float32(0.5))
    assert found == pytest.approx((0.5 * top + 0.5 * low) ** 2, rel=1e-5)


@pytest.mark.parametrize("count", [0, 1, 9, 16])
def test_pixels_that_are_seen(count: int) -> None:
    opened, depth = some(16), 10 * some(16)
    bits = open_behind(opened[:count], depth[:count], count, np.float32(0.5), np.float32(4))
    seen = (opened[:count] >= 0.5) & (depth[:count] >= 4)
    assert [bool(bits >> n & 1) for n in range(16)] == [*seen, *[False] * (16 - count)]
    assert lowest(np.uint64(0b101000)) == 3


def test_parts_along_a_column() -> None:
    parts = np.uint64(1 << 0 | 1 << 5 | 1 << 63)
    start, step = np.float32(-4.3), np.float32(4.7)
    bits = along(parts, start, step)
    places = [int(start + step * n) for n in range(16)]
    assert [bool(bits >> n & 1) for n in range(16)] == [place in {0, 5, 63} for place in places]
    assert along(parts, np.float32(60.5), np.float32(0.5)) == 0b1100000


def test_bytes_are_turned() -> None:
    source = RANDOM.integers(0, 256, (20, 40)).astype(np.uint8)
    out = np.zeros((30, 33), np.uint8)
    turned(source, 3, 17, out[5:, 9:])
    assert np.array_equal(out[5:21, 9:25], source[3:19, 17:33].T)
    out[5:21, 9:25] = 0
    assert not out.any()


def test_a_triangle_takes_the_points_it_covers_and_is_nearest_at() -> None:
    e = np.array([1, 0, 9, 0, 1, 9, -1, -1, 9, 0.2, 0.1, 9], np.float32)
    at, offsets = tuple(np.array([-0.1, -0.1, 1.2, 0.4], np.float32)), some(2, 16)
    near, seen = some(3, 16), np.full((3, 16), -1, np.int32)
    before = near.copy()
    hits(e, at, 7, 1, near, seen, offsets)
    values = np.array(at)[:, None] + e.reshape(4, 3)[:, :2] @ offsets
    hit = (values[:3] >= 0).all(0) & (values[3] > before[1])
    assert 0 < hit.sum() < 16
    assert np.array_equal(seen[1], np.where(hit, 7, -1))
    assert near[1] == pytest.approx(np.where(hit, values[3], before[1]), abs=1e-6)
    assert np.array_equal(near[[0, 2]], before[[0, 2]])
    assert (seen[[0, 2]] == -1).all()
