"""Joining a clip with what it continues, and what both files say of themselves."""

from __future__ import annotations

from vitascope.errors import MediaError
from vitascope.media import provenance
from vitascope.media.join import join
from vitascope.worker.job import Clip, Job, Made


def stitched(job: Job, video: Made) -> tuple[Made | None, str | None]:
    """The whole chain as one file, nothing re-encoded; or why there is none.

    None and None for a clip that continues nothing.
    """
    before = job.start if isinstance(job.start, Clip) else None
    after = job.end if isinstance(job.end, Clip) else None
    if before is None and after is None:
        return None, None
    for neighbour in (before, after):
        if neighbour is not None and neighbour.apart:
            return None, neighbour.apart
    parts = [*(before.parts if before else ()), video.path, *(after.parts if after else ())]
    out = job.scratch / "stitched.mp4"
    try:
        join(parts, out, metadata=tags(job))
    except MediaError as error:
        return None, error.message
    return Made("stitched", out, video.media_type), None


def tags(job: Job) -> dict[str, str]:
    """What is written into a file: what made it, or only what must be said of every such video."""
    if not job.metadata:
        return provenance.label(job.engine)
    return provenance.metadata(
        generation_id=job.id, engine=job.engine, model=job.model, seed=job.spec.seed, prompt=job.spec.prompt
    )
