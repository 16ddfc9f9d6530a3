"""Which length and size a remote server is asked for."""

from __future__ import annotations

from typing import Any

import pytest

from vitascope.domain.request import AspectRatio, Resolution
from vitascope.engines.remote.wish import Length, length_of, shape_of
from vitascope.errors import RemoteMismatch
from vitascope.remotes import RemoteServer


def _remote(**settings: Any) -> RemoteServer:
    given: dict[str, Any] = {"name": "far", "url": "http://127.0.0.1", "dialect": "aiml", "model": "ray"}
    return RemoteServer.model_validate(given | settings)


@pytest.mark.parametrize(
    ("settings", "frames", "whole", "seconds"),
    [
        ({}, 120, False, 5),
        ({}, 24, False, 5),
        ({}, 121, False, 9),
        ({}, 240, False, 9),
        ({}, 130, True, 5),
        ({"dialect": "openai"}, 120, False, 8),
        ({"dialect": "openai"}, 96, True, 4),
        ({"seconds": [2, 3]}, 60, False, 3),
    ],
)
def test_the_shortest_that_is_long_enough(
    settings: dict[str, Any], frames: int, whole: bool, seconds: int
) -> None:
    assert length_of(_remote(**settings), frames, whole=whole).seconds == seconds


@pytest.mark.parametrize(("frames", "whole"), [(480, False), (24, True), (168, True)])
def test_what_no_length_makes_is_refused_before_anything_is_sent(frames: int, whole: bool) -> None:
    with pytest.raises(RemoteMismatch, match="makes clips of 5, 9 s"):
        length_of(_remote(), frames, whole=whole)


def test_a_server_that_counts_frames_is_asked_for_exactly_so_many() -> None:
    assert length_of(_remote(extras=True), 24, whole=True, skip=1, drop=1) == Length(5, 26, 1, 1, whole=True)
    assert length_of(_remote(extras=True), 480, whole=False, skip=1) == Length(9, 480, 0, 0)


@pytest.mark.parametrize(
    ("size", "resolution", "ratio"),
    [
        ((1920, 1080), Resolution.P1080, AspectRatio.WIDE),
        ((540, 540), Resolution.P540, AspectRatio.SQUARE),
        ((320, 180), Resolution.P540, AspectRatio.WIDE),
        ((720, 1280), Resolution.P720, AspectRatio.TALL),
        ((1792, 1024), Resolution.P1080, AspectRatio.WIDE),
    ],
)
def test_the_named_size_that_covers_a_frame(
    size: tuple[int, int], resolution: Resolution, ratio: AspectRatio
) -> None:
    shape = shape_of(_remote(), *size)
    assert (shape.resolution, shape.ratio) == (resolution, ratio)
    assert (shape.width, shape.height) == size


def test_a_server_with_few_sizes_is_asked_for_the_nearest() -> None:
    shape = shape_of(_remote(sizes=["720x1280", "1280x720"], resolutions=["720p"]), 1920, 1080)
    assert (shape.width, shape.height, shape.resolution) == (1280, 720, Resolution.P720)
