from __future__ import annotations

import errno
import threading
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import av
import cv2
import numpy as np
import pytest

from support import film
from support.pictures import landscape, portrait
from unit.media.clips import clip, panned, written
from vitascope.errors import MediaError, StorageFull
from vitascope.media.arrays import Planes
from vitascope.media.colour import rgb_to_yuv
from vitascope.media.encode import BOTH, Encoder, End
from vitascope.media.image import cover_fit
from vitascope.media.probe import probe

NONE: frozenset[End] = frozenset()


def grain(width: int, height: int, frames: int) -> list[Planes]:
    """The hardest texture there is: still noise over a slow pan."""
    noise = np.random.default_rng(3).integers(-24, 24, (height, width))
    return [
        (np.clip(y.astype(int) + noise, 16, 235).astype(np.uint8), u, v)
        for y, u, v in panned(width, height, frames, speed=0.2)
    ]


def encoded(path: Path, frames: Iterator[Planes], count: int) -> None:
    with Encoder(path, 64, 48, 24, count) as encoder:
        for frame in frames:
            encoder.write(*frame)
        encoder.close()


def test_the_file_is_what_was_asked_for(tmp_path: Path) -> None:
    video = clip(tmp_path / "a.mp4", 320, 180, 48)
    found = film.stream(video.path)
    assert (found.width, found.height, found.frames, found.rate) == (320, 180, 48, 24)
    assert found.duration == pytest.approx(2.0, abs=1e-6)
    assert (found.codec, found.pixels) == ("h264", "yuv420p")
    assert found.even
    assert found.square
    assert found.bt709
    assert probe(video.path).colour == (1, 1, 1, 1)
    assert film.boxes(video.path)[:2] == ["ftyp", "moov"]
    assert b"avc1" in video.path.read_bytes()[:2000]
    assert (video.frames, video.duration, video.size) == (48, 2.0, video.path.stat().st_size)


@pytest.mark.parametrize("frames", [2, 3, 4, 5, 13, 30])
def test_short_clips_are_whole(tmp_path: Path, frames: int) -> None:
    video = clip(tmp_path / "a.mp4", frames=frames)
    found = film.stream(video.path)
    assert (found.frames, found.even) == (frames, True)
    assert found.duration == pytest.approx(frames / 24, abs=1e-4)


def test_frames_come_out_in_order(tmp_path: Path) -> None:
    """Every frame is a grey of its own, so that one out of place is seen."""
    chroma = np.full((32, 32), 128, np.uint8)
    frames = [(np.full((64, 64), 20 + 4 * i, np.uint8), chroma, chroma) for i in range(50)]
    video = written(tmp_path / "a.mp4", frames)
    greys = [film.luma(frame).mean() for frame in film.decoded(video.path)]
    assert np.abs(np.array(greys) - [20 + 4 * i for i in range(50)]).max() < 2


@pytest.mark.parametrize(("width", "height"), [(640, 360), (360, 640)])
def test_pinned_ends_are_the_pictures(tmp_path: Path, width: int, height: int) -> None:
    first = rgb_to_yuv(cover_fit(landscape(), width, height))
    last = rgb_to_yuv(cover_fit(portrait(), width, height))
    mixed = [
        tuple(cv2.addWeighted(a, 1 - t, b, t, 0) for a, b in zip(first, last, strict=True))
        for t in np.linspace(0, 1, 24)
    ]
    video = written(tmp_path / "a.mp4", [(np.asarray(y), np.asarray(u), np.asarray(v)) for y, u, v in mixed])
    shown = film.decoded(video.path)
    assert film.psnr(film.luma(shown[0]), first[0]) >= 40
    assert film.psnr(film.luma(shown[-1]), last[0]) >= 40


@pytest.mark.parametrize("size", [(640, 360), (2600, 1418)])
def test_pinning_helps_where_texture_is_hard(tmp_path: Path, size: tuple[int, int]) -> None:
    source = grain(*size, 4)
    quality = {}
    for pinned in (NONE, BOTH):
        shown = film.decoded(written(tmp_path / "a.mp4", source, pinned).path)
        quality[pinned] = [film.psnr(film.luma(shown[i]), source[i][0]) for i in (0, -1)]
    assert min(quality[BOTH]) >= 40
    assert quality[BOTH][0] >= quality[NONE][0] + 2
    assert quality[BOTH][1] >= quality[NONE][1] + 2


def test_pinning_does_not_jolt_a_slow_shot(tmp_path: Path) -> None:
    video = written(tmp_path / "a.mp4", list(panned(640, 360, 48, speed=0.1)))
    step = film.steps(film.small_lumas(video.path))
    film.assert_no_cut(step)
    assert step[-1] <= 4 * step[-2]


def test_a_chain_does_not_jolt_at_its_joint(tmp_path: Path) -> None:
    source = list(panned(960, 540, 48, speed=0.1))
    before = film.small_lumas(written(tmp_path / "a.mp4", source[:24]).path)
    after = film.small_lumas(written(tmp_path / "b.mp4", source[24:]).path)
    film.assert_joint(before, after, "before")


def test_only_the_first_frame_is_a_keyframe(tmp_path: Path) -> None:
    video = clip(tmp_path / "a.mp4", frames=60)
    with av.open(str(video.path)) as container:
        keys = [packet.is_keyframe for packet in container.demux(video=0) if packet.size]
    assert keys == [True] + [False] * 59


