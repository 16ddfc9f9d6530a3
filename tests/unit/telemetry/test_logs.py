from __future__ import annotations

import json
import logging
import sys

from vitascope.telemetry.logs import JsonLines, about

FORM = JsonLines()


def line(message: str, *values: object, error: BaseException | None = None) -> dict[str, object]:
    info = (type(error), error, error.__traceback__) if error else None
    record = logging.LogRecord("vitascope.worker", logging.WARNING, "", 0, message, values, info)
    told = FORM.format(record)
    assert "\n" not in told
    return dict(json.loads(told))


def test_a_line_is_one_object_with_what_it_is_about() -> None:
    with about("an-id", 2):
        told = line("No heartbeat for %s", "an-id")
    assert str(told.pop("time")).endswith("+00:00")
    assert told == {
        "level": "warning",
        "logger": "vitascope.worker",
        "message": "No heartbeat for an-id",
        "generation": "an-id",
        "attempt": 2,
    }


def test_other_lines_are_about_nothing() -> None:
    assert "generation" not in line("Webhooks wait")


def test_an_error_brings_its_traceback() -> None:
    try:
        int("broken\nin two")
    except ValueError as error:
        told = line("failed", error=error)
    assert "ValueError: invalid literal" in str(told["error"])
    assert sys.exc_info() == (None, None, None)
