"""The bodies of ``/v1/webhook_endpoints``."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, Field, StrictBool, StrictStr

from vitascope.domain.webhook import Endpoint
from vitascope.http.dialects.openai.answers import Answer
from vitascope.http.dialects.openai.schema import Fields

_URL = "An http or https address of a public host that takes a POST."
_NAME = "What you call it."
_EVENTS = "Some of what `/v1/webhook_event_types` lists."


class WebhookEndpointCreateBody(Fields):
    """Where to tell of what."""

    url: StrictStr = Field(max_length=2048, description=_URL)
    event_types: list[StrictStr] = Field(min_length=1, max_length=20, description=_EVENTS)
    name: StrictStr = Field(default="", max_length=100, description=_NAME)


class WebhookEndpointUpdateBody(Fields):
    """What to change; the rest stays."""

    url: StrictStr | None = Field(default=None, max_length=2048, description=_URL)
    event_types: list[StrictStr] | None = Field(
        default=None, min_length=1, max_length=20, description=_EVENTS
    )
    name: StrictStr | None = Field(default=None, max_length=100, description=_NAME)


class WebhookEndpointRotateBody(Fields):
    """Whether the old secret goes on signing for a day."""

    keep_old_secret_active_for_24_hours: StrictBool = Field(
        default=False, description="Whether messages are signed with both for a day."
    )


class WebhookEndpointTestBody(Fields):
    """What to send a sample of."""

    event_type: StrictStr = Field(description="`video.completed` or `video.failed`.")


WEBHOOK_BODIES: list[type[BaseModel]] = [
    WebhookEndpointCreateBody,
    WebhookEndpointUpdateBody,
    WebhookEndpointRotateBody,
    WebhookEndpointTestBody,
]
"""Read as JSON bodies and as forms."""


class WebhookEndpointObject(Answer):
    """An endpoint."""

    id: str
    object: Literal["webhook_endpoint"] = "webhook_endpoint"
    created_at: int
    updated_at: int
    event_types: list[str]
    name: str
    url: str
    signing_secret_hint: str | None = Field(default=None, description="Null: a secret is shown once.")


class WebhookEndpointWithSecret(WebhookEndpointObject):
    """An endpoint and its new secret, which is not shown again."""

    signing_secret: str


class WebhookEndpointList(Answer):
    """A page of endpoints."""

    object: Literal["list"] = "list"
    data: list[WebhookEndpointObject]
    first_id: str | None
    last_id: str | None
    has_more: bool


class WebhookEndpointDeleted(Answer):
    """It is gone."""

    id: str
    object: Literal["webhook_endpoint.deleted"] = "webhook_endpoint.deleted"
    deleted: Literal[True] = True


class WebhookEndpointTested(Answer):
    """What an endpoint answered to a sample."""

    object: Literal["webhook_endpoint.test"] = "webhook_endpoint.test"
    webhook_endpoint_id: str
    event_type: str
    status_code: int
    success: Literal[True] = True


class WebhookEventTypes(Answer):
    """What endpoints may be told of."""

    object: Literal["list"] = "list"
    data: list[str]


def endpoint_fields(endpoint: Endpoint) -> WebhookEndpointObject:
    """An endpoint as it is answered."""
    return WebhookEndpointObject(
        id=endpoint.id,
        created_at=int(endpoint.created_at),
        updated_at=int(endpoint.updated_at),
        event_types=list(endpoint.events),
        name=endpoint.name,
        url=endpoint.url,
    )
