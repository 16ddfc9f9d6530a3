"""Damaged media through the children that decode for the server: refused or read, and nothing falls."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import numpy as np
import pytest

from security.test_fuzz_media import damaged, seeds
from unit.media.clips import clip
from vitascope.errors import MediaError
from vitascope.media import cage
from vitascope.media.image import FORMATS, decode_image

FILES = 2500
"""Of each format."""
PERCENTILE_SECONDS = 5.0
"""99 of 100 files take less on the busiest machine; what is promised of a quiet one is a fifth of it."""


def tried(use: Callable[[], object]) -> tuple[bool, float]:
    """Whether it was read, and the seconds it took."""
    began = time.monotonic()
    try:
        use()
    except MediaError:
        return False, time.monotonic() - began
    return True, time.monotonic() - began


def p99(seconds: list[float]) -> float:
    return float(np.percentile(seconds, 99))


def told(form: str, took: list[float]) -> None:
    """Say what was measured, for who runs this with -s."""
    milliseconds = f"p99 {p99(took) * 1000:.1f} ms, slowest {max(took) * 1000:.0f} ms"
    sys.stdout.write(f"{form}: {len(took):,} files, {milliseconds}\n")


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("form", FORMATS)
def test_pictures(form: str, fuzz: int) -> None:
    cage.shared().walls  # noqa: B018 - starts the first child before the clock runs
    took: list[float] = []
    for data in damaged(seeds(form), FILES * fuzz):
        read, seconds = tried(partial(cage.check_pixels, data))
        took.append(seconds)
        assert read is tried(partial(decode_image, data))[0]
    assert p99(took) < PERCENTILE_SECONDS
    told(form, took)


def test_videos(tmp_path: Path, fuzz: int) -> None:
    whole = clip(tmp_path / "whole.mp4", 64, 48, 6)
    path = tmp_path / "damaged.mp4"
    uses: list[Callable[[], object]] = [
        lambda: cage.probe(path),
        lambda: cage.stills(path, 12, 64),
        lambda: cage.neighbours(path, "last", 2, (64, 48)),
        lambda: cage.check_joinable([whole.path, path]),
        lambda: cage.tags(path),
        lambda: list(cage.frames(path)),
        lambda: cage.join([whole.path, path], tmp_path / "joined.mp4", whole.path, {}),
    ]
    took: list[float] = []
    refused = 0
    for number, data in enumerate(damaged([whole.path.read_bytes()], FILES * fuzz)):
        path.write_bytes(data)
        read, seconds = tried(uses[number % len(uses)])
        took.append(seconds)
        refused += not read
    assert 0.1 < refused / len(took) < 1
    assert p99(took) < PERCENTILE_SECONDS
    told("MP4", took)
