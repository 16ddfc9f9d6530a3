"""A generation in the words of the Luma Dream Machine API."""

from __future__ import annotations

from collections.abc import Sequence

from vitascope.clock import iso
from vitascope.domain import generation as domain
from vitascope.domain.generation import Generation
from vitascope.http.dialects.luma.answers import LumaAssets, LumaGeneration, LumaMeta, State
from vitascope.http.dialects.luma.echo import bare_model, echo
from vitascope.http.facts import facts
from vitascope.service.assets import AssetLinks
from vitascope.service.generations import Standing

STATES: dict[domain.State, State] = {
    domain.State.QUEUED: "queued",
    domain.State.RUNNING: "dreaming",
    domain.State.COMPLETED: "completed",
    domain.State.FAILED: "failed",
    domain.State.CANCELLED: "failed",
}
_UNREADABLE = {"KeyframeUnreachable", "AddressRefused", "MediaError"}
"""Failures that lie in what the caller sent."""


def present(standing: Standing, links: AssetLinks, ignored: Sequence[str] = ()) -> LumaGeneration:
    """The answer about one generation; ``ignored`` are fields of the request that were not read."""
    generation = standing.generation
    return LumaGeneration(
        id=generation.id,
        state=STATES[generation.state],
        failure_reason=_reason(generation),
        created_at=iso(generation.created_at, digits=6),
        assets=_assets(generation, links),
        model=bare_model(generation.request),
        request=echo(generation, links),
        meta=_meta(standing, links, ignored),
    )


def _assets(generation: Generation, links: AssetLinks) -> LumaAssets | None:
    if generation.state is domain.State.COMPLETED:
        image = links.url(generation, "thumbnail")
        return LumaAssets(video=links.url(generation, "video"), image=image, progress_video=None)
    if generation.state is not domain.State.RUNNING or not generation.progress.preview:
        return None  # what an attempt left that was lost is no part of this one
    image, rushes = (links.unfinished_url(generation, name) for name in (domain.PREVIEW, domain.RUSHES))
    return LumaAssets(video=None, image=image, progress_video=rushes)


def _reason(generation: Generation) -> str | None:
    """Why there is no video: the hosted API's words, then what happened."""
    if generation.state is domain.State.CANCELLED:
        return "Cancelled: the generation was cancelled."
    if generation.state is not domain.State.FAILED:
        return None
    error = generation.error
    if error is None:
        return "Job failed"
    words = "Failed to read user input frames" if error.name in _UNREADABLE else "Job failed"
    return f"{words}: {error.message}"


def _meta(standing: Standing, links: AssetLinks, ignored: Sequence[str]) -> LumaMeta:
    generation = standing.generation
    rework = generation.request.rework
    return LumaMeta(
        **facts(standing, ignored),
        source=rework.source if rework else None,
        stitched=links.url(generation, "stitched"),
    )
