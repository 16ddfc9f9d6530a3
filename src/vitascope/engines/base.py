"""The contract every engine keeps."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Literal, Protocol, runtime_checkable

import numpy as np
from numpy.typing import NDArray

from vitascope.domain.render import RenderSpec
from vitascope.domain.request import Capability

Plane = NDArray[np.uint8]
Picture = NDArray[np.uint8]
"""RGB, ``(height, width, 3) uint8``."""

Report = Callable[[str, int, int], None]
"""Progress: ``report(stage, step, steps)``."""
Cancelled = Callable[[], bool]
"""Asked between blocks; true means stop now."""
Keep = Callable[[dict[str, Any]], None]
"""Puts another plan in the place of the stored one."""


@dataclass(frozen=True)
class ModelCard:
    """One model an engine serves.

    ``rank`` orders models within a role, the highest first; ``roles`` are ``best`` and ``fast``;
    ``options`` are those of ``domain.request.OPTIONS`` that it honours.
    """

    name: str
    engine: str
    licence: str
    capabilities: frozenset[Capability]
    roles: frozenset[str] = frozenset({"best", "fast"})
    rank: int = 0
    description: str = ""
    options: frozenset[str] = frozenset()


@dataclass(frozen=True)
class EngineInfo:
    """What an engine says of itself before anything is loaded.

    ``ahead`` is about how much of its work, 0 to 1, is done when the first frame comes. ``accelerated``: it
    computes on the devices of its slot; the others are given the CPU.
    """

    name: str
    version: str
    cards: tuple[ModelCard, ...]
    ahead: float = 0.02
    accelerated: bool = False


@dataclass(frozen=True)
class FrameBlock:
    """Consecutive frames, planar YUV 4:2:0, BT.709, limited range.

    ``y`` is ``(n, height, width) uint8``; ``u`` and ``v`` are ``(n, height / 2, width / 2) uint8``;
    ``index`` is the first frame's place in the clip.
    """

    index: int
    y: Plane
    u: Plane
    v: Plane

    @property
    def count(self) -> int:
        """Frames in the block."""
        return int(self.y.shape[0])


@dataclass(frozen=True)
class SourceClip:
    """The earlier generation behind a condition: who made it, its plan and its length in frames."""

    engine: str
    plan: dict[str, Any] | None
    frames: int


@dataclass(frozen=True)
class Condition:
    """What one end of the clip must be.

    ``pictures`` are cover-fitted to the render's size, ``(n, height, width, 3) uint8``, in the order
    in which they play. An image has one and the clip's end *is* that picture. A generation has its
    frames next to the joint: the last ones of the source for ``start`` (the clip goes on after
    them), its first ones for ``end`` (the clip leads into them).
    """

    position: Literal["start", "end"]
    pictures: NDArray[np.uint8]
    source: SourceClip | None = None


class Engine(Protocol):
    """One way to make video. Lives in a child process, is loaded once and renders many times."""

    def describe(self) -> EngineInfo:
        """Name, models and what they can do; cheap, imports nothing heavy."""
        ...

    def load(self, device: str) -> None:
        """Make ready to render: compile kernels, load weights."""
        ...

    def plan(self, spec: RenderSpec, conditions: Sequence[Condition]) -> dict[str, Any] | None:
        """What will be shown, as JSON, or None for engines that do not plan.

        It is stored with the generation and comes back in ``spec.plan``; a later generation that
        continues this one receives it in ``Condition.source``.
        """
        ...

    def render(
        self,
        spec: RenderSpec,
        conditions: Sequence[Condition],
        report: Report,
        cancelled: Cancelled,
    ) -> Iterator[FrameBlock]:
        """Yield exactly ``spec.frames`` frames in order, in blocks, never holding the clip.

        Raises ``EngineError`` for what cannot be rendered and ``Cancelled`` soon after ``cancelled()``
        turns true.
        """
        ...


@dataclass(frozen=True)
class Sound:
    """What is heard with a clip: ``samples`` is ``(n, channels) float32``, -1 to 1, ``rate`` a second."""

    samples: NDArray[np.float32]
    rate: int


@runtime_checkable
class MakesSound(Protocol):
    """An engine whose clips may be heard."""

    def sound(self) -> Sound | None:
        """What is heard with the clip whose last frame was yielded; None for silence."""
        ...


@runtime_checkable
class Sketches(Protocol):
    """An engine of whose clips some are sketches: wanted soon, and as small as that allows."""

    def sketched(self, plan: dict[str, Any] | None) -> bool:
        """Whether the clip of this plan is one."""
        ...


@runtime_checkable
class ReadsPlans(Protocol):
    """An engine that follows a plan which a client sends, and can tell at once whether it is one."""

    def check_plan(self, plan: dict[str, Any]) -> None:
        """Called where requests come in, in no child: cheap. Raises ``EngineError`` for what is no plan."""
        ...


@runtime_checkable
class KeepsPlace(Protocol):
    """An engine that learns while it renders what an attempt after it should know."""

    def keep_with(self, keep: Keep) -> None:
        """Called before ``render``: what is kept comes back in ``spec.plan`` of the next attempt."""
        ...


@runtime_checkable
class Compiles(Protocol):
    """An engine that compiles what a shot needs when it comes, and can do so ahead for all shots."""

    def warm(self) -> None:
        """Called after ``load`` where nobody waits: compile everything and keep it for other processes."""
        ...

    def compiled(self) -> bool:
        """Whether everything was compiled and kept before, by whatever process."""
        ...
