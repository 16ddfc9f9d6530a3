"""What each owner keeps, and the refusal of more: files that were made and files that were sent, together."""

from __future__ import annotations

import hashlib
from collections.abc import Generator
from contextlib import contextmanager
from threading import Lock
from weakref import WeakValueDictionary

from vitascope.domain.limits import Usage
from vitascope.errors import QuotaReached
from vitascope.ledger import Ledger
from vitascope.storage import Storage

FOLDER = "uploads"


def uploads_of(owner: str) -> str:
    """Below which key the files lie that an owner sent."""
    return f"{FOLDER}/{hashlib.sha256(owner.encode()).hexdigest()[:32]}"


class Room:
    """Counts bytes in the one place where both kinds of files are known, and only where there is a limit."""

    def __init__(self, ledger: Ledger, storage: Storage) -> None:
        self._ledger = ledger
        self._storage = storage
        self._lock = Lock()
        self._owners = WeakValueDictionary[str, Lock]()  # of those who send something now

    def usage(self, owner: str) -> Usage:
        """What an owner has spent and keeps."""
        made = self._ledger.usage(owner)
        sent = sum(entry.size for entry in self._storage.entries(uploads_of(owner)))
        return made.model_copy(update={"bytes": made.bytes + sent})

    def check(self, owner: str, size: int = 1) -> None:
        """Raise ``QuotaReached`` where so many bytes more would be too much."""
        most = self._ledger.get_limits(owner).storage_bytes
        if most is not None:
            self._refuse(owner, size, most)

    @contextmanager
    def adding(self, owner: str, size: int) -> Generator[None]:
        """Put so many bytes away in this context: two at once would both find the same room.

        Raises as ``check``.
        """
        most = self._ledger.get_limits(owner).storage_bytes
        if most is None:
            yield
            return
        with self._lock:
            alone = self._owners.setdefault(owner, Lock())
        with alone:
            self._refuse(owner, size, most)
            yield

    def _refuse(self, owner: str, size: int, most: int) -> None:
        kept = self.usage(owner).bytes
        if kept + size > most:
            raise QuotaReached(
                f"{owner} keeps {kept:,} bytes and may keep {most:,}; this takes {size:,} or more. Delete "
                "some files or generations, or ask the server's operator for more."
            )
