"""What the server answers, as frozen values."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

Status = Literal["queued", "generating", "completed", "error"]
EventKind = Literal["state", "progress", "preview", "end"]


def bare_id(shown: str) -> str:
    """The id that paths and keyframes take: what stands before the first colon."""
    return shown.partition(":")[0]


@dataclass(frozen=True)
class Failure:
    """Why there is no video: a stable name (``Cancelled``, ``KeyframeUnreachable`` …) and a sentence."""

    name: str
    message: str


@dataclass(frozen=True)
class FieldFault:
    """One thing that is wrong in a request: where (dotted), what came, what was expected."""

    field: str
    message: str
    received: Any = dataclasses.field(default=None, hash=False)
    expected: str | None = None


@dataclass(frozen=True)
class Meta:
    """What makes the video and what it is; None is what the server did not say.

    ``width`` and ``height`` are pixels, ``fps`` frames per second, ``duration`` seconds, ``progress`` 0 to
    1; until the generation is completed, size and length are planned. ``queue_position`` is how many are
    served first. ``assets`` maps names (``video``, ``thumbnail``, ``sheet``, ``stitched``) to links that
    need no key.
    """

    engine: str | None = None
    model: str | None = None
    seed: int | None = None
    width: int | None = None
    height: int | None = None
    fps: int | None = None
    duration: float | None = None
    frames: int | None = None
    progress: float = 0.0
    stage: str | None = None
    queue_position: int | None = None
    assets: Mapping[str, str] = field(default_factory=dict[str, str], hash=False)
    stitched_reason: str | None = None
    notice: str | None = None
    ignored: tuple[str, ...] = ()
    credits_used: float = 0.0
    usd_spent: float = 0.0


@dataclass(frozen=True)
class Generation:
    """One generation as it stood when it was asked for; ``raw`` is the whole answer."""

    id: str
    status: Status
    video_url: str | None = None
    error: Failure | None = None
    meta: Meta = field(default_factory=Meta)
    raw: Mapping[str, Any] = field(default_factory=dict[str, Any], repr=False, compare=False)

    @property
    def done(self) -> bool:
        """Whether nothing more will happen to it."""
        return self.status in {"completed", "error"}

    @property
    def progress(self) -> float:
        """The part that is made, 0 to 1."""
        return 1.0 if self.status == "completed" else self.meta.progress


@dataclass(frozen=True)
class Event:
    """Something that happened to a generation.

    ``state`` events say that it was queued, begun or ended, ``progress`` how far it is, ``preview`` that
    there is a picture to look at, and ``end`` is the last one. ``progress`` is 0 to 1, ``step`` of ``steps``
    is the stage's own count, ``position`` how many are served first, ``seconds_left`` an estimate in
    seconds. ``id`` is the event's, empty where the server does not number them; ``raw`` is all that came.
    """

    kind: EventKind
    status: Status
    progress: float | None = None
    stage: str | None = None
    step: int | None = None
    steps: int | None = None
    position: int | None = None
    seconds_left: float | None = None
    preview_url: str | None = None
    id: str = ""
    raw: Mapping[str, Any] = field(default_factory=dict[str, Any], repr=False, compare=False)


@dataclass(frozen=True)
class Model:
    """One name that ``model`` may have; ``served_by`` is the installed model that answers it."""

    id: str
    aliases: tuple[str, ...] = ()
    capabilities: tuple[str, ...] = ()
    served_by: str | None = None
    description: str = ""
    licence: str = ""
