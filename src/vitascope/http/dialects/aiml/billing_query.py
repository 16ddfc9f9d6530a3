"""The queries of the account endpoints."""

from __future__ import annotations

import base64
import re
from datetime import UTC, datetime
from typing import Any

from starlette.requests import Request

from vitascope.domain.generation import State
from vitascope.http.problem import Fault, InvalidBody
from vitascope.ledger.spending import Place, Window

LIMIT, MOST = 50, 100
FARTHEST = 10**9
PERIOD = "24h"
"""The stretch of time where none is given."""
LONGEST = 92 * 86_400
"""Seconds."""
EVER = Window(since=0.0, until=1e12)
_PERIOD = re.compile(r"([1-9]\d{0,3})([hd])")
_PLACE = re.compile(r"(\d{1,12}\.\d{1,9})/(\d{1,18})")
_MODELS = 50
OUTCOMES = {"succeeded": (State.COMPLETED,), "failed": (State.FAILED, State.CANCELLED)}


def window_of(request: Request, now: float) -> Window:
    """``period``, or ``start`` and ``end``; the last day where neither is given. Raises ``InvalidBody``."""
    query = request.query_params
    if query.get("key_prefix"):
        raise odd("key_prefix", query["key_prefix"], "none: all keys of an owner share one account")
    start, end, period = query.get("start"), query.get("end"), query.get("period")
    if start or end:
        if period:
            raise odd("period", period, "either period or both start and end")
        window = Window(since=moment("start", start), until=moment("end", end))
    else:
        found = _PERIOD.fullmatch(period or PERIOD)
        if found is None:
            raise odd("period", str(period), "a whole number followed by h or d, such as 24h")
        window = Window(since=now - int(found[1]) * (3600 if found[2] == "h" else 86_400), until=now)
    if not 0 <= window.until - window.since <= LONGEST:
        raise odd("end" if end else "period", str(end or period), "an end after the start, within 92 days")
    return window


def moment(name: str, text: str | None) -> float:
    """ISO 8601 as epoch seconds; without an offset it is UTC. Raises ``InvalidBody``."""
    try:
        found = datetime.fromisoformat(text or "")
    except ValueError as error:
        raise odd(name, text or "", "a moment in ISO 8601, such as 2026-07-01T00:00:00Z") from error
    return (found if found.tzinfo else found.replace(tzinfo=UTC)).timestamp()


def between(request: Request) -> Window:
    """``from`` and ``to``, each of which may be absent. Raises ``InvalidBody``."""
    query = request.query_params
    since = moment("from", query["from"]) if query.get("from") else EVER.since
    until = moment("to", query["to"]) if query.get("to") else EVER.until
    if until <= since:
        raise odd("to", query["to"], "a moment after from")
    return Window(since=since, until=until)


def number(request: Request, name: str, default: int, bounds: tuple[int, int]) -> int:
    """A whole number within bounds. Raises ``InvalidBody``."""
    text = request.query_params.get(name) or str(default)
    least, most = bounds
    if not (text.isascii() and text.isdigit() and len(text) < 11 and least <= int(text) <= most):
        raise odd(name, text, f"a whole number, {least} to {most}")
    return int(text)


def word(request: Request, name: str, words: tuple[str, ...]) -> str | None:
    """One of some words, or None. Raises ``InvalidBody``."""
    text = request.query_params.get(name) or None
    if text is not None and text not in words:
        raise odd(name, text, " | ".join(words))
    return text


def models_of(request: Request) -> list[str]:
    """The names in ``model``, which may come several times. Raises ``InvalidBody``."""
    names = [name for name in request.query_params.getlist("model") if name]
    if len(names) > _MODELS:
        raise odd("model", names[0], f"at most {_MODELS} models")
    for name in names:
        if "\0" in name:
            raise odd("model", name, "no NUL character")
    return names


def states_of(request: Request) -> list[State]:
    """What ``status``, which may come twice, wants to see. Raises ``InvalidBody``."""
    words = request.query_params.getlist("status") or list(OUTCOMES)
    for one in words:
        if one not in OUTCOMES:
            raise odd("status", one, " | ".join(OUTCOMES))
    return [state for one in dict.fromkeys(words) for state in OUTCOMES[one]]


def cursor_of(place: Place) -> str:
    """A place as clients send it back."""
    return base64.urlsafe_b64encode(f"{place[0]:.9f}/{place[1]}".encode()).decode().rstrip("=")


def place_of(request: Request) -> Place | None:
    """The place that ``cursor`` names. Raises ``InvalidBody``."""
    text = request.query_params.get("cursor") or None
    if text is None:
        return None
    try:
        plain = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)).decode()
    except ValueError:
        plain = ""
    found = _PLACE.fullmatch(plain)
    if found is None:
        raise odd("cursor", text, "pagination.next_cursor of the page before")
    return float(found[1]), int(found[2])


def odd(name: str, received: str, expected: str) -> InvalidBody:
    """The refusal of a query parameter."""
    message = f'Expected {expected}, received {received[:40]!r} at "{name}"'
    return InvalidBody((Fault(name, message, received[:40], expected),))


def described(*names: str) -> dict[str, Any]:
    """Parameters of an OpenAPI operation, by name."""
    return {"parameters": [{"name": name, "in": "query", "required": False} | _TOLD[name] for name in names]}


def _text(description: str, **more: Any) -> dict[str, Any]:
    return {"description": description, "schema": {"type": "string"} | more}


_TOLD: dict[str, dict[str, Any]] = {
    "period": _text("Hours or days up to now, such as 24h or 7d.", default=PERIOD),
    "start": _text("In place of a period: its beginning in ISO 8601."),
    "end": _text("In place of a period: its end, at most 92 days later."),
    "key_prefix": _text("Refused: all keys of an owner share one account."),
    "model": _text("Only this model; may come several times."),
    "status": _text("Only these; may come twice.", enum=list(OUTCOMES)),
    "from": _text("From this moment on, in ISO 8601."),
    "to": _text("Before this moment."),
    "direction": _text("Only money of this direction.", enum=["TOPUP", "CHARGE"]),
    "type": _text(
        "Only movements of this kind.",
        enum=["PAYMENT", "BONUS", "REFUND", "ADJUSTMENT", "MODEL_USAGE", "CREDITS_EXPIRED", "INIT"],
    ),
    "cursor": _text("`pagination.next_cursor` of the page before."),
    "limit": {
        "description": "How many.",
        "schema": {"type": "integer", "minimum": 1, "maximum": MOST, "default": LIMIT},
    },
    "offset": {
        "description": "How many to leave out.",
        "schema": {"type": "integer", "minimum": 0, "default": 0},
    },
}
DIRECTIONS: tuple[str, ...] = tuple(_TOLD["direction"]["schema"]["enum"])
KINDS: tuple[str, ...] = tuple(_TOLD["type"]["schema"]["enum"])
