"""A refusal on its way out, before a dialect gives it its shape."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from vitascope.errors import InvalidRequest


@dataclass(frozen=True)
class Fault:
    """One thing that is wrong in a request: where, what came, what should have come."""

    field: str
    message: str
    received: Any = None
    expected: str | None = None

    def as_json(self) -> dict[str, Any]:
        """The fault as a member of ``errors``."""
        return {
            "field": self.field,
            "message": self.message,
            "received": self.received,
            "expected": self.expected,
        }


@dataclass(frozen=True)
class Problem:
    """An HTTP status, its message, and what is wrong where that is known."""

    status: int
    message: str
    code: str = "invalid_request"
    faults: tuple[Fault, ...] = ()
    headers: Mapping[str, str] = field(default_factory=dict[str, str])


Shape = Callable[[Request, Problem], Response]
"""How a dialect answers a problem."""


class InvalidBody(InvalidRequest):
    """A request in which several things may be wrong."""

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        super().__init__("; ".join(fault.message for fault in faults), faults[0].field)
        self.faults = faults
