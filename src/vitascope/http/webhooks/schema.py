"""The bodies of ``/v1/webhooks``."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import ConfigDict, Field, StrictBool, StrictStr

from vitascope.clock import iso
from vitascope.domain.webhook import ENDINGS, EVENT_KINDS, Delivery, Endpoint, MessageState
from vitascope.http.dialects.aiml.schema import Answer, Body
from vitascope.service.webhooks import SAMPLES, Logged

URL_LIMIT = 2048
NAME_LIMIT = 100
"""Characters."""
_URL = "An http or https address of a public host that takes a POST and answers with a status of 200 to 299."
_EVENTS: dict[str, Any] = {
    "max_length": len(EVENT_KINDS),
    "description": f"Some of {', '.join(f'`{kind}`' for kind in EVENT_KINDS)}; `video.*` has the form of the "
    "OpenAI API.",
}


class WebhookCreateBody(Body):
    """Where to tell of what."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    url: StrictStr = Field(max_length=URL_LIMIT, description=_URL, examples=["https://app.example/hook"])
    events: list[StrictStr] | None = Field(default=None, min_length=1, **_EVENTS, examples=[list(ENDINGS)])
    name: StrictStr | None = Field(default=None, max_length=NAME_LIMIT, description="What it is for.")


class WebhookUpdateBody(Body):
    """What to change; the rest stays."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    url: StrictStr | None = Field(default=None, max_length=URL_LIMIT, description=_URL)
    events: list[StrictStr] | None = Field(default=None, min_length=1, **_EVENTS)
    name: StrictStr | None = Field(default=None, max_length=NAME_LIMIT)
    enabled: StrictBool | None = Field(
        default=None,
        description="False holds back what there is to tell, true sends what was held and goes on.",
    )


class WebhookTestBody(Body):
    """What to send; may be left out."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    event: StrictStr | None = Field(
        default=None, description=f"One of {', '.join(f'`{kind}`' for kind in SAMPLES)}; absent: the first."
    )


class Webhook(Answer):
    """An endpoint."""

    id: str
    url: str
    events: list[str]
    name: str
    enabled: bool
    disabled_reason: str | None = Field(description="Why it is told nothing now.")
    created_at: str
    updated_at: str


class WebhookWithSecret(Webhook):
    """A new endpoint; its secret is not shown again."""

    secret: str = Field(description="`whsec_…`: what its messages are signed with.")


class WebhookList(Answer):
    """All of the caller's endpoints, the oldest first."""

    object: Literal["list"] = "list"
    data: list[Webhook]


class WebhookSecret(Answer):
    """What messages are signed with."""

    secret: str = Field(description="`whsec_…`; for a day after a change the one before signs too.")


class WebhookTry(Answer):
    """One try: the status that was answered, or the fault that kept it from being answered."""

    attempt: int
    at: str
    seconds: float
    status: int | None
    fault: str | None


class WebhookTestResult(WebhookTry):
    """What came of a test."""

    message_id: str
    delivered: bool


class WebhookMessage(Answer):
    """One event on its way to one address."""

    id: str = Field(description="The header `webhook-id` of every try.")
    endpoint: str | None = Field(description="Null for an address that came with a request.")
    url: str
    event: str
    generation_id: str | None
    state: MessageState
    created_at: str
    next_try_at: str | None = Field(description="Null when none follows.")
    deliveries: list[WebhookTry] = Field(description="Every try, the first one first.")


class WebhookMessageList(Answer):
    """The caller's messages, the newest first."""

    object: Literal["list"] = "list"
    data: list[WebhookMessage]


def shown(endpoint: Endpoint) -> Webhook:
    """An endpoint as it is answered."""
    moments = {"created_at": iso(endpoint.created_at), "updated_at": iso(endpoint.updated_at)}
    fields = endpoint.model_dump(exclude={"owner", *moments})
    return Webhook.model_validate(fields | moments | {"events": list(endpoint.events)})


def shown_try(tried: Delivery) -> dict[str, Any]:
    """A try as it is answered."""
    fields = tried.model_dump(exclude={"message", "at", "seconds"})
    return fields | {"at": iso(tried.at), "seconds": round(tried.seconds, 3)}


def shown_message(logged: Logged) -> WebhookMessage:
    """A message with its tries as it is answered."""
    message = logged.message
    waits = message.state is MessageState.WAITING
    return WebhookMessage(
        id=message.id,
        endpoint=message.endpoint,
        url=message.url,
        event=message.kind,
        generation_id=message.generation,
        state=message.state,
        created_at=iso(message.created_at),
        next_try_at=iso(message.due) if waits else None,
        deliveries=[WebhookTry.model_validate(shown_try(tried)) for tried in logged.deliveries],
    )
