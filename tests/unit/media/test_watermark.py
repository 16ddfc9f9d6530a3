"""The mark is faint, survives what people do to videos, and is never seen where there is none."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import pairwise
from pathlib import Path

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from support.pictures import landscape, meadow
from unit.media.clips import panned, written
from vitascope.media.arrays import Plane, Planes
from vitascope.media.colour import rgb_to_yuv, yuv_to_rgb
from vitascope.media.decode import frames
from vitascope.media.detection import CERTAIN, find_in
from vitascope.media.encode import Encoder
from vitascope.media.watermark import CELLS, Payload, Watermark, word, words

PAYLOAD = Payload(0xABC, 0x123)
WIDTH, HEIGHT, FRAMES = 960, 540, 36


@pytest.fixture(scope="module")
def plain() -> list[Planes]:
    return list(panned(WIDTH, HEIGHT, FRAMES))


def marked(
    clip: list[Planes], start: Payload | None = PAYLOAD, end: Payload | None = PAYLOAD
) -> list[Planes]:
    height, width = clip[0][0].shape
    watermark = Watermark(width, height, len(clip), start=start, end=end)
    return [(watermark.mark(index, y), watermark.tint(u), v) for index, (y, u, v) in enumerate(clip)]


def encoded(clip: Iterable[Planes], path: Path) -> Iterator[Planes]:
    """Through our encoder and back."""
    written(path, list(clip))
    return frames(path)


def halved(planes: Planes) -> Planes:
    y, u, v = (cv2.resize(one, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA) for one in planes)
    return np.asarray(y, np.uint8), np.asarray(u, np.uint8), np.asarray(v, np.uint8)


def cropped(planes: Planes) -> Planes:
    y, u, v = planes
    return _inner(y, 2), _inner(u, 1), _inner(v, 1)


def _inner(plane: Plane, unit: int) -> Plane:
    height, width = plane.shape
    top, left = (side // (20 * unit) * unit for side in (height, width))
    return np.ascontiguousarray(plane[top : height - top, left : width - left])


def grey(luma: Plane) -> Planes:
    """A frame without colour."""
    half = np.full((luma.shape[0] // 2, luma.shape[1] // 2), 128, np.uint8)
    return luma, half, half


def change(luma: Plane) -> NDArray[np.int64]:
    """What the mark does to the luma of a picture."""
    return marked([grey(luma)])[0][0].astype(np.int64) - luma.astype(np.int64)


def tint(luma: Plane) -> NDArray[np.int64]:
    """What the mark does to its Cb."""
    return marked([grey(luma)])[0][1].astype(np.int64) - 128


def flat(level: int = 120, side: int = HEIGHT) -> Plane:
    return np.full((side, WIDTH * side // HEIGHT), level, np.uint8)


def textured(seed: int = 3) -> Plane:
    return np.asarray(cv2.cvtColor(meadow(WIDTH, HEIGHT, seed), cv2.COLOR_RGB2GRAY), np.uint8)


def smooth(change: NDArray[np.int64]) -> float:
    """The root mean square of what is left of it from afar, where its dither cannot be seen."""
    return float(cv2.GaussianBlur(change.astype(np.float32), (0, 0), 2).std())


def test_it_stays_below_a_level_where_nothing_hides_it() -> None:
    there = change(flat())
    assert np.abs(there).max() <= 2
    assert 0.2 < smooth(there) < 0.6
    assert smooth(tint(flat())) < 2


def test_it_is_fainter_in_the_dark() -> None:
    assert 0.4 < smooth(change(flat(30))) / smooth(change(flat())) < 0.65
    assert 0.5 < smooth(tint(flat(30))) / smooth(tint(flat())) < 0.7


def test_it_is_fainter_in_larger_pictures() -> None:
    assert change(flat(side=1080)).std() < change(flat()).std()
    assert 0.4 < tint(flat(side=1080)).std() / tint(flat()).std() < 0.65


def test_it_takes_away_as_much_as_it_adds() -> None:
    assert abs(change(flat()).mean()) < 0.05
    assert abs(tint(flat()).mean()) < 0.1


def test_it_is_higher_where_texture_hides_it_and_only_there() -> None:
    picture = np.hstack([flat()[:, : WIDTH // 2], textured()[:, WIDTH // 2 :]])
    there, calm = np.abs(change(picture)), np.abs(change(flat()))
    edge = WIDTH // 2 - HEIGHT // CELLS * 2
    assert np.array_equal(there[:, :edge], calm[:, :edge])
    beyond = slice(WIDTH // 2 + HEIGHT // CELLS * 4, None)
    assert there[:, beyond].mean() > 3 * calm[:, beyond].mean()
    assert there[:, beyond].mean() < picture[:, beyond].std() / 8


def test_a_lone_edge_is_no_texture() -> None:
    picture = flat()
    picture[:, WIDTH // 3 :] = 200
    assert np.abs(change(picture)).max() <= 2


def test_it_lies_still_while_texture_moves() -> None:
    wide = np.asarray(cv2.cvtColor(meadow(WIDTH + 200, HEIGHT), cv2.COLOR_RGB2GRAY), np.uint8)
    lumas = [np.ascontiguousarray(wide[:, 4 * at : 4 * at + WIDTH]) for at in range(12)]
    after = marked([grey(luma) for luma in lumas])
    changes = [y.astype(int) - before for before, (y, _, _) in zip(lumas, after, strict=True)]
    steps = [np.abs(a - b).mean() for a, b in pairwise(changes)]
    assert max(steps) < 0.15 * np.abs(changes[0]).mean()


def test_a_still_textured_picture_does_not_hide_it(tmp_path: Path) -> None:
    clip = [cropped(halved(planes)) for planes in marked([grey(textured())] * 12)]
    found = find_in(encoded(clip, tmp_path / "a.mp4"))
    assert found is not None
    assert found.payload == PAYLOAD


def test_it_is_found_without_the_colours(plain: list[Planes], tmp_path: Path) -> None:
    found = find_in(encoded((grey(y) for y, _, _ in marked(plain)), tmp_path / "a.mp4"))
    assert found is not None
    assert found.payload == PAYLOAD


def test_the_encoder_draws_it(plain: list[Planes], tmp_path: Path) -> None:
    watermark = Watermark(WIDTH, HEIGHT, FRAMES, start=PAYLOAD, end=PAYLOAD)
    with Encoder(tmp_path / "a.mp4", WIDTH, HEIGHT, 24, FRAMES, watermark=watermark) as encoder:
        for planes in plain:
            encoder.write(*planes)
        encoder.close()
    encoded(marked(plain), tmp_path / "b.mp4")
    pairs = zip(frames(tmp_path / "a.mp4"), frames(tmp_path / "b.mp4"), strict=True)
    assert all(np.array_equal(one, other) for a, b in pairs for one, other in zip(a, b, strict=True))


def test_it_is_drawn_into_the_encoder_s_own_rows() -> None:
    luma, cb, _ = grey(textured())
    rows, half = np.zeros((HEIGHT, WIDTH + 64), np.uint8), np.zeros((HEIGHT // 2, WIDTH // 2 + 32), np.uint8)
    watermark = Watermark(WIDTH, HEIGHT, 1, start=PAYLOAD, end=PAYLOAD)
    watermark.mark(0, luma, rows[:, :WIDTH])
    watermark.tint(cb, half[:, : WIDTH // 2])
    expected = marked([grey(luma)])[0]
    assert np.array_equal(rows[:, :WIDTH], expected[0])
    assert np.array_equal(half[:, : WIDTH // 2], expected[1])
    assert not rows[:, WIDTH:].any()
    assert not half[:, WIDTH // 2 :].any()


@pytest.mark.parametrize(
    "attack", [lambda planes: planes, halved, cropped, lambda planes: cropped(halved(planes))]
)
def test_it_survives_scaling_cropping_and_our_encoder(
    plain: list[Planes], attack: Callable[[Planes], Planes], tmp_path: Path
) -> None:
    found = find_in(encoded(map(attack, marked(plain)), tmp_path / "a.mp4"))
    assert found is not None
    assert found.payload == PAYLOAD
    assert found.deviations > CERTAIN


def test_a_file_without_one_has_none(tmp_path: Path) -> None:
    clip = written(tmp_path / "a.mp4", list(panned(320, 180, 12)))
    assert find_in(frames(clip.path)) is None


def test_noise_and_emptiness_have_none() -> None:
    random = np.random.default_rng(1)
    for lumas in (
        [random.integers(0, 256, (180, 320), np.uint8) for _ in range(6)],
        [np.full((180, 320), 90, np.uint8)] * 6,
        [],
    ):
        assert find_in(map(grey, lumas)) is None


def test_one_clip_s_mark_gives_way_to_another_s_without_a_jolt() -> None:
    other = Payload(1, 2)
    calm = [grey(flat())] * FRAMES
    turned = marked(calm, None, other)
    assert all(map(np.array_equal, turned[0], calm[0]))
    assert all(map(np.array_equal, turned[-1], marked(calm, other, other)[-1]))
    for plane in (0, 1):
        whole = np.abs(turned[-1][plane].astype(int) - turned[0][plane]).mean()
        steps = [np.abs(a[plane].astype(int) - b[plane]).mean() for a, b in pairwise(turned)]
        assert max(steps) < 0.2 * whole
    assert all(map(np.array_equal, marked(calm, PAYLOAD, other)[0], marked(calm)[0]))


def test_any_two_words_differ_in_eight_places() -> None:
    weights = words()[1:].sum(axis=1)
    assert (weights.min(), len(words())) == (8, 4096)
    assert word(0b11).tolist() == (word(1) ^ word(2)).tolist()


def test_the_same_for_the_same_request_only() -> None:
    one = Payload.of(b"here", b"a fox")
    assert one == Payload.of(b"here", b"a fox") == Payload.from_number(one.number)
    assert one.installation == Payload.of(b"here", b"an owl").installation
    assert one != Payload.of(b"there", b"a fox")
    with pytest.raises(ValueError, match="12 bits"):
        Payload(4096, 0)


@pytest.mark.parametrize("picture", [meadow(WIDTH, HEIGHT), landscape(WIDTH, HEIGHT)])
def test_what_is_lifted_leaves_little_of_the_mark(picture: NDArray[np.uint8]) -> None:
    luma, u, v = rgb_to_yuv(picture)
    before = yuv_to_rgb(luma, u, v).astype(np.int16)
    seen = yuv_to_rgb(*marked([(luma, u, v)])[0])
    lifted = Watermark(WIDTH, HEIGHT, 1, start=PAYLOAD, end=PAYLOAD).lift(seen)
    for channel in range(3):
        left, there = (
            smooth(one[..., channel].astype(np.int64) - before[..., channel]) for one in (lifted, seen)
        )
        assert left < there / 2
