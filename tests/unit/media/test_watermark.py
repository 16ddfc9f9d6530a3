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
from vitascope.media.arrays import Plane
from vitascope.media.colour import rgb_to_yuv, yuv_to_rgb
from vitascope.media.decode import frames
from vitascope.media.detection import CERTAIN, find_in, find_mark
from vitascope.media.encode import Encoder
from vitascope.media.watermark import CELLS, Payload, Watermark, word, words

PAYLOAD = Payload(0xABC, 0x123)
WIDTH, HEIGHT, FRAMES = 960, 540, 36


@pytest.fixture(scope="module")
def plain() -> list[Plane]:
    return [y for y, _, _ in panned(WIDTH, HEIGHT, FRAMES)]


def marked(lumas: list[Plane], start: Payload | None = PAYLOAD, end: Payload | None = PAYLOAD) -> list[Plane]:
    height, width = lumas[0].shape
    watermark = Watermark(width, height, len(lumas), start=start, end=end)
    return [watermark.mark(index, luma) for index, luma in enumerate(lumas)]


def encoded(lumas: Iterable[Plane], path: Path) -> Iterator[Plane]:
    """Through our encoder and back."""
    whole = list(lumas)
    height, width = whole[0].shape
    grey = np.full((height // 2, width // 2), 128, np.uint8)
    with Encoder(path, width, height, 24, len(whole)) as encoder:
        for luma in whole:
            encoder.write(luma, grey, grey)
        encoder.close()
    return (luma for luma, _, _ in frames(path))


def halved(luma: Plane) -> Plane:
    return np.asarray(cv2.resize(luma, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA), np.uint8)


def cropped(luma: Plane) -> Plane:
    height, width = luma.shape
    top, left = height // 20 // 2 * 2, width // 20 // 2 * 2
    return np.ascontiguousarray(luma[top : height - top, left : width - left])


def change(luma: Plane) -> NDArray[np.int64]:
    """What the mark does to a picture."""
    return marked([luma])[0].astype(np.int64) - luma.astype(np.int64)


def flat() -> Plane:
    return np.full((HEIGHT, WIDTH), 120, np.uint8)


def textured(seed: int = 3) -> Plane:
    return np.asarray(cv2.cvtColor(meadow(WIDTH, HEIGHT, seed), cv2.COLOR_RGB2GRAY), np.uint8)


def test_it_is_faint_where_nothing_hides_it() -> None:
    there = np.abs(change(flat()))
    assert there.max() == 3
    assert 0.7 < there.mean() < 1.2


def test_it_is_higher_where_texture_hides_it_and_only_there() -> None:
    picture = np.hstack([flat()[:, : WIDTH // 2], textured()[:, WIDTH // 2 :]])
    there, calm = np.abs(change(picture)), np.abs(change(flat()))
    edge = WIDTH // 2 - HEIGHT // CELLS * 2
    assert np.array_equal(there[:, :edge], calm[:, :edge])
    beyond = slice(WIDTH // 2 + HEIGHT // CELLS * 4, None)
    assert 2 < there[:, beyond].mean() / calm[:, beyond].mean() < 2.9
    assert there[:, beyond].mean() < picture[:, beyond].std() / 8


def test_a_lone_edge_is_no_texture() -> None:
    picture = flat()
    picture[:, WIDTH // 3 :] = 200
    assert np.abs(change(picture)).max() == 3


def test_it_lies_still_while_texture_moves() -> None:
    wide = np.asarray(cv2.cvtColor(meadow(WIDTH + 200, HEIGHT), cv2.COLOR_RGB2GRAY), np.uint8)
    lumas = [np.ascontiguousarray(wide[:, 4 * at : 4 * at + WIDTH]) for at in range(12)]
    changes = [after.astype(int) - before for before, after in zip(lumas, marked(lumas), strict=True)]
    steps = [np.abs(a - b).mean() for a, b in pairwise(changes)]
    assert max(steps) < 0.15 * np.abs(changes[0]).mean()


def test_a_still_textured_picture_does_not_hide_it(tmp_path: Path) -> None:
    found = find_in(
        encoded([cropped(halved(luma)) for luma in marked([textured()] * 12)], tmp_path / "a.mp4")
    )
    assert found is not None
    assert found.payload == PAYLOAD


def test_it_is_drawn_into_the_encoder_s_own_rows() -> None:
    luma = textured()
    rows = np.zeros((HEIGHT, WIDTH + 64), np.uint8)
    out = rows[:, :WIDTH]
    watermark = Watermark(WIDTH, HEIGHT, 1, start=PAYLOAD, end=PAYLOAD)
    assert watermark.mark(0, luma, out) is not None
    assert np.array_equal(out, marked([luma])[0])
    assert not rows[:, WIDTH:].any()


@pytest.mark.parametrize("attack", [lambda y: y, halved, cropped, lambda y: cropped(halved(y))])
def test_it_survives_scaling_cropping_and_our_encoder(
    plain: list[Plane], attack: Callable[[Plane], Plane], tmp_path: Path
) -> None:
    found = find_in(encoded(map(attack, marked(plain)), tmp_path / "a.mp4"))
    assert found is not None
    assert found.payload == PAYLOAD
    assert found.deviations > CERTAIN


def test_a_file_without_one_has_none(tmp_path: Path) -> None:
    clip = written(tmp_path / "a.mp4", list(panned(320, 180, 12)))
    assert find_mark(clip.path) is None


def test_noise_and_emptiness_have_none() -> None:
    random = np.random.default_rng(1)
    for lumas in (
        [random.integers(0, 256, (180, 320), np.uint8) for _ in range(6)],
        [np.full((180, 320), 90, np.uint8)] * 6,
        [],
    ):
        assert find_in(iter(lumas)) is None


def test_one_clip_s_mark_gives_way_to_another_s_without_a_jolt(plain: list[Plane]) -> None:
    other = Payload(1, 2)
    calm = [flat()] * FRAMES
    lumas = marked(calm, None, other)
    assert np.array_equal(lumas[0], calm[0])
    assert np.array_equal(lumas[-1], marked(calm, other, other)[-1])
    steps = [np.abs(a.astype(int) - b).mean() for a, b in pairwise(lumas)]
    assert max(steps) < 0.15
    assert np.array_equal(marked(calm, PAYLOAD, other)[0], marked(calm)[0])


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
    seen = yuv_to_rgb(marked([luma])[0], u, v)
    lifted = Watermark(WIDTH, HEIGHT, 1, start=PAYLOAD, end=PAYLOAD).lift(seen)
    assert np.abs(lifted - before).mean() < np.abs(seen - before).mean() / 2
