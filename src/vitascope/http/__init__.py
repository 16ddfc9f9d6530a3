"""The front door: HTTP in, use cases behind, each dialect in its own package."""

from __future__ import annotations

from vitascope.http.app import create_app

__all__ = ["create_app"]
