from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import av
import pytest

from unit.media.clips import clip
from vitascope.errors import MediaError
from vitascope.media.probe import probe


def test_the_header_is_told(tmp_path: Path) -> None:
    found = probe(clip(tmp_path / "a.mp4", 320, 180, 36).path)
    assert (found.width, found.height, found.frames) == (320, 180, 36)
    assert found.fps == 24
    assert (found.codec, found.sample_aspect) == ("h264", Fraction(1))
    assert found.duration == pytest.approx(1.5)
    assert found.metadata == {}


def test_odd_sizes_of_others_are_read(tmp_path: Path) -> None:
    path = tmp_path / "odd.mp4"
    with av.open(str(path), "w") as container:
        stream = container.add_stream("libx264", rate=25, options={"preset": "ultrafast"})
        stream.width, stream.height, stream.pix_fmt = 101, 67, "yuv444p"
        for number in range(3):
            frame = av.VideoFrame(101, 67, "yuv444p")
            frame.pts = number
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    found = probe(path)
    assert (found.width, found.height, found.frames) == (101, 67, 3)
    assert found.fps == 25


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"not a video",
        b"ffconcat version 1.0\nfile other.mp4\n",
        b"#EXTM3U\nhttp://127.0.0.1:9/x.ts\n",
        bytes(4096),
    ],
)
def test_what_is_no_mp4_is_refused(tmp_path: Path, data: bytes) -> None:
    clip(tmp_path / "other.mp4", 64, 48, 2)
    path = tmp_path / "a.mp4"
    path.write_bytes(data)
    with pytest.raises(MediaError, match="video cannot be read"):
        probe(path)


@pytest.mark.parametrize(("name", "codec"), [("a.mkv", "libx264"), ("b.mp4", "mpeg4")])
def test_other_containers_and_codecs_are_refused(tmp_path: Path, name: str, codec: str) -> None:
    with av.open(str(tmp_path / name), "w") as container:
        stream = container.add_stream(codec, rate=24)
        assert isinstance(stream, av.VideoStream)
        stream.width, stream.height, stream.pix_fmt = 64, 48, "yuv420p"
        container.mux(stream.encode(av.VideoFrame(64, 48, "yuv420p")))
        container.mux(stream.encode(None))
    with pytest.raises(MediaError):
        probe(tmp_path / name)


def test_sound_alone_is_no_video(tmp_path: Path) -> None:
    path = tmp_path / "a.mp4"
    with av.open(str(path), "w") as container:
        stream = container.add_stream("aac", rate=48000)
        frame = av.AudioFrame(format="fltp", layout="stereo", samples=1024)
        frame.sample_rate, frame.pts = 48000, 0
        container.mux(stream.encode(frame))
    with pytest.raises(MediaError):
        probe(path)


def test_a_missing_file_is_a_media_error(tmp_path: Path) -> None:
    with pytest.raises(MediaError, match="No such file"):
        probe(tmp_path / "none.mp4")
