"""The sound of windows becomes that of the clip: in step with the pictures, without a click."""

from __future__ import annotations

import numpy as np
import pytest

from vitascope.engines.base import Sound
from vitascope.engines.diffusers.soundtrack import soundtrack
from vitascope.engines.diffusers.timeline import Timeline

RATE = 24_000


def line(windows: int = 1, step: float = 1.0, first: float = 0.0) -> Timeline:
    return Timeline(windows, 25, 9, first, step, None, 0)


def ramp(begin: int, frames: int = 25) -> Sound:
    """Samples that say at which second of the model's clock they are heard."""
    count = frames * RATE // 24
    seconds = begin / 24 + np.arange(count) / RATE
    return Sound(np.stack([seconds, -seconds], axis=1).astype(np.float32), RATE)


@pytest.mark.parametrize(("step", "first"), [(1.0, 0.0), (1.0, 4.0), (0.8, 0.0)])
def test_sound_lies_under_its_pictures(step: float, first: float) -> None:
    made = soundtrack([ramp(0)], line(step=step, first=first), 24, 20)
    assert made is not None
    assert made.samples.shape == (RATE * 20 // 24, 2)
    shown = np.arange(20) * (RATE // 24)
    assert made.samples[shown, 0] == pytest.approx((first + np.arange(20) * step) / 24, abs=2 / RATE)


def test_windows_fade_into_each_other() -> None:
    made = soundtrack([ramp(0), ramp(16)], line(2), 24, 41)
    assert made is not None
    assert np.abs(np.diff(made.samples[:, 0])).max() < 2 / RATE, "both say the same where they meet"
    silent = Sound(np.zeros_like(ramp(0).samples), RATE)
    faded = soundtrack([ramp(0), silent], line(2), 24, 41)
    assert faded is not None
    assert np.abs(np.diff(faded.samples[:, 0])).max() < 0.001
    assert faded.samples[-1, 0] == 0


def test_a_window_without_sound_makes_a_silent_clip() -> None:
    assert soundtrack([ramp(0), None], line(2), 24, 41) is None
    assert soundtrack([], line(), 24, 20) is None


def test_sound_that_is_too_short_is_followed_by_silence() -> None:
    made = soundtrack([ramp(1, 10)], line(), 24, 20)
    assert made is not None
    assert made.samples[-RATE // 8 :].max() == 0
