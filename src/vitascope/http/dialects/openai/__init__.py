"""The OpenAI videos API: ``/v1/videos`` and, for uploads, ``/v1/files``."""

from __future__ import annotations

from fastapi import FastAPI
from pydantic import BaseModel

from vitascope.http.dialects.openai.answers import OpenAIError
from vitascope.http.dialects.openai.content_routes import ContentRoutes
from vitascope.http.dialects.openai.errors import error_shape
from vitascope.http.dialects.openai.file_routes import FileRoutes
from vitascope.http.dialects.openai.paths import FILES, MODELS, VIDEOS, WEBHOOK_EVENTS, WEBHOOKS
from vitascope.http.dialects.openai.replies import EXPOSED
from vitascope.http.dialects.openai.rework_routes import ReworkRoutes
from vitascope.http.dialects.openai.schema import (
    VideoCreateBody,
    VideoEditBody,
    VideoExtendBody,
    VideoRemixBody,
)
from vitascope.http.dialects.openai.shown import Shown
from vitascope.http.dialects.openai.sync_routes import SyncRoutes
from vitascope.http.dialects.openai.video_routes import VideoRoutes
from vitascope.http.dialects.openai.webhook_routes import WebhookRoutes
from vitascope.http.dialects.openai.webhook_schema import WEBHOOK_BODIES
from vitascope.http.places import Places
from vitascope.service import Services

__all__ = ["BODIES", "EXPOSED", "PREFIXES", "OpenAIError", "error_shape", "install"]

PREFIXES = (VIDEOS, FILES, MODELS, WEBHOOKS, WEBHOOK_EVENTS)
BODIES: list[type[BaseModel]] = [
    VideoCreateBody,
    VideoRemixBody,
    VideoEditBody,
    VideoExtendBody,
    *WEBHOOK_BODIES,
]
"""Read as JSON bodies and as forms."""


def install(services: Services, places: Places, app: FastAPI) -> None:
    """Serve the dialect in ``app``; who waits for a video takes one of the ``places``."""
    shown = Shown(services)
    ContentRoutes(services).install(app)
    ReworkRoutes(services, shown).install(app)
    videos = VideoRoutes(services, shown)
    videos.install(app)
    SyncRoutes(services, videos, places).install(app)
    FileRoutes(services).install(app)
    WebhookRoutes(services).install(app)
