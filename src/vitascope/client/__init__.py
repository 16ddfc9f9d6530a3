"""The Python client: ``Client`` and, for asyncio, ``AsyncClient``.

It stands alone: it imports nothing of the server and speaks to it over HTTP only.
"""

from __future__ import annotations

try:
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
except ModuleNotFoundError as missing:
    if missing.name != "httpx":
        raise
    raise ImportError(
        "vitascope.client needs httpx, which is not installed. Install it: pip install vitascope[client]"
    ) from missing

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
