"""Joining a clip with what it continues, and what both files say of themselves."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from vitascope.domain.render import RenderSpec
from vitascope.domain.request import Quality
from vitascope.errors import MediaError, Unavailable
from vitascope.media import cage, provenance
from vitascope.worker.job import Clip, Job, Made
from vitascope.worker.signature import sign


@dataclass(frozen=True)
class Chain:
    """The whole chain as one file, how many frames it has, or why there is none."""

    made: Made | None = None
    frames: int | None = None
    apart: str | None = None


def stitched(job: Job, video: Made) -> Chain:
    """What a clip is one file with; nothing is encoded again. Empty for a clip that continues nothing."""
    clips = [end for end in (job.start, job.end) if isinstance(end, Clip)]
    apart = next((clip.apart for clip in clips if clip.apart), None)
    if not clips or apart:
        return Chain(apart=apart)
    before = job.start.parts if isinstance(job.start, Clip) else ()
    after = job.end.parts if isinstance(job.end, Clip) else ()
    out = job.scratch / "stitched.mp4"
    try:
        joined = cage.join([*before, video.path, *after], out, video.path, tags(job))
    except (MediaError, Unavailable) as error:  # what was rendered is kept, whatever becomes of the whole
        return Chain(apart=error.message)
    whole = Made("stitched", out, video.media_type)
    sign(job, whole)
    return Chain(whole, joined.frames)


def tags(job: Job) -> dict[str, str]:
    """What is written into a file: what made it, or only what must be said of every such video."""
    if not job.metadata:
        return provenance.label(job.engine)
    return provenance.metadata(
        generation_id=job.id,
        engine=job.engine,
        model=job.model,
        seed=job.spec.seed,
        prompt=job.spec.prompt,
        options=_options(job.spec),
    )


def _options(spec: RenderSpec) -> dict[str, Any]:
    """What was asked for beside words and seed, as far as it is not as usual: enough to ask for it again."""
    asked = {
        "loop": spec.loop,
        "concepts": list(spec.concepts),
        "negative_prompt": spec.negative_prompt,
        "steps": spec.steps,
        "guidance": spec.guidance,
        "quality": None if spec.quality is Quality.STANDARD else spec.quality.value,
        "lora": [one.model_dump() for one in spec.lora],
        "audio": spec.audio,
    }
    return {name: value for name, value in asked.items() if value}
