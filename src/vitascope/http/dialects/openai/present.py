"""A generation in the words of the OpenAI API."""

from __future__ import annotations

import re
from collections.abc import Sequence
from uuid import UUID

from vitascope.domain.generation import Generation, State
from vitascope.domain.render import FPS, render_spec
from vitascope.http.dialects.openai.answers import Status, VideoAssets, VideoFailure, VideoMeta, VideoObject
from vitascope.http.facts import facts
from vitascope.service.assets import AssetLinks
from vitascope.service.generations import Standing

STATUS: dict[State, Status] = {
    State.QUEUED: "queued",
    State.RUNNING: "in_progress",
    State.COMPLETED: "completed",
    State.FAILED: "failed",
    State.CANCELLED: "failed",
}
_WORD = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")


def shown_id(generation_id: str) -> str:
    """``video_<hex>``."""
    return f"video_{UUID(generation_id).hex}"


def present(
    standing: Standing,
    frames: int,
    links: AssetLinks,
    expires_at: int | None = None,
    ignored: Sequence[str] = (),
) -> VideoObject:
    """The answer about one generation.

    ``frames`` is its length with what it continues, ``expires_at`` the Unix second from which on it may be
    removed, ``ignored`` are fields of the request that were not read.
    """
    generation, request = standing.generation, standing.generation.request
    clip = generation.outcome or render_spec(request, generation.seed)
    done = generation.state is State.COMPLETED
    return VideoObject(
        id=shown_id(generation.id),
        model=request.model,
        status=STATUS[generation.state],
        progress=_progress(generation),
        created_at=int(generation.created_at),
        completed_at=int(generation.finished_at) if done and generation.finished_at else None,
        expires_at=expires_at,
        prompt=request.prompt or None,
        remixed_from_video_id=shown_id(request.remix_of) if request.remix_of else None,
        seconds=_seconds(frames, clip.fps),
        size=f"{clip.width}x{clip.height}",
        error=_error(generation),
        meta=_meta(standing, links, ignored),
    )


def _progress(generation: Generation) -> int:
    """Per cent, rounded down: 100 is said of what is completed only, and 0 of what has not begun."""
    if generation.state is State.COMPLETED:
        return 100
    if generation.state is State.QUEUED:
        return 0
    least = 1 if generation.state is State.RUNNING else 0
    return min(max(int(generation.progress.fraction * 100), least), 99)


def _seconds(frames: int, fps: int) -> str:
    """``4``, or ``0.333`` for a length that is no whole number."""
    return f"{frames / (fps or FPS):.3f}".rstrip("0").rstrip(".")


def _error(generation: Generation) -> VideoFailure | None:
    if generation.state is State.CANCELLED:
        return VideoFailure(code="cancelled", message="The video was cancelled.")
    if generation.state is not State.FAILED:
        return None
    if generation.error is None:
        return VideoFailure(code="generation_failed", message="It failed; the reason was not recorded.")
    code = _WORD.sub("_", generation.error.name).lower()
    return VideoFailure(code=code, message=generation.error.message)


def _meta(standing: Standing, links: AssetLinks, ignored: Sequence[str]) -> VideoMeta:
    generation = standing.generation
    return VideoMeta(
        **facts(standing, ignored),
        generation_id=generation.id,
        assets=VideoAssets(
            video=links.url(generation, "video"),
            thumbnail=links.url(generation, "thumbnail"),
            spritesheet=links.url(generation, "sheet"),
            stitched=links.url(generation, "stitched"),
        ),
    )
