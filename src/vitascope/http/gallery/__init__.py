"""``/v1/gallery``: an owner's clips as the playground shows them, and ``/v1/session``."""

from __future__ import annotations

from vitascope.http.gallery.routes import GalleryRoutes

__all__ = ["GalleryRoutes"]
