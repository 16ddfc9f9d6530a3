from __future__ import annotations

import json

import pytest

from support.shell import Shell
from vitascope.cli.bench import Measured
from vitascope.domain.request import Resolution


def test_it_measures_a_clip_and_says_what_it_means(shell: Shell) -> None:
    told = shell.run("bench", "--model", "stripes", "--frames", "12")
    assert told.returncode == 0, told.stderr
    assert "12 frames of 960x540" in told.stdout
    assert all(one.value in told.stdout for one in Resolution)
    assert shell.files() == set()


def test_programs_can_read_it(shell: Shell) -> None:
    found = json.loads(shell.run("bench", "--model", "stripes", "--frames", "2", "--json").stdout)
    assert found["frames"] == 2
    assert found["clip_seconds"] > 0
    assert found["frames_per_second"] == pytest.approx(2 / found["clip_seconds"], abs=0.01)


def test_other_sizes_go_by_their_pixels() -> None:
    found = Measured("m", 960, 540, 24, load_seconds=1.0, clip_seconds=2.0)
    assert found.expected(Resolution.P540) == pytest.approx(10.0)
    assert found.expected(Resolution.P1080) == pytest.approx(40.0)
