"""What every place for files can do, and what a key may look like."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Protocol

from vitascope.domain.request import Frozen
from vitascope.errors import InvalidRequest, NotFound

KEY_LIMIT = 512
"""Characters."""
CHUNK = 1 << 20
"""The most bytes that ``read`` hands out at once."""
_PART = re.compile(r"[0-9A-Za-z_-][0-9A-Za-z._-]{0,127}")


class Stored(Frozen):
    """A file that was put away: its key, size in bytes and SHA-256 in hex."""

    key: str
    size: int
    sha256: str


class Entry(Frozen):
    """A file that lies there: its key, size in bytes and time of last change in epoch seconds."""

    key: str
    size: int
    modified: float


class Storage(Protocol):
    """Files under keys; a file appears whole or not at all, and stays once ``put`` has answered.

    Every method that takes a key or prefix raises ``InvalidRequest`` for one that is malformed, and every
    method raises ``Unavailable`` where the place does not answer.
    """

    def put(self, key: str, source: Path) -> Stored:
        """Store a copy of the file, replacing what was there. Raises ``StorageFull``."""
        ...

    def put_bytes(self, key: str, data: bytes) -> Stored:
        """Store the bytes, replacing what was there. Raises ``StorageFull``."""
        ...

    def stat(self, key: str) -> Entry:
        """What is known without reading. Raises ``NotFound``."""
        ...

    def path(self, key: str) -> Path | None:
        """The file on this machine, to be read only; None where files lie elsewhere. Raises ``NotFound``."""
        ...

    def link(self, key: str, seconds: float) -> str | None:
        """A URL that opens the file for so many seconds without this server; None where there is none."""
        ...

    def read(self, key: str, start: int = 0, end: int | None = None) -> Iterator[bytes]:
        """The bytes from ``start`` up to, not including, ``end``, in chunks of at most 1 MiB.

        What lies beyond the file's end is left out. Raises ``NotFound`` before the first chunk.
        """
        ...

    def delete(self, key: str) -> None:
        """Remove the file if it is there."""
        ...

    def delete_prefix(self, prefix: str) -> None:
        """Remove the file of that key and every file below it: ``a`` removes ``a/b``, not ``ab``."""
        ...

    def entries(self, prefix: str = "") -> Iterator[Entry]:
        """Every file below the prefix, or all; in no order, and without those that vanish meanwhile."""
        ...

    def discard_unfinished(self, before: float) -> int:
        """Remove what an interrupted ``put`` left before that moment (epoch seconds); how many."""
        ...

    def check(self) -> None:
        """Try a write. Raises ``StorageFull`` or ``Unavailable``, saying what to do."""
        ...


def checked(key: str) -> str:
    """The key itself. Raises ``InvalidRequest`` unless it is made of plain names joined by slashes.

    A part is 1 to 128 ASCII letters, digits, ``.``, ``_`` and ``-`` and does not begin with a dot; nothing
    of that form leaves the folder it is resolved in, on any system.
    """
    if len(key) > KEY_LIMIT or not all(_PART.fullmatch(part) for part in key.split("/")):
        raise InvalidRequest(
            f"{key[:80]!r} is no storage key. Write plain names (letters, digits, '.', '_', '-', no leading "
            f"dot) joined by '/', at most {KEY_LIMIT} characters."
        )
    return key


def not_found(key: str) -> NotFound:
    """The error for a key under which nothing lies."""
    return NotFound(f"Nothing is stored under {key!r}. It was deleted, or never finished; make it again.")
