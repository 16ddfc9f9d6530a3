"""From the server's JSON to values, and from its refusals to errors.

Unknown members are passed over and missing ones are None: a newer or an older server is still understood.
"""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Mapping
from typing import Any, TypeVar, cast

import httpx

from vitascope.client.errors import (
    BadRequest,
    HttpError,
    NotFound,
    RateLimited,
    ServerError,
    Unauthorized,
)
from vitascope.client.records import Event, EventKind, Failure, FieldFault, Generation, Meta, Model, Status
from vitascope.client.retry import retry_after, worth_retrying

_Record = TypeVar("_Record", Meta, Event)
_STATUS: dict[str, Status] = {
    "queued": "queued",
    "waiting": "queued",
    "completed": "completed",
    "error": "error",
    "failed": "error",
    "cancelled": "error",
}
"""Every other word is taken for work in progress: a new state must not end a wait."""
_KINDS: dict[str, EventKind] = {kind: kind for kind in ("state", "progress", "preview", "end")}
_ERRORS: dict[int, type[HttpError]] = {
    401: Unauthorized,
    403: Unauthorized,
    404: NotFound,
    410: NotFound,
    429: RateLimited,
}


def generation(response: httpx.Response) -> Generation:
    """The generation in an answer; ``ServerError`` where there is none."""
    return _generation(response, _object(response))


def generations(response: httpx.Response) -> list[Generation]:
    """The generations in an answer; ``ServerError`` where there is no list of them."""
    listed = _object(response).get("data")
    if not isinstance(listed, list):
        raise _not_ours(response, "a list of generations")
    return [_generation(response, _mapping(one)) for one in _list(listed)]


def plan(response: httpx.Response) -> dict[str, Any]:
    """The plan in an answer; ``ServerError`` where there is none."""
    return dict(_object(response))


def _generation(response: httpx.Response, found: Mapping[str, Any]) -> Generation:
    shown = found.get("id") or found.get("generation_id")
    if not shown or "status" not in found:
        raise _not_ours(response, "a generation with id and status")
    error, meta = _mapping(found.get("error")), _mapping(found.get("meta"))
    usage = _mapping(meta.get("usage"))
    return Generation(
        id=str(shown),
        status=_status(found["status"]),
        video_url=_mapping(found.get("video")).get("url"),
        error=Failure(str(error.get("name")), str(error.get("message"))) if error else None,
        meta=dataclasses.replace(
            _record(Meta, meta),
            assets={name: url for name, url in _mapping(meta.get("assets")).items() if url},
            ignored=_texts(meta.get("ignored")),
            credits_used=usage.get("credits_used") or 0,
            usd_spent=usage.get("usd_spent") or 0,
        ),
        raw=found,
    )


def models(response: httpx.Response) -> list[Model]:
    """The models in an answer; ``ServerError`` where there are none."""
    listed = _object(response).get("data")
    if not isinstance(listed, list):
        raise _not_ours(response, "a list of models")
    return [_model(_mapping(one)) for one in _list(listed)]


def event(kind: str, event_id: str, data: str) -> Event | None:
    """One event of a stream; None for a kind that this client does not know."""
    try:
        found = _mapping(json.loads(data))
    except ValueError:
        return None
    if kind not in _KINDS:
        return None
    own = {"kind": _KINDS[kind], "status": _status(found.get("state")), "id": event_id, "raw": found}
    return _record(Event, {**found, **own})


def refusal(response: httpx.Response) -> HttpError:
    """The error for an answer with a status of 400 or more; its body is read."""
    status = response.status_code
    found = _mapping(_json(response))
    known = _ERRORS.get(status, ServerError if status >= 500 else BadRequest)
    request_id = found.get("requestId") or response.headers.get("x-request-id")
    error = known(
        _message(found) or f"The server answered {status} {response.reason_phrase} without saying why.",
        status=status,
        request_id=str(request_id) if request_id else None,
        faults=tuple(_fault(one) for one in _list(found.get("errors"))),
    )
    error.retryable, error.retry_after = worth_retrying(response), retry_after(response)
    return error


def _status(word: Any) -> Status:
    return _STATUS.get(str(word).lower(), "generating")


def _message(found: Mapping[str, Any]) -> str:
    """What is said, in the shapes that servers and the proxies before them use."""
    inner = _mapping(found.get("error")).get("message")
    said = found.get("message") or inner or found.get("detail")
    return said if isinstance(said, str) else ""


def _fault(found: Any) -> FieldFault:
    fault = _mapping(found)
    return FieldFault(
        str(fault.get("field", "")),
        str(fault.get("message", "")),
        fault.get("received"),
        fault.get("expected"),
    )


def _model(found: Mapping[str, Any]) -> Model:
    info = _mapping(found.get("info"))
    return Model(
        id=str(found.get("id", "")),
        aliases=_texts(found.get("aliases")),
        capabilities=_texts(found.get("capabilities")),
        served_by=found.get("served_by"),
        description=str(info.get("description", "")),
        licence=str(info.get("licence", "")),
    )


def _record(kind: type[_Record], found: Mapping[str, Any]) -> _Record:
    """The dataclass with those of its fields that were sent."""
    names = {one.name for one in dataclasses.fields(kind)}
    given = {name: value for name, value in found.items() if name in names and value is not None}
    return kind(**given)


def _texts(value: Any) -> tuple[str, ...]:
    return tuple(str(one) for one in _list(value))


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []  # pyright: ignore[reportUnknownVariableType]


def _mapping(value: Any) -> Mapping[str, Any]:
    return cast("Mapping[str, Any]", value) if isinstance(value, Mapping) else {}


def _json(response: httpx.Response) -> Any:
    try:
        return response.json()
    except ValueError:
        return None


def _object(response: httpx.Response) -> Mapping[str, Any]:
    found = _json(response)
    if not isinstance(found, dict):
        raise _not_ours(response, "a JSON object")
    return cast("dict[str, Any]", found)


def _not_ours(response: httpx.Response, expected: str) -> ServerError:
    url = response.request.url
    return ServerError(
        f"{url.host} answered {url.path} with {response.text[:100]!r}; expected {expected}. "
        "Check that base_url is a vitascope server's address, without a path.",
        status=response.status_code,
    )
