"""Files in a folder of this machine."""

from __future__ import annotations

import hashlib
import os
import shutil
import stat as modes
from collections.abc import Generator, Iterator
from contextlib import contextmanager, suppress
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

from vitascope import ids
from vitascope.errors import InvalidRequest
from vitascope.storage.base import CHUNK, Entry, Stored, checked, not_found
from vitascope.storage.durable import make_folder, sync_folder, translated

UNFINISHED = ".unfinished"
"""The folder of files being written; no key can begin with a dot, so none can name it."""


class LocalStorage:
    """A ``Storage`` in one folder, which several processes may share.

    A file is written beside the others, made durable and then renamed to its place, and the rename is made
    durable too: after a crash at any moment the old file is there, or the new one, whole.
    """

    def __init__(self, root: Path) -> None:
        self._root = root
        self._unfinished = root / UNFINISHED

    def put(self, key: str, source: Path) -> Stored:
        """Store a copy of the file; the source stays as it is. Raises ``StorageFull``."""
        checked(key)
        with source.open("rb") as reading:
            return self._put(key, reading)

    def put_bytes(self, key: str, data: bytes) -> Stored:
        """Store the bytes. Raises ``StorageFull``."""
        return self._put(checked(key), BytesIO(data))

    def stat(self, key: str) -> Entry:
        """What is known without reading. Raises ``NotFound``."""
        entry = self._entry(key, self._path(key))
        if entry is None:
            raise not_found(key)
        return entry

    def path(self, key: str) -> Path:
        """The file, to be read only. Raises ``NotFound``."""
        self.stat(key)
        return self._path(key)

    def link(self, key: str, seconds: float) -> None:  # noqa: ARG002 - the contract names it
        """None: only this server hands the file out. Raises ``InvalidRequest`` for a malformed key."""
        checked(key)

    def read(self, key: str, start: int = 0, end: int | None = None) -> Iterator[bytes]:
        """The bytes from ``start`` up to ``end`` in chunks of at most 1 MiB. Raises ``NotFound`` at once."""
        if start < 0 or (end is not None and end < 0):
            raise InvalidRequest(f"A file is read from byte 0 on, not from {start} to {end}.")
        size = self.stat(key).size
        return self._chunks(key, start, size if end is None else min(end, size))

    def delete(self, key: str) -> None:
        """Remove the file if it is there, and the folders that it leaves empty."""
        path = self._path(key)
        with translated(self._root), suppress(FileNotFoundError, NotADirectoryError, IsADirectoryError):
            path.unlink()
        self._prune(path.parent)

    def delete_prefix(self, prefix: str) -> None:
        """Remove the file of that key and every file below it."""
        path = self._path(prefix.removesuffix("/"))
        with translated(self._root), suppress(FileNotFoundError, NotADirectoryError):
            shutil.rmtree(path)
        self.delete(prefix.removesuffix("/"))

    def entries(self, prefix: str = "") -> Iterator[Entry]:
        """Every file below the prefix, or all."""
        base = prefix.removesuffix("/")
        top = self._path(base) if base else self._root
        alone = self._entry(base, top) if base else None
        if alone is not None:
            yield alone
        for folder, names, files in os.walk(top):
            names[:] = [name for name in names if not name.startswith(".")]
            for name in files:
                path = Path(folder, name)
                entry = self._entry(path.relative_to(self._root).as_posix(), path)
                if entry is not None:
                    yield entry

    def discard_unfinished(self, before: float) -> int:
        """Remove what an interrupted ``put`` left before that moment; how many."""
        removed = 0
        with translated(self._root):
            for path in self._unfinished.glob("*"):
                with suppress(FileNotFoundError):
                    if path.stat().st_mtime < before:
                        path.unlink()
                        removed += 1
        return removed

    def check(self) -> None:
        """Write a small file and remove it. Raises ``StorageFull`` or ``Unavailable``."""
        with self._written(BytesIO(bytes(4096))) as (path, _):
            path.unlink()

    def _put(self, key: str, reading: BinaryIO) -> Stored:
        place = self._path(key)
        with self._written(reading) as (path, stored):
            try:
                _move_in(path, place)
            except (FileExistsError, IsADirectoryError, NotADirectoryError) as error:
                raise _in_the_way(key) from error
        return Stored(key=key, size=stored[0], sha256=stored[1])

    @contextmanager
    def _written(self, reading: BinaryIO) -> Generator[tuple[Path, tuple[int, str]]]:
        """A durable file without a name of its own yet; it is gone again if the block fails."""
        path = self._unfinished / ids.token()
        with translated(self._root):
            make_folder(self._unfinished)
            try:
                yield path, _copy(reading, path)
            except BaseException:
                path.unlink(missing_ok=True)
                raise

    def _chunks(self, key: str, start: int, end: int) -> Iterator[bytes]:
        with translated(self._root), self._opened(key) as reading:
            reading.seek(start)
            while start < end and (chunk := reading.read(min(CHUNK, end - start))):
                start += len(chunk)
                yield chunk

    def _opened(self, key: str) -> BinaryIO:
        try:
            return self._path(key).open("rb")
        except FileNotFoundError as error:
            raise not_found(key) from error

    def _prune(self, folder: Path) -> None:
        """Remove folders upwards as long as they are empty; a full one, or one just filled, ends it."""
        with suppress(OSError):
            while folder != self._root:
                folder.rmdir()
                folder = folder.parent

    def _entry(self, key: str, path: Path) -> Entry | None:
        """None for what is missing, and for a folder or link, which no ``put`` made."""
        with translated(self._root):
            try:
                found = path.lstat()
            except (FileNotFoundError, NotADirectoryError):
                return None
        if not modes.S_ISREG(found.st_mode):
            return None
        return Entry(key=key, size=found.st_size, modified=found.st_mtime)

    def _path(self, key: str) -> Path:
        return self._root / checked(key)


def _copy(reading: BinaryIO, path: Path) -> tuple[int, str]:
    """Write it all to a new file and have it on the disk; its size and SHA-256."""
    digest, size = hashlib.sha256(), 0
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as writing:
        while chunk := reading.read(CHUNK):
            digest.update(chunk)
            size += writing.write(chunk)
        writing.flush()
        os.fsync(writing.fileno())
    return size, digest.hexdigest()


def _move_in(path: Path, place: Path, tries: int = 1000) -> None:
    """Rename the file to its place, durably.

    Another process may remove the still empty folder between its making and its first file, so that much is
    tried again. Each failure means that somebody else's deletion got on, so the many tries are never used up.
    """
    for remaining in reversed(range(tries)):
        try:
            make_folder(place.parent)
            path.replace(place)
            break
        except FileNotFoundError:
            if not remaining:
                raise
    with suppress(FileNotFoundError):  # deleted again already, and the folder with it
        sync_folder(place.parent)


def _in_the_way(key: str) -> InvalidRequest:
    return InvalidRequest(
        f"Nothing can be stored under {key!r}: a part of it is a file, or it is a folder. Use another key."
    )
