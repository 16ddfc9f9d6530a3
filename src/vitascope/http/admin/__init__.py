"""``/v1/admin``: the operator's page as JSON."""

from __future__ import annotations

from pydantic import BaseModel

from vitascope.http.admin.key_routes import KeyRoutes
from vitascope.http.admin.owner_routes import OwnerRoutes
from vitascope.http.admin.queue_routes import QueueRoutes
from vitascope.http.admin.schema import KeyWish, LimitsWish, PriorityWish

__all__ = ["BODIES", "KeyRoutes", "OwnerRoutes", "QueueRoutes"]

BODIES: list[type[BaseModel]] = [KeyWish, LimitsWish, PriorityWish]
"""Read as JSON bodies."""
