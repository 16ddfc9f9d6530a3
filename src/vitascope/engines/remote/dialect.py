"""What the three dialects have in common, and how their refusals are read."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal, Protocol, cast

from vitascope.domain.texts import has_nul
from vitascope.engines.remote.wish import Wish
from vitascope.netguard.call import Call, Reply

Word = Literal["queued", "running", "completed", "failed"]
JSON = {"Content-Type": "application/json", "Accept": "application/json"}
LONGEST_ID = 512
"""Characters of an id that is kept, and sent back in addresses."""
SAID = 500
"""Characters of what a server says that are passed on."""


@dataclass(frozen=True)
class Standing:
    """How a generation stands at the remote server.

    ``fraction`` is how much of it is done, where the server says so; ``failure`` is why there is no video;
    ``video`` is the link to it.
    """

    id: str
    word: Word
    fraction: float | None = None
    failure: str | None = None
    video: str | None = None


class Dialect(Protocol):
    """Requests and answers of one API. URLs are absolute, the key is added by whoever sends them."""

    clips: bool
    """Whether a generation of its own can be a keyframe there."""
    tail: bool
    """Whether the video of one that continues another begins with that other."""

    def create(self, wish: Wish) -> Call:
        """Ask for a generation."""
        ...

    def fetch(self, remote_id: str) -> Call:
        """Ask how it stands."""
        ...

    def stops(self, remote_id: str) -> tuple[Call, ...]:
        """How to end it, the best way first."""
        ...

    def read(self, found: Mapping[str, Any]) -> Standing:
        """How a generation stands, from an answer; ``KeyError`` for an answer that is none."""
        ...

    def video(self, standing: Standing) -> str:
        """Where the finished video is; ``KeyError`` where it is nowhere."""
        ...


def json_call(method: str, url: str, body: Mapping[str, Any] | None = None) -> Call:
    """A request whose body is JSON."""
    return Call(method, url, JSON, b"" if body is None else json.dumps(body).encode())


def mapping(value: Any) -> Mapping[str, Any]:
    """The value if it is a JSON object, else an empty one."""
    return cast("Mapping[str, Any]", value) if isinstance(value, dict) else {}


def parsed(reply: Reply) -> Mapping[str, Any] | None:
    """The JSON object in an answer, or None where there is none, or one that no ledger could keep."""
    try:
        found = json.loads(reply.body)
        json.dumps(found, ensure_ascii=False).encode()  # raises for half of a surrogate pair
    except (ValueError, RecursionError):
        return None
    return cast("dict[str, Any]", found) if isinstance(found, dict) and not has_nul(found) else None


def identity(value: Any) -> str:
    """A generation's id; ``KeyError`` for what is none."""
    text = str(value)
    if len(text) > LONGEST_ID:
        raise KeyError("id")
    return text


def share(value: Any, whole: float = 1.0) -> float | None:
    """How much is done, 0 to 1, of a number that may be anything."""
    if not isinstance(value, int | float) or not 0 <= value <= whole:
        return None
    return value / whole


def link(value: Any) -> str | None:
    """A link, where it is one at all."""
    return value if isinstance(value, str) else None


def complaint(reply: Reply) -> str:
    """What a refusal says, in any dialect's form; of a page that is no JSON, what it is."""
    found = parsed(reply)
    if found is None:
        kind = reply.headers.get("content-type", "nothing it names").partition(";")[0]
        return f"{reply.status} with {kind} in place of JSON"
    inner = mapping(found.get("error"))
    said = found.get("message") or inner.get("message") or found.get("detail") or found.get("error")
    if isinstance(said, list):
        faults = [mapping(fault) for fault in _list(said)]
        said = "; ".join(f"{_place(fault)}: {fault.get('msg', '')}" for fault in faults)
    name = inner.get("code") or inner.get("type")
    text = f"{said or 'without saying why'}"[:SAID]
    return f"{reply.status} {name}: {text}" if name else f"{reply.status} {text}"


def failed(name: Any, message: Any) -> str:
    """Why a generation has no video, as its server named it."""
    return ": ".join(str(part)[:SAID] for part in (name, message) if part) or "without saying why"


def _place(fault: Mapping[str, Any]) -> str:
    return ".".join(str(part) for part in _list(fault.get("loc"))) or "body"


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []  # pyright: ignore[reportUnknownVariableType]
