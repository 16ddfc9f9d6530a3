"""What may be asked together, and what an extension takes over from its source."""

from __future__ import annotations

from typing import Any

from vitascope.domain.concepts import CONCEPTS
from vitascope.domain.generation import Generation
from vitascope.domain.render import frame_size
from vitascope.domain.request import PROMPT_LIMIT, AspectRatio, GenerationRequest, ImageKeyframe, Resolution
from vitascope.engines.base import Engine, ModelCard, ReadsPlans
from vitascope.errors import EngineError, Forbidden, InvalidRequest, MissingCapability

SECONDS = (1, 20)
SIDE = (16, 5040)
"""Pixels."""
AREA = 5040 * 2160
"""The most pixels in a frame: 21:9 at 4K."""

_LOOP_REFUSALS: dict[tuple[str | None, str], str] = {
    (None, "image"): "end frame",
    ("image", "image"): "keyframes",
    (None, "generation"): "extend reverse",
    ("generation", "image"): "interpolate video to image",
    ("image", "generation"): "interpolate image to video",
    ("generation", "generation"): "interpolate between two videos",
}
"""In the words of the hosted API."""


def check_prompt(request: GenerationRequest) -> None:
    """Refuse a prompt with nothing in it, or too much. Over a picture none need be given."""
    wordless = "prompt" not in request.model_fields_set and _has_picture(request)
    if not request.prompt.strip() and not wordless:
        raise InvalidRequest(
            f"Prompt is required: received {request.prompt[:20]!r}, expected a text of 1 to {PROMPT_LIMIT} "
            "characters that says what is to be seen.",
            "prompt",
        )
    if len(request.prompt) > PROMPT_LIMIT:
        raise InvalidRequest(
            f"Prompt is too long, maximum length is {PROMPT_LIMIT} characters; "
            f"received {len(request.prompt)}.",
            "prompt",
        )


def check_loop(request: GenerationRequest) -> None:
    """Refuse a loop whose end is already given."""
    if not request.loop or request.frame1 is None:
        return
    ends = (request.frame0.type if request.frame0 else None, request.frame1.type)
    raise InvalidRequest(
        f"Loop is not supported for {_LOOP_REFUSALS[ends]}: received loop true with keyframes.frame1, "
        "expected one of the two, because a loop ends where it began. Leave out loop or frame1.",
        "loop",
    )


def check_concepts(request: GenerationRequest) -> None:
    """Refuse a concept that nobody knows."""
    for concept in request.concepts:
        if concept not in CONCEPTS:
            raise InvalidRequest(
                f"The concept {concept[:50]!r} is not known; expected one of {', '.join(CONCEPTS)}. "
                "Take another, or write what the camera does into the prompt.",
                "concepts",
            )


def check_options(request: GenerationRequest, card: ModelCard) -> None:
    """Refuse what the model that was chosen would not honour."""
    for name in request.options:
        if name not in card.options:
            honoured = ", ".join(sorted(card.options)) or "none of these"
            raise MissingCapability(
                f"The model {card.name} does not honour {name}; it honours {honoured}. "
                "Leave it out, or name another model.",
                name,
            )


def check_plan(plan: dict[str, Any], engine: Engine) -> None:
    """Refuse a plan that the engine could not follow."""
    if isinstance(engine, ReadsPlans):
        try:
            engine.check_plan(plan)
        except EngineError as error:
            raise InvalidRequest(error.message, "plan") from error


def check_priority(request: GenerationRequest, highest: int) -> None:
    """Refuse a place in the queue that the owner may not ask for; ``Forbidden`` above ``highest``."""
    if request.priority > highest:
        raise Forbidden(
            f"The priority {request.priority} is more than this key may ask for; expected at most {highest}. "
            "Ask for less, or have the server's operator raise it in VITASCOPE_PRIORITY_LIMITS."
        )


def check_length(request: GenerationRequest) -> None:
    """Refuse a clip shorter or longer than any engine is asked for."""
    if not SECONDS[0] <= request.duration <= SECONDS[1]:
        raise InvalidRequest(
            f"The duration must be {SECONDS[0]} to {SECONDS[1]} seconds; received {request.duration}.",
            "duration",
        )


def check_size(request: GenerationRequest) -> None:
    """Refuse a frame that cannot be encoded or is larger than the largest there is."""
    if request.size is None:
        return
    width, height = request.size
    fits = min(request.size) >= SIDE[0] and max(request.size) <= SIDE[1] and width * height <= AREA
    if not fits or width % 2 or height % 2:
        raise InvalidRequest(
            f"The frame would be {width}x{height}; expected even sides of {SIDE[0]} to {SIDE[1]} pixels "
            f"and at most {AREA:,} pixels in all. Give another resolution or aspect_ratio.",
            "resolution",
        )


def inherit_size(request: GenerationRequest, source: Generation) -> GenerationRequest:
    """The request with the resolution and ratio that it left out taken from the clip it continues.

    What was left out is what is not in ``request.model_fields_set``. Where the source's pixels are none
    of the named sizes, ``size`` is set instead.
    """
    said = request.model_fields_set
    if source.outcome is None or request.size is not None or {"resolution", "aspect_ratio"} <= said:
        return request
    width, height = source.outcome.width, source.outcome.height
    resolution = request.resolution if "resolution" in said else _resolution_of(width, height)
    ratio = request.aspect_ratio if "aspect_ratio" in said else _ratio_of(width, height)
    if (
        resolution
        and ratio
        and (said & {"resolution", "aspect_ratio"} or _is(resolution, ratio, width, height))
    ):
        return request.model_copy(update={"resolution": resolution, "aspect_ratio": ratio})
    short = request.resolution.short_side if "resolution" in said else min(width, height)
    shape = request.aspect_ratio.parts if "aspect_ratio" in said else (width, height)
    return request.model_copy(update={"size": _scaled(short, *shape)})


def _has_picture(request: GenerationRequest) -> bool:
    return any(isinstance(end, ImageKeyframe) for end in (request.frame0, request.frame1))


def _is(resolution: Resolution, ratio: AspectRatio, width: int, height: int) -> bool:
    return frame_size(resolution, ratio) == (width, height)


def _resolution_of(width: int, height: int) -> Resolution | None:
    return next((one for one in Resolution if one.short_side == min(width, height)), None)


def _ratio_of(width: int, height: int) -> AspectRatio | None:
    for ratio in AspectRatio:
        across, down = ratio.parts
        if width * down == height * across or any(_is(one, ratio, width, height) for one in Resolution):
            return ratio
    return None


def _scaled(short: int, across: int, down: int) -> tuple[int, int]:
    """A frame of that shape with that short side, both even."""
    short -= short % 2
    long = round(short * max(across, down) / min(across, down) / 2) * 2
    return (long, short) if across >= down else (short, long)
