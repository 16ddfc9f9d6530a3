"""The built-in engine as the rest of the house sees it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np

from vitascope import __version__
from vitascope.domain.render import RenderSpec
from vitascope.domain.request import Capability
from vitascope.engines.base import Cancelled, Condition, EngineInfo, FrameBlock, ModelCard, Plane, Report
from vitascope.engines.previz.threads import cores, in_order
from vitascope.errors import Cancelled as WasCancelled
from vitascope.errors import EngineError
from vitascope.settings import Settings

BLOCK_PIXELS = 4_000_000
"""A block has as many frames as make this many pixels, between one and ``BLOCK_FRAMES``."""
BLOCK_FRAMES = 4


class PrevizEngine:
    """Plans a shot from the prompt and renders it, or sets the given pictures in motion.

    Everything heavy is imported where it is used: whoever only lists models does not load a compiler.
    """

    def describe(self) -> EngineInfo:
        """One model, which can do everything and gives way to every other."""
        card = ModelCard(
            name="previz",
            engine="previz",
            licence="Apache-2.0",
            capabilities=frozenset(Capability),
            rank=-100,
            options=frozenset({"concepts", "plan"}),
            description="A planned and rendered sketch of the shot, on any CPU, without weights.",
        )
        return EngineInfo("previz", __version__, (card,))

    def load(self, device: str) -> None:
        """Import what renders; each kernel is read from the cache, or compiled, when it is needed.

        Raises ``EngineError`` for a device other than ``cpu``.
        """
        from vitascope.engines.previz.warm import ready  # noqa: PLC0415

        if device != "cpu":
            raise EngineError(
                f"previz renders on the CPU; the device {device!r} means nothing to it. Use 'cpu'."
            )
        ready()

    def warm(self) -> None:
        """Compile every kernel that the cache lacks."""
        from vitascope.engines.previz.warm import warm  # noqa: PLC0415

        warm()

    def compiled(self) -> bool:
        """Whether the cache has every kernel."""
        from vitascope.engines.previz.complete import complete  # noqa: PLC0415

        return complete()

    def check_plan(self, plan: dict[str, Any]) -> None:
        """Raise ``EngineError`` for what is no plan of previz."""
        from vitascope.engines.previz.stored import load  # noqa: PLC0415

        load(plan)

    def plan(self, spec: RenderSpec, conditions: Sequence[Condition]) -> dict[str, Any]:
        """The plan that ``render`` follows; ``spec.plan`` itself, checked, where there is one.

        Raises ``EngineError`` for conditions that do not fit the render and for a plan that is not valid.
        """
        from vitascope.engines.previz.script import planned  # noqa: PLC0415

        return planned(spec, conditions)

    def sketched(self, plan: dict[str, Any] | None) -> bool:
        """Scenes are; given pictures, and what joins them, are shown as well as can be."""
        from vitascope.engines.previz.plan import ShotPlan  # noqa: PLC0415
        from vitascope.engines.previz.stored import load  # noqa: PLC0415

        return plan is not None and isinstance(load(plan), ShotPlan)

    def render(
        self, spec: RenderSpec, conditions: Sequence[Condition], report: Report, cancelled: Cancelled
    ) -> Iterator[FrameBlock]:
        """Yield ``spec.frames`` frames; the same bytes for any number of threads.

        Raises ``EngineError`` where the plan and the conditions do not belong together, and ``Cancelled``
        within about a frame of ``cancelled()`` turning true.
        """
        from vitascope.engines.previz.assemble import shot_for  # noqa: PLC0415
        from vitascope.engines.previz.scratch import frames  # noqa: PLC0415

        report("prepare", 0, 0)
        shot = shot_for(self.plan(spec, conditions), spec, conditions)
        if cancelled():
            raise WasCancelled("The generation was cancelled before its first frame.")
        threads = Settings().render_threads or cores()
        made = in_order(shot.frame, spec.frames, threads, cancelled)
        size = max(1, min(BLOCK_FRAMES, BLOCK_PIXELS // (spec.width * spec.height)))
        try:
            for block in _blocks(made, size):
                yield block
                report("render", block.index + block.count, spec.frames)
        finally:
            frames.clear()


def _blocks(frames: Iterator[tuple[Plane, Plane, Plane]], size: int) -> Iterator[FrameBlock]:
    """Frames in blocks of ``size``, the last one as short as it comes."""
    index = 0
    held: list[tuple[Plane, Plane, Plane]] = []
    for frame in frames:
        held.append(frame)
        if len(held) == size:
            yield _block(index, held)
            index += len(held)
            held.clear()
    if held:
        yield _block(index, held)


def _block(index: int, frames: list[tuple[Plane, Plane, Plane]]) -> FrameBlock:
    if len(frames) == 1:
        y, u, v = frames[0]
        return FrameBlock(index, y[np.newaxis], u[np.newaxis], v[np.newaxis])
    y, u, v = (np.stack(planes) for planes in zip(*frames, strict=True))
    return FrameBlock(index, y, u, v)
