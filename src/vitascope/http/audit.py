"""Who did what, when, and how it ended: one line of JSON for each request that changes or is refused.

A line names the owner and the first characters of the key, never the key; the route's pattern and the
ids in it, never the path of an asset, which opens without a key, nor anything out of a body.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping
from logging.handlers import WatchedFileHandler
from pathlib import Path
from typing import Any

from starlette.requests import Request
from starlette.types import Scope

from vitascope.clock import Clock, iso
from vitascope.errors import ConfigurationError
from vitascope.http.auth import LOOKS
from vitascope.service.keys import Caller

REFUSED = frozenset({401, 403, 429})
"""Written down for requests that only look, too."""
_SECRET = frozenset({"signature", "file", "name"})
"""Parts of paths that are no ids."""
_MOST = 200
"""Characters of an id that somebody made up."""


class Audit:
    """Writes the lines to a file that may be moved away at any time; without one, nowhere."""

    def __init__(self, path: Path | None, clock: Clock) -> None:
        """Raises ``ConfigurationError`` for a file that cannot be written."""
        self._clock = clock
        self._handler: logging.Handler | None = None
        if path is not None:
            try:
                path.touch(mode=0o600)  # where it is new: who did what is the operator's to know
                self._handler = WatchedFileHandler(path, encoding="utf-8")
            except OSError as error:
                raise ConfigurationError(
                    f"The audit log {path} cannot be written: {error.strerror}. Correct VITASCOPE_AUDIT_LOG."
                ) from error

    def begin(self) -> float:
        """When a request came, to be given back to ``note``."""
        return self._clock.monotonic()

    def note(self, scope: Scope, status: int, began: float) -> None:
        """Write down a request that was answered, if it is of the kind that is."""
        if self._handler is None or (scope["method"] in LOOKS and status not in REFUSED):
            return
        line = self._line(Request(scope), status, self._clock.monotonic() - began)
        text = json.dumps(line, separators=(",", ":"), default=str)
        self._handler.emit(logging.makeLogRecord({"msg": text, "levelno": logging.INFO}))

    def _line(self, request: Request, status: int, seconds: float) -> dict[str, Any]:
        caller: Caller | None = getattr(request.state, "caller", None)
        return {
            "at": iso(self._clock.now()),
            "request": request.state.request_id,
            "peer": request.client.host if request.client else None,
            "owner": caller.owner if caller else None,
            "key": caller.key if caller else None,
            "method": request.method,
            "route": getattr(request.scope.get("route"), "path", None),
            "of": _ids(request.scope.get("path_params", {})),
            "status": status,
            "outcome": getattr(request.state, "problem", "ok"),
            "reason": getattr(request.state, "reason", None),
            "seconds": round(seconds, 4),
        }


def _ids(params: Mapping[str, Any]) -> dict[str, str]:
    return {name: str(value)[:_MOST] for name, value in params.items() if name not in _SECRET}
