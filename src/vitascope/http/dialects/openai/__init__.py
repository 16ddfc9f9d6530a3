"""The OpenAI videos API: ``/v1/videos`` and, for uploads, ``/v1/files``."""

from __future__ import annotations

from fastapi import FastAPI
from pydantic import BaseModel

from vitascope.http.dialects.openai.answers import OpenAIError
from vitascope.http.dialects.openai.content_routes import ContentRoutes
from vitascope.http.dialects.openai.errors import error_shape
from vitascope.http.dialects.openai.file_routes import FileRoutes
from vitascope.http.dialects.openai.paths import FILES, VIDEOS
from vitascope.http.dialects.openai.rework_routes import ReworkRoutes
from vitascope.http.dialects.openai.schema import (
    VideoCreateBody,
    VideoEditBody,
    VideoExtendBody,
    VideoRemixBody,
)
from vitascope.http.dialects.openai.shown import Shown
from vitascope.http.dialects.openai.video_routes import VideoRoutes
from vitascope.service import Services

__all__ = ["BODIES", "PREFIXES", "OpenAIError", "error_shape", "install"]

PREFIXES = (VIDEOS, FILES)
BODIES: list[type[BaseModel]] = [VideoCreateBody, VideoRemixBody, VideoEditBody, VideoExtendBody]
"""Read as JSON bodies and as forms."""


def install(services: Services, app: FastAPI) -> None:
    """Serve the dialect in ``app``."""
    shown = Shown(services)
    ContentRoutes(services).install(app)
    ReworkRoutes(services, shown).install(app)
    VideoRoutes(services, shown).install(app)
    FileRoutes(services).install(app)
