"""Values that say how long and how large a video of ``/v1/videos`` is, in JSON and in forms."""

from __future__ import annotations

import re
from typing import Annotated, Any, Final

from pydantic import BeforeValidator, WithJsonSchema

from vitascope.domain.render import FPS
from vitascope.http.dialects.values import bad, number_or_text, whole
from vitascope.service.rules import SECONDS

SIDES: Final = (256, 5040)
"""Pixels."""
LARGEST: Final = (5040, 2160)
"""The longer side and the shorter."""
_SIZE = re.compile(r"(\d{1,5})\s*[xX×*]\s*(\d{1,5})")


def _seconds(value: Any) -> int:
    """``4``, ``"4"`` and ``"4s"``."""
    plain = value.strip().lower().removesuffix("s") if isinstance(value, str) else value
    number = whole(plain)
    if not SECONDS[0] <= number <= SECONDS[1]:
        raise bad("invalid_value", f"expected whole seconds from {SECONDS[0]} to {SECONDS[1]}")
    return number


def _fps(value: Any) -> int:
    if whole(value) != FPS:
        raise bad("unsupported_value", f"expected {FPS}, the rate of every video here")
    return FPS


def _size(value: Any) -> tuple[int, int]:
    """``1280x720``."""
    found = _SIZE.fullmatch(value.strip()) if isinstance(value, str) else None
    if found is None:
        raise bad(
            "invalid_value" if isinstance(value, str) else "invalid_type",
            "expected width and height in pixels, such as 1280x720",
        )
    return check_sides(int(found[1]), int(found[2]))


def check_sides(width: int, height: int, param: str | None = None) -> tuple[int, int]:
    """The two, if a video can have them; ``param`` is the field to name if not."""
    small, large = min(width, height), max(width, height)
    fits = small >= SIDES[0] and large <= LARGEST[0] and small <= LARGEST[1]
    if not fits or width % 2 or height % 2:
        raise bad(
            "invalid_value",
            f"expected even sides from {SIDES[0]} pixels on, the longer at most {LARGEST[0]} and the shorter "
            f"at most {LARGEST[1]}",
            param,
        )
    return width, height


Seconds = Annotated[int, BeforeValidator(_seconds), number_or_text(*SECONDS)]
Size = Annotated[
    tuple[int, int],
    BeforeValidator(_size),
    WithJsonSchema({"type": "string", "pattern": r"^\d{3,4}x\d{3,4}$", "examples": ["1280x720"]}),
]
Side = Annotated[int, BeforeValidator(whole), number_or_text(*SIDES)]
Fps = Annotated[int, BeforeValidator(_fps), WithJsonSchema({"enum": [FPS, str(FPS)]})]
