"""When a message is tried again."""

from __future__ import annotations

import hashlib

from vitascope.domain.webhook import CALLBACK_KIND, Message

MINUTE, HOUR = 60.0, 3600.0
PAUSES = (5.0, 5 * MINUTE, 30 * MINUTE, 2 * HOUR, 5 * HOUR, 10 * HOUR, 14 * HOUR, 20 * HOUR, 24 * HOUR)
"""Seconds after each failed try, as the Standard Webhooks have it: with the first, 10 tries over 75 hours."""
CALLBACK_PAUSES = (0.1, 0.1)
"""What the Luma API does before it gives up: two more tries, 100 ms apart. Here the others follow."""
JITTER = 0.05
"""By what part a pause of a minute or more is shorter or longer, so that tries do not come in waves."""


def next_pause(message: Message) -> float | None:
    """Seconds from the failure of the try under way to the next one; None: it was the last.

    A sample, which is about no generation, is tried once. The answer is the same for the same message and
    try, whichever server looks.
    """
    pauses = CALLBACK_PAUSES + PAUSES if message.kind == CALLBACK_KIND else PAUSES
    if message.generation is None or message.tries >= len(pauses):
        return None
    pause = pauses[message.tries]
    return pause if pause < MINUTE else pause * (1 + JITTER * _spread(f"{message.id} {message.tries}"))


def _spread(text: str) -> float:
    """A number from -1 to 1 that looks drawn and is always the same for a text."""
    drawn = int.from_bytes(hashlib.sha256(text.encode()).digest()[:4])
    return drawn / (2**31) - 1
