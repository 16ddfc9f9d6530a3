"""Texts in what somebody sent."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, cast


def has_nul(value: Any) -> bool:
    """Whether a text in a JSON value, a name too, has a NUL character, which PostgreSQL cannot keep."""
    return any("\0" in text for text in _texts(value))


def _texts(value: Any) -> Iterator[str]:
    """All texts, however deep."""
    waiting = [value]
    while waiting:
        one = waiting.pop()
        if isinstance(one, str):
            yield one
        elif isinstance(one, list):
            waiting.extend(cast("list[object]", one))
        elif isinstance(one, dict):
            waiting.extend(part for pair in cast("dict[str, Any]", one).items() for part in pair)
