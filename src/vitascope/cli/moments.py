"""Times as people read them."""

from __future__ import annotations

import re

from vitascope.errors import InvalidRequest

MINUTE, HOUR, DAY = 60, 3600, 86_400
_UNITS = {"s": 1, "m": MINUTE, "h": HOUR, "d": DAY}


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


def read_span(text: str) -> float:
    """Seconds of a length of time as ``90s``, ``30m``, ``12h`` or ``90d``. Raises ``InvalidRequest``."""
    found = re.fullmatch(r"(\d{1,6})([smhd])", text.strip())
    if found is None:
        raise InvalidRequest(f"{text[:40]!r} is no length of time; expected one such as 30m, 12h or 90d.")
    return float(int(found[1]) * _UNITS[found[2]])
