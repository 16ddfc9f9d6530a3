"""When a message is tried again."""

from __future__ import annotations

import hashlib

from vitascope.domain.webhook import CALLBACK_KIND, TEST_KIND

MINUTE, HOUR = 60.0, 3600.0
PAUSES = (5.0, 5 * MINUTE, 30 * MINUTE, 2 * HOUR, 5 * HOUR, 10 * HOUR, 14 * HOUR, 20 * HOUR, 24 * HOUR)
"""Seconds after each failed try, as the Standard Webhooks have it: with the first, 10 tries over 75 hours."""
CALLBACK_PAUSES = (0.1, 0.1)
"""What the Luma API does before it gives up: two more tries, 100 ms apart. Here the others follow."""
JITTER = 0.05
"""By what part a pause of a minute or more is shorter or longer, so that tries do not come in waves."""


def pause_after(kind: str, message_id: str, tries: int) -> float | None:
    """Seconds from the failure of the message's ``tries``-th try to its next; None: it was the last.

    The same for the same message and try, whichever server looks.
    """
    if kind == TEST_KIND:
        return None
    pauses = CALLBACK_PAUSES + PAUSES if kind == CALLBACK_KIND else PAUSES
    if tries > len(pauses):
        return None
    pause = pauses[tries - 1]
    return pause if pause < MINUTE else pause * (1 + JITTER * _spread(f"{message_id} {tries}"))


def _spread(text: str) -> float:
    """A number from -1 to 1 that looks drawn and is always the same for a text."""
    drawn = int.from_bytes(hashlib.sha256(text.encode()).digest()[:4])
    return drawn / (2**31) - 1
