from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from support.shell import Shell
from vitascope.domain.render import RenderSpec
from vitascope.engines.base import Cancelled as Asked
from vitascope.engines.base import Condition, EngineInfo, FrameBlock, Report
from vitascope.testing.contract import ContractBroken, check_engine
from vitascope.testing.engine import StripesEngine

PLUGIN = Path(__file__).parents[3] / "examples" / "engine_plugin"


def test_the_engine_of_the_tests_keeps_it() -> None:
    check_engine(StripesEngine())


class Broken(StripesEngine):
    """Breaks one rule, by name."""

    def __init__(self, rule: str) -> None:
        self.rule = rule
        self.renders = 0

    def describe(self) -> EngineInfo:
        info = super().describe()
        return replace(info, cards=()) if self.rule == "names no model" else info

    def render(
        self, spec: RenderSpec, conditions: Sequence[Condition], report: Report, cancelled: Asked
    ) -> Iterator[FrameBlock]:
        self.renders += 1
        asked: Asked = (lambda: False) if self.rule == "did not raise Cancelled" else cancelled
        given = () if "dB away" in self.rule else conditions
        if self.rule == "asked for":
            spec = spec.model_copy(update={"frames": spec.frames - 1})
        for block in super().render(spec, given, report, asked):
            yield self._spoilt(block)

    def _spoilt(self, block: FrameBlock) -> FrameBlock:
        match self.rule:
            case "begins at frame":
                return replace(block, index=block.index + 1)
            case "has the shape":
                return replace(block, u=block.u[:, ::2])
            case "expected uint8":
                return replace(block, y=block.y.astype(np.float32))
            case "other frames":
                return replace(block, y=block.y + np.uint8(self.renders))
            case _:
                return block


@pytest.mark.parametrize(
    "rule",
    [
        "names no model",
        "did not raise Cancelled",
        "asked for",
        "begins at frame",
        "has the shape",
        "expected uint8",
        "other frames",
        "dB away",
    ],
)
def test_a_broken_rule_is_told(rule: str) -> None:
    with pytest.raises(ContractBroken, match=rule):
        check_engine(Broken(rule))


def test_the_template_keeps_it_by_its_own_test() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "--rootdir", str(PLUGIN), "tests"],
        cwd=PLUGIN,
        env={"PYTHONPATH": str(PLUGIN)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.startswith(". ")


@pytest.mark.slow
def test_the_template_makes_a_video(tmp_path: Path) -> None:
    shell = Shell(tmp_path)
    made = shell.run_anew(
        "generate",
        "anything",
        *("--model", "colour-fields", "--resolution", "540p", "--num-frames", "8", "-o", "fields.mp4"),
        PYTHONPATH=str(PLUGIN),
        VITASCOPE_ENGINES="colour_fields:ColourFields",
    )
    assert made.returncode == 0, made.stderr
    assert (tmp_path / "fields.mp4").stat().st_size > 0
