"""What may be asked of a generation, and the body that asks it."""

from __future__ import annotations

import base64
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any, TypedDict

from vitascope.client.errors import BadRequest
from vitascope.client.records import Generation, bare_id

Picture = str | os.PathLike[str] | bytes | Generation
"""A file's path, a picture's bytes, a URL (http, https or data), or a generation."""
BEST = "luma/ray-2"
_PLAIN = (
    "resolution",
    "aspect_ratio",
    "duration",
    "loop",
    "seed",
    "num_frames",
    "concepts",
    "plan",
    "negative_prompt",
    "steps",
    "guidance",
    "quality",
    "lora",
    "audio",
    "priority",
    "webhook",
)
_KINDS = ((b"\x89PNG", "png"), (b"\xff\xd8\xff", "jpeg"), (b"GIF8", "gif"), (b"RIFF", "webp"))


class Options(TypedDict, total=False):
    """Everything but the prompt and the model; what is left out or None is the server's to choose."""

    resolution: str | None
    """``540p``, ``720p``, ``1080p`` or ``4k``: the short side."""
    aspect_ratio: str | None
    """``1:1``, ``16:9``, ``9:16``, ``4:3``, ``3:4``, ``21:9`` or ``9:21``."""
    duration: int | None
    """5 or 9 seconds."""
    first: Picture | None
    """What the video begins with; a generation is continued."""
    last: Picture | None
    """What the video ends with; a generation is led into."""
    extend: Generation | str | None
    """The generation, or the id of one, that is continued."""
    lead_into: Generation | str | None
    """The generation, or the id of one, that the video leads into."""
    loop: bool | None
    """Whether the end leads into the beginning."""
    seed: int | None
    """0 to 2**32 - 1: equal requests with equal seeds make equal videos."""
    num_frames: int | None
    """Exactly so many frames; wins over ``duration``."""
    concepts: list[str] | tuple[str, ...] | None
    """Camera concepts, such as ``orbit_left`` or ``dolly_zoom``."""
    plan: dict[str, Any] | None
    """A plan that ``Client.plan`` gave: followed in place of a new one."""
    negative_prompt: str | None
    """What is not to be seen. This and the next five are refused for models that do not honour them."""
    steps: int | None
    """Denoising steps."""
    guidance: float | None
    """How closely the prompt is followed."""
    quality: str | None
    """``draft``, ``standard`` or ``high``."""
    lora: list[dict[str, Any]] | None
    """Small weights of the server's laid over the model's: ``{"name": ..., "scale": ...}`` each."""
    audio: bool | None
    """Whether the model makes sound too; without it the video is silent."""
    priority: int | None
    """-10 to 10: of your own generations, what has more is rendered first."""
    webhook: str | None
    """A URL of yours that is told how it ends."""
    extra: Mapping[str, Any] | None
    """Further fields of the body, as the server's documentation names them."""
    idempotency_key: str | None
    """One of your own makes a create that is sent again by another process the same one."""


def body(prompt: str, model: str, options: Options) -> dict[str, Any]:
    """The JSON of a create. Reads pictures from disk.

    Raises ``BadRequest`` for a picture that cannot be read and for two things at one end; ``TypeError`` for a
    name that is no option.
    """
    unknown = sorted(set(options) - set(Options.__annotations__))
    if unknown:
        known = ", ".join(Options.__annotations__)
        raise TypeError(f"There is no option {unknown[0]!r}. Options: {known}.")
    made: dict[str, Any] = {"model": model, "prompt": prompt}
    made |= {name: options.get(name) for name in _PLAIN if options.get(name) is not None}
    ends = {
        "frame0": _end(options.get("first"), options.get("extend"), "first", "extend"),
        "frame1": _end(options.get("last"), options.get("lead_into"), "last", "lead_into"),
    }
    if any(ends.values()):
        made["keyframes"] = {name: end for name, end in ends.items() if end}
    return made | dict(options.get("extra") or {})


def _end(
    picture: Picture | None, clip: Generation | str | None, picture_name: str, clip_name: str
) -> dict[str, str] | None:
    """One keyframe of the body."""
    if picture is not None and clip is not None:
        raise BadRequest(
            f"Both {picture_name} and {clip_name} were given; a video has one of them at that end. "
            "Leave one out."
        )
    if isinstance(picture, Generation):
        clip = picture
    if clip is not None:
        return {"type": "generation", "id": bare_id(clip.id if isinstance(clip, Generation) else clip)}
    return None if picture is None else {"type": "image", "url": _url(picture, picture_name)}


def _url(picture: str | os.PathLike[str] | bytes | Generation, name: str) -> str:
    if isinstance(picture, bytes):
        return _data_url(picture)
    text = os.fspath(picture) if not isinstance(picture, Generation) else ""
    if "://" in text or text[:5].lower() == "data:":
        return text
    try:
        return _data_url(Path(text).read_bytes())
    except OSError as error:
        raise BadRequest(
            f"{name} cannot be read from {text[:200]!r}: {error.strerror}. "
            "Give a picture's path, its bytes, an http, https or data URL, or a Generation."
        ) from error


def _data_url(data: bytes) -> str:
    kind = next((kind for start, kind in _KINDS if data.startswith(start)), "*")
    return f"data:image/{kind};base64,{base64.b64encode(data).decode()}"
