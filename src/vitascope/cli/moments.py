"""Times as people read them."""

from __future__ import annotations

MINUTE, HOUR, DAY = 60, 3600, 86_400


def span(seconds: float | None) -> str:
    """A length of time in its two largest units, as ``8s``, ``2m 05s``, ``3h 20m``; ``-`` for None."""
    if seconds is None:
        return "-"
    whole = max(0, round(seconds))
    if whole < MINUTE:
        return f"{whole}s"
    if whole < HOUR:
        return f"{whole // MINUTE}m {whole % MINUTE:02}s"
    if whole < DAY:
        return f"{whole // HOUR}h {whole % HOUR // MINUTE:02}m"
    return f"{whole // DAY}d {whole % DAY // HOUR:02}h"
