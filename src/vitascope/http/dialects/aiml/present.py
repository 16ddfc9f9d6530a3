"""A generation in the words of the AI/ML API."""

from __future__ import annotations

from collections.abc import Sequence

from vitascope.domain.generation import Generation, State
from vitascope.http.dialects.aiml.schema import Assets, Failure, Meta, Status, Video, VideoGeneration
from vitascope.http.facts import facts
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
        error=error_of(generation),
        meta=Meta(**facts(standing, ignored), thumbnail=assets.thumbnail, assets=assets),
    )


def error_of(generation: Generation) -> Failure | None:
    """Why there is no video; None where there is one, or may still be."""
    if generation.state is State.CANCELLED:
        return Failure(name="Cancelled", message="The generation was cancelled.")
    if generation.state is not State.FAILED:
        return None
    if generation.error is None:
        return Failure(name="GenerationFailed", message="The generation failed; the reason was not recorded.")
    return Failure(name=generation.error.name, message=generation.error.message)
