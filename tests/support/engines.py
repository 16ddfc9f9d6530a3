"""Engines with faults, for tests of what a worker does about them."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from vitascope.domain.render import RenderSpec
from vitascope.engines.base import Cancelled, Condition, FrameBlock, Report
from vitascope.errors import Cancelled as Stopped
from vitascope.settings import Settings
from vitascope.testing.engine import SlowStripes, StripesEngine

HELD = "support.engines:HeldStripes"
PACED = "support.engines:PacedStripes"

ALL = (
    "support.engines:ShortStripes",
    "support.engines:LongStripes",
    "support.engines:BrokenStripes",
    "support.engines:DeafStripes",
    "support.engines:DyingStripes",
    HELD,
    "vitascope.testing.engine:SlowStripes",
    "vitascope.testing.engine:StripesEngine",
)
"""For ``Settings.engines``."""


class ShortStripes(StripesEngine):
    """Yields a block too few."""

    name = "short"
    rank = 10

    def render(
        self, spec: RenderSpec, conditions: Sequence[Condition], report: Report, cancelled: Cancelled
    ) -> Iterator[FrameBlock]:
        """All blocks but the last."""
        for block in super().render(spec, conditions, report, cancelled):
            if block.index + block.count < spec.frames:
                yield block


class LongStripes(StripesEngine):
    """Does not stop at the end."""

    name = "long"
    rank = 10

    def render(
        self, spec: RenderSpec, conditions: Sequence[Condition], report: Report, cancelled: Cancelled
    ) -> Iterator[FrameBlock]:
        """A block more than was asked for."""
        more = spec.model_copy(update={"frames": spec.frames + self.block})
        return super().render(more, conditions, report, cancelled)


class BrokenStripes(StripesEngine):
    """Has a bug."""

    name = "broken"
    rank = 10

    def render(
        self, spec: RenderSpec, conditions: Sequence[Condition], report: Report, cancelled: Cancelled
    ) -> Iterator[FrameBlock]:
        """Raise what no engine should."""
        yield from super().render(spec.model_copy(update={"frames": 4}), conditions, report, cancelled)
        raise ZeroDivisionError("stripes are zero wide")


class DeafStripes(StripesEngine):
    """Does not look whether it was cancelled."""

    name = "deaf"
    rank = 10

    def render(
        self, spec: RenderSpec, conditions: Sequence[Condition], report: Report, cancelled: Cancelled
    ) -> Iterator[FrameBlock]:
        """Sleep, then render."""
        report("sleep", 0, 1)
        time.sleep(3600)
        return super().render(spec, conditions, report, cancelled)


class DyingStripes(SlowStripes):
    """Its process is killed at the eighth frame, every time."""

    name = "dying"
    rank = 10
    frame_seconds = 0.0

    def render(
        self, spec: RenderSpec, conditions: Sequence[Condition], report: Report, cancelled: Cancelled
    ) -> Iterator[FrameBlock]:
        """Seven frames and no more."""
        for block in super().render(spec, conditions, report, cancelled):
            if block.index == 7:
                os.kill(os.getpid(), signal.SIGKILL)
            yield block


class HeldStripes(StripesEngine):
    """Half-way it waits for the file that its prompt names: what a test does meanwhile has all the time."""

    name = "held"
    rank = 10
    block = 1

    def render(
        self, spec: RenderSpec, conditions: Sequence[Condition], report: Report, cancelled: Cancelled
    ) -> Iterator[FrameBlock]:
        """All frames, the later ones once it may."""
        for block in super().render(spec, conditions, report, cancelled):
            yield block
            while 2 * (block.index + 1) >= spec.frames and not Path(spec.prompt).exists():
                if cancelled():
                    raise Stopped("The owner cancelled this generation.")
                time.sleep(0.01)


class PacedStripes(StripesEngine):
    """Slow until there is the file that its prompt names, then quick: there is much to see on the way."""

    name = "paced"
    block = 1

    def render(
        self, spec: RenderSpec, conditions: Sequence[Condition], report: Report, cancelled: Cancelled
    ) -> Iterator[FrameBlock]:
        """All frames, the first ones one after the other."""
        for block in super().render(spec, conditions, report, cancelled):
            if not Path(spec.prompt).exists():
                time.sleep(0.05 if 4 * block.index < 3 * spec.frames else 1.0)
            yield block


class HeavyStripes(StripesEngine):
    """Takes longer to load than anybody waits."""

    name = "heavy"
    rank = 2000
    load_seconds = 3600.0


class CompilingStripes(StripesEngine):
    """Compiles ahead where nobody waits, and leaves there which process did."""

    name = "compiling"

    def warm(self) -> None:
        """A file named by the process."""
        Settings().cache_dir.mkdir(parents=True, exist_ok=True)
        Path(Settings().cache_dir, f"{os.getpid()}.warm").touch()

    def compiled(self) -> bool:
        """Whether there is a file that says so."""
        return Path(Settings().cache_dir, "compiled").exists()
