"""The ASGI application."""

from __future__ import annotations

from importlib.metadata import version
from typing import Any

from fastapi import FastAPI
from pydantic import BaseModel

from vitascope.http import admin, cross_origin, static, webhooks
from vitascope.http.assets import AssetRoutes
from vitascope.http.audit import Audit
from vitascope.http.dialects import aiml, luma, openai
from vitascope.http.direct import DirectRoute
from vitascope.http.errors import ErrorDesk
from vitascope.http.events import EventRoutes
from vitascope.http.gallery import GalleryRoutes
from vitascope.http.gate import Gate
from vitascope.http.headers import SecurityHeaders
from vitascope.http.heads import HeadAsGet
from vitascope.http.health import HealthRoute
from vitascope.http.intake import Intake
from vitascope.http.metrics import MetricsRoute
from vitascope.http.models import ModelRoutes
from vitascope.http.openapi import describe_app
from vitascope.http.pages import Pages
from vitascope.http.places import Places
from vitascope.http.session import LocalSession
from vitascope.http.tidy import TidyPaths
from vitascope.http.traced import Traced
from vitascope.service import Services
from vitascope.telemetry import traces

DESCRIPTION = (
    "A video-generation server: the requests of Ray 2, answered on your own machines. "
    "Every route needs an API key except those that say they need none."
)


def create_app(services: Services) -> FastAPI:
    """The application over these services. It holds no state of its own."""
    app = FastAPI(
        title="vitascope",
        version=version("vitascope"),
        description=DESCRIPTION,
        docs_url=None,
        redoc_url=None,
        openapi_url=None,
        redirect_slashes=False,
        telemetry={"tracing": False, "metrics": False, "logs": False},  # Traced and Counted record requests
    )
    app.state.intake = Intake()
    app.router.route_class = DirectRoute
    app.router.default = TidyPaths(app.router, app.router.default)
    shapes = {luma.BASE: luma.error_shape, **dict.fromkeys(openai.PREFIXES, openai.error_shape)}
    desk = ErrorDesk(aiml.ErrorShape(services.clock), shapes)
    desk.install(app)
    app.add_middleware(HeadAsGet, routes=app.router.routes)
    app.add_middleware(luma.LumaAlias)
    app.add_middleware(Gate, desk=desk, audit=Audit(services.settings.audit_log, services.clock))
    cross_origin.install(app, services.settings.cors_origins)
    app.add_middleware(SecurityHeaders)
    if traces.is_on():
        app.add_middleware(Traced)
    aiml.install(services, app)
    places = Places(services.settings.streams_per_owner)
    EventRoutes(services, places).install(app)
    luma.install(services, app)
    openai.install(services, places, app)
    GalleryRoutes(services).install(app)
    admin.QueueRoutes(services).install(app)
    admin.KeyRoutes(services).install(app)
    admin.OwnerRoutes(services).install(app)
    webhooks.install(services, app)
    ModelRoutes(services.registry, services.clock).install(app)
    AssetRoutes(services.assets).install(app)
    HealthRoute(services).install(app)
    MetricsRoute(services).install(app)
    served = static.load()
    static.StaticRoutes(served).install(app)
    app.state.session = _session(services)
    Pages(lambda: _document(app), served, app.state.session).install(app)
    return app


def _session(services: Services) -> LocalSession:
    enabled = services.settings.local_session
    return LocalSession(services.keys, services.clock, services.assets.public_url, enabled=enabled)


def _document(app: FastAPI) -> dict[str, Any]:
    if app.openapi_schema is None:
        bodies: list[type[BaseModel]] = [
            *aiml.BODIES,
            *admin.BODIES,
            *luma.BODIES,
            *openai.BODIES,
            *webhooks.BODIES,
        ]
        refused: dict[str, type[BaseModel]] = {"": aiml.ErrorBody, luma.BASE: luma.LumaError}
        refused |= dict.fromkeys(openai.PREFIXES, openai.OpenAIError)
        app.openapi_schema = describe_app(app, bodies, refused)
    return app.openapi_schema
