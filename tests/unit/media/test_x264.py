from __future__ import annotations

from dataclasses import dataclass

import pytest

from vitascope.media.x264 import options, zones


@dataclass(frozen=True)
class AJob:
    width: int
    height: int
    frames: int = 120
    pinned: frozenset[str] = frozenset()
    sketch: bool = False


@pytest.mark.parametrize(
    ("size", "preset"),
    [
        ((1920, 1080), "veryfast"),
        ((1080, 2520), "veryfast"),
        ((3840, 2160), "superfast"),
        ((2160, 2160), "superfast"),
    ],
)
def test_the_preset_goes_by_pixels(size: tuple[int, int], preset: str) -> None:
    chosen = options(AJob(*size))
    assert (chosen["preset"], chosen["crf"]) == (preset, "20")


def test_a_sketch_is_searched_for_less_unless_the_preset_does_so() -> None:
    assert "me=dia:subme=1" in options(AJob(1920, 1080, sketch=True))["x264-params"]
    assert options(AJob(3840, 2160, sketch=True)) == options(AJob(3840, 2160))


@pytest.mark.parametrize("frames", [2, 3, 5, 12, 25, 120])
def test_zones_stay_within_the_clip_and_apart(frames: int) -> None:
    spans = [tuple(map(int, zone.split(",")[:2])) for zone in zones(frames, frozenset({"start", "end"}))]
    assert spans[0] == (0, 0)
    assert spans[-1] == (frames - 1, frames - 1)
    assert all(first == last for first, last in spans)
    assert len(set(spans)) == len(spans)


def test_quality_rises_to_a_pinned_end() -> None:
    *ramp, last = zones(120, frozenset({"end"}))
    bits = [float(zone.partition("b=")[2]) for zone in ramp]
    assert bits == sorted(bits)
    assert [int(zone.split(",")[0]) for zone in ramp] == list(range(111, 119))
    assert 1 < bits[0] < 1.2
    assert last == "119,119,q=7"


def test_quality_falls_after_a_pinned_start() -> None:
    first, *ramp = zones(120, frozenset({"start"}))
    bits = [float(zone.partition("b=")[2]) for zone in ramp]
    assert bits == sorted(bits, reverse=True)
    assert [int(zone.split(",")[0]) for zone in ramp] == list(range(1, 9))
    assert first.startswith("0,0,q=10")


def test_nothing_pinned_nothing_zoned() -> None:
    assert zones(120, frozenset()) == []
