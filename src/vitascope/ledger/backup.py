"""Everything the ledger holds in one file, and back."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

from sqlalchemy import make_url

from vitascope import ids
from vitascope.errors import ConfigurationError, InvalidRequest, Unavailable
from vitascope.ledger import archive, dump


def backup(url: str, file: Path) -> int:
    """Write the database at the URL to a new file that appears whole or not at all; its size in bytes.

    The file holds one moment; whoever uses the database goes on. Raises ``InvalidRequest`` where the file
    exists, ``ConfigurationError`` and ``Unavailable`` where the database or the file cannot be used, and
    ``StorageFull``.
    """
    if file.exists():
        raise InvalidRequest(f"{file} exists already. Name a new file; a backup replaces none.")
    unfinished = file.with_name(f".{file.name}.{ids.token(8)}")
    try:
        _save(url, unfinished)
        _keep(unfinished)
        unfinished.replace(file)
    except OSError as error:
        raise Unavailable(
            f"The backup {file} cannot be written: {error.strerror}. Choose a folder that exists and that "
            "you may write to."
        ) from error
    finally:
        with suppress(OSError):
            unfinished.unlink(missing_ok=True)
    return file.stat().st_size


def restore(url: str, file: Path, *, replace: bool = False) -> str:
    """Put a backup in the place of the database at the URL; where what was there before is now, if anywhere.

    Raises ``InvalidRequest`` for a file that is no backup of this kind of database, and where there is a
    ledger already and ``replace`` is off; ``Unavailable`` while somebody uses it.
    """
    if not file.is_file():
        raise InvalidRequest(f"{file} is no file. Name one that `vitascope db backup` wrote.")
    if _is_file(url):
        return archive.load(_path(url), file, replace=replace)
    return dump.load(url, file, replace=replace)


def _save(url: str, file: Path) -> None:
    if _is_file(url):
        archive.save(_path(url), file)
    else:
        dump.save(url, file)


def _keep(file: Path) -> None:
    """Have it on the disk, readable by its owner alone: it holds everybody's prompts."""
    handle = os.open(file, os.O_RDONLY)
    try:
        os.fchmod(handle, 0o600)
        os.fsync(handle)
    finally:
        os.close(handle)


def _is_file(url: str) -> bool:
    return make_url(url).get_backend_name() == "sqlite"


def _path(url: str) -> Path:
    path = make_url(url).database
    if not path:
        raise ConfigurationError(f"VITASCOPE_DATABASE_URL is {url}, which names no file.")
    return Path(path)
