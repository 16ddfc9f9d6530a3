"""When a request is sent again, and after how long."""

from __future__ import annotations

import random
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

import httpx

PATIENCE_SECONDS = 60.0
"""A server that asks for a longer wait is not waited for: that is the caller's to decide."""
_SECONDS = re.compile(r"\d{1,9}(\.\d*)?")
_RETRIED = frozenset({408, 429})
_NEVER = frozenset({501, 505})
"""Server errors that are the same at every try."""


@dataclass(frozen=True)
class Retry:
    """How often a request is tried again after the first time, and the pauses between.

    The pauses are ``first`` seconds, then doubled each time up to ``longest``, each shortened by a random
    part of up to half, so that many clients do not come back at once. ``Retry-After`` wins where it is
    longer.
    """

    times: int = 3
    first: float = 0.5
    longest: float = 8.0

    def pause(self, tries: int, asked: float | None = None) -> float | None:
        """Seconds before the next try after ``tries`` of them; None: do not try again."""
        if tries > self.times or (asked is not None and asked > PATIENCE_SECONDS):
            return None
        own = min(self.longest, self.first * 2.0 ** (tries - 1)) * random.uniform(0.5, 1.0)  # noqa: S311
        return max(own, asked or 0.0)


def worth_retrying(response: httpx.Response) -> bool:
    """Whether the same request may be answered otherwise a little later."""
    if response.headers.get("x-should-retry", "").lower() == "false":
        return False
    status = response.status_code
    return status in _RETRIED or (status >= 500 and status not in _NEVER)


def retry_after(response: httpx.Response) -> float | None:
    """The seconds that ``Retry-After`` asks for, written as a number or as a date; None without it."""
    text = response.headers.get("retry-after", "").strip()
    if _SECONDS.fullmatch(text):
        return float(text)
    try:
        return max(0.0, (parsedate_to_datetime(text) - datetime.now(UTC)).total_seconds())
    except (ValueError, TypeError):
        return None
