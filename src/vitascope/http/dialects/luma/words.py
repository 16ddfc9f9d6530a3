"""Refusals of well-formed requests, in the hosted API's own words where it has some."""

from __future__ import annotations

import re

from vitascope.domain.request import NUM_FRAMES, PROMPT_LIMIT, Resolution
from vitascope.errors import InvalidRequest

PROMPT_LEAST = 3
"""Characters."""
SECONDS = (5, 9)
_SHOWN = 40


def check_prompt_length(prompt: str) -> str:
    """The prompt, if it is neither too short nor too long."""
    if len(prompt) < PROMPT_LEAST:
        raise InvalidRequest(
            f"Prompt is too short, minimum length is {PROMPT_LEAST} characters; received {len(prompt)}.",
            "prompt",
        )
    if len(prompt) > PROMPT_LIMIT:
        raise InvalidRequest(
            f"Prompt is too long, maximum length is {PROMPT_LIMIT} characters; received {len(prompt)}.",
            "prompt",
        )
    return prompt


def no_prompt() -> InvalidRequest:
    """The refusal of a request with neither words nor a picture."""
    return InvalidRequest(
        f"Prompt is required: expected {PROMPT_LEAST} to {PROMPT_LIMIT} characters that say what is to be "
        "seen, or an image keyframe. Give one of them.",
        "prompt",
    )


def no_keyframes() -> InvalidRequest:
    """The refusal of keyframes with neither end."""
    return InvalidRequest(
        "No keyframes provided: expected frame0, frame1 or both. Give one, or leave keyframes out.",
        "keyframes",
    )


def read_seconds(text: str) -> int:
    """Five or nine from ``5``, ``5s`` and the like."""
    match = re.fullmatch(r"\s*(\d)\s*s?\s*", text, re.IGNORECASE | re.ASCII)
    if match is None or int(match[1]) not in SECONDS:
        raise InvalidRequest(
            f"Duration is not supported: received {text[:_SHOWN]!r}, expected '5s' or '9s'. For another "
            f"length give num_frames, {NUM_FRAMES[0]} to {NUM_FRAMES[1]} at 24 a second.",
            "duration",
        )
    return int(match[1])


def read_resolution(text: str) -> Resolution:
    """One of the four named resolutions, in capitals or not."""
    try:
        return Resolution(text.strip().lower())
    except ValueError as error:
        raise InvalidRequest(
            f"Resolution is not supported: received {text[:_SHOWN]!r}, expected "
            f"{', '.join(repr(one.value) for one in Resolution)}.",
            "resolution",
        ) from error
