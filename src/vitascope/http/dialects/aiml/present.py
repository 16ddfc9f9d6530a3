"""A generation in the words of the AI/ML API."""

from __future__ import annotations

from collections.abc import Sequence

from vitascope.domain.generation import Generation, State
from vitascope.domain.render import render_spec
from vitascope.http.dialects.aiml.schema import Assets, Failure, Meta, Status, Usage, Video, VideoGeneration
from vitascope.http.notices import NOTICES, stage
from vitascope.service.assets import AssetLinks
from vitascope.service.generations import Standing

STATUS: dict[State, Status] = {
    State.QUEUED: "queued",
    State.RUNNING: "generating",
    State.COMPLETED: "completed",
    State.FAILED: "error",
    State.CANCELLED: "error",
}


def shown_id(generation: Generation) -> str:
    """``uuid:<requested model>``."""
    return f"{generation.id}:{generation.request.model}"


def present(standing: Standing, links: AssetLinks, ignored: Sequence[str] = ()) -> VideoGeneration:
    """The answer to create, fetch and cancel; ``ignored`` are fields of the create that were not read."""
    generation = standing.generation
    assets = Assets(
        video=links.url(generation, "video"),
        thumbnail=links.url(generation, "thumbnail"),
        sheet=links.url(generation, "sheet"),
        stitched=links.url(generation, "stitched"),
    )
    return VideoGeneration(
        id=shown_id(generation),
        generation_id=generation.id,
        status=STATUS[generation.state],
        video=Video(url=assets.video) if assets.video else None,
        error=_error(generation),
        meta=_meta(standing, assets, ignored),
    )


def _error(generation: Generation) -> Failure | None:
    if generation.state is State.CANCELLED:
        return Failure(name="Cancelled", message="The generation was cancelled.")
    if generation.state is not State.FAILED:
        return None
    if generation.error is None:
        return Failure(name="GenerationFailed", message="The generation failed; the reason was not recorded.")
    return Failure(name=generation.error.name, message=generation.error.message)


def _meta(standing: Standing, assets: Assets, ignored: Sequence[str]) -> Meta:
    generation = standing.generation
    made = generation.outcome
    clip = made or render_spec(generation.request, generation.seed)
    return Meta(
        usage=Usage(),
        engine=generation.engine,
        model=generation.model,
        seed=generation.seed,
        width=clip.width,
        height=clip.height,
        fps=clip.fps,
        duration=round(clip.frames / clip.fps, 6),
        frames=clip.frames,
        progress=round(min(max(generation.progress.fraction, 0.0), 1.0), 4),
        stage=stage(generation),
        queue_position=standing.position,
        thumbnail=assets.thumbnail,
        assets=assets,
        stitched_reason=made.stitched_reason if made else None,
        notice=NOTICES.get(generation.engine),
        ignored=list(ignored),
    )
