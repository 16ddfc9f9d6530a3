"""Who is told of what happens to generations, and how the telling stands."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from vitascope.domain.request import Frozen

KINDS: dict[str, tuple[str, ...]] = {
    "queued": ("generation.queued",),
    "running": ("generation.running",),
    "completed": ("generation.completed", "video.completed"),
    "failed": ("generation.failed", "video.failed"),
    "cancelled": ("generation.cancelled", "video.failed"),
}
"""The state that a generation enters to the kinds of event that tell of it."""
EVENT_KINDS = tuple(dict.fromkeys(kind for kinds in KINDS.values() for kind in kinds))
"""What an endpoint may be told of. ``video.*`` has the form of the OpenAI API, the rest our own."""
ENDINGS = ("generation.completed", "generation.failed", "generation.cancelled")
"""What an endpoint is told of that did not choose, and what a request's own ``webhook`` is told of."""
CALLBACK_KIND = "luma.callback"
"""A request's ``callback_url``: unsigned, its body the generation in the words of the Luma API."""
CALLBACK_STATES = ("running", "completed", "failed", "cancelled")
TEST_KIND = "webhook.test"
MEANINGS = {
    "generation.queued": "accepted, or back in the queue after its worker was lost or it was retried",
    "generation.running": "a worker began; once for each attempt",
    "generation.completed": "the video is there",
    "generation.failed": "it cannot be made; `data.error` says why",
    "generation.cancelled": "its owner cancelled it",
    "video.completed": "the video is there, in the form of the OpenAI API, which names it and nothing more",
    "video.failed": "it failed or was cancelled, in that form",
    CALLBACK_KIND: "a state of a generation made with `callback_url`, as Luma sends it; cannot be chosen",
    TEST_KIND: "the sample that a test of an endpoint sends; cannot be chosen",
}
"""When each kind is told."""
SECRET_PREFIX = "whsec_"  # noqa: S105 - what a secret begins with
ROTATED_SECONDS = 24 * 3600.0
"""How long a secret that was replaced goes on signing beside the new one."""


class MessageState(StrEnum):
    """Where a message stands: ``held`` while its endpoint is disabled."""

    WAITING = "waiting"
    HELD = "held"
    DELIVERED = "delivered"
    GIVEN_UP = "given_up"


class Endpoint(Frozen):
    """An address of an owner's that is told of ``events``; ``disabled_reason`` says why it is not now."""

    id: str
    owner: str
    url: str
    events: tuple[str, ...]
    name: str
    enabled: bool
    disabled_reason: str | None = None
    created_at: float
    updated_at: float


class Message(Frozen):
    """One event on its way to one address; its ``id`` is the same on every try.

    ``payload`` is what is told, as it was when it happened. ``endpoint`` is None for an address that came
    with a request. ``due`` is when it is tried next, in epoch seconds; ``tries`` counts those that ended.
    """

    id: str
    owner: str
    endpoint: str | None
    url: str
    kind: str
    generation: str | None
    payload: dict[str, Any]
    state: MessageState
    tries: int
    created_at: float
    due: float
    ended_at: float | None = None


class Delivery(Frozen):
    """One try: the ``status`` that was answered, or the ``fault`` that kept it from being answered."""

    message: str
    attempt: int
    at: float
    seconds: float
    status: int | None = None
    fault: str | None = None

    @property
    def accepted(self) -> bool:
        """Whether the receiver said that it has the message."""
        return self.status is not None and 200 <= self.status < 300


@dataclass(frozen=True)
class SigningSecret:
    """What messages are signed with; never in a ``repr``, so never in a log."""

    value: bytes = field(repr=False)

    def __str__(self) -> str:
        return "SigningSecret(…)"

    @property
    def text(self) -> str:
        """As the receiver needs it: ``whsec_`` and base64."""
        return SECRET_PREFIX + base64.b64encode(self.value).decode()


@dataclass(frozen=True)
class Parcel:
    """A message that was taken for one try, with the secrets to sign it, the newest first.

    ``claim`` tells this taking from every other: who took it earlier may no longer record what became of it.
    """

    message: Message
    secrets: tuple[SigningSecret, ...]
    claim: int


@dataclass(frozen=True)
class Busy:
    """Whose messages to pass by for now.

    ``addresses`` are ids of endpoints, and addresses that came with a request.
    """

    addresses: Sequence[str] = ()
    owners: Sequence[str] = ()


NOBODY = Busy()
