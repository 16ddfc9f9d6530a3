"""What happened to a generation, in order; what watchers and webhooks are told."""

from __future__ import annotations

from typing import Any

from vitascope.domain.request import Frozen


class Event(Frozen):
    """One thing that happened, written in the same transaction as the change it tells of.

    ``kind`` is the state entered (``queued``, ``running``, ``completed``, ``failed``, ``cancelled``) or
    ``cancel_requested``, ``reprioritised``, or what a caller of ``Ledger.insert`` named; ``sequence`` counts
    from 1 in each generation; ``at`` is in epoch seconds.
    """

    generation: str
    sequence: int
    kind: str
    at: float
    data: dict[str, Any]


STREAMED = {
    "state": "it entered a state; the first message is one of these and says how it stands",
    "progress": "something else changed: stage, step, fraction, or its place in the queue",
    "preview": "there is another picture of what is rendered so far; it tells of progress too",
    "end": "it is final, and nothing follows",
}
"""The kinds of message in a stream of events, and when each is sent."""
STREAMED_FIELDS = {
    "state": "`queued`, `running`, `completed`, `failed` or `cancelled`",
    "progress": "how much is done, 0 to 1",
    "stage": "what is being done: `keyframes`, `plan`, `prepare`, `render`, `finish`, `store`, `cancelling`, "
    "an engine's own, or else the state",
    "step": "the step of the stage, from 1",
    "steps": "how many steps the stage has",
    "position": "how many are served before it, 0 where it is next; null once it runs",
    "starts_in": "estimated seconds until it starts; null once it runs",
    "seconds_left": "estimated seconds until it is done; null until that can be told",
    "preview_url": "a picture of what is rendered so far; null where there is none",
    "error": "in `end` alone: `name` and `message` of what went wrong, else null",
}
"""What the data of each has; a field is null where it is not known."""
