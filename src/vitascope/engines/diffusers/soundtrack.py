"""The sound of a clip, from that of its windows."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from vitascope.domain.render import FPS
from vitascope.engines.base import Sound
from vitascope.engines.diffusers.timeline import Timeline


def soundtrack(windows: Sequence[Sound | None], line: Timeline, fps: int, frames: int) -> Sound | None:
    """The sound of ``frames`` clip frames; None where a window has none.

    Windows fade into each other over the frames they share. Sound is played as much faster as the pictures
    are: its pitch goes with it.
    """
    heard = [window for window in windows if window is not None]
    if not heard or len(heard) != len(windows):
        return None
    rate, channels = heard[0].rate, heard[0].samples.shape[1]
    whole = np.zeros((_samples(line.frames, fps, rate), channels), np.float32)
    for number, window in enumerate(heard):
        begin = _samples(number * (line.length - line.overlap), fps, rate)
        into = whole[begin : begin + _samples(line.length, fps, rate)]
        _lay(window.samples, into, _samples(line.overlap, fps, rate) if number else 0)
    marks = np.arange(round(frames / FPS * rate)) * (FPS / rate)
    places = (line.first + marks * line.step) * (rate / fps)
    known = np.arange(len(whole))
    made = np.stack([np.interp(places, known, whole[:, one]) for one in range(channels)], axis=1)
    return Sound(made.astype(np.float32), rate)


def _lay(samples: NDArray[np.float32], into: NDArray[np.float32], shared: int) -> None:
    """Fade over from what lies there already during the first ``shared`` samples."""
    heard = np.zeros_like(into)
    count = min(len(into), len(samples))
    heard[:count] = samples[:count]
    share = np.linspace(0, 1, shared, dtype=np.float32)[:, None]
    into[:shared] = into[:shared] * (1 - share) + heard[:shared] * share
    into[shared:] = heard[shared:]


def _samples(frames: int, fps: int, rate: int) -> int:
    return round(frames * rate / fps)
