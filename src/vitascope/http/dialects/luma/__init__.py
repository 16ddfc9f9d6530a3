"""The Luma Dream Machine API: ``/dream-machine/v1``, also under ``/proxy/luma``."""

from __future__ import annotations

from fastapi import FastAPI
from pydantic import BaseModel

from vitascope.http.dialects.luma.alias import BASE, LumaAlias
from vitascope.http.dialects.luma.answers import LumaError
from vitascope.http.dialects.luma.errors import error_shape
from vitascope.http.dialects.luma.others import (
    LumaAudioBody,
    LumaImageBody,
    LumaModifyVideoBody,
    LumaReframeImageBody,
)
from vitascope.http.dialects.luma.rework_routes import ReworkRoutes
from vitascope.http.dialects.luma.routes import GenerationRoutes
from vitascope.http.dialects.luma.schema import LumaCreateBody, LumaReframeVideoBody, LumaUpscaleBody
from vitascope.http.dialects.luma.service_routes import ServiceRoutes
from vitascope.http.dialects.luma.unserved_routes import UnservedRoutes
from vitascope.service import Services

__all__ = ["BASE", "BODIES", "LumaAlias", "LumaError", "error_shape", "install"]

BODIES: list[type[BaseModel]] = [
    LumaCreateBody,
    LumaUpscaleBody,
    LumaReframeVideoBody,
    LumaAudioBody,
    LumaImageBody,
    LumaReframeImageBody,
    LumaModifyVideoBody,
]
"""Read as JSON bodies."""


def install(services: Services, app: FastAPI) -> None:
    """Serve the dialect in ``app``."""
    for routes in (ServiceRoutes, GenerationRoutes, ReworkRoutes, UnservedRoutes):
        routes(services).install(app)
