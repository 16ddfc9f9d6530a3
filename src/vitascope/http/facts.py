"""What every dialect tells of a generation in ``meta``: what makes the video, what it is, how far it is."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from vitascope.domain.generation import Generation
from vitascope.domain.price import dollars
from vitascope.domain.render import render_spec
from vitascope.http.notices import NOTICES, stage
from vitascope.service.generations import Standing


class Usage(BaseModel):
    """What it cost: nothing, unless the server has prices; a failed one costs nothing in any case."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    credits_used: int = Field(default=0, description="2,000,000 of them are a dollar.")
    usd_spent: float = 0.0


class Facts(BaseModel):
    """What made the video and what it is; its size and length are planned until it is completed."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    usage: Usage
    engine: str
    model: str
    seed: int
    width: int
    height: int
    fps: int
    duration: float = Field(description="Seconds.")
    frames: int = Field(description="Of the new part alone, where an earlier video is continued.")
    progress: float = Field(ge=0, le=1, description="The part that is done.")
    stage: str = Field(description="What is being done.")
    queue_position: int | None = Field(description="How many are served before it; null unless queued.")
    starts_in: float | None = Field(
        description="Estimated seconds until it starts; null unless queued where somebody serves the queue."
    )
    stitched_reason: str | None = Field(description="Why a continued generation has no stitched video.")
    notice: str | None = Field(description="What to know about the model that was used.")
    ignored: list[str] = Field(description="Fields of the request's body that were not read.")


def facts(standing: Standing, ignored: Sequence[str] = ()) -> dict[str, Any]:
    """The fields of ``Facts``; ``ignored`` are fields of the request that were not read."""
    generation = standing.generation
    made = generation.outcome
    clip = made or render_spec(generation.request, generation.seed)
    return {
        "usage": usage(spent(generation)),
        "engine": generation.engine,
        "model": generation.model,
        "seed": generation.seed,
        "width": clip.width,
        "height": clip.height,
        "fps": clip.fps,
        "duration": round(clip.frames / clip.fps, 6),
        "frames": clip.frames,
        "progress": round(min(max(generation.progress.fraction, 0.0), 1.0), 4),
        "stage": stage(generation),
        "queue_position": standing.position,
        "starts_in": None if standing.starts_in is None else round(standing.starts_in, 1),
        "stitched_reason": made.stitched_reason if made else None,
        "notice": NOTICES.get(generation.engine),
        "ignored": list(ignored),
    }


def spent(generation: Generation) -> int:
    """Credits that a generation cost."""
    return generation.outcome.credits if generation.outcome else 0


def usage(amount: int) -> Usage:
    """Credits, also in dollars."""
    return Usage(credits_used=amount, usd_spent=dollars(amount))
