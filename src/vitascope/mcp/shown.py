"""A generation as a model reads it."""

from __future__ import annotations

from pydantic import BaseModel, Field

from vitascope.domain.generation import Generation, State
from vitascope.domain.render import render_spec

SCHEME = "vitascope://generations"
PICTURES = {"thumbnail": "image/webp", "sheet": "image/jpeg"}
VIDEOS = {"video": "video/mp4", "stitched": "video/mp4"}
"""The files of a generation that are resources, with their media types."""


class Shown(BaseModel):
    """How a generation stands; what is not known is null."""

    id: str = Field(description="What status, extend and cancel take.")
    state: str = Field(description="queued, running, completed, failed or cancelled.")
    progress: float = Field(description="The part that is done, 0 to 1.")
    stage: str = Field(description="What is being done.")
    queue_position: int | None = Field(default=None, description="How many are served before it.")
    prompt: str
    model: str = Field(description="The model that makes it.")
    engine: str = Field(description="The engine that runs the model.")
    seed: int
    width: int
    height: int
    frames: int
    seconds: float
    error: str | None = Field(default=None, description="Why there is no video.")
    resources: dict[str, str] = Field(
        default_factory=dict, description="URIs of its files: video, thumbnail, sheet, stitched."
    )
    places: dict[str, str] = Field(
        default_factory=dict,
        description="The same files as paths on this machine, or as links without a key.",
    )
    note: str | None = Field(default=None, description="What to know about it.")


def uri(generation_id: str, name: str) -> str:
    """The resource of one of its files."""
    return f"{SCHEME}/{generation_id}/{name}"


def shown(generation: Generation, position: int | None, places: dict[str, str]) -> Shown:
    """The generation in a model's words."""
    made = generation.outcome
    clip = made or render_spec(generation.request, generation.seed)
    names = [name for name in (*PICTURES, *VIDEOS) if generation.asset(name)]
    return Shown(
        id=generation.id,
        state=generation.state.value,
        progress=1.0 if generation.state is State.COMPLETED else round(generation.progress.fraction, 4),
        stage=generation.progress.stage,
        queue_position=position,
        prompt=generation.request.prompt,
        model=generation.model,
        engine=generation.engine,
        seed=generation.seed,
        width=clip.width,
        height=clip.height,
        frames=clip.frames,
        seconds=round(clip.frames / clip.fps, 3),
        error=_error(generation),
        resources={name: uri(generation.id, name) for name in names},
        places=places,
        note=made.stitched_reason if made else None,
    )


def _error(generation: Generation) -> str | None:
    if generation.state is State.CANCELLED:
        return "Cancelled: the generation was cancelled."
    if generation.state is not State.FAILED:
        return None
    error = generation.error
    return f"{error.name}: {error.message}" if error else "It failed; the reason was not recorded."
