"""``/v1/admin``: the operator's page as JSON."""

from __future__ import annotations

from pydantic import BaseModel

from vitascope.http.admin.key_routes import KeyRoutes
from vitascope.http.admin.queue_routes import QueueRoutes
from vitascope.http.admin.schema import KeyWish, PriorityWish

__all__ = ["BODIES", "KeyRoutes", "QueueRoutes"]

BODIES: list[type[BaseModel]] = [KeyWish, PriorityWish]
"""Read as JSON bodies."""
