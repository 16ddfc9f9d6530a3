"""The request a generation was made from, as the Luma Dream Machine API shows it again."""

from __future__ import annotations

from math import gcd

from vitascope.domain.generation import Generation
from vitascope.domain.request import GenerationRequest, ImageKeyframe, Keyframe, Rework
from vitascope.http.dialects.luma.answers import (
    Echo,
    EndEcho,
    LumaConceptEcho,
    LumaGenerationEcho,
    LumaImageEcho,
    LumaKeyframesEcho,
    LumaLoraEcho,
    LumaMediaEcho,
    LumaReframeEcho,
    LumaUpscaleEcho,
    LumaVideoEcho,
)
from vitascope.service.assets import AssetLinks
from vitascope.service.keyframes import STORED


def bare_model(request: GenerationRequest) -> str:
    """The requested model's name without the provider that other dialects put before it."""
    return request.model.removeprefix("luma/")


def echo(generation: Generation, links: AssetLinks) -> Echo:
    """What was asked, whichever dialect it was asked in, with every default filled in."""
    request = generation.request
    match request.rework:
        case None:
            return _video(generation, links)
        case Rework(kind="upscale"):
            return LumaUpscaleEcho(resolution=_resolution(request), callback_url=request.callback_url)
        case Rework(media=media, prompt=prompt):
            return LumaReframeEcho(
                model=bare_model(request),
                media=LumaMediaEcho(url=media),
                aspect_ratio=_ratio(request),
                prompt=prompt,
                callback_url=request.callback_url,
            )


def _video(generation: Generation, links: AssetLinks) -> LumaVideoEcho:
    request = generation.request
    return LumaVideoEcho(
        model=bare_model(request),
        prompt=request.prompt or None,
        aspect_ratio=_ratio(request),
        resolution=_resolution(request),
        duration=f"{request.duration}s",
        loop=request.loop,
        keyframes=_keyframes(generation, links),
        concepts=[LumaConceptEcho(key=key) for key in request.concepts] or None,
        callback_url=request.callback_url,
        seed=request.seed,
        num_frames=request.num_frames,
        negative_prompt=request.negative_prompt,
        steps=request.steps,
        guidance=request.guidance,
        quality=request.quality.value,
        lora=[LumaLoraEcho(name=one.name, scale=one.scale) for one in request.lora] or None,
        audio=request.audio,
        priority=request.priority,
        webhook=request.webhook,
    )


def _resolution(request: GenerationRequest) -> str:
    return f"{min(request.size)}p" if request.size else request.resolution.value


def _ratio(request: GenerationRequest) -> str:
    if request.size is None:
        return request.aspect_ratio.value
    width, height = request.size
    common = gcd(width, height)
    return f"{width // common}:{height // common}"


def _keyframes(generation: Generation, links: AssetLinks) -> LumaKeyframesEcho | None:
    frame0 = _end(generation, "frame0", links)
    frame1 = _end(generation, "frame1", links)
    return LumaKeyframesEcho(frame0=frame0, frame1=frame1) if frame0 or frame1 else None


def _end(generation: Generation, name: str, links: AssetLinks) -> EndEcho | None:
    keyframe: Keyframe | None = getattr(generation.request, name)
    if keyframe is None:
        return None
    if not isinstance(keyframe, ImageKeyframe):
        return LumaGenerationEcho(id=keyframe.id)
    kept = links.url(generation, f"input.{name}") if keyframe.url.startswith(STORED) else None
    return LumaImageEcho(url=kept or keyframe.url)
