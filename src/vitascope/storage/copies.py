"""Stored files as files of this machine, wherever they lie."""

from __future__ import annotations

import hashlib
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from vitascope.errors import Unavailable
from vitascope.storage.base import Storage


def local_path(storage: Storage, key: str, folder: Path, sha256: str = "") -> Path:
    """The stored file itself where it lies on this machine, else a copy of it in ``folder``.

    To be read only. With ``sha256`` a copy is compared with it. Raises ``NotFound``, and ``Unavailable``
    for a copy that came out wrong.
    """
    path = storage.path(key)
    if path is not None:
        return path
    copy = folder / key.replace("/", ".")
    digest = hashlib.sha256()
    folder.mkdir(parents=True, exist_ok=True)
    with copy.open("wb") as writing:
        for chunk in storage.read(key):
            digest.update(chunk)
            writing.write(chunk)
    if sha256 and digest.hexdigest() != sha256:
        raise Unavailable(
            f"The stored file {key} has the SHA-256 {digest.hexdigest()}, not {sha256} as recorded. "
            "Try again; if it stays so, restore the file from a backup of the storage."
        )
    return copy


@contextmanager
def on_disk(storage: Storage, key: str) -> Generator[Path]:
    """Give a stored file as one of this machine, to be read only while the block lasts. As ``local_path``."""
    with TemporaryDirectory(prefix="vitascope-") as folder:
        yield local_path(storage, key, Path(folder))
