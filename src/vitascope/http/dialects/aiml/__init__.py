"""The AI/ML API: ``/v2/video/generations``, its older Luma routes and its account endpoints."""

from __future__ import annotations

from fastapi import FastAPI
from pydantic import BaseModel

from vitascope.http.dialects.aiml.billing_routes import BillingRoutes
from vitascope.http.dialects.aiml.errors import ErrorShape
from vitascope.http.dialects.aiml.headers import EXPOSED
from vitascope.http.dialects.aiml.legacy import LegacyCreateBody, LegacyExtendBody
from vitascope.http.dialects.aiml.legacy_routes import LegacyRoutes
from vitascope.http.dialects.aiml.routes import VideoRoutes
from vitascope.http.dialects.aiml.schema import CreateBody, ErrorBody
from vitascope.service import Services

__all__ = ["BODIES", "EXPOSED", "ErrorBody", "ErrorShape", "install"]

BODIES: list[type[BaseModel]] = [CreateBody, LegacyCreateBody, LegacyExtendBody]
"""Read as JSON bodies."""


def install(services: Services, app: FastAPI) -> None:
    """Serve the dialect in ``app``."""
    for routes in (VideoRoutes, LegacyRoutes, BillingRoutes):
        routes(services).install(app)
