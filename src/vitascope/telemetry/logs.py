"""Log lines for people, or one JSON object a line for programs."""

from __future__ import annotations

import json
import logging
from collections.abc import Generator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import Literal

PLAIN = "%(asctime)s %(levelname)s %(name)s: %(message)s"
_about: ContextVar[tuple[str, int] | None] = ContextVar("about", default=None)


@contextmanager
def about(generation: str, attempt: int) -> Generator[None]:
    """Lines that are written meanwhile, in this thread, are about this attempt at this generation."""
    token = _about.set((generation, attempt))
    try:
        yield
    finally:
        _about.reset(token)


class JsonLines(logging.Formatter):
    """``time``, ``level``, ``logger``, ``message``; ``generation`` and ``attempt``; ``error``."""

    def format(self, record: logging.LogRecord) -> str:
        """The record as one line."""
        line: dict[str, object] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
        }
        found = _about.get()
        if found is not None:
            line["generation"], line["attempt"] = found
        if record.exc_info:
            line["error"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False, default=str)


def configure(form: Literal["text", "json"]) -> None:
    """Write this process's log to stderr, from INFO on."""
    handler = logging.StreamHandler()
    handler.setFormatter(JsonLines() if form == "json" else logging.Formatter(PLAIN))
    logging.basicConfig(level=logging.INFO, handlers=[handler])
    logging.getLogger("alembic").setLevel(logging.WARNING)
