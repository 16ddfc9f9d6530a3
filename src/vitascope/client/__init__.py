"""The Python client: ``Client`` and, for asyncio and trio, ``AsyncClient``.

It stands alone: it imports nothing of the server and speaks to it over HTTP only.
"""

from __future__ import annotations

try:
    import httpx as _httpx  # noqa: F401 - looked for here, so that its absence is explained
except ImportError as missing:
    raise ImportError(
        "vitascope.client needs httpx, which is not installed. Install it: pip install vitascope[client]"
    ) from missing

from vitascope.client.asynchronous import AsyncClient
from vitascope.client.blocking import Client
from vitascope.client.errors import (
    BadRequest,
    ConnectionFailed,
    GenerationFailed,
    HttpError,
    NotFound,
    RateLimited,
    ServerError,
    Timeout,
    Unauthorized,
    VitascopeClientError,
)
from vitascope.client.options import Options, Picture
from vitascope.client.records import Event, Failure, FieldFault, Generation, Meta, Model
from vitascope.client.retry import Retry

__all__ = [
    "AsyncClient",
    "BadRequest",
    "Client",
    "ConnectionFailed",
    "Event",
    "Failure",
    "FieldFault",
    "Generation",
    "GenerationFailed",
    "HttpError",
    "Meta",
    "Model",
    "NotFound",
    "Options",
    "Picture",
    "RateLimited",
    "Retry",
    "ServerError",
    "Timeout",
    "Unauthorized",
    "VitascopeClientError",
]
