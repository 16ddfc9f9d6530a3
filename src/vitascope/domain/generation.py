"""The record of one generation and the only table of its transitions."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from vitascope.domain.request import Frozen, GenerationRequest


class State(StrEnum):
    """Where a generation stands.

    ::

        queued ──claim──▶ running ──▶ completed
          ▲  │               │ └────▶ failed
          │  └──▶ cancelled ◀┤
          └── lease lost ────┘

    A retry takes a failed or cancelled one back to ``queued``.
    """

    QUEUED = "queued"
    RUNNING = "running"
    COMPLETED = "completed"
    FAILED = "failed"
    CANCELLED = "cancelled"

    @property
    def final(self) -> bool:
        """Whether its work has ended: nothing follows but a retry that somebody asks for."""
        return self in {State.COMPLETED, State.FAILED, State.CANCELLED}


TRANSITIONS: dict[State, frozenset[State]] = {
    State.QUEUED: frozenset({State.RUNNING, State.CANCELLED, State.FAILED}),
    State.RUNNING: frozenset({State.QUEUED, State.COMPLETED, State.FAILED, State.CANCELLED}),
    State.COMPLETED: frozenset(),
    State.FAILED: frozenset({State.QUEUED}),
    State.CANCELLED: frozenset({State.QUEUED}),
}


class Failure(Frozen):
    """Why a generation ended without a video: the error class's name and its message."""

    name: str
    message: str


class Asset(Frozen):
    """One stored file of a generation.

    ``name`` is ``video``, ``thumbnail``, ``sheet``, ``stitched`` or ``input.frame0``/``input.frame1``;
    ``key`` is where storage keeps it.
    """

    name: str
    key: str
    media_type: str
    size: int
    sha256: str


class Progress(Frozen):
    """How far a running generation is: a fraction of the whole, and the stage it is in.

    ``preview`` tells one picture of what is made so far from the next; it is empty before the first.
    """

    fraction: float = 0.0
    stage: str = "queued"
    step: int = 0
    steps: int = 0
    preview: str = ""


ADOPTED = "import"
"""The engine, the model and the pool of a video that was taken in, not made; no worker serves that pool."""
PREVIEW, RUSHES = "preview", "rushes"
"""The assets that a generation has only while it runs: a picture and a short video of what is made so far."""


class Marks(Frozen):
    """The watermarks' numbers at a clip's first and last frame; None where there is none."""

    start: int | None = None
    end: int | None = None


class Outcome(Frozen):
    """What was made: measured on the file, not taken from the request.

    ``plan`` is the engine's own account of the clip, from which it can be continued;
    ``stitched_frames`` is the length of a chain's joined file, ``stitched_reason`` why it has none;
    ``credits`` is what it cost by the prices of that moment.
    """

    width: int
    height: int
    fps: int
    frames: int
    duration: float
    plan: dict[str, Any] | None = None
    stitched_frames: int | None = None
    stitched_reason: str | None = None
    credits: int = 0
    marks: Marks = Marks()


class Generation(Frozen):
    """One generation as the ledger holds it."""

    id: str
    owner: str
    request: GenerationRequest
    engine: str
    model: str
    seed: int
    pool: str = "default"
    state: State = State.QUEUED
    attempt: int = 0
    priority: int = 0
    progress: Progress = Progress()
    cancel_requested: bool = False
    error: Failure | None = None
    assets: tuple[Asset, ...] = ()
    outcome: Outcome | None = None
    created_at: float
    started_at: float | None = None
    finished_at: float | None = None

    def asset(self, name: str) -> Asset | None:
        """The stored file of that name, if there is one."""
        return next((asset for asset in self.assets if asset.name == name), None)


class Lease(Frozen):
    """The right to work on one generation until ``deadline`` (epoch seconds), renewed by heartbeats.

    ``plan`` is what an earlier attempt kept of the engine's plan.
    """

    generation: Generation
    owner: str
    attempt: int
    deadline: float
    plan: dict[str, Any] | None = None
