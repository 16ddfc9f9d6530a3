"""``/v1/webhooks``: who is told of what happens, and the log of the telling."""

from __future__ import annotations

from fastapi import FastAPI
from pydantic import BaseModel

from vitascope.http.webhooks.endpoint_routes import EndpointRoutes
from vitascope.http.webhooks.message_routes import MessageRoutes
from vitascope.http.webhooks.schema import WebhookCreateBody, WebhookTestBody, WebhookUpdateBody
from vitascope.service import Services

__all__ = ["BODIES", "install"]

BODIES: list[type[BaseModel]] = [WebhookCreateBody, WebhookUpdateBody, WebhookTestBody]
"""Read as JSON bodies."""


def install(services: Services, app: FastAPI) -> None:
    """Serve it in ``app``."""
    MessageRoutes(services).install(app)
    EndpointRoutes(services).install(app)
