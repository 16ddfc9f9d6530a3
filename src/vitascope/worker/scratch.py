"""Where unfinished work lies: one folder for each running process, known by a lock the kernel keeps."""

from __future__ import annotations

import errno
import fcntl
import os
import shutil
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

from vitascope import ids
from vitascope.errors import StorageFull, Unavailable

LOCK = "lock"
GUARD = ".guard"
NO_ROOM = frozenset({errno.ENOSPC, errno.EDQUOT})


class Scratch:
    """This process's folder under ``root``. Folders of processes that are gone are removed.

    A folder is in use while somebody holds the lock on the file in it; the kernel lets go of it with
    the process, however that ends. ``.guard`` is held while folders are made or removed, so that nobody
    removes one between its making and its lock.
    """

    def __init__(self, root: Path) -> None:
        self._root = root
        self.folder = root / f"{os.getpid()}-{ids.token(8)}"
        with _guarded(root):
            self.folder.mkdir(mode=0o700)
            self._lock = os.open(self.folder / LOCK, os.O_RDWR | os.O_CREAT, 0o600)
            fcntl.flock(self._lock, fcntl.LOCK_EX)

    def attempt(self, generation: str, attempt: int) -> Path:
        """An empty folder for one attempt at one generation.

        Raises ``StorageFull`` where there is no room and ``Unavailable`` where it cannot be made.
        """
        folder = self.folder / generation / str(attempt)
        shutil.rmtree(folder, ignore_errors=True)
        try:
            folder.mkdir(mode=0o700, parents=True)
        except OSError as error:
            kind = StorageFull if error.errno in NO_ROOM else Unavailable
            raise kind(
                f"The scratch folder {folder} cannot be made: {error.strerror}. Free some room, or let this "
                "user write to the data directory."
            ) from error
        return folder

    def sources(self, generation: str) -> Path:
        """Where copies of stored files that the generation builds on may lie; made when it is needed."""
        return self.folder / generation / "sources"

    def discard(self, generation: str) -> None:
        """Remove what a generation left."""
        shutil.rmtree(self.folder / generation, ignore_errors=True)

    def sweep(self) -> int:
        """Remove the folders of processes that are gone; how many there were."""
        with _guarded(self._root):
            return sum(_remove_if_free(folder) for folder in sorted(self._root.iterdir()) if folder.is_dir())

    def close(self) -> None:
        """Remove this process's folder."""
        shutil.rmtree(self.folder, ignore_errors=True)
        os.close(self._lock)


@contextmanager
def _guarded(root: Path) -> Generator[None]:
    root.mkdir(mode=0o700, parents=True, exist_ok=True)
    guard = os.open(root / GUARD, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(guard, fcntl.LOCK_EX)
        yield
    finally:
        os.close(guard)


def _remove_if_free(folder: Path) -> bool:
    try:
        lock = os.open(folder / LOCK, os.O_RDWR | os.O_CREAT, 0o600)
    except FileNotFoundError:
        return False
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    finally:
        os.close(lock)
    shutil.rmtree(folder, ignore_errors=True)
    return True
