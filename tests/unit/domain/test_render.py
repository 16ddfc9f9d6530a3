"""From a request to exact pixels and frames."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vitascope.domain.render import FPS, frame_count, frame_size, render_spec
from vitascope.domain.request import AspectRatio, GenerationRequest, Resolution


@pytest.mark.parametrize(
    ("resolution", "ratio", "size"),
    [
        ("540p", "16:9", (960, 540)),
        ("720p", "16:9", (1280, 720)),
        ("1080p", "16:9", (1920, 1080)),
        ("4k", "16:9", (3840, 2160)),
        ("1080p", "21:9", (2520, 1080)),
        ("1080p", "9:21", (1080, 2520)),
        ("720p", "9:16", (720, 1280)),
        ("720p", "1:1", (720, 720)),
        ("540p", "4:3", (720, 540)),
        ("540p", "3:4", (540, 720)),
    ],
)
def test_the_number_is_the_short_side(resolution: str, ratio: str, size: tuple[int, int]) -> None:
    assert frame_size(Resolution(resolution), AspectRatio(ratio)) == size


@given(st.sampled_from(Resolution), st.sampled_from(AspectRatio))
def test_every_size_is_even_and_within_a_pixel_of_its_ratio(
    resolution: Resolution, ratio: AspectRatio
) -> None:
    width, height = frame_size(resolution, ratio)
    across, down = ratio.parts
    assert width % 2 == height % 2 == 0
    assert min(width, height) == resolution.short_side
    assert abs(Fraction(width, height) - Fraction(across, down)) * height <= 1 or across < down
    assert abs(Fraction(height, width) - Fraction(down, across)) * width <= 1 or across > down


@pytest.mark.parametrize(("duration", "frames"), [(5, 120), (9, 216), (1, 24), (20, 480)])
def test_24_frames_for_each_second(duration: int, frames: int) -> None:
    request = GenerationRequest(model="ray-2", prompt="x", duration=duration)
    assert frame_count(request) == frames
    spec = render_spec(request, seed=7)
    assert (spec.frames, spec.fps, spec.seconds, spec.seed) == (frames, FPS, duration, 7)


def test_named_pixels_and_frames_win() -> None:
    request = GenerationRequest(model="ray-2", prompt="x", size=(640, 362), num_frames=10, loop=True)
    spec = render_spec(request, seed=1)
    assert (spec.width, spec.height, spec.frames, spec.loop) == (640, 362, 10, True)
    assert (spec.prompt, spec.capability) == ("x", request.capability)


def test_what_engines_read_is_handed_on() -> None:
    request = GenerationRequest(model="ray-2", prompt="x", concepts=("pov",), plan={"path": "scene"})
    spec = render_spec(request, seed=3)
    assert (spec.concepts, spec.plan) == (("pov",), {"path": "scene"})
