from __future__ import annotations

from pathlib import Path

import av
import numpy as np
import pytest

from support import film
from unit.media.clips import clip, panned, written
from vitascope.errors import MediaError
from vitascope.media.colour import yuv_to_rgb
from vitascope.media.decode import first_frames, frames, last_frames, sampled
from vitascope.media.join import join


@pytest.fixture
def video(tmp_path: Path) -> Path:
    """Two clips joined: a keyframe in the middle to seek to."""
    parts = [clip(tmp_path / f"{i}.mp4", frames=30, seed=i + 1).path for i in range(2)]
    return join(parts, tmp_path / "joined.mp4").path


def test_frames_are_the_planes_that_others_decode(video: Path) -> None:
    ours, theirs = list(frames(video)), film.decoded(video)
    assert len(ours) == 60
    assert all(np.array_equal(y, film.luma(frame)) for (y, _, _), frame in zip(ours, theirs, strict=True))
    assert ours[0][1].shape == ours[0][2].shape == (90, 160)


def test_frames_can_be_left_early(video: Path) -> None:
    source = frames(video)
    next(source)
    source.close()
    with pytest.raises(StopIteration):
        next(source)


@pytest.mark.parametrize("count", [1, 2, 8, 29, 31, 60, 100])
def test_first_and_last_frames_are_exact(video: Path, count: int) -> None:
    every = [yuv_to_rgb(*planes) for planes in frames(video)]
    assert np.array_equal(first_frames(video, count), every[:count])
    assert np.array_equal(last_frames(video, count), every[-count:])


def test_the_picture_survives_the_round_trip(tmp_path: Path) -> None:
    source = list(panned(320, 180, 12))
    path = written(tmp_path / "a.mp4", source).path
    want = yuv_to_rgb(*source[0])
    assert np.abs(first_frames(path, 1)[0].astype(int) - want).mean() < 3
    want = yuv_to_rgb(*source[-1])
    assert np.abs(last_frames(path, 1)[0].astype(int) - want).mean() < 3


@pytest.mark.parametrize("count", [1, 5, 12, 60, 70])
def test_sampled_frames_are_spread_evenly(video: Path, count: int) -> None:
    every = list(frames(video))
    shown = list(sampled(video, count))
    assert len(shown) == count
    places = [next(i for i, (y, _, _) in enumerate(every) if np.array_equal(y, frame[0])) for frame in shown]
    ideal = [(i + 0.5) * 60 / count for i in range(count)]
    assert max(abs(place - want) for place, want in zip(places, ideal, strict=True)) <= 4


def test_full_range_and_odd_sides_of_others_are_converted(tmp_path: Path) -> None:
    path = tmp_path / "odd.mp4"
    with av.open(str(path), "w") as container:
        stream = container.add_stream("libx264", rate=24, options={"preset": "ultrafast", "crf": "1"})
        stream.width, stream.height, stream.pix_fmt = 65, 49, "yuvj444p"
        for number in range(4):
            frame = av.VideoFrame(65, 49, "yuvj444p")
            for plane, value in zip(frame.planes, (255, 128, 128), strict=True):
                plane.update(bytes([value]) * plane.buffer_size)
            frame.pts = number
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    (y, u, _), *_ = frames(path)
    assert y.shape == (48, 64)
    assert u.shape == (24, 32)
    assert int(np.median(y)) in {234, 235}
    assert last_frames(path, 2).shape == (2, 48, 64, 3)


def test_damaged_video_is_a_media_error(video: Path) -> None:
    data = bytearray(video.read_bytes())
    start = data.find(b"mdat") + 4
    data[start:] = bytes(len(data) - start)
    video.write_bytes(data)
    with pytest.raises(MediaError):
        last_frames(video, 1)
