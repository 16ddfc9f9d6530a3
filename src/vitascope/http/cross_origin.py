"""Pages of other origins that may call the API: none, unless the operator names them."""

from __future__ import annotations

from collections.abc import Sequence

from fastapi import FastAPI
from starlette.middleware.cors import CORSMiddleware

METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE")
SENT = (
    "Authorization",
    "Content-Type",
    "Idempotency-Key",
    "Last-Event-ID",
    "Range",
    "X-API-Key",
    "X-Request-ID",
)
READ = ("Content-Range", "ETag", "Retry-After", "X-Request-ID")
CACHED_SECONDS = 600


def install(app: FastAPI, origins: Sequence[str]) -> None:
    """Answer their preflights and let them read answers. Cookies are never taken from them: keys are."""
    if origins:
        app.add_middleware(
            CORSMiddleware,
            allow_origins=origins,
            allow_methods=METHODS,
            allow_headers=SENT,
            expose_headers=READ,
            allow_credentials=False,
            max_age=CACHED_SECONDS,
        )
