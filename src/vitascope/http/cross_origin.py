"""Pages of other origins that may call the API: none, unless the operator names them."""

from __future__ import annotations

from collections.abc import Sequence

from fastapi import FastAPI
from starlette.middleware.cors import CORSMiddleware

from vitascope.http.dialects import aiml, openai
from vitascope.http.errors import SHOULD_RETRY

METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE")
SENT = ("*",)
"""Any header: each SDK sends a dozen of its own, and none of them opens anything without a key."""
READ = (
    "Content-Disposition",
    "Content-Range",
    "ETag",
    "Retry-After",
    "X-Request-ID",
    SHOULD_RETRY,
    *aiml.EXPOSED,
    *openai.EXPOSED,
)
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
