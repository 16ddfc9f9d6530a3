"""When a picture and a video of what is made so far are written and told of."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from PIL import Image

from vitascope.domain.render import RenderSpec, render_spec
from vitascope.domain.request import GenerationRequest
from vitascope.engines.base import FrameBlock
from vitascope.media.probe import probe
from vitascope.testing.clock import FakeClock
from vitascope.worker.job import Answer, Previewed
from vitascope.worker.preview import SECONDS, Previews


def spec(frames: int) -> RenderSpec:
    asked = {"model": "luma/ray-2", "prompt": "a fox", "resolution": "540p", "num_frames": frames}
    return render_spec(GenerationRequest.model_validate(asked), 1)


def block(index: int, count: int, one: RenderSpec) -> FrameBlock:
    y = np.full((count, one.height, one.width), 40 + index, np.uint8)
    half = np.full((count, one.height // 2, one.width // 2), 128, np.uint8)
    return FrameBlock(index, y, half, half)


def test_nothing_at_first_then_one_of_each_a_second(tmp_path: Path) -> None:
    told, clock, whole = list[Answer](), FakeClock(), spec(48)
    previews = Previews(tmp_path, whole, told.append, clock)
    previews.see(block(0, 4, whole))
    assert told == []
    for index in range(4, 24, 4):
        clock.advance(SECONDS / 2)
        previews.see(block(index, 4, whole))
    assert told == [Previewed(tmp_path / "preview.webp", tmp_path / "rushes.mp4")] * 2
    assert Image.open(tmp_path / "preview.webp").size == (480, 270)
    assert probe(tmp_path / "rushes.mp4").frames == 5


def test_a_video_that_was_dear_is_not_written_again_soon(tmp_path: Path) -> None:
    class Slow(FakeClock):
        """Every look at it takes a second, so that writing seems to."""

        def monotonic(self) -> float:
            self.advance(SECONDS)
            return super().monotonic()

    told, whole = list[Answer](), spec(48)
    previews = Previews(tmp_path, whole, told.append, Slow())
    for index in range(0, 24, 4):
        previews.see(block(index, 4, whole))
    videos = [answer.video is not None for answer in told if isinstance(answer, Previewed)]
    assert len(videos) == 6
    assert videos.count(True) == 1
