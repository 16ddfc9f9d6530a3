from __future__ import annotations

from collections.abc import Generator
from pathlib import Path

import av
import pytest

from support import film
from unit.media.clips import clip, panned, written
from vitascope.errors import MediaError, StorageFull
from vitascope.media.encode import End
from vitascope.media.join import Reader, Sample, join, part


def test_packets_are_copied_and_times_are_even(tmp_path: Path) -> None:
    lengths, pins = (24, 2, 13, 5), ("start", "end", "start", "end")
    parts = []
    for i, (frames, pin) in enumerate(zip(lengths, pins, strict=True)):
        end: End = "start" if pin == "start" else "end"
        source = list(panned(320, 180, frames, seed=i + 1))
        parts.append(written(tmp_path / f"{i}.mp4", source, frozenset({end})).path)
    whole = join(parts, tmp_path / "whole.mp4")
    found = film.stream(whole.path)
    assert (whole.frames, found.frames, found.rate, found.even) == (44, 44, 24, True)
    assert found.duration == pytest.approx(44 / 24, abs=1e-4)
    assert film.packets(whole.path) == [packet for part in parts for packet in film.packets(part)]
    assert film.boxes(whole.path)[:2] == ["ftyp", "moov"]
    assert found.bt709
    assert found.square


def test_decoding_times_only_grow(tmp_path: Path) -> None:
    parts = [clip(tmp_path / f"{i}.mp4", frames=n).path for i, n in enumerate((2, 24, 3))]
    with av.open(str(join(parts, tmp_path / "whole.mp4").path)) as container:
        packets = [packet for packet in container.demux(video=0) if packet.size]
    times = [packet.dts for packet in packets if packet.dts is not None]
    assert times == sorted(set(times))
    assert len(times) == 29
    assert all(packet.pts is not None and packet.pts >= (packet.dts or 0) for packet in packets)


def test_every_frame_is_the_parts_frame(tmp_path: Path) -> None:
    parts = [clip(tmp_path / f"{i}.mp4", frames=14, seed=i + 1).path for i in range(3)]
    whole = film.decoded(join(parts, tmp_path / "whole.mp4").path)
    apart = [frame for part in parts for frame in film.decoded(part)]
    assert [film.luma(a).tobytes() for a in whole] == [film.luma(b).tobytes() for b in apart]


def test_joined_files_can_be_joined(tmp_path: Path) -> None:
    parts = [clip(tmp_path / f"{i}.mp4", frames=10, seed=i + 1).path for i in range(3)]
    pair = join(parts[:2], tmp_path / "pair.mp4").path
    once = join(parts, tmp_path / "once.mp4")
    twice = join([pair, parts[2]], tmp_path / "twice.mp4")
    assert film.packets(once.path) == film.packets(twice.path)
    assert film.stream(twice.path) == film.stream(once.path)
    assert join(parts, tmp_path / "again.mp4").sha256 == once.sha256


def test_a_sketch_and_another_clip_are_joined(tmp_path: Path) -> None:
    frames = list(panned(160, 96, 8))
    sketch = written(tmp_path / "a.mp4", frames, sketch=True)
    other = written(tmp_path / "b.mp4", frames)
    assert sketch.path.read_bytes() != other.path.read_bytes()
    whole = film.decoded(join([sketch.path, other.path], tmp_path / "whole.mp4").path)
    apart = [*film.decoded(sketch.path), *film.decoded(other.path)]
    assert [film.luma(a).tobytes() for a in whole] == [film.luma(b).tobytes() for b in apart]


def test_other_sizes_cannot_be_joined(tmp_path: Path) -> None:
    parts = [clip(tmp_path / "a.mp4", 320, 180).path, clip(tmp_path / "b.mp4", 180, 320).path]
    with pytest.raises(MediaError, match=r"Part 2 .* 180x320, part 1 is 320x180"):
        join(parts, tmp_path / "whole.mp4")
    assert not (tmp_path / "whole.mp4").exists()


def test_other_encoders_cannot_be_joined(tmp_path: Path) -> None:
    ours = clip(tmp_path / "a.mp4", 320, 180).path
    theirs = tmp_path / "b.mp4"
    with av.open(str(theirs), "w") as container:
        stream = container.add_stream("libx264", rate=24, options={"profile": "baseline"})
        stream.width, stream.height, stream.pix_fmt = 320, 180, "yuv420p"
        container.mux(stream.encode(av.VideoFrame(320, 180, "yuv420p")))
        container.mux(stream.encode(None))
    with pytest.raises(MediaError, match="parameter sets differ"):
        join([ours, theirs], tmp_path / "whole.mp4")


def test_a_full_disk_is_not_the_parts_fault(tmp_path: Path) -> None:
    if not Path("/dev/full").exists():
        pytest.skip("no /dev/full here")
    part = clip(tmp_path / "a.mp4", frames=48).path
    (tmp_path / "whole.mp4.part").symlink_to("/dev/full")
    with pytest.raises(StorageFull):
        join([part] * 4, tmp_path / "whole.mp4")
    assert [path.name for path in tmp_path.iterdir()] == ["a.mp4"]


def test_frames_of_more_bytes_than_their_file_fill_no_disk(tmp_path: Path) -> None:
    """A header can name the same bytes for each of fourteen thousand frames."""
    path = clip(tmp_path / "a.mp4", 64, 48, 3).path

    def repeated(source: Path) -> Generator[Sample]:
        return (Sample(0, True, source.read_bytes()[-1000:]) for _ in range(14_400))

    with pytest.raises(MediaError, match="more bytes than its file"):
        join([path], tmp_path / "whole.mp4", reader=Reader(part, repeated))
    assert [one.name for one in tmp_path.iterdir()] == ["a.mp4"]


def test_nothing_cannot_be_joined(tmp_path: Path) -> None:
    with pytest.raises(MediaError, match="nothing to join"):
        join([], tmp_path / "whole.mp4")


def test_what_all_parts_say_is_kept(tmp_path: Path) -> None:
    for name, title in (("a", "one"), ("b", "two")):
        tags = {"comment": "previz", "title": title}
        written(tmp_path / f"{name}.mp4", list(panned(64, 48, 3)), metadata=tags)
    parts = [tmp_path / "a.mp4", tmp_path / "b.mp4"]
    assert film.metadata(join(parts, tmp_path / "c.mp4").path)["comment"] == "previz"
    assert "title" not in film.metadata(tmp_path / "c.mp4")
    join(parts, tmp_path / "d.mp4", metadata={"title": "mine"})
    assert film.metadata(tmp_path / "d.mp4")["title"] == "mine"
