"""The AI/ML API: ``/v2/video/generations``."""

from __future__ import annotations

from vitascope.http.dialects.aiml.errors import ErrorShape
from vitascope.http.dialects.aiml.routes import VideoRoutes
from vitascope.http.dialects.aiml.schema import CreateBody, ErrorBody

__all__ = ["BODIES", "ErrorBody", "ErrorShape", "VideoRoutes"]

BODIES = [CreateBody]
"""Read as JSON bodies."""
