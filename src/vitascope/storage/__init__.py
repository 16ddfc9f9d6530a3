"""Where finished files lie, each under a key such as ``<generation id>/<attempt>/video.mp4``."""

from vitascope.storage.base import Entry, Storage, Stored
from vitascope.storage.copies import local_path, on_disk
from vitascope.storage.local import LocalStorage
from vitascope.storage.opening import open_storage
from vitascope.storage.sweep import sweep

__all__ = [
    "Entry",
    "LocalStorage",
    "Storage",
    "Stored",
    "local_path",
    "on_disk",
    "open_storage",
    "sweep",
]
