"""Which storage the settings mean."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import unquote, urlsplit

from vitascope.errors import ConfigurationError
from vitascope.storage.base import Storage
from vitascope.storage.cloud import SCHEMES, CloudStorage
from vitascope.storage.local import LocalStorage


def open_storage(url: str | None, folder: Path, endpoint: str | None = None) -> Storage:
    """The storage at the URL, or the folder where there is none.

    ``endpoint`` is the address of an S3-compatible server. Raises ``ConfigurationError``.
    """
    if url is None:
        return LocalStorage(folder)
    parts = urlsplit(url)
    if parts.scheme == "file" and not parts.netloc and parts.path.startswith("/"):
        return LocalStorage(Path(unquote(parts.path)))
    if parts.scheme not in SCHEMES or not parts.netloc:
        raise ConfigurationError(
            f"VITASCOPE_STORAGE_URL is {url!r}, which names no storage. Write s3://bucket/folder, "
            "gs://bucket/folder, az://container/folder or file:///folder, or remove it: then files lie in "
            "the data directory."
        )
    return CloudStorage(url, endpoint)
