"""Sound under a video: heard as it was given, and no picture touched."""

from __future__ import annotations

from pathlib import Path

import av
import numpy as np
import pytest
from numpy.typing import NDArray

from support import film
from unit.media.clips import clip
from vitascope.errors import MediaError
from vitascope.media.probe import probe
from vitascope.media.sound import RATE, add_sound


def tone(hertz: float, seconds: float, rate: int) -> NDArray[np.float32]:
    turns = np.arange(round(seconds * rate)) * (hertz / rate)
    return np.asarray(0.5 * np.sin(2 * np.pi * turns), np.float32)


def heard(path: Path) -> NDArray[np.float32]:
    """``(channels, n)``."""
    with av.open(str(path)) as container:
        return np.concatenate([frame.to_ndarray() for frame in container.decode(audio=0)], axis=1)


def pitch(wave: NDArray[np.float32]) -> float:
    """Hertz of the loudest tone in a second from the middle."""
    middle = wave[len(wave) // 2 - RATE // 2 : len(wave) // 2 + RATE // 2]
    return float(np.abs(np.fft.rfft(middle)).argmax())


@pytest.mark.parametrize("rate", [16_000, 24_000, 48_000])
def test_two_channels_are_heard_and_no_picture_changes(tmp_path: Path, rate: int) -> None:
    video = clip(tmp_path / "a.mp4", 64, 48, 48)
    before, tags = film.packets(video.path), film.metadata(video.path)
    add_sound(video.path, np.stack([tone(440, 2, rate), tone(880, 2, rate)], axis=1), rate)
    assert film.packets(video.path) == before
    assert film.metadata(video.path) == tags
    assert probe(video.path).frames == 48
    assert film.boxes(video.path)[:2] == ["ftyp", "moov"]
    assert [pitch(channel) for channel in heard(video.path)] == [440, 880]


def test_one_channel_is_heard_on_both_sides(tmp_path: Path) -> None:
    video = clip(tmp_path / "a.mp4", 64, 48, 48)
    add_sound(video.path, tone(440, 2, RATE)[:, None], RATE)
    left, right = heard(video.path)
    assert np.abs(left - right).max() < 0.01
    assert pitch(left) == 440


@pytest.mark.parametrize("seconds", [0.2, 3.0])
def test_sound_is_as_long_as_the_pictures(tmp_path: Path, seconds: float) -> None:
    video = clip(tmp_path / "a.mp4", 64, 48, 48)
    add_sound(video.path, tone(440, seconds, RATE)[:, None], RATE)
    with av.open(str(video.path)) as container:
        found = container.streams.audio[0]
        assert found.duration is not None
        assert found.time_base is not None
        assert float(found.duration * found.time_base) == pytest.approx(2.0, abs=1024 / RATE)
    if seconds < 2:
        assert np.abs(heard(video.path)[:, RATE:]).max() < 0.01, "silence follows"


def test_equal_sounds_make_equal_files(tmp_path: Path) -> None:
    files = [clip(tmp_path / f"{name}.mp4", 64, 48, 24).path for name in "ab"]
    for path in files:
        add_sound(path, tone(440, 1, RATE)[:, None], RATE)
    assert files[0].read_bytes() == files[1].read_bytes()


def test_what_is_no_sound_is_named_and_leaves_the_video(tmp_path: Path) -> None:
    video = clip(tmp_path / "a.mp4", 64, 48, 24)
    before = video.path.read_bytes()
    with pytest.raises(MediaError, match=r"The sound is \(100, 3\) at 48000 a second; expected"):
        add_sound(video.path, np.zeros((100, 3), np.float32), RATE)
    assert video.path.read_bytes() == before
    loud = np.full((RATE, 1), np.nan, np.float32)
    add_sound(video.path, loud, RATE)
    assert np.isfinite(heard(video.path)).all()
