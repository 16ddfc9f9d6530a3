"""A generation as a card, and the request that makes it again."""

from __future__ import annotations

from typing import Any

from vitascope.domain.generation import Generation
from vitascope.domain.render import render_spec
from vitascope.domain.request import GenerationKeyframe, GenerationRequest, Keyframe, Quality
from vitascope.http.dialects.aiml.schema import Failure
from vitascope.http.gallery.schema import Card, Links
from vitascope.http.notices import NOTICES, stage
from vitascope.service.assets import AssetLinks
from vitascope.service.generations import Standing

ENDS = ("frame0", "frame1")


def card(standing: Standing, links: AssetLinks) -> Card:
    """The generation as the gallery shows it."""
    one = standing.generation
    made = one.outcome
    clip = made or render_spec(one.request, one.seed)
    rework = one.request.rework
    return Card(
        id=one.id,
        state=one.state,
        created_at=one.created_at,
        finished_at=one.finished_at,
        prompt=one.request.prompt,
        model=one.model,
        engine=one.engine,
        seed=one.seed,
        width=clip.width,
        height=clip.height,
        fps=clip.fps,
        frames=clip.frames,
        progress=round(min(max(one.progress.fraction, 0.0), 1.0), 4),
        stage=stage(one),
        position=standing.position,
        error=Failure(name=one.error.name, message=one.error.message) if one.error else None,
        links=asset_links(one, links),
        parents=_parents(one.request),
        made_from=rework.source if rework else one.request.remix_of,
        has_plan=made is not None and made.plan is not None,
        stitched_reason=made.stitched_reason if made else None,
        notice=NOTICES.get(one.engine),
        request=again(one, links),
    )


def asset_links(generation: Generation, links: AssetLinks) -> Links:
    """Links to everything the generation has."""
    made = {name: links.url(generation, name) for name in ("video", "thumbnail", "sheet", "stitched")}
    return Links(**made, **{name: links.url(generation, f"input.{name}") for name in ENDS})


def again(generation: Generation, links: AssetLinks) -> dict[str, Any]:
    """The body of a create that makes the same clip; its seed is the one that was used."""
    asked = generation.request
    body: dict[str, Any] = {
        "model": asked.model,
        "prompt": asked.prompt,
        "resolution": asked.resolution.value,
        "aspect_ratio": asked.aspect_ratio.value,
        "seed": generation.seed,
    }
    body |= {"num_frames": asked.num_frames} if asked.num_frames else {"duration": asked.duration}
    ends = {name: _end(generation, name, links) for name in ENDS}
    keyframes = {name: end for name, end in ends.items() if end is not None}
    return body | ({"keyframes": keyframes} if keyframes else {}) | _options(asked)


def _options(asked: GenerationRequest) -> dict[str, Any]:
    given: dict[str, Any] = {
        "loop": asked.loop or None,
        "concepts": list(asked.concepts) or None,
        "plan": asked.plan,
        "negative_prompt": asked.negative_prompt or None,
        "steps": asked.steps,
        "guidance": asked.guidance,
        "quality": None if asked.quality is Quality.STANDARD else asked.quality.value,
        "lora": [one.model_dump() for one in asked.lora] or None,
        "audio": asked.audio or None,
    }
    return {name: value for name, value in given.items() if value is not None}


def _end(generation: Generation, name: str, links: AssetLinks) -> dict[str, str] | None:
    keyframe: Keyframe | None = getattr(generation.request, name)
    if keyframe is None:
        return None
    if isinstance(keyframe, GenerationKeyframe):
        return {"type": "generation", "id": keyframe.id}
    return {"type": "image", "url": links.url(generation, f"input.{name}") or keyframe.url}


def _parents(asked: GenerationRequest) -> dict[str, str]:
    ends = {name: getattr(asked, name) for name in ENDS}
    return {name: end.id for name, end in ends.items() if isinstance(end, GenerationKeyframe)}
