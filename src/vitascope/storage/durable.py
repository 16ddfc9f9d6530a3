"""Folders that survive a power cut, and what the disk's errors mean to us."""

from __future__ import annotations

import errno
import os
from collections.abc import Generator
from contextlib import contextmanager, suppress
from pathlib import Path

from vitascope.errors import StorageFull, Unavailable

_NO_ROOM = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})


def make_folder(folder: Path) -> None:
    """Make the folder and what is missing above it, each durable in the one that holds it."""
    if folder.is_dir():
        return
    make_folder(folder.parent)
    # Somebody else may have made it since, and removed it again: whoever puts a file in it will see.
    with suppress(FileExistsError):
        folder.mkdir(mode=0o700)
    sync_folder(folder.parent)


def sync_folder(folder: Path) -> None:
    """Have the names in the folder on the disk."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@contextmanager
def translated(root: Path) -> Generator[None]:
    """Turn whatever the disk refuses into ``StorageFull`` or ``Unavailable``."""
    try:
        yield
    except OSError as error:
        if error.errno in _NO_ROOM:
            raise StorageFull(
                f"There is no room in {root} ({error.strerror}). Free some or set VITASCOPE_DATA_DIR to a "
                "larger disk; what was accepted waits."
            ) from error
        raise Unavailable(
            f"The files in {root} cannot be used ({error.strerror}). Check that the disk is there and that "
            "this user may write to it, then try again."
        ) from error