def test_parameter_sets_do_not_depend_on_pins_content_or_length(tmp_path: Path) -> None:
    pins: list[frozenset[End]] = [NONE, BOTH, frozenset({"start"}), frozenset({"end"})]
    sets = set()
    for number, pinned in enumerate(pins):
        frames = list(panned(320, 180, 2 + 9 * number, seed=number + 1))
        video = written(tmp_path / "a.mp4", frames, pinned)
        with av.open(str(video.path)) as container:
            sets.add(container.streams.video[0].codec_context.extradata)
    assert len(sets) == 1


def test_equal_frames_give_equal_files_whatever_else_runs(tmp_path: Path) -> None:
    frames = list(panned(640, 360, 24))
    stop = threading.Event()

    def load() -> None:
        matrix = np.ones((300, 300))
        while not stop.is_set():
            matrix @ matrix

    busy = [threading.Thread(target=load) for _ in range(4)]
    digests = [written(tmp_path / "calm.mp4", frames).sha256]
    for thread in busy:
        thread.start()
    try:
        digests += [written(tmp_path / f"{i}.mp4", frames).sha256 for i in range(3)]
    finally:
        stop.set()
    assert len(set(digests)) == 1


def test_metadata_is_kept(tmp_path: Path) -> None:
    tags = {"title": "Drache — ドラゴン", "comment": "previz", "synopsis": '{"a": "b=c;\\"d\\""}'}
    video = written(tmp_path / "a.mp4", list(panned(64, 48, 3)), metadata=tags)
    assert probe(video.path).metadata == tags


def test_an_exception_leaves_no_file(tmp_path: Path) -> None:
    def frames() -> Iterator[Planes]:
        yield from panned(64, 48, 5)
        raise RuntimeError("engine")

    with pytest.raises(RuntimeError, match="engine"):
        encoded(tmp_path / "a.mp4", frames(), 10)
    assert list(tmp_path.iterdir()) == []
    assert not [thread for thread in threading.enumerate() if thread.name == "encoder"]


def test_leaving_without_close_leaves_no_file(tmp_path: Path) -> None:
    with Encoder(tmp_path / "a.mp4", 64, 48, 24, 10):
        assert len(list(tmp_path.iterdir())) == 1
    assert list(tmp_path.iterdir()) == []


def test_an_unfinished_file_does_not_have_the_final_name(tmp_path: Path) -> None:
    with Encoder(tmp_path / "a.mp4", 64, 48, 24, 2) as encoder:
        for frame in panned(64, 48, 2):
            encoder.write(*frame)
        assert not (tmp_path / "a.mp4").exists()
        encoder.close()
    assert [path.name for path in tmp_path.iterdir()] == ["a.mp4"]


@pytest.mark.parametrize("count", [0, 1, 3])
def test_the_count_must_be_right(tmp_path: Path, count: int) -> None:
    with pytest.raises(MediaError, match=r"more than the 2|[01] of 2"):
        encoded(tmp_path / "a.mp4", panned(64, 48, count), 2)
    assert list(tmp_path.iterdir()) == []


def test_wrong_planes_are_named(tmp_path: Path) -> None:
    y, u, v = next(panned(64, 48, 1))
    with Encoder(tmp_path / "a.mp4", 64, 48, 24, 2) as encoder:
        with pytest.raises(MediaError, match=r"Plane U is \(48, 64\)"):
            encoder.write(y, y, v)
        with pytest.raises(MediaError, match="float32"):
            encoder.write(y.astype(np.float32), u, v)


def test_odd_sides_are_refused(tmp_path: Path) -> None:
    with pytest.raises(MediaError, match="even"):
        Encoder(tmp_path / "a.mp4", 65, 48, 24, 2)


def test_the_callers_arrays_may_be_reused(tmp_path: Path) -> None:
    """An engine that renders into the same buffer again and again."""
    y, u, v = np.zeros((64, 64), np.uint8), np.full((32, 32), 128, np.uint8), np.full((32, 32), 128, np.uint8)
    with Encoder(tmp_path / "a.mp4", 64, 64, 24, 20) as encoder:
        for number in range(20):
            y[:] = 30 + 10 * number
            encoder.write(y, u, v)
        video = encoder.close()
    greys = [film.luma(frame).mean() for frame in film.decoded(video.path)]
    assert all(later > earlier + 5 for earlier, later in pairwise(greys))


def test_a_full_disk_is_said_so_and_nobody_hangs(tmp_path: Path) -> None:
    full = Path("/dev/full")
    if not full.exists():
        pytest.skip("no /dev/full here")
    (tmp_path / "a.mp4.part").symlink_to(full)
    with pytest.raises(StorageFull) as caught:
        encoded(tmp_path / "a.mp4", iter(grain(64, 48, 60)), 60)
    assert getattr(caught.value.__cause__, "errno", None) == errno.ENOSPC
    assert not (tmp_path / "a.mp4").exists()


def test_a_missing_folder_is_a_media_error(tmp_path: Path) -> None:
    with (
        pytest.raises(MediaError, match="cannot be written"),
        Encoder(tmp_path / "no" / "a.mp4", 64, 48, 24, 2),
    ):
        pass
